"""Many points at once: one walk through the index for all of them, and geometry only where no cell decides."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ses_map.cells import NOWHERE, UNDECIDED, Cells
from ses_map.crs import POLAND_BOUNDS, FloatArray, Geometries, IntArray, to_metric


@dataclass(frozen=True)
class PointIndex:
    """What points are looked up in.

    Parameters
    ----------
    cells : Cells
        Decide for most points.
    tree : shapely.STRtree
        Index over ``polygons``.
    polygons : array of polygons, (m,)
        EPSG:2180.
    ranks : array of int, (m,)
        Place of each polygon in the order of the codes: on a shared border the lowest answers.
    """

    cells: Cells
    tree: shapely.STRtree
    polygons: Geometries
    ranks: IntArray


@dataclass(frozen=True)
class Located:
    """Where points lie."""

    #: Index of the polygon that holds each point, -1 where none does; (n,).
    holders: IntArray
    #: Pairs of a point and a polygon that are close, for points that no cell decided: number of the point, index of the
    #: polygon, metres; (k,) each.
    points: IntArray
    polygons: IntArray
    metres: FloatArray


def holders(point_index: PointIndex, lat: FloatArray, lon: FloatArray) -> IntArray:
    """Find the polygon that holds each point, with nothing said of those close by.

    Cells decide for most points; for the others the index gives the polygons whose boxes hold them, and prepared
    polygons the answer, which is quicker than the predicate of the index: that one prepares the points.

    Parameters
    ----------
    point_index : PointIndex
        Cells and polygons, the latter prepared.
    lat, lon : array of float, (n,)
        Degrees in EPSG:4326, all finite.

    Returns
    -------
    array of int64, (n,)
        Index of the polygon, the first by code on a shared border; -1 where none holds the point.
    """
    found, rest, x, y = _by_cells(point_index, lat, lon)
    points, boxed = point_index.tree.query(shapely.points(x, y))
    # One polygon after another: what is prepared of it stays at hand.
    order = np.argsort(boxed, kind="stable")
    points, boxed = points[order], boxed[order]
    inside = np.flatnonzero(shapely.intersects_xy(point_index.polygons[boxed], x[points], y[points]))
    inside = inside[np.lexsort((point_index.ranks[boxed[inside]], points[inside]))]
    numbers, first = np.unique(points[inside], return_index=True)
    found[rest[numbers]] = boxed[inside[first]]
    return found


def _by_cells(
    point_index: PointIndex, lat: FloatArray, lon: FloatArray
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Return what cells say, and of the points that they leave to geometry the numbers and METRIC coordinates."""
    west, south, east, north = POLAND_BOUNDS
    found = point_index.cells.at_all(lat, lon)
    rest = np.flatnonzero((found == UNDECIDED) & (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north))
    found[found == NOWHERE] = -1
    x, y = to_metric().transform(lon[rest], lat[rest])
    return found, rest, x, y


def locate(point_index: PointIndex, lat: FloatArray, lon: FloatArray, tolerance_m: float) -> Located:
    """Find the polygons that hold points, and those within a distance of them.

    Parameters
    ----------
    point_index : PointIndex
        Cells and polygons.
    lat, lon : array of float, (n,)
        Degrees in EPSG:4326, all finite.
    tolerance_m : float
        How far a polygon may be to be called close, in metres.
    """
    holders, rest, x, y = _by_cells(point_index, lat, lon)
    points: Any = shapely.points(x, y)
    near, polygons = point_index.tree.query(points, predicate="dwithin", distance=tolerance_m)
    metres = shapely.distance(point_index.polygons[polygons], points[near])
    inside = np.flatnonzero(metres == 0.0)
    inside = inside[np.lexsort((point_index.ranks[polygons[inside]], near[inside]))]
    numbers, first = np.unique(near[inside], return_index=True)
    holders[rest[numbers]] = polygons[inside[first]]
    return Located(holders, rest[near], polygons, metres)
