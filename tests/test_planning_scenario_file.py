"""Scenario files: what is written is read; what others made is refused or told, and nothing is lost in silence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import InvalidInputError
from ses_map.planning.scenario import Scenario, canonical, clean_name
from ses_map.planning.scenario_file import FORMAT, MAX_BYTES, VINTAGE, read_file, write_file
from tests.builders import TODAY
from tests.scenario_builders import DAY, MOVES, NAMES, codes, scenario_base

LAND = scenario_base()
GOOD = {"format": FORMAT, "version": 1, "teryt": VINTAGE, "date": "2024-06-01", "region": "02", "new_centres": []}


def document(*moves, **changes):
    return json.dumps({**GOOD, "moves": list(moves), **changes}).encode()


def move(unit, to, **more):
    return {"unit": unit, "to": to, **more}


def taken(*moves, **changes):
    reading = read_file(document(*moves, **changes), LAND, TODAY).reading
    return reading.scenario.moves, codes(reading)


@given(MOVES.filter(bool), NAMES)
def test_what_is_written_is_read(moves, name):
    scenario, _ = canonical(Scenario(moves, {"nowy-1": clean_name(name[:80]), "nowy-2": "Drugi"}), LAND, DAY)
    data = write_file(scenario, LAND, DAY, "02")
    found = read_file(data, LAND, TODAY)

    assert (found.reading.scenario, found.as_of, found.region) == (scenario, DAY, "02")
    assert codes(found.reading) == ([] if scenario else ["empty"])
    assert write_file(found.reading.scenario, LAND, DAY, "02") == data


def test_a_file_can_be_read_by_people():
    text = write_file(Scenario({"0201": "c", "020201": "-"}), LAND, DAY, "").decode()

    assert '"unit_name": "powiat p0201"' in text and '"to_name": "OWES c"' in text and '"to_name": "nikt"' in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "pusty"),
        (b" \n", "pusty"),
        (b"not json", "JSON"),
        (b'{"format": ', "JSON"),
        (b"\xff\xfe{\x00}\x00", "UTF-8"),
        (b"[" * 100_000, "zagnieżdżenia"),
        (b'{"a":' * 5_000, "zagnieżdżenia"),
        (b"[]", "nie jest scenariuszem"),
        (b"null", "nie jest scenariuszem"),
        (b'"scenariusz"', "nie jest scenariuszem"),
        (b"1" * 6_000, "JSON"),
        (b'{"format": "other"}', "nie jest scenariuszem"),
        (json.dumps({**GOOD, "version": 2}).encode(), "wersję"),
        (b" " * (MAX_BYTES + 1), "najwyżej"),
    ],
    ids=range(14),
)
def test_what_is_no_such_file_is_refused_with_what_to_do(data, sentence):
    with pytest.raises(InvalidInputError) as caught:
        read_file(data, LAND, TODAY)

    assert sentence in caught.value.polish and "Pobierz plik scenariusza" in caught.value.polish


@pytest.mark.parametrize(
    ("moves", "changes", "kept", "said"),
    [
        ([], {}, {}, ["empty"]),
        ([move("0201", "c")], {"teryt": "2020-01-01"}, {"0201": "c"}, ["other-vintage"]),
        ([move("0201", "c"), move("0299", "c")], {"teryt": "2020"}, {"0201": "c"}, ["other-vintage", "unknown-unit"]),
        ([move("0201", "c"), move("0202", "zniknal")], {}, {"0201": "c"}, ["unknown-centre"]),
        ([move("0201", "c"), move("0201", "c")], {}, {"0201": "c"}, ["unit-twice"]),
        ([move("0201", "c"), move("0201", "b"), move("0202", "c")], {}, {"0202": "c"}, ["unit-contradicts"]),
        (
            [move("0201", "b", **{"from": ["a"]}), move("0201", "a", **{"from": ["b"]})],
            {}, {}, ["unit-in-circle", "changed-since", "unit-contradicts"],
        ),
        ([move("0201", "c", **{"from": ["b"]})], {}, {"0201": "c"}, ["changed-since"]),
        ([move("0201", "a")], {}, {}, ["no-change"]),
        ([move("0201", "c"), {"unit": 201}, "x"], {}, {"0201": "c"}, ["bad-move", "bad-item"]),
        ([move("0201", "c")], {"date": "wczoraj"}, {"0201": "c"}, ["bad-date"]),
        ([move("0201", "c")], {"region": "99"}, {"0201": "c"}, ["unknown-region"]),
        ([move("0201", "c")], {"region": ["02"]}, {"0201": "c"}, ["unknown-region"]),
        ([move("0201", "c")], {"new_centres": {"id": "x"}}, {"0201": "c"}, ["bad-list"]),
        ([move("0201", "c")], {"new_centres": [{"id": "a", "name": "Zły"}]}, {"0201": "c"}, ["bad-name"]),
        ([move("\ud800", "c"), move("0201", "c")], {}, {"0201": "c"}, ["unknown-unit"]),
    ],
    ids=range(16),
)  # fmt: skip
def test_what_can_be_used_is_kept_and_all_else_is_told(moves, changes, kept, said):
    assert taken(*moves, **changes) == (kept, said)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.fixed_dictionaries(dict.fromkeys(("teryt", "date", "region", "new_centres", "moves"), JSON)))
def test_no_content_breaks_the_reader(content):
    found = read_file(json.dumps({**GOOD, **content}).encode(), LAND, TODAY)

    assert "".join(p.subject + p.detail for p in found.reading.problems).encode() is not None
