"""Shared borders of a coverage: measured against shapely's own answers, on squares and on the real layer."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from ses_map.crs import project, to_lonlat, to_metric
from ses_map.neighbours import NO_NEIGHBOURS, decode_neighbours, encode_neighbours, measure_neighbours
from ses_map.snapshot import Snapshot
from tests.builders import SIDE_M, box


def lonlat(*polygons):
    return shapely.transform(np.array(polygons, dtype=object), lambda a: project(a, to_lonlat()))


def grid(cells):
    """Unit squares at (column, row)."""
    return measure_neighbours([f"{n:06d}" for n in range(len(cells))], lonlat(*(box(c, r) for c, r in cells)))


def test_two_squares_share_one_side_and_a_corner_is_no_border():
    borders = grid([(0, 0), (1, 0), (2, 1)])

    assert borders.pairs.tolist() == [[0, 1]]
    assert borders.shared == pytest.approx([SIDE_M], rel=1e-6)
    assert borders.outer == pytest.approx([3 * SIDE_M, 3 * SIDE_M, 4 * SIDE_M], rel=1e-6)
    assert borders.area == pytest.approx([SIDE_M**2] * 3, rel=1e-6)


def test_a_town_within_its_county_is_inside_a_hole_of_it():
    county = box(0, 0, 3, 3).difference(box(1, 1))
    borders = measure_neighbours(["020101", "020102"], lonlat(county, box(1, 1)))

    assert borders.pairs.tolist() == [[0, 1]]
    assert borders.outer == pytest.approx([12 * SIDE_M, 0], rel=1e-6, abs=1e-6)
    assert borders.perimeter == pytest.approx([16 * SIDE_M, 4 * SIDE_M], rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=12))
def test_shared_and_outer_sides_make_the_whole_border(cells):
    chosen = sorted(cells)
    borders = grid(chosen)
    beside = {
        (i, j) for i, a in enumerate(chosen) for j, b in enumerate(chosen)
        if i < j and abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1
    }  # fmt: skip

    assert {tuple(p) for p in borders.pairs.tolist()} == beside
    assert borders.perimeter == pytest.approx([4 * SIDE_M] * len(chosen), rel=1e-6)


def test_what_is_written_is_read_and_bytes_are_stable():
    borders = grid([(0, 0), (1, 0)])
    read = decode_neighbours(encode_neighbours(borders))

    assert encode_neighbours(read) == encode_neighbours(borders)
    assert read.codes == borders.codes and read.is_known


def test_a_snapshot_without_them_says_so():
    assert Snapshot({}).neighbours is NO_NEIGHBOURS
    assert not NO_NEIGHBOURS.is_known


@pytest.mark.realdata
def test_the_real_layer_adds_up(snapshot):
    borders = snapshot.neighbours
    metric = shapely.transform(snapshot.gminy.polygons, lambda a: project(a, to_metric()))

    assert borders.codes == snapshot.gminy.codes
    assert borders.perimeter == pytest.approx(shapely.length(metric), rel=1e-9)
    assert borders.area == pytest.approx(shapely.area(metric), rel=1e-12)
    whole = shapely.length(shapely.coverage_union_all(metric))
    assert borders.outer.sum() == pytest.approx(whole, rel=1e-9)


@pytest.mark.realdata
def test_every_pair_touches_along_a_line(snapshot):
    borders = snapshot.neighbours
    chosen = borders.pairs[::97]
    polygons = snapshot.gminy.polygons
    lines = shapely.intersection(polygons[chosen[:, 0]], polygons[chosen[:, 1]])

    assert (shapely.length(lines) > 0).all()
    assert (borders.pairs[:, 0] < borders.pairs[:, 1]).all()
