"""Many points at once give what each gives alone, borders, sea and abroad included."""

from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_map.crs import to_lonlat
from ses_map.lookup import Lookup
from tests.builders import TODAY

pytestmark = pytest.mark.realdata

DAYS = [TODAY, date(2019, 4, 17), date(2023, 10, 1), date.min, date.max]


@pytest.fixture(scope="session")
def lookup(snapshot):
    return Lookup(snapshot)


def agree(lookup, places, day):
    lat, lon = (np.array(column, dtype=np.float64) for column in zip(*places, strict=True))
    found = lookup.by_points(lat, lon, day)
    for answer, (y, x) in zip(found, places, strict=True):
        assert answer == lookup.by_point(y, x, day), (y, x)
    return found


@settings(deadline=None, max_examples=60)
@given(
    places=st.lists(
        st.tuples(st.floats(48.4, 55.5), st.floats(13.5, 24.8))
        | st.tuples(st.floats(53.9, 54.1), st.floats(18.2, 18.4))
        | st.tuples(st.floats(-90, 10), st.floats(-180, 180)),
        min_size=1,
        max_size=60,
    ),
    day=st.sampled_from(DAYS),
)
def test_both_ways_agree(lookup, places, day):
    agree(lookup, places, day)


@pytest.mark.parametrize("day", DAYS)
def test_points_of_borders_agree(lookup, snapshot, day):
    """Vertices that gminas share, and points within metres of them."""
    corners = np.vstack([shapely.get_coordinates(p)[::40] for p in snapshot.gminy.polygons[::25]])
    places = [(y + dy, x + dx) for x, y in corners.tolist()[:400] for dx, dy in ((0, 0), (1e-4, -1e-4), (-4e-3, 3e-3))]
    found = agree(lookup, places, day)

    assert any(a.near_border for a in found) or day in (date.min, date.max)


def test_a_shared_corner_belongs_to_the_lowest_code(lookup, snapshot):
    """Points laid exactly on the metric polygons' own vertices."""
    vertices = np.vstack([shapely.get_coordinates(p)[::60] for p in lookup._polygons[::40]])
    lon, lat = to_lonlat().transform(vertices[:, 0], vertices[:, 1])

    agree(lookup, list(zip(lat.tolist(), lon.tolist(), strict=True)), TODAY)


def test_equal_answers_are_one_object(lookup):
    one, two = lookup.by_points(np.array([54.1, 54.1]), np.array([18.93, 18.93]), TODAY)

    assert one is two


def test_none_are_answered_by_none(lookup):
    assert lookup.by_points(np.array([]), np.array([]), TODAY) == []


def test_cells_agree_one_by_one(snapshot):
    dice = np.random.default_rng(2026)
    lat, lon = dice.uniform(48.5, 55.5, 4000), dice.uniform(13.5, 24.8, 4000)
    edges = np.array([49.0, 54.9, 54.89999999999999, 54.90000000000001, 49.01, 49.02])
    lat, lon = np.append(lat, edges), np.append(lon, [14.0, 24.3, 24.29999999, 24.29, 14.01, 14.02])

    found = snapshot.cells.at_all(lat, lon).tolist()
    assert found == [snapshot.cells.at(y, x) for y, x in zip(lat.tolist(), lon.tolist(), strict=True)]
    assert len(set(found)) > 100


@pytest.mark.parametrize("day", [TODAY, date(2019, 4, 17)])
def test_a_join_gives_the_gmina_and_centres_of_each_point(lookup, snapshot, day):
    dice = np.random.default_rng(7)
    corners = np.vstack([shapely.get_coordinates(p)[::60] for p in snapshot.gminy.polygons[::40]])[:700]
    lonlat = np.vstack([dice.uniform((13.5, 48.4), (24.8, 55.5), (1500, 2)), corners, corners + 1e-6])
    gminy, centres = lookup.join(lonlat[:, 1], lonlat[:, 0], day)
    answers = [lookup.by_point(lat, lon, day) for lon, lat in lonlat.tolist()]

    assert gminy.tolist() == [a.gmina for a in answers]
    assert centres.tolist() == ["; ".join(s.centre_id for s in a.coverage.serving) for a in answers]
    assert "" in gminy and len(set(centres)) > 10
