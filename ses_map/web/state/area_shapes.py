"""Polygons of areas on a day, as unions of the display layers."""

from datetime import date
from typing import Any

import numpy as np

from ses_map.coverage import unite
from ses_map.geojson import to_feature
from ses_map.lookup import area_keys
from ses_map.snapshot import Layer
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

#: What ``/api/v1/areas`` can list.
KINDS = ("powiat", "gmina", "voivodeship", "subregion", "centre")


def _layer(loaded: LoadedSnapshot, kind: str, region: str) -> Layer:
    """Choose the layer to draw from: one voivodeship in detail, the country thinned, gminas as look-ups see them."""
    if region:
        slug = loaded.snapshot.names.voivodeships[region].slug
        return loaded.snapshot.layer(f"{'gminy' if kind == 'gmina' else 'units'}/{slug}")
    return loaded.snapshot.gminy if kind == "gmina" else loaded.snapshot.layer("units/polska")


def shapes(loaded: LoadedSnapshot, kind: str, region: str, as_of: date) -> dict[str, Any]:
    """Return id → polygon in LONLAT for the areas of a kind (or ``unit``) in the country or one voivodeship.

    An area that crosses the voivodeship is cut at its border when one is asked for.
    """
    return unions(loaded, kind, _layer(loaded, kind, region), as_of)


def unions(loaded: LoadedSnapshot, kind: str, layer: Layer, as_of: date) -> dict[str, Any]:
    """Unite the polygons of a layer into areas of a kind of :func:`ses_map.lookup.area_keys`: id → polygon, LONLAT."""
    if kind in ("gmina", "unit"):
        return layer.by_code
    keys = area_keys(loaded.lookup, kind, layer.codes, as_of)
    pairs = [(index, key) for index, code in enumerate(layer.codes) for key in keys[code]]
    polygons = layer.polygons[np.array([index for index, _ in pairs], dtype=np.intp)]
    return unite(polygons, [key for _, key in pairs])


def features(rows: list[dict[str, Any]], polygons: dict[str, Any]) -> list[dict[str, Any]]:
    """Make a feature of each row, with the polygon of its id; ``null`` geometry where it has none."""
    found = []
    for row in rows:
        code = row.get("id") or row["teryt"]
        found.append(to_feature(code, polygons.get(code), row))
    return found
