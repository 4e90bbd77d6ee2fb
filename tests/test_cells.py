"""Cells that need no geometry answer exactly as geometry does, on every day."""

import math
import random
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ses_map.boundaries import interior_cells
from ses_map.build import BORDER_M
from ses_map.crs import METRIC, CrsError
from ses_map.lookup import BORDER_TOLERANCE_M, Lookup
from ses_map.snapshot import CELL_COLUMNS, CELL_ROWS, CELL_SOUTH, CELL_WEST, CELLS_A_DEGREE, Cells, Snapshot
from tests.builders import squares

DAYS = (date(2019, 4, 17), date(2023, 9, 30), date(2026, 11, 24))


@pytest.fixture(scope="module")
def by_geometry(snapshot):
    """The same snapshot without cells: every answer is decided by polygons."""
    return Lookup(Snapshot({n: d for n, d in snapshot.files.items() if n != "layers/cells.npz"}))


def test_the_margin_is_that_of_look_ups():
    assert BORDER_M >= BORDER_TOLERANCE_M


@pytest.mark.realdata
def test_20000_places_are_answered_as_by_geometry(finder, by_geometry):
    dice, spared = random.Random(1918), 0
    for _ in range(20_000):
        lat, lon, day = dice.uniform(48.9, 55.0), dice.uniform(14.0, 24.3), dice.choice(DAYS)
        spared += finder.snapshot.cells.at(lat, lon) >= 0

        assert finder.by_point(lat, lon, day) == by_geometry.by_point(lat, lon, day)
    assert spared > 5_000


@pytest.mark.realdata
def test_corners_of_cells_are_answered_as_by_geometry(finder, by_geometry):
    dice = random.Random(1989)
    for _ in range(3_000):
        lat, lon = dice.randrange(4900, 5500) / 100, dice.randrange(1400, 2430) / 100

        assert finder.by_point(lat, lon, DAYS[2]) == by_geometry.by_point(lat, lon, DAYS[2])


@given(st.floats() | st.floats(48.9, 55.1), st.floats() | st.floats(13.9, 24.4))
@example(math.nan, 19.0)
@example(52.0, math.inf)
@example(-math.inf, 19.0)
@example(19.0, 52.0)
@example(CELL_SOUTH - 0.001, CELL_WEST - 0.001)
def test_any_two_numbers_may_be_asked_about(lat, lon):
    """What is no coordinate, or lies elsewhere, is in no cell."""
    cells = Cells(np.zeros((CELL_ROWS, CELL_COLUMNS), dtype=np.int16))
    north, east = CELL_SOUTH + CELL_ROWS / CELLS_A_DEGREE, CELL_WEST + CELL_COLUMNS / CELLS_A_DEGREE

    assert cells.at(lat, lon) == -1 or (CELL_SOUTH <= lat <= north and CELL_WEST <= lon <= east)
    if abs(lat) <= 90 and abs(lon) <= 180:
        assert cells.at_all(np.array([lat]), np.array([lon])).tolist() == [cells.at(lat, lon)]


def test_a_cell_near_another_unit_is_left_to_geometry():
    layer = squares("0201", "0202").to_crs(METRIC)
    alone, apart = (interior_cells(layer, units, 500.0) for units in (["a", "a"], ["a", "b"]))

    assert (alone >= 0).sum() > (apart >= 0).sum() > 0
    assert set(np.unique(apart)) == {-1, 0, 1}
    assert (alone[apart >= 0] == apart[apart >= 0]).all()


def test_cells_want_metres():
    with pytest.raises(CrsError):
        interior_cells(squares("0201").to_crs(4326), ["a"], 500.0)


@pytest.mark.parametrize(
    ("lat", "lon"), [(0, 0), (90, 180), (-90, -180), (48.999, 14), (49, 13.999), (54.91, 14), (49, 24.3)]
)
def test_outside_the_cells_geometry_decides(lat, lon):
    assert Cells(np.zeros((CELL_ROWS, CELL_COLUMNS), dtype=np.int16)).at(lat, lon) == -1


def test_a_cell_is_found_by_its_south_western_corner():
    values = np.full((CELL_ROWS, CELL_COLUMNS), -1, dtype=np.int16)
    values[321, 432] = 7

    assert [
        Cells(values).at(49 + y / 100, 14 + x / 100) for y, x in ((321.5, 432.5), (322.5, 432.5), (321.5, 431.5))
    ] == [7, -1, -1]
