"""Geometries of a collection: from the base layer, so that all collections share their vertices; written once."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import orjson
import shapely

from ses_map.crs import Geometries
from ses_map.geojson import DECIMALS
from ses_map.web.publish.ogc.collection import Shapes
from ses_map.web.state.area_shapes import unions
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

#: West, south, east, north in degrees.
Box = tuple[float, float, float, float]
_NOTHING = orjson.Fragment(b"null")


def gminy(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return the polygons of the base layer."""
    return loaded.snapshot.gminy.by_code


def powiaty(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return the powiats as unions of gminas."""
    return unions(loaded, "powiat", loaded.snapshot.gminy, day)


def wojewodztwa(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return the voivodeships as unions of gminas."""
    return unions(loaded, "voivodeship", loaded.snapshot.gminy, day)


def subregiony(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return the subregions of the day as unions of gminas."""
    return unions(loaded, "subregion", loaded.snapshot.gminy, day)


def obszary(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return what each centre serves on the day as a union of gminas."""
    return unions(loaded, "centre", loaded.snapshot.gminy, day)


def osrodki(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return the towns of the main offices of the day, where they are certain."""
    found = {c.id: loaded.offices.main(c, day) for c in loaded.snapshot.registry.centres}
    return {code: shapely.Point(o.point[1], o.point[0]) for code, o in found.items() if o}


def podmioty(loaded: LoadedSnapshot, day: date) -> Shapes:
    """Return the places of the entities, where they are certain."""
    return {code: shapely.Point(spot.lon, spot.lat) for code, spot in loaded.spots.items()}


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
    def written(self) -> tuple[orjson.Fragment, ...]:
        """Each geometry as GeoJSON, ``null`` where there is none.

        Written once: a request only puts features together (two megabytes for all gminas, the largest collection).
        """
        texts = shapely.to_geojson(self.geometries)
        return tuple(orjson.Fragment(text) if text else _NOTHING for text in texts.tolist())

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

    def within(self, boxes: Iterable[Box]) -> list[int]:
        """Return the numbers of the geometries that share a point with one of the boxes; a missing one shares none."""
        found: set[int] = set()
        for box in boxes:
            found.update(self._tree.query(shapely.box(*box), predicate="intersects").tolist())
        return sorted(found)
