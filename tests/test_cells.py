"""Cells that need no geometry answer exactly as geometry does, on every day."""

import math
import random
from datetime import date

import numpy as np
import pytest
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from ses_map.boundaries import interior_cells, outline
from ses_map.build import BORDER_M
from ses_map.cells import (
    CELL_COLUMNS,
    CELL_ROWS,
    CELL_SOUTH,
    CELL_WEST,
    CELLS_A_DEGREE,
    NO_CELLS,
    NOWHERE,
    UNDECIDED,
    Cells,
    decode_cells,
)
from ses_map.coverage import Claims, number_alike
from ses_map.crs import METRIC, CrsError, project, to_lonlat, to_metric
from ses_map.lookup import BORDER_TOLERANCE_M, Lookup
from ses_map.snapshot import Snapshot
from tests.builders import SIDE_M, claims, spot, squares

DAYS = (date(2019, 4, 17), date(2023, 9, 30), date(2026, 11, 24))


@pytest.fixture(scope="module")
def by_geometry(snapshot):
    """The same snapshot without cells: every answer is decided by polygons."""
    return Lookup(Snapshot({n: d for n, d in snapshot.files.items() if n != "layers/cells.npz"}))


def test_the_margin_is_that_of_look_ups():
    assert BORDER_M >= BORDER_TOLERANCE_M


@pytest.fixture(scope="module")
def lines(snapshot, by_geometry):
    """Sides of polygons in METRIC, (n, 2, 2): every one of the country's edge, and some of the others."""
    polygons = by_geometry._polygons
    rings = [shapely.get_coordinates(r) for r in shapely.get_rings(polygons[::9])]
    edge = [shapely.get_coordinates(r) for r in shapely.get_rings(outline(polygons))]
    return np.concatenate([np.stack([r[:-1], r[1:]], axis=1) for r in (*rings, *edge)])


def anywhere(dice, _lines, n):
    return np.column_stack([dice.uniform(13.5, 24.8, n), dice.uniform(48.4, 55.5, n)])


def corners(dice, _lines, n):
    """Corners of cells, some of them multiples of a hundredth of a degree."""
    return np.column_stack([dice.integers(1_400, 2_430, n), dice.integers(4_900, 5_490, n)]) / 100 + (
        dice.integers(0, 2, (n, 2)) * dice.integers(0, 16, (n, 2)) / CELLS_A_DEGREE
    )


def vertices(dice, lines, n):
    return project(lines[dice.integers(0, len(lines), n), 0], to_lonlat())


def beside(least_m, most_m):
    """Points at a distance, to either side, of points on sides; a distance of 0 is on them."""

    def places(dice, lines, n):
        start, end = lines[dice.integers(0, len(lines), n)].transpose(1, 0, 2)
        along = dice.choice([0.0, 1.0, 0.5, *dice.uniform(size=5)], n)[:, None]
        angle, far = dice.uniform(0, math.tau, n), dice.uniform(least_m, most_m, n)
        aside = np.column_stack([np.cos(angle), np.sin(angle)]) * far[:, None]
        return project(start + along * (end - start) + aside, to_lonlat())

    return places


KINDS = {
    "anywhere": (anywhere, 20_000), "corners of cells": (corners, 4_000), "vertices": (vertices, 4_000),
    "on sides": (beside(0, 0), 4_000), "a hair from sides": (beside(0, 1e-6), 4_000),
    "metres away": (beside(0, 9), 6_000), "a cell away": (beside(9, 250), 6_000),
    "at the tolerance": (beside(490, 515), 12_000),
}  # fmt: skip


@pytest.mark.realdata
@pytest.mark.parametrize("kind", KINDS)
def test_places_are_answered_as_by_geometry(finder, by_geometry, lines, kind):
    places, n = KINDS[kind]
    lonlat = places(np.random.default_rng(1918), lines, n)
    dice = random.Random(1918)
    for lon, lat in lonlat.tolist():
        day = dice.choice(DAYS)
        assert finder.by_point(lat, lon, day) == by_geometry.by_point(lat, lon, day), (lat, lon)
    for day in DAYS:
        ours, theirs = (found.by_points(lonlat[:, 1], lonlat[:, 0], day) for found in (finder, by_geometry))
        assert ours == theirs


@pytest.mark.realdata
def test_geometry_decides_little(finder):
    """Cells answer for what is abroad too; what they leave is near a border of gminas, or of a centre's area."""
    lonlat = anywhere(np.random.default_rng(1989), None, 50_000)
    found = finder.snapshot.cells.at_all(lonlat[:, 1], lonlat[:, 0])
    held = shapely.contains_xy(outline(finder._polygons), *to_metric().transform(lonlat[:, 0], lonlat[:, 1]))

    assert (found[held] == UNDECIDED).mean() < 0.08
    assert (found[held] == NOWHERE).sum() == 0
    assert (found[~held] == NOWHERE).mean() > 0.3


