"""Areas as unions of units: what a map shows, what a centre, a subregion or a voivodeship covers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import shapely

from ses_map.coverage.claims import Claims
from ses_map.crs import Geometries, IntArray
from ses_map.model import Coverage
from ses_map.teryt import powiat_of


def split_units(powiaty: Iterable[str], gminy: Iterable[str], claims: Claims) -> dict[str, str]:
    """Map every gmina to the unit that the maps and tables show it in.

    Returns
    -------
    dict
        Gmina code → its powiat's code, or its own where some claim names the gmina itself.
    """
    known = set(powiaty)
    return {g: g if g in claims.units else powiat_of(g) for g in gminy if powiat_of(g) in known}


def served_units(claims: Claims, units: Iterable[str], as_of: date) -> dict[str, Coverage]:
    """Return for every unit who serves it on the day; keys in the order of the codes."""
    return {unit: claims.on(unit, as_of) for unit in sorted(units)}


def number_alike(units: Sequence[str], claims: Claims) -> IntArray:
    """Give each unit a number, from 0, that it shares with those which the same centres serve on every day."""
    known: dict[tuple[frozenset[str], ...], int] = {}
    served = {unit: tuple(claims.on(unit, day).centre_ids for day in claims.epochs) for unit in dict.fromkeys(units)}
    return np.array([known.setdefault(served[unit], len(known)) for unit in units])


def subregion_keys(coverage: Mapping[str, Coverage]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Map each unit to its subregions, as (centre id, name in the source): those of centres whose source names one."""
    named = {unit: [s.basis for s in c.serving if s.basis.subregion] for unit, c in coverage.items()}
    return {unit: tuple((b.centre_id, b.subregion) for b in bases) for unit, bases in named.items()}


def unite(polygons: Geometries, keys: Sequence[str]) -> dict[str, Any]:
    """Unite polygons of a coverage by key.

    Parameters
    ----------
    polygons : array of polygons
        A valid coverage, any CRS.
    keys : sequence of str
        One per polygon; an empty key leaves the polygon out.

    Returns
    -------
    dict
        Key → (multi)polygon in the CRS of the input, keys sorted; neighbours still share their vertices.
    """
    groups: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        if key:
            groups.setdefault(key, []).append(index)
    return {key: shapely.coverage_union_all(polygons[groups[key]]) for key in sorted(groups)}
