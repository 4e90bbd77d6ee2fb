"""Coordinates → gminas, by the polygons of the base layer."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ses_map.boundaries import read_gminy
from ses_map.crs import METRIC, Geometries, project, to_metric

#: The base layer is generalised: of 43,969 official points those outside their own powiat are within 1.4 km of it.
NEAR_M = 1_400.0

#: (south, west, north, east) in degrees: no point beyond is near Poland.
_AROUND = (48.0, 13.0, 56.0, 25.0)

#: Reads codes of gminas and their polygons in METRIC.
Reader = Callable[[], tuple[Sequence[str], Geometries]]


class Polygons:
    """Finds gminas by a point; reads the layer when first asked.

    Parameters
    ----------
    read : callable
        Gives codes and polygons of the base layer, such as :func:`base_layer`.
    """

    def __init__(self, read: Reader) -> None:
        self._read = read

    @cached_property
    def _layer(self) -> tuple[Sequence[str], shapely.STRtree, list[Any]]:
        codes, polygons = self._read()
        return codes, shapely.STRtree(polygons), list(polygons)

    def near(self, lat: float, lon: float) -> tuple[str, ...]:
        """Return the gminas within :data:`NEAR_M` of a point (degrees, WGS 84), the nearest first; none is abroad."""
        if not is_around(lat, lon):
            return ()
        codes, tree, polygons = self._layer
        point = shapely.Point(project(np.array([[lon, lat]]), to_metric())[0])
        found = tree.query(point, predicate="dwithin", distance=NEAR_M)
        return tuple(codes[i] for i in sorted(found, key=lambda i: (polygons[i].distance(point), codes[i])))


def is_around(lat: float, lon: float) -> bool:
    """Check whether a point (degrees, WGS 84) may be near Poland."""
    south, west, north, east = _AROUND
    return south < lat < north and west < lon < east


def base_layer(path: Path) -> Reader:
    """Return the reader of the base layer on disk."""
    return partial(_read, path)


def _read(path: Path) -> tuple[Sequence[str], Geometries]:
    frame = read_gminy(path).to_crs(METRIC)
    return [str(c) for c in frame.index], frame.geometry.to_numpy()
