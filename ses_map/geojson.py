"""GeoJSON (RFC 7946): longitude first, counter-clockwise outer rings, no ``crs`` member."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely

#: Decimals of a degree in what we publish; 5 is about one metre.
DECIMALS = 5


def to_feature(code: str, geometry: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Make a feature.

    Parameters
    ----------
    code : str
        Becomes the feature's ``id``.
    geometry : shapely geometry or None
        In LONLAT, longitude first; ``None`` where nothing is to be drawn.
    properties : mapping
        Plain values.
    """
    shape = None
    if geometry is not None:
        rounded = shapely.transform(geometry, lambda a: np.round(a, DECIMALS))
        shape = json.loads(shapely.to_geojson(shapely.orient_polygons(rounded, exterior_cw=False)))
    return {"type": "Feature", "id": code, "geometry": shape, "properties": dict(properties)}


def to_feature_collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Make a feature collection."""
    return {"type": "FeatureCollection", "features": list(features)}
