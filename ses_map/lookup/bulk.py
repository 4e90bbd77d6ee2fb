"""Many points at once: one walk through the index for all of them, and geometry only where no cell decides."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ses_map.crs import POLAND_BOUNDS, FloatArray, Geometries, to_metric
from ses_map.snapshot import Cells

Numbers = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Ground:
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
    ranks: Numbers


@dataclass(frozen=True)
class Located:
    """Where points lie."""

    #: Index of the polygon that holds each point, -1 where none does; (n,).
    holders: Numbers
    #: Pairs of a point and a polygon that are close, for points that no cell decided: number of the point, index of the
    #: polygon, metres; (k,) each.
    points: Numbers
    polygons: Numbers
    metres: FloatArray


def locate(ground: Ground, lat: FloatArray, lon: FloatArray, tolerance_m: float) -> Located:
    """Find the polygons that hold points, and those within a distance of them.

    Parameters
    ----------
    ground : Ground
        Cells and polygons.
    lat, lon : array of float, (n,)
        Degrees in EPSG:4326, all finite.
    tolerance_m : float
        How far a polygon may be to be called close, in metres.
    """
    west, south, east, north = POLAND_BOUNDS
    holders = ground.cells.at_all(lat, lon)
    boxed = (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
    rest = np.flatnonzero((holders < 0) & boxed)
    points = shapely.points(*to_metric().transform(lon[rest], lat[rest]))
    near, polygons = ground.tree.query(points, predicate="dwithin", distance=tolerance_m)
    metres = shapely.distance(ground.polygons[polygons], points[near])
    inside = np.flatnonzero(metres == 0.0)
    inside = inside[np.lexsort((ground.ranks[polygons[inside]], near[inside]))]
    numbers, first = np.unique(near[inside], return_index=True)
    holders[rest[numbers]] = polygons[inside[first]]
    return Located(holders, rest[near], polygons, metres)
