"""A pair: one real voivodeship, and the answers expected for it beside it (see ``tests/data/opolskie/README.md``)."""

import json
from pathlib import Path

import pytest

from ses_map.coverage import Claims
from ses_map.registry.readers import Reader, read_assignments
from tests.builders import centre, day, names

HERE = Path(__file__).parent / "data" / "opolskie"
EXPECTED = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(HERE.glob("*.json"))]
DAYS = ("2019-04-17", "2026-11-24")

each_day = pytest.mark.parametrize("on", DAYS)
each_powiat = pytest.mark.parametrize("powiat", EXPECTED, ids=lambda p: p["teryt"])


def test_the_pair_is_whole():
    assert [p["teryt"] for p in EXPECTED] == [*(str(n) for n in range(1601, 1612)), "1661"]


@each_powiat
@each_day
def test_the_frozen_rows_give_the_expected_answers(powiat, on):
    reader = Reader(HERE)
    rows = read_assignments(
        reader, {p["teryt"] for p in EXPECTED}, {c: centre(c) for c in ("byczynski-owes", "owes-profes")}
    )
    found = Claims(rows).on(powiat["teryt"], day(on))

    assert reader.problems == []
    assert found.outcome == powiat[on]["outcome"]
    assert found.reason == powiat[on]["reason"]
    assert found.standing == powiat[on]["standing"]
    assert names(found.serving) == "+".join(powiat[on]["centres"])


@pytest.mark.realdata
@each_powiat
@each_day
def test_so_does_the_real_snapshot(finder, speller, powiat, on):
    body = speller.body(finder.by_teryt(powiat["teryt"], day(on)))
    expected = powiat[on]

    assert (body["outcome"], body["reason"]) == (expected["outcome"], expected["reason"])
    assert [c["id"] for c in body["centres"]] == expected["centres"]
    assert [c["subregion"] for c in body["centres"]] == [expected["subregion"]] * len(expected["centres"])
    assert [c["basis"]["source_date"] for c in body["centres"]] == [expected["source_date"]] * len(expected["centres"])
    assert body["standing"] == expected["standing"]
    assert (body["area"]["name"], body["area"]["is_city"]) == (powiat["name"], powiat["is_city"])
    assert body["area"]["voivodeship"] == {"teryt": "16", "name": "opolskie"}
    assert body["coordinator"]["name"] == powiat["coordinator"]
