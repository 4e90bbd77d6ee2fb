"""The desk counts by standing, by the one rule, and says what it does not know without calling it a gap."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.lookup import Lookup
from ses_map.model import Standing
from ses_map.planning import tables
from ses_map.planning.balance import weigh
from ses_map.planning.concerns import find_concerns
from ses_map.planning.coverage_audit import audit_coverage
from ses_map.planning.scenario_units import list_units
from ses_map.planning.standings import describe_limit
from ses_map.vocabulary import STANDING_NAMES
from tests.builders import country, day, registry
from tests.scenario_builders import DAY, read, scenario_base
from tests.web_builders import app_of

GMINY = "020101 020102 020201 020301 020401 026101"


def desk(claims, on="2024-06-01", months=36):
    data = replace(registry(GMINY.split(), claims), confirmed_months=months)
    return audit_coverage(Lookup(country(GMINY, registry=data)), day(on))


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (36, "36 miesięcy"),
        (1, "1 miesiąc"),
        (2, "2 miesiące"),
        (13, "13 miesięcy"),
        (24, "24 miesiące"),
        (101, "101 miesięcy"),
    ],
)
def test_the_limit_in_words(months, said):
    assert describe_limit(months) == said


def test_rows_are_the_four_standings_and_add_up_with_the_rest_beside():
    found = desk("0201>a~2024 020101>b~2024 0202>a~2017 0202>b~2018 0203>a@..2020-12-31 !0204>a~2024")
    rows = {r["standing"]: r for r in tables.standing_table(found).rows}

    assert list(rows) == ["potwierdzone", "niepotwierdzone", "zakończone", "brak wskazania"]
    assert [r["powiaty"] for r in rows.values()] == [1, 1, 1, 2] == list(found.powiaty.values())
    assert [r["parts"] for r in rows.values()] == [2, 1, 1, 2]
    assert [r["population"] for r in rows.values()] == [1000, 1000, 1000, 2000]
    assert [r["overlaps"] for r in rows.values()] == [1, 1, 0, 0]
    assert [r["gaps"] for r in rows.values()] == [0, 0, 0, 1]
    assert sum(r["area_km2"] for r in rows.values()) == 500 and sum(r["share"] for r in rows.values()) == 100


CLAIMS = st.lists(
    st.builds(
        lambda unit, centre, written, ends: f"{unit}>{centre}@..{ends}{written}",
        st.sampled_from(["0201", "0202", "0203", "020101"]),
        st.sampled_from("ab"),
        st.sampled_from(["", "~2015", "~2022-01", "~2024-05-31"]),
        st.sampled_from(["", "2020-12-31", "2030-12-31"]),
    ),
    max_size=6,
)


@given(CLAIMS, st.sampled_from([1, 12, 36, 600]))
def test_age_is_judged_by_the_one_rule(claims, months):
    """Whatever the limit, what the desk calls unconfirmed is what the look-up calls so."""
    found = desk(" ".join(claims), months=months)
    doubted = {f.part.code for f in found.findings if f.kind == "unconfirmed"}

    assert doubted == {p.code for p in found.parts if p.row.coverage.standing is Standing.UNCONFIRMED}
    assert sum(found.people(s) for s in Standing) == found.population == 5000
    assert sum(found.powiaty.values()) == 5
    one_confirmed = [p.row.coverage.standing == "confirmed" and len(p.row.coverage.serving) == 1 for p in found.parts]
    assert found.is_whole == all(one_confirmed)


ALL = "0202>a~2024 0203>a~2024 0204>a~2024 0261>a~2024"


@pytest.mark.parametrize(
    ("claims", "is_whole"),
    [
        ("0201>a~2024", True),
        ("0201>a~2024?", True),
        ("0201>a@..2024-12-31", True),
        ("0201>a~2017", False),
        ("0201>a", False),
        ("0201>a~2024 0201>b~2024", False),
        ("0201>a~2024 0201>b~2017", False),
        ("0201>a@..2024-05-31~2024", False),
        ("!0201>a~2024", False),
        ("", False),
    ],
)
def test_strict_asks_for_one_confirmed_centre_everywhere(claims, is_whole):
    assert desk(f"{claims} {ALL}").is_whole is is_whole


def test_findings_tell_the_day_that_counts():
    data = registry(GMINY.split(), "0201>a@..2023-12-31~2020 0202>b~2017 0203>a~2018 0203>b~2019-04 0204>a")
    ended = replace(data.assignments[0], centre_to=day("2022-06-30"))
    heirs = tuple(replace(c, successor="b" if c.id == "a" else "") for c in data.centres)
    lookup = Lookup(country(GMINY, registry=replace(data, assignments=(ended, *data.assignments[1:]), centres=heirs)))
    rows = {(r["kind"], r["teryt"]): r for r in tables.finding_table(audit_coverage(lookup, DAY), lookup).rows}

    assert rows["expired", "0201"]["day"] == "2022-06-30", "the centre ended before its claim"
    assert rows["expired", "0201"]["detail"] == "następca: OWES b"
    assert rows["unconfirmed", "0202"]["day"] == "2017" and rows["unconfirmed", "0203"]["day"] == "2019-04"
    assert rows["unconfirmed", "0204"]["day"] == ""


#: Served, ended, no source, known gap.
UNKNOWN = ("020101 020201 020301 020401", "0201>a 0202>a@..2020-12-31 !0204>a")


def test_a_scenario_calls_gaps_only_what_sources_call_so():
    land = scenario_base(*UNKNOWN)
    scenario = read("-:0201", land).scenario
    balance, units = weigh(land, scenario, DAY), list_units(land, scenario, DAY)
    found = {c.kind: c.text for c in find_concerns(units, balance) if not c.is_new}

    assert (balance.nobody.before.population, balance.nobody.after.population) == (100, 200)
    assert (balance.untold.before.population, balance.untold.after.population) == (200, 200)
    assert [u.code for u in units if u.is_untold] == ["0202", "0203"]
    assert "Luka" in found["gap"] and "p0204" in found["gap"] and "p0202" not in found["gap"]
    assert "Luka" not in found["untold"] and "p0202" in found["untold"] and "p0203" in found["untold"]


def test_what_a_scenario_gives_to_somebody_is_untold_no_more():
    land = scenario_base(*UNKNOWN)
    balance = weigh(land, read("a:0202,0203", land).scenario, DAY)

    assert (balance.untold.before.population, balance.untold.after) == (200, None)
    assert balance.named["a"].after.population == 300


def test_names_of_standings_are_those_of_the_pages():
    app = app_of(country("020101", "0201>a"))
    with app.test_request_context():
        macro = app.jinja_env.get_template("partials/keys.html").make_module({}).standing_name
        assert {s: macro(s.value) for s in Standing} == STANDING_NAMES
