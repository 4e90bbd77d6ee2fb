"""Numbers per area: at every level they add up, an entity counts once, and what is not known is not zero."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.coverage import subregion_keys
from ses_map.lookup import LEVELS, Lookup
from ses_map.model import Entity, Provenance
from ses_map.planning.classes import METHODS, UNKNOWN, ZERO, classify
from ses_map.planning.parts import split_country
from ses_map.planning.statistics import AreaStatistics
from ses_map.planning.surfaces import measure_surfaces, surface_table
from ses_map.search.index import NameIndex
from ses_map.search.offices import find_offices
from tests.builders import ROPS_MEETING, TODAY, country, day, registry

PEOPLE = 37_489_087
GMINY = "020101 020102 020201 020202 026101"


def entity(id="e", gmina="", powiat="", voivodeship="02", **changes):
    plain = {
        "name": id, "kind": "cis", "operator": "", "founders": (), "powiat_basis": "", "town": "", "street": "",
        "postcode": "", "website": "", "activity": "", "status_ps": "unknown", "source": Provenance("", "", ""),
        "confidence": "high",
    }  # fmt: skip
    return Entity(id=id, gmina=gmina, powiat=powiat, voivodeship=voivodeship, **(plain | changes))


def numbers(*entities, claims=""):
    data = registry(GMINY.split(), claims)
    return AreaStatistics(Lookup(country(GMINY, registry=replace(data, entities=entities))))


def counted(found, level, on="2024-01-01"):
    return {r.id: r.entities for r in found.rows(level, day(on))}


def repeated(snapshot, as_of):
    """Parts as often as they are in one subregion more than in one: those of two centres that name theirs."""
    parts = split_country(Lookup(snapshot), as_of)
    keys = subregion_keys({p.code: p.row.coverage for p in parts})
    return [p for p in parts for _ in range(len(keys[p.code]) - 1)]


@pytest.mark.realdata
@pytest.mark.parametrize("as_of", [TODAY, ROPS_MEETING])
@pytest.mark.parametrize("level", [level for level in LEVELS if level != "centre"])
def test_people_land_and_entities_add_up_to_the_country(snapshot, level, as_of):
    rows = AreaStatistics(Lookup(snapshot)).rows(level, as_of)
    known = [e for e in snapshot.registry.entities if e.powiat or level == "voivodeship"]

    again = repeated(snapshot, as_of) if level == "subregion" else []
    assert sum(r.population or 0 for r in rows) == PEOPLE + sum(p.population for p in again)
    assert sum(r.area_km2 for r in rows) == pytest.approx(313_932.93 + sum(p.area_km2 for p in again), abs=0.01)
    assert sum(r.powiaty for r in rows) == (0 if level == "gmina" else 380 + sum(not p.row.is_gmina for p in again))
    if level != "gmina" and not again:
        assert sum(r.entities for r in rows) == len(known)


@pytest.mark.realdata
def test_centres_serve_whom_the_parts_say(snapshot):
    lookup = Lookup(snapshot)
    parts = split_country(lookup, TODAY)
    for row in AreaStatistics(lookup).rows("centre", TODAY):
        own = [p for p in parts if row.id in p.row.coverage.centre_ids or (not row.id and not p.row.coverage.serving)]
        assert row.population == sum(p.population for p in own)
        assert row.powiaty == sum(not p.row.is_gmina for p in own)
        for people, standing in ((row.served, "confirmed"), (row.unconfirmed, "unconfirmed")):
            said = [p for p in own for s in p.row.coverage.serving if (s.centre_id, s.standing) == (row.id, standing)]
            assert people == (sum(p.population for p in said) if row.id else None)


@pytest.mark.realdata
def test_one_voivodeship_is_the_country_cut(snapshot):
    found = AreaStatistics(Lookup(snapshot))
    for level in ("powiat", "gmina"):
        whole = {r.id: r for r in found.rows(level, TODAY)}
        assert found.rows(level, TODAY, "22") == [r for code, r in whole.items() if code.startswith("22")]


def test_an_entity_counts_where_the_smallest_known_unit_is():
    found = numbers(
        entity("a", gmina="020101", powiat="0201"),
        entity("b", powiat="0201"),
        entity("c", powiat="0261"),
        entity("d"),
        entity("e", gmina="029999", powiat="0202"),
    )

    assert counted(found, "powiat") == {"0201": 2, "0202": 1, "0261": 1}
    assert counted(found, "voivodeship") == {"02": 5}
    # 020102 may hold b, and either gmina of 0202 may hold e; the city is one gmina, which settles c.
    assert counted(found, "gmina") == {"020101": 1, "020102": None, "020201": None, "020202": None, "026101": 1}
    assert found.outside_gminy(day("2024-01-01")) == 3


def test_an_entity_of_a_gmina_served_by_another_centre_counts_for_that_one():
    found = numbers(
        entity("a", gmina="020101", powiat="0201"), entity("b", powiat="0201"), claims="0201>x 020101>y !020101>x"
    )

    assert counted(found, "centre") == {"": 0, "x": 1, "y": 1}


def test_subregions_are_those_that_a_source_names():
    found = numbers(entity("a", powiat="0201"), claims="0201>x/północny 0202>x")

    assert [(r.id, r.name, r.part_of, r.entities) for r in found.rows("subregion", TODAY)] == [
        ("", "", "", 0),
        ("x/północny", "północny", "OWES x", 1),
    ]


@pytest.mark.parametrize(("on", "living"), [("2019-12-31", 0), ("2020-01-01", 1), ("2021-12-31", 1), ("2022-01-01", 0)])
def test_only_entities_in_being_count(on, living):
    found = numbers(entity(powiat="0201", valid_from=date(2020, 1, 1), valid_to=date(2021, 12, 31)))

    assert counted(found, "powiat", on)["0201"] == living


def test_jobs_are_added_where_a_source_tells_them():
    found = numbers(
        entity("a", powiat="0201", jobs=7), entity("b", powiat="0201"), entity("c", powiat="0202"),
        entity("d", powiat="0261", jobs=0),
    )  # fmt: skip

    assert {r.id: r.jobs for r in found.rows("powiat", TODAY)} == {"0201": 7, "0202": None, "0261": 0}


def test_nobody_serves_is_not_the_same_as_nobody_tells():
    found = numbers(claims="0201>x~2026 !0202>x")

    assert {r.id: r.served for r in found.rows("powiat", TODAY)} == {"0201": 1000, "0202": 0, "0261": None}


@pytest.mark.parametrize(
    ("claims", "served", "unconfirmed"),
    [
        ("0201>x~2026", 1000, 0),
        ("0201>x~2017", 0, 1000),
        ("0201>x", 0, 1000),
        ("0201>x~2026 020101>x~2017", 900, 100),
        ("0201>x~2017 020101>y~2026 !020101>x~2026", 100, 900),
        ("0201>x@..2025-12-31~2026", None, None),
    ],
)
def test_people_are_served_only_by_confirmed_claims(claims, served, unconfirmed):
    for level, area in (("powiat", "0201"), ("nuts3", "PL515")):
        row = next(r for r in numbers(claims=claims).rows(level, TODAY) if r.id == area)
        assert (row.served, row.unconfirmed) == (served, unconfirmed)


def test_of_two_centres_each_has_the_standing_of_its_own_claim():
    rows = {r.id: r for r in numbers(claims="0201>x~2026 0201>y/północny~2017").rows("centre", TODAY)}
    (north,) = [r for r in numbers(claims="0201>x~2026 0201>y/północny~2017").rows("subregion", TODAY) if r.id]

    assert (rows["x"].served, rows["x"].unconfirmed) == (1000, 0)
    assert (rows["y"].served, rows["y"].unconfirmed) == (north.served, north.unconfirmed) == (0, 1000)


@pytest.fixture(scope="module")
def measured(snapshot):
    index = NameIndex(snapshot.registry, snapshot.places)
    return AreaStatistics(Lookup(snapshot), find_offices(snapshot.registry.centres, index).points)


@pytest.mark.realdata
def test_every_official_point_is_asked_about_once(measured):
    for level in ("gmina", "powiat", "nuts3", "voivodeship"):
        rows = measured.rows(level, TODAY)
        assert sum(r.distance.points for r in rows) == 43_969
        assert all((r.distance.mean_km is None) == (r.distance.measured == 0) for r in rows)
        assert all(r.distance.mean_km <= r.distance.greatest_km + 1e-9 for r in rows if r.distance.measured)


@pytest.mark.realdata
def test_the_mean_of_a_powiat_is_that_of_its_gminas_and_nearest_offices(measured):
    gminy = measured.rows("gmina", TODAY)
    for row in measured.rows("powiat", TODAY, "22"):
        own = [g.distance for g in gminy if g.id.startswith(row.id) and g.distance.measured]
        total = sum(r.mean_km * r.measured for r in own)

        assert row.distance.measured == sum(r.measured for r in own)
        assert row.distance.mean_km == (pytest.approx(total / row.distance.measured) if own else None)
        assert row.distance.greatest_km == max((r.greatest_km for r in own), default=None)


@pytest.mark.realdata
def test_an_office_that_is_not_known_gives_no_distance(snapshot, measured):
    unknown = {c.id for c in snapshot.registry.centres if not any(o.place for o in c.offices)}
    rows = {r.id: r.distance for r in measured.rows("centre", TODAY)}

    assert unknown & set(rows)
    assert {rows[c].mean_km for c in unknown & set(rows)} == {None}
    assert rows[""].measured == 0 < rows[""].points


VALUES = st.lists(st.one_of(st.none(), st.just(0), st.integers(1, 60).map(lambda v: v / 4)), max_size=40)


@given(VALUES, st.sampled_from(METHODS))
def test_every_value_has_one_sign_and_the_legend_counts_them(values, method):
    scale = classify(values, method)

    assert sum(b.count for b in scale.bands) == len(values) == len(scale.signs)
    assert {b.sign: b.count for b in scale.bands if b.count} == {s: scale.signs.count(s) for s in scale.signs}
    for value, sign in zip(values, scale.signs, strict=True):
        (band,) = [b for b in scale.bands if b.sign == sign]
        assert (sign == UNKNOWN) == (value is None) and (sign == ZERO) == (value == 0)
        assert sign in (UNKNOWN, ZERO) or band.low <= value <= band.high


@pytest.mark.realdata
def test_the_layer_is_near_the_official_areas(snapshot):
    found = measure_surfaces(snapshot)

    assert len(found.rows) == 380
    assert found.median <= 0.003
    assert found.within / len(found.rows) >= 0.95
    assert all(r.reason for r in found.outside)
    assert len(surface_table(found).rows) == 380 > len(surface_table(found, "22").rows) == 20