@pytest.mark.realdata
def test_whole_cells_lie_inside_and_away_from_borders(finder, lines):
    """Each side of a decided cell, not only places in it, is inside the polygon and far from where others serve."""
    lonlat = np.vstack(
        [beside(9, 700)(np.random.default_rng(7), lines, 4_000), anywhere(np.random.default_rng(7), None, 999)]
    )
    found = finder.snapshot.cells.at_all(lonlat[:, 1], lonlat[:, 0])
    west, south = (np.floor((lonlat - (CELL_WEST, CELL_SOUTH)) * CELLS_A_DEGREE) / CELLS_A_DEGREE).T
    side = 1 / CELLS_A_DEGREE
    boxes = shapely.box(CELL_WEST + west, CELL_SOUTH + south, CELL_WEST + west + side, CELL_SOUTH + south + side)
    boxes = shapely.transform(shapely.segmentize(boxes, side / 10), lambda a: project(a, to_metric()))
    inner, nowhere = np.flatnonzero(found >= 0), np.flatnonzero(found == NOWHERE)
    whole = outline(finder._polygons)

    assert len(inner) > 2_000 and len(nowhere) > 200
    assert shapely.covers(finder._polygons[found[inner]], boxes[inner]).all()
    assert (shapely.distance(boxes[nowhere], whole) > BORDER_TOLERANCE_M).all()
    near, polygon = finder._tree.query(boxes[inner], predicate="dwithin", distance=BORDER_TOLERANCE_M)
    for day in DAYS:
        group = finder._grouped(day)
        assert (group[polygon] == group[found[inner[near]]]).all()


def everywhere(value: int) -> Cells:
    return Cells(np.full(CELL_ROWS, CELL_COLUMNS), np.full(CELL_ROWS, value))


@given(st.floats() | st.floats(48.9, 55.1), st.floats() | st.floats(13.9, 24.4))
@example(math.nan, 19.0)
@example(52.0, math.inf)
@example(-math.inf, 19.0)
@example(19.0, 52.0)
@example(CELL_SOUTH - 0.0001, CELL_WEST - 0.0001)
def test_any_two_numbers_may_be_asked_about(lat, lon):
    """What is no coordinate, or lies elsewhere, is in no cell."""
    cells = everywhere(7)
    north, east = CELL_SOUTH + CELL_ROWS / CELLS_A_DEGREE, CELL_WEST + CELL_COLUMNS / CELLS_A_DEGREE

    assert cells.at(lat, lon) == UNDECIDED or (CELL_SOUTH <= lat <= north and CELL_WEST <= lon <= east)
    if abs(lat) <= 90 and abs(lon) <= 180:
        assert cells.at_all(np.array([lat]), np.array([lon])).tolist() == [cells.at(lat, lon)]


def test_a_cell_near_another_unit_is_left_to_geometry():
    layer = squares("0201", "0202").to_crs(METRIC)
    alone, apart = (decode_cells(interior_cells(layer, np.array(units), 500.0)) for units in ([0, 0], [0, 1]))
    rows = [spot(column) for column in np.arange(-0.3, 2.3, 100 / SIDE_M)]
    found = [[cells.at(*place) for place in rows] for cells in (alone, apart)]
    left_m = [100 * values.count(UNDECIDED) for values in found]

    assert [set(values) for values in found] == [{NOWHERE, UNDECIDED, 0, 1}] * 2
    assert [a for a, b in zip(*found, strict=True) if b != UNDECIDED] == [b for b in found[1] if b != UNDECIDED]
    assert 1000 <= left_m[0] <= 1500  # abroad within the margin, west and east, and cells on the three borders
    assert left_m[0] + 800 <= left_m[1] <= left_m[0] + 1200  # and both sides of the border between


def test_a_hole_is_nowhere_or_undecided():
    layer = squares("0201", "0202").to_crs(METRIC)
    layer.geometry = layer.geometry.difference(shapely.Point(layer.geometry.iloc[0].centroid).buffer(2000))
    cells = decode_cells(interior_cells(layer, np.array([0, 0]), 500.0))

    assert [cells.at(*spot(0.5, row)) for row in (0.5, 0.66, 0.71)] == [NOWHERE, UNDECIDED, 0]


def test_cells_want_metres():
    with pytest.raises(CrsError):
        interior_cells(squares("0201").to_crs(4326), np.array([0]), 500.0)


@pytest.mark.parametrize(
    ("lat", "lon"), [(0, 0), (90, 180), (-90, -180), (48.999, 14), (49, 13.999), (54.91, 14), (49, 24.3)]
)
def test_outside_the_cells_geometry_decides(lat, lon):
    assert everywhere(0).at(lat, lon) == UNDECIDED


def test_without_cells_geometry_decides_everywhere():
    assert set(NO_CELLS.at_all(*np.random.default_rng(1).uniform((49, 14), (54.9, 24.3), (99, 2)).T)) == {UNDECIDED}


def test_a_cell_is_found_by_its_south_western_corner():
    lengths, values = np.full(CELL_ROWS, CELL_COLUMNS), np.full(CELL_ROWS, UNDECIDED)
    lengths = np.concatenate([lengths[:3210], [4320, 1, CELL_COLUMNS - 4321], lengths[3211:]])
    values = np.concatenate([values[:3210], [UNDECIDED, 7, UNDECIDED], values[3211:]])
    cells = Cells(lengths, values)

    places = [
        (CELL_SOUTH + y / CELLS_A_DEGREE, CELL_WEST + x / CELLS_A_DEGREE)
        for y, x in ((3210.5, 4320.5), (3211.5, 4320.5), (3210.5, 4319.5))
    ]
    assert [cells.at(*place) for place in places] == [7, UNDECIDED, UNDECIDED]
    assert cells.at_all(*np.array(places).T).tolist() == [7, UNDECIDED, UNDECIDED]


def test_units_that_the_same_centres_serve_on_every_day_are_alike():
    known = Claims(claims("0201>a 0202>a 0203>a@2019-01-01.. 0204>b 0205>a !020501>a"))

    assert number_alike(["0201", "0202", "0203", "0204", "0206", "0201", "020501"], known).tolist() == [
        0,
        0,
        1,
        2,
        3,
        0,
        3,
    ]
