"""Demarcation lines: where one centre ends and another begins, measured exactly; soft borders; gminas of their own."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from ses_map.coverage import split_units, unite
from ses_map.crs import project, to_metric
from ses_map.lookup import Lookup
from ses_map.planning import tables
from ses_map.planning.coverage_audit import audit_coverage, soft_sentence
from ses_map.planning.demarcation import demarcation_table, find_borders, find_lines, line_shapes
from ses_map.snapshot import encode
from tests.builders import TODAY, country, day, registry

GMINY = "020101 020201 020301 040101"
DAY = day("2024-06-01")


def lines(claims, region="", on=DAY):
    world = country(GMINY, claims)
    borders = find_borders(world.gminy, {g: g[:4] for g in GMINY.split()})
    lookup = Lookup(world)
    return borders, find_lines(borders, lookup.units_on(on), region), lookup


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ("0201>a 0202>b 0203>b 0401>b", [("a", "b", 10.0, 0.0)]),
        ("0201>a 0202>b 0203>a 0401>b", [("a", "b", 30.0, 10.0)]),
        ("0201>a 0202>a 0203>a 0401>c", [("a", "c", 10.0, 10.0)]),
        ("0201>a 0202>b 0203>c 0401>d", [("a", "b", 10.0, 0.0), ("b", "c", 10.0, 0.0), ("c", "d", 10.0, 10.0)]),
        ("0201>a 0202>a 0202>b 0203>b", []),  # inside an overlap a centre serves both sides
        ("0201>a 0202>b 0202>c", [("a", "b", 10.0, 0.0), ("a", "c", 10.0, 0.0)]),
        ("0201>a 0203>b", []),  # nobody serves what lies between
        ("0201>a 0202>b@..2020-12-31", []),  # an end that has passed
        ("", []),
    ],
)
def test_a_line_runs_where_one_serves_one_side_and_another_the_other(claims, wanted):
    _, found, _ = lines(claims)

    assert [(*line.centres, line.length_km, line.outer_km) for line in found] == wanted


def test_a_region_keeps_the_lines_that_it_has_a_side_of():
    _, found, _ = lines("0201>a 0202>b 0203>c 0401>d", region="04")

    assert [(line.centres, line.sides) for line in found] == [(("c", "d"), (("0203",), ("0401",)))]


def test_the_table_names_both_sides_and_the_shapes_are_as_long_as_it_says():
    borders, found, lookup = lines("0201>a 0202>b 0203>a 0401>b")
    (row,) = demarcation_table(lookup, found, DAY).rows
    shape = line_shapes(borders, found)[row["pair"]]
    metric = shapely.transform(shape, lambda a: project(a, to_metric()))

    assert (row["one"], row["other"], row["no"]) == ("OWES a", "OWES b", 1)
    assert row["units_one"] == "powiat p0201; powiat p0203" and row["units_other"] == "powiat p0202; powiat p0401"
    assert metric.geom_type == "MultiLineString" and metric.length / 1000 == pytest.approx(row["length_km"], abs=0.05)


def test_polygons_of_no_unit_have_no_border():
    world = country(GMINY)

    assert find_borders(world.gminy, {"020101": "0201"}).pairs == ()
    assert len(find_borders(world.gminy, {}).lines) == 0


@pytest.mark.realdata
def test_borders_are_as_long_as_shapely_finds_them(snapshot):
    """An independent way: unite the units, intersect each pair that touches, measure in EPSG:2180."""
    claims = Lookup(snapshot).claims
    units = split_units([p.teryt for p in snapshot.registry.powiaty], snapshot.gminy.codes, claims)
    found = find_borders(snapshot.gminy, units)
    united = unite(snapshot.gminy.polygons, [units.get(c, "") for c in snapshot.gminy.codes])
    metric = {u: shapely.transform(g, lambda a: project(a, to_metric())) for u, g in united.items()}
    codes, shapes = list(metric), np.array(list(metric.values()))
    left, right = shapely.STRtree(shapes).query(shapes, predicate="touches")
    shared = shapely.length(shapely.intersection(shapes[left], shapes[right])) / 1000
    wanted = {(codes[a], codes[b]): km for a, b, km in zip(left, right, shared, strict=True) if a < b and km > 0}

    assert len(found.pairs) > 900 and set(found.pairs) == set(wanted)
    assert found.length_km == pytest.approx([wanted[pair] for pair in found.pairs], abs=1e-6)


@pytest.mark.realdata
def test_a_line_of_today_is_known(snapshot):
    """Śląskie has lines within, and lines along its border with its neighbours."""
    lookup = Lookup(snapshot)
    units = split_units([p.teryt for p in snapshot.registry.powiaty], snapshot.gminy.codes, lookup.claims)
    found = find_lines(find_borders(snapshot.gminy, units), lookup.units_on(TODAY), "24")

    assert all(any(u.startswith("24") for side in line.sides for u in side) for line in found)
    assert {line.centres for line in found if line.outer_km == 0} and {line.id for line in found if line.outer_km}


SOFT = "Podkarpacie – powiat sanocki, leski; 20 % uczestników może pochodzić spoza tego obszaru"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (SOFT, "20 % uczestników może pochodzić spoza tego obszaru"),
        ("Powiaty A i B. Dopuszczano również osoby spoza obszaru.", "Dopuszczano również osoby spoza obszaru"),
        ("10–20% uczestników spoza", "10–20% uczestników spoza"),
        ("Nie przyjmujemy osób spoza powiatu.", ""),
        ("powiaty: jasielski, krośnieński", ""),
        ("jesteśmy spoza układu", ""),
        ("", ""),
    ],
)
def test_a_soft_border_is_a_clause_that_lets_people_in(text, wanted):
    assert soft_sentence(text) == wanted


def said(sentence="", note=""):
    made = registry(["020101", "020201"], "0201>a~2024 0202>b~2024")
    claims = tuple(replace(c, sentence=sentence if c.unit == "0201" else "") for c in made.assignments)
    centres = tuple(replace(c, note=note if c.id == "b" else "") for c in made.centres)
    world = country("020101 020201").with_files(
        {"registry.json": encode(replace(made, assignments=claims, centres=centres))}
    )
    return audit_coverage(Lookup(world), DAY), Lookup(world)


@pytest.mark.parametrize(
    ("sentence", "note", "wanted"),
    [(SOFT, "", {"0201"}), ("", SOFT, {"0202"}), (SOFT, SOFT, {"0201", "0202"}), ("cały powiat", "partnerstwo", set())],
)
def test_soft_borders_are_found_in_sentences_and_notes_with_whom_they_touch(sentence, note, wanted):
    desk, lookup = said(sentence, note)
    found = [f for f in desk.findings if f.kind == "soft"]
    reach = next(r for r in tables.kind_table(desk).rows if r["kind"] == "soft")

    assert {f.part.code for f in found} == wanted
    assert {f.sentence for f in found} <= {"20 % uczestników może pochodzić spoza tego obszaru"}
    assert reach["population"] == (1000 * len(wanted) or None), "of soft borders nothing is known until one is found"
    assert {r["detail"] for r in tables.finding_table(desk, lookup).rows if r["kind"] == "soft"} == (
        {"20 % uczestników może pochodzić spoza tego obszaru"} if wanted else set()
    )
    assert desk.is_whole, "a soft border is information, never a failure"


@pytest.mark.parametrize(
    ("claims", "wanted"),
    [
        ("0201>a 0202>b 020201>a", "dodana do obszaru: OWES a; powiat p0202: OWES b"),
        ("0201>a 0202>b !020201>b", "wyłączona z obszaru: OWES b; powiat p0202: OWES b"),
        ("0201>a 020201>a", "dodana do obszaru: OWES a; powiat p0202: brak potwierdzonego wskazania (nie ma źródła)"),
        ("0201>a 0202>b 020201>a@..2020-12-31", None),
    ],
)
def test_a_gmina_is_added_or_left_out_with_its_powiat(claims, wanted):
    lookup = Lookup(country("020101 020201 020202", claims))
    rows = tables.finding_table(audit_coverage(lookup, DAY), lookup).rows
    own = [r for r in rows if r["kind"] == "gmina"]

    assert [r["detail"] for r in own] == ([wanted] if wanted else [])
    assert all((r["teryt"], r["population"], r["area_km2"]) == ("020201", 100, 100.0) for r in own)


@pytest.mark.realdata
def test_people_of_a_kind_are_counted_once(snapshot):
    desk = audit_coverage(Lookup(snapshot), TODAY)
    for kind, found in desk.by_kind():
        reach = desk.reach(kind)
        assert reach.findings == len(found) >= reach.parts
        assert reach.population == sum({f.part.code: f.part.population for f in found}.values())
