"""Coordinates → gminas, by the polygons of the base layer."""

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ses_map.boundaries import read_gminy
from ses_map.crs import METRIC, project, to_metric

#: The base layer is generalised: of 43,969 official points those outside their own powiat are within 1.4 km of it.
NEAR_M = 1_400.0


class Polygons:
    """Finds gminas by a point; reads the layer when first asked.

    Parameters
    ----------
    path : Path
        The base layer.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _layer(self) -> tuple[list[str], shapely.STRtree, list[Any]]:
        frame = read_gminy(self._path).to_crs(METRIC)
        return [str(c) for c in frame.index], shapely.STRtree(frame.geometry.to_numpy()), list(frame.geometry)

    def near(self, lat: float, lon: float) -> tuple[str, ...]:
        """Give the gminas within :data:`NEAR_M` of a point (degrees, WGS 84), the nearest first; none is abroad.

        Raises
        ------
        ValueError
            When they are no coordinates on Earth.
        """
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            raise ValueError(f"{lat}, {lon} are no degrees of latitude and longitude")
        if not (48 < lat < 56 and 13 < lon < 25):
            return ()
        codes, tree, polygons = self._layer
        point = shapely.Point(project(np.array([[lon, lat]]), to_metric())[0])
        found = tree.query(point, predicate="dwithin", distance=NEAR_M)
        return tuple(codes[i] for i in sorted(found, key=lambda i: (polygons[i].distance(point), codes[i])))
