"""Where entities are shown on a map: at their own coordinates, or at the official point of their town."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import numpy as np

from ses_map.entities import POINTS, Spots, as_columns, grouped
from ses_map.localities import Places
from ses_map.model import Entity
from ses_map.search.index import NameIndex
from ses_map.spelling import fold

_NOWHERE = (float("nan"), float("nan"))


def find_spots(entities: Iterable[Entity], index: NameIndex) -> Spots:
    """Find the spots: entity id → spot; entities without coordinates and without a certain town are left out.

    A town counts where its name leaves no doubt within the entity's gmina, or its powiat where no gmina is known: the
    one city, else the one locality, else the one part of a locality with coordinates.
    """
    columns = as_columns(entities)
    known: dict[tuple[str, str], tuple[float, float]] = {}
    towns, town = grouped(columns, "gmina", "powiat", "town")
    found = []
    for gmina, powiat, name in towns:
        key = (gmina or powiat, fold(name))
        if key not in known:
            known[key] = _town(*key, index.places) if all(key) else _NOWHERE
        found.append(known[key])
    middle = np.array([*found, _NOWHERE])[town]
    own = np.stack([columns.number("lat"), columns.number("lon")], axis=1)
    is_own = ~np.isnan(own).any(axis=1)
    spots = np.where(is_own[:, None], own, middle)
    code = np.where(is_own, POINTS.index("own"), POINTS.index("town")).astype(np.int8)
    code[np.isnan(spots[:, 0])] = POINTS.index("none")
    return Spots(columns, spots[:, 0].copy(), spots[:, 1].copy(), code)


def _town(unit: str, name: str, places: Places) -> tuple[float, float]:
    """Return latitude and longitude of the one town of a folded name in a unit; NaN where there is none or a doubt."""
    first, last = bisect_left(places.keys, name), bisect_right(places.keys, name)
    named = [n for n in range(first, last) if places.unit(n).startswith(unit)]
    if not named:
        return _NOWHERE
    kind = min(places.kind[n] for n in named)
    own = [n for n in named if places.kind[n] == kind]
    place = places.place(own[0]) if len(own) == 1 else None
    return _NOWHERE if place is None or place.lat is None or place.lon is None else (place.lat, place.lon)
