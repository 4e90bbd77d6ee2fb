"""The planner's numbers: they add up, and the audit finds what was put in, no more and no less."""

import random
from datetime import date

import pytest

from ses_map.lookup import Lookup
from ses_map.planning.coverage_audit import audit_coverage
from ses_map.planning.parts import split_country
from ses_map.planning.statistics import AreaStatistics
from tests.builders import ROPS_MEETING, TODAY, country, day

PEOPLE = 37_489_087


@pytest.mark.realdata
@pytest.mark.parametrize("as_of", [TODAY, ROPS_MEETING, date(2010, 1, 1)])
def test_people_and_land_add_up_to_the_country(snapshot, as_of):
    parts = split_country(Lookup(snapshot), as_of)
    powiaty = snapshot.registry.powiaty

    assert sum(p.population for p in parts) == PEOPLE
    assert sum(p.area_km2 for p in parts) == pytest.approx(sum(p.area_km2 for p in powiaty), abs=0.01)
    assert all(p.population >= 0 and p.area_km2 > 0 for p in parts)


@pytest.mark.realdata
def test_people_add_up_to_each_voivodeship(snapshot):
    lookup = Lookup(snapshot)
    for voivodeship in snapshot.registry.voivodeships:
        own = [p.population for p in snapshot.registry.powiaty if p.teryt.startswith(voivodeship.teryt)]
        assert sum(p.population for p in split_country(lookup, TODAY, voivodeship.teryt)) == sum(own)


@pytest.mark.realdata
@pytest.mark.parametrize("level", ["powiat", "voivodeship", "nuts3"])
def test_statistics_count_everybody_and_every_located_entity_once(snapshot, level):
    rows = AreaStatistics(Lookup(snapshot)).rows(level, TODAY)
    located = [e for e in snapshot.registry.entities if e.powiat or level == "voivodeship"]

    assert sum(r.population for r in rows) == PEOPLE
    assert sum(r.entities for r in rows) == len(located)


@pytest.mark.realdata
def test_a_centre_counts_what_it_serves(snapshot):
    rows = {r.id: r for r in AreaStatistics(Lookup(snapshot)).rows("centre", TODAY)}
    served = [p for p in split_country(Lookup(snapshot), TODAY) if "owes-debrzno" in p.row.coverage.centre_ids]

    assert rows["owes-debrzno"].population == sum(p.population for p in served)
    assert rows[""].name == "" and rows[""].population > 0


GMINY = [f"{p}{g:02d}" for p in ("0201", "0202", "0203", "0204", "0205", "0206") for g in (1, 2)]


def seeded(dice):
    """A small registry with gaps, overlaps and ends put in, and what an audit has to find."""
    claims, wanted = [], set()
    for powiat in sorted({g[:4] for g in GMINY}):
        state = dice.choice(["confirmed", "unconfirmed", "gap", "no-source", "expired", "overlap", "gmina"])
        match state:
            case "confirmed":
                claims.append(f"{powiat}>a~2024")
            case "unconfirmed":
                claims.append(f"{powiat}>a{dice.choice(['', '~2017', '~2021-05-31'])}")
            case "gap":
                claims += [f"{powiat}>a@..2019-12-31~2019", f"!{powiat}>a~2024"]
            case "expired":
                claims.append(f"{powiat}>a@..2020-12-31~2020")
            case "overlap":
                claims += [f"{powiat}>a~2024", f"{powiat}>b~2024"]
            case "gmina":
                claims += [f"{powiat}>a~2024", f"{powiat}01>b~2024", f"!{powiat}01>a~2024"]
        wanted.add((powiat, state))
    return " ".join(claims), wanted


STATES = {"gap", "no-source", "expired", "unconfirmed", "overlap"}


@pytest.mark.parametrize("seed", range(200))
def test_the_audit_finds_exactly_what_was_put_in(seed):
    claims, wanted = seeded(random.Random(seed))
    desk = audit_coverage(Lookup(country(" ".join(GMINY), claims)), day("2024-06-01"))
    found = {(f.part.code, f.kind) for f in desk.findings if f.kind in STATES}
    gminy = {f.part.code for f in desk.findings if f.kind == "gmina"}

    assert found == {(p, s) for p, s in wanted if s in STATES}
    assert gminy == {f"{p}01" for p, s in wanted if s == "gmina"}
    assert desk.is_whole == (not found)
