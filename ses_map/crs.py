"""Coordinate reference systems: two constants and the functions that insist on them.

``LONLAT`` is EPSG:4326 in longitude, latitude order; tables are stored and served in it. ``METRIC`` is EPSG:2180
(ETRF2000-PL / CS92) in easting, northing order and metres; everything is measured in it. (lat, lon) order exists only
in ``ses_map.maps``.
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Geod, Transformer

from ses_map.errors import CrsError

LONLAT = CRS.from_epsg(4326)
METRIC = CRS.from_epsg(2180)

#: (west, south, east, north) in degrees; Poland with half a degree to spare.
POLAND_BOUNDS = (13.6, 48.5, 24.7, 55.4)

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: What geodesics are measured on.
ELLIPSOID = Geod(ellps="WGS84")

#: A one-dimensional array of shapely geometries.
Geometries = npt.NDArray[np.object_]


def require_crs(table: Any, wanted: CRS) -> None:
    """Refuse a GeoDataFrame or GeoSeries in any other reference system.

    Raises
    ------
    CrsError
        When ``table.crs`` is not ``wanted``; nothing is reprojected in silence.
    """
    if table.crs != wanted:
        came = table.crs.to_string() if table.crs else "no CRS"
        raise CrsError(f"table is in {came}, wanted {wanted.to_string()}: convert it with to_crs first")


@cache
def to_metric() -> Transformer:
    """Return the transformer LONLAT → METRIC; arguments and results in x, y (lon, lat → easting, northing) order."""
    return Transformer.from_crs(LONLAT, METRIC, always_xy=True)


@cache
def to_lonlat() -> Transformer:
    """Return the transformer METRIC → LONLAT in x, y (easting, northing → lon, lat) order."""
    return Transformer.from_crs(METRIC, LONLAT, always_xy=True)


def project(coordinates: FloatArray, transformer: Transformer) -> FloatArray:
    """Transform an (n, 2) array of x, y pairs; the shape of ``shapely.transform`` callbacks."""
    return np.column_stack(transformer.transform(coordinates[:, 0], coordinates[:, 1]))


def in_poland_bounds(lon: float, lat: float) -> bool:
    """Return whether a point lies in the box around Poland (not: in Poland)."""
    west, south, east, north = POLAND_BOUNDS
    return west <= lon <= east and south <= lat <= north


def geodesic_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Measure the geodesic on WGS 84 between two points (Karney 2013, as in PROJ), in kilometres."""
    _, _, metres = ELLIPSOID.inv(lon, lat, other_lon, other_lat)
    return float(metres) / 1000
