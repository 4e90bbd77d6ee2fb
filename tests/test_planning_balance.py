"""The balance: sums to the person, parts that hang together, compactness, the farthest place; and the warnings."""

from datetime import date
from math import pi

import numpy as np
import pytest
import shapely
from hypothesis import given
from pyproj import Geod

from ses_map.crs import project, to_metric
from ses_map.localities import Place, PlaceKind, collect, encode_places
from ses_map.lookup import Lookup
from ses_map.planning.balance import weigh
from ses_map.planning.concerns import find_concerns
from ses_map.planning.scenario import Scenario, canonical, divide
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.planning.scenario_reading import read_address
from ses_map.planning.scenario_units import list_units
from ses_map.search.finding import Search
from ses_map.search.offices import find_offices
from tests.builders import TODAY, spot
from tests.scenario_builders import DAY, MOVES, read, scenario_base

PEOPLE = 37_489_087
LAND = scenario_base()


@pytest.fixture(scope="module")
def real(snapshot):
    return ScenarioBase(Lookup(snapshot), find_offices(snapshot.registry.centres, Search(snapshot).index).points)


def add_up(balance, when):
    lines = [getattr(n, when) for n in (*balance.lines, *balance.rest)]
    return sum(f.population for f in lines if f)


@given(MOVES)
def test_everybody_is_counted_once(moves):
    scenario, _ = canonical(Scenario(moves, {"nowy-1": "A", "nowy-2": "B"}), LAND, DAY)
    balance = weigh(LAND, scenario, DAY)

    assert balance.whole.population == add_up(balance, "before") == add_up(balance, "after") == 600
    assert balance.repeated_before == balance.repeated_after == 0
    assert sum(t.population for t in list_units(LAND, scenario, DAY)) == 600


@pytest.mark.realdata
@pytest.mark.parametrize("region", ["", "22", "14"])
@pytest.mark.parametrize("changes", ["", "owes-debrzno:2207,2209;nowy-1:2202,220305;-:2203,1465;owes-slupsk:200215"])
def test_real_people_add_up_to_the_person(real, region, changes):
    scenario = read_address(changes, "", real, TODAY).scenario
    balance, units = weigh(real, scenario, TODAY, region), list_units(real, scenario, TODAY, region)
    powiaty = [p for p in real.snapshot.registry.powiaty if p.teryt.startswith(region)]

    assert balance.whole.population == sum(p.population for p in powiaty)
    assert balance.whole.population == sum(t.population for t in units)
    assert balance.whole.area_km2 == pytest.approx(sum(p.area_km2 for p in powiaty), abs=0.1)
    assert add_up(balance, "after") - balance.repeated_after == balance.whole.population
    assert add_up(balance, "before") - balance.repeated_before == balance.whole.population
    if not region:
        assert balance.whole.population == PEOPLE


@pytest.mark.realdata
def test_gminas_one_by_one_are_the_same_people(real):
    units = list_units(real, Scenario(), TODAY, "", by_gmina=True)

    assert len(units) == len(real.gminy)
    assert sum(t.population or 0 for t in units) == PEOPLE
    assert len({(t.powiat, t.name) for t in units}) == len(units), "two gminas of a powiat look alike"


@pytest.mark.realdata
def test_shapes_are_those_of_the_united_polygons(real):
    """Perimeter, area and parts from borders, against shapely's union of the same polygons."""
    scenario = read_address("owes-debrzno:2207,2209;nowy-1:2202,220305;-:2203", "", real, TODAY).scenario
    balance, division = weigh(real, scenario, TODAY), divide(scenario, real, TODAY)
    metric = dict(
        zip(
            real.snapshot.gminy.codes,
            shapely.transform(real.snapshot.gminy.polygons, lambda a: project(a, to_metric())),
            strict=True,
        )
    )
    for line in balance.lines:
        own = [metric[g] for g, c in zip(real.gminy, division.gminy, strict=True) if line.centre in c and g in metric]
        if not own:
            assert line.after is None
            continue
        united = shapely.coverage_union_all(np.array(own, dtype=object))
        assert line.after.compactness == pytest.approx(4 * pi * united.area / united.length**2, rel=1e-6)
        assert line.after.parts <= len(shapely.get_parts(united)), "a gmina of two parts hangs together by itself"


