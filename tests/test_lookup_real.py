"""Look-ups in Poland: every powiat, every code, real borders."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from ses_map.coverage import unite
from ses_map.crs import LONLAT, METRIC, project, to_lonlat
from ses_map.lookup import Lookup
from ses_map.model import Outcome
from tests.builders import ROPS_MEETING, TODAY, day, names, official_localities, read_rows, say

pytestmark = pytest.mark.realdata

POWIATY = [r["teryt"] for r in read_rows("reference/powiaty.csv")]
GMINY = [r["teryt"] for r in read_rows("reference/gminy.csv")]


@pytest.fixture(scope="module")
def metric(snapshot) -> gpd.GeoSeries:
    return gpd.GeoSeries(snapshot.gminy.polygons, index=list(snapshot.gminy.codes), crs=LONLAT).to_crs(METRIC)


def test_an_inner_point_of_each_of_380_powiats_is_in_it(snapshot, finder):
    whole = unite(snapshot.gminy.polygons, [c[:4] for c in snapshot.gminy.codes])
    points = {powiat: shapely.point_on_surface(area) for powiat, area in whole.items()}

    assert list(points) == POWIATY
    assert {p: finder.by_point(q.y, q.x, TODAY).unit for p, q in points.items()} == {p: p for p in POWIATY}


def test_an_inner_point_of_each_gmina_is_in_it_and_its_code_says_the_same(snapshot, finder):
    layer = snapshot.gminy.by_code
    for gmina, area in layer.items():
        point = shapely.point_on_surface(area)
        found = finder.by_point(point.y, point.x, TODAY)
        assert (found.gmina, say(found.coverage)) == (gmina, say(finder.by_teryt(gmina, TODAY).coverage))


def test_every_code_is_answered_and_spelled(finder, speller):
    for code in POWIATY + GMINY:
        answer = finder.by_teryt(code, TODAY)
        body = speller.body(answer)
        assert answer.outcome in (Outcome.FOUND, Outcome.UNCOVERED)
        assert body["area"]["teryt"] == code[:4]
        assert body["coordinator"]["name"]
        assert json.loads(json.dumps(body)) == body


def test_every_voivodeship_is_a_choice(finder):
    chosen = [p for r in read_rows("reference/voivodeships.csv") for p in finder.by_teryt(r["teryt"], TODAY).candidates]

    assert chosen == POWIATY


def test_a_place_on_a_border_is_never_outside(snapshot, finder):
    """Corners where gminas meet, and the middles of the edges between them."""
    rings = [shapely.get_coordinates(p) for p in snapshot.gminy.polygons]
    corners, times = np.unique(np.concatenate(rings), axis=0, return_counts=True)
    edges = np.concatenate([(r[:-1] + r[1:]) / 2 for r in rings])
    middles, sides = np.unique(edges, axis=0, return_counts=True)
    shared = np.concatenate([corners[times >= 3][::7], middles[sides == 2][::20]])

    assert len(shared) > 2000
    assert [p for p in shared if finder.by_point(p[1], p[0], TODAY).outcome is Outcome.OUTSIDE] == []


def test_a_place_of_the_official_list_is_held_by_the_polygon_around_it(snapshot, finder):
    """The same question asked in degrees: points further than about 50 m from a border."""
    rows = official_localities()[::40]
    points = shapely.points([(float(r["lon"]), float(r["lat"])) for r in rows])
    inner = shapely.buffer(snapshot.gminy.polygons, -0.0007)
    which, holder = shapely.STRtree(inner).query(points, predicate="within")

    assert len(which) > 1000
    for point, polygon in zip(points[which], holder, strict=True):
        assert finder.by_point(point.y, point.x, TODAY).gmina == snapshot.gminy.codes[polygon]


def across(metric: gpd.GeoSeries, here: str, there: str, metres: float) -> tuple[float, float]:
    """Latitude and longitude of a place in one unit, so many metres from the middle of its border with another."""
    one, two = (shapely.union_all(metric[metric.index.str.startswith(c)].to_numpy()) for c in (here, there))
    line = shapely.line_merge(shapely.intersection(one, two))
    longest = max(shapely.get_parts(line), key=lambda p: p.length)
    middle = longest.interpolate(0.5, normalized=True)
    around = shapely.points(
        [(middle.x + metres * np.cos(a), middle.y + metres * np.sin(a)) for a in np.arange(0, 6, 0.1)]
    )
    best = max((p for p in around if one.contains(p)), key=lambda p: p.distance(two))
    ((lon, lat),) = project(np.array([[best.x, best.y]]), to_lonlat())
    return lat, lon


@pytest.mark.parametrize(
    ("here", "there", "on", "own", "near"),
    [
        ("2201", "2206", ROPS_MEETING, "owes-slupsk", ["owes-debrzno"]),
        ("2206", "2201", ROPS_MEETING, "owes-debrzno", ["owes-slupsk"]),
        ("2213", "2204", ROPS_MEETING, "owes-nadwislanski-dzierzgon", ["owes-dobra-robota"]),
        ("2261", "2264", ROPS_MEETING, "owes-dobra-robota", []),  # Gdańsk and Sopot, one centre
        ("2261", "2264", TODAY, "owes-obszar-gdanski", []),  # Sopot has nobody any more
        ("2264", "2261", TODAY, "", ["owes-obszar-gdanski"]),
    ],
)
def test_near_a_real_border_the_other_centre_is_named(finder, metric, here, there, on, own, near):
    found = finder.by_point(*across(metric, here, there, 200), on)

    assert (found.unit, names(found.coverage.serving)) == (here, own)
    assert [c for c, _, _ in found.near_border] == near
    assert all(0 < metres <= 200 for _, _, metres in found.near_border)


def test_the_middle_of_a_large_gmina_is_near_no_border(finder, metric):
    largest = metric.area.idxmax()
    point = shapely.maximum_inscribed_circle(metric[largest]).coords[0]
    ((lon, lat),) = project(np.array([point]), to_lonlat())
    found = finder.by_point(lat, lon, TODAY)

    assert (found.gmina, found.near_border) == (largest, ())


@pytest.mark.parametrize(("on", "name"), [("2020-12-31", "jeleniogórski"), ("2021-01-01", "karkonoski")])
def test_powiat_karkonoski_was_jeleniogorski(finder, speller, on, name):
    body = speller.body(finder.by_teryt("0206", day(on)))

    assert (body["area"]["teryt"], body["area"]["name"]) == ("0206", name)


def test_two_gminas_of_powiat_bialostocki_are_served_by_lomza_too(finder):
    found = finder.by_teryt("2002", TODAY)

    assert names(found.coverage.serving) == "owes-bialystok"
    assert [(g, "owes-lomza" in c.centre_ids) for g, c in found.exceptions] == [("200212", True), ("200215", True)]


@pytest.mark.parametrize(
    ("before", "on", "gmina"), [("2018-01-01", "2019-04-17", "220701"), ("2024-04-01", "2024-05-31", "220201")]
)
def test_a_point_and_its_code_cite_the_same_source_whatever_was_asked_before(snapshot, before, on, gmina):
    """No claim begins or ends between the two days, but the source nearest to the day is another."""
    finder = Lookup(snapshot)
    point = shapely.point_on_surface(snapshot.gminy.by_code[gmina])
    finder.by_point(point.y, point.x, day(before))

    cited = [s.basis.source for s in finder.by_point(point.y, point.x, day(on)).coverage.serving]
    assert cited == [s.basis.source for s in finder.by_teryt(gmina, day(on)).coverage.serving]
