"""Geometries of a collection: from the base layer, so that all collections share their vertices; written once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import orjson
import shapely

from ses_map.crs import FloatArray, Geometries
from ses_map.entities import Flags
from ses_map.geojson import DECIMALS
from ses_map.web.publish.ogc.collection import Shapes
from ses_map.web.state.area_shapes import unions
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

#: West, south, east, north in degrees.
Box = tuple[float, float, float, float]
_NOTHING = orjson.Fragment(b"null")


def areas(kind: str) -> Callable[[LoadedSnapshot, date], Shapes]:
    """Make a function that unites the gminas of the base layer into areas of a kind of ``area_shapes.KINDS``."""
    return lambda loaded, day: unions(loaded, kind, loaded.snapshot.gminy, day)


def osrodki(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return the towns of the main offices of the day, where they are certain."""
    found = {c.id: loaded.offices.main(c, day) for c in loaded.snapshot.registry.centres}
    return {code: shapely.Point(o.point[1], o.point[0]) for code, o in found.items() if o}


def _many(geometries: Geometries) -> Geometries:
    """Turn every polygon into a multipolygon: programs want one type in a layer, and guess it from the first page."""
    lone = np.flatnonzero(shapely.get_type_id(geometries) == shapely.GeometryType.POLYGON)
    found = geometries.copy()
    found[lone] = shapely.multipolygons(geometries[lone], indices=np.arange(len(lone)))
    return found


class DrawnShapes:
    """Geometries in the order of a collection's ids, as they are published: 5 decimals, outer rings counter-clockwise.

    Parameters
    ----------
    ids : iterable of str
        Ids of the features.
    found : mapping
        Id → geometry in LONLAT, longitude first; features without one are missing.
    """

    def __init__(self, ids: Iterable[str], found: Mapping[str, Any]) -> None:
        raw = np.array([None, *(found.get(code) for code in ids)], dtype=object)[1:]
        rounded = shapely.transform(raw, lambda a: np.round(a, DECIMALS))
        self.geometries = _many(shapely.orient_polygons(rounded, exterior_cw=False))

    @cached_property
    def _texts(self) -> list[str | None]:
        """Each geometry as GeoJSON: a request only puts features together (all gminas are two megabytes)."""
        texts: list[str | None] = shapely.to_geojson(self.geometries).tolist()
        return texts

    def written(self, number: int) -> orjson.Fragment:
        """Return a geometry as GeoJSON, ``null`` where there is none."""
        text = self._texts[number]
        return orjson.Fragment(text) if text else _NOTHING

    @cached_property
    def extent(self) -> Box | None:
        """West, south, east, north of all of them; ``None`` where there are none."""
        if not len(self.geometries) or shapely.is_missing(self.geometries).all():
            return None
        west, south, east, north = shapely.total_bounds(self.geometries).tolist()
        return west, south, east, north

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.geometries)

    def within(self, boxes: Iterable[Box]) -> Flags:
        """Return for each geometry whether it shares a point with one of the boxes; a missing one shares none."""
        found = np.zeros(len(self.geometries), dtype=np.bool_)
        for box in boxes:
            found[self._tree.query(shapely.box(*box), predicate="intersects")] = True
        return found


class DrawnPoints:
    """Points kept as two columns, so that a million of them stay small; otherwise as :class:`DrawnShapes`.

    Parameters
    ----------
    lon, lat : array of float, (n,)
        Degrees, WGS 84; NaN where there is no point.
    """

    def __init__(self, lon: FloatArray, lat: FloatArray) -> None:
        self._lon, self._lat = np.round(lon, DECIMALS), np.round(lat, DECIMALS)

    def written(self, number: int) -> orjson.Fragment:
        """Return a point as GeoJSON, ``null`` where there is none."""
        lon, lat = self._lon.item(number), self._lat.item(number)
        return _NOTHING if np.isnan(lon) else orjson.Fragment(shapely.to_geojson(shapely.Point(lon, lat)))

    @cached_property
    def extent(self) -> Box | None:
        """West, south, east, north of all of them; ``None`` where there are none."""
        if np.isnan(self._lon).all():
            return None
        west, south, east, north = (float(f(v)) for f in (np.nanmin, np.nanmax) for v in (self._lon, self._lat))
        return west, south, east, north

    def within(self, boxes: Iterable[Box]) -> Flags:
        """Return for each point whether it lies in one of the boxes."""
        found = np.zeros(len(self._lon), dtype=np.bool_)
        for west, south, east, north in boxes:
            found |= (west <= self._lon) & (self._lon <= east) & (south <= self._lat) & (self._lat <= north)
        return found