def test_squares_in_a_row_hang_together_and_a_gap_tears_them():
    land = scenario_base("020101 020102 020201 020202", "0201>a 0202>b")
    one = weigh(land, read("a:020202", land).scenario, DAY).named["a"]

    assert (one.before.parts, one.after.parts) == (1, 2)
    assert one.before.compactness == pytest.approx(4 * pi * 2 / 36, rel=1e-4)
    assert (one.after.gminy, one.after.powiaty) == (3, 2)


def test_without_borders_nothing_is_said_of_shapes():
    snapshot = LAND.snapshot.with_files({"neighbours.npz": b""})
    figures = weigh(ScenarioBase(Lookup(snapshot)), Scenario(), DAY).whole

    assert (figures.parts, figures.compactness) == (None, None)


def places(*spots):
    rows = [Place(f"{n:07d}", name, PlaceKind.VILLAGE, "wieś", "", g, *at) for n, (name, g, at) in enumerate(spots)]
    return encode_places(collect(rows))


def test_the_farthest_place_is_measured_along_the_earth():
    near, far, other = spot(0.5), spot(1.9), spot(3.5)
    bare = scenario_base("020101 020102 020201 020202", "0201>a 0202>b").snapshot
    data = places(("Bliska", "020101", near), ("Daleka", "020102", far), ("Inna", "020202", other))
    land = ScenarioBase(Lookup(bare.with_files({"places.npz": data})), lambda day: {"a": (near,)})
    line = weigh(land, read("a:020202", land).scenario, DAY).named["a"]
    _, _, metres = Geod(ellps="WGS84").inv(near[1], near[0], far[1], far[0])

    assert (line.before.farthest, line.after.farthest) == ("Daleka", "Inna")
    assert line.before.distance_km == pytest.approx(metres / 1000, abs=0.01)
    assert weigh(land, Scenario(), DAY).named["b"].before.distance_km is None


@pytest.mark.realdata
def test_the_farthest_place_is_farther_than_every_other(real):
    line = weigh(real, Scenario(), TODAY).named["owes-slupsk"]
    division, codes, places = real.today(TODAY), real.gminy, real.snapshot.places
    own = {int(g) for g, c in zip(codes, division.gminy, strict=True) if "owes-slupsk" in c}
    ((lat, lon),) = real.offices(TODAY)["owes-slupsk"]
    rows = [n for n in range(len(places)) if int(places.gmina[n]) in own and not np.isnan(places.lonlat[n, 0])]
    lonlat = places.lonlat[rows].astype(float)
    _, _, metres = Geod(ellps="WGS84").inv(np.full(len(rows), lon), np.full(len(rows), lat), *lonlat.T)

    assert line.before.distance_km == pytest.approx(metres.max() / 1000, rel=1e-9)


@pytest.mark.realdata
def test_every_entity_of_a_known_powiat_is_counted_once(real):
    balance = weigh(real, read_address("owes-debrzno:2207;nowy-1:220305", "", real, TODAY).scenario, TODAY)
    located = [e for e in real.snapshot.registry.entities if e.powiat and (e.valid_to or date.max) >= TODAY]
    lines = [n.after for n in (*balance.lines, *balance.rest) if n.after]

    assert balance.whole.entities == len(located) > 100
    assert sum(f.entities for f in lines) >= balance.whole.entities
    assert sum(real.unplaced.values()) == sum(not e.powiat for e in real.snapshot.registry.entities)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ("", []),
        ("-:0202", ["gap"]),
        ("a:0261", ["torn", "emptied"]),
        ("b:0201", ["emptied"]),
        ("c:0201", ["torn", "emptied"]),
        ("c:0202", []),
    ],
)
def test_what_a_scenario_brings_is_warned_of(changes, kinds):
    scenario = read(changes, LAND).scenario
    found = find_concerns(list_units(LAND, scenario, DAY), weigh(LAND, scenario, DAY))

    assert [c.kind for c in found if c.is_new] == kinds


def test_what_is_so_today_is_told_apart():
    land = scenario_base("020101 020201 020301 020401", "0201>a 0201>b 0202>a !0204>a")
    found = find_concerns(list_units(land, Scenario(), DAY), weigh(land, Scenario(), DAY))

    assert {(c.kind, c.is_new) for c in found} == {("gap", False), ("untold", False), ("overlap", False)}
    assert weigh(land, Scenario(), DAY).repeated_before == 100
