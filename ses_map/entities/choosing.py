"""Rows that have something in common, found in columns, and where rows are shown on a map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ses_map.crs import FloatArray, IntArray
from ses_map.entities.columns import Array, Entities
from ses_map.entities.texts import Flags

Codes = np.ndarray[Any, np.dtype[np.int8]]

#: What is known of an entity's point: its own, the middle of its town, none. The place in this list is its code.
POINTS = ("own", "town", "none")
OWN, TOWN, NONE = range(3)


def having(entities: Entities, word: str, at_start: bool = False) -> Flags:
    """Return for each row whether name, town, operator or a founder has a folded word in it, (n,).

    The word has no spaces; ``at_start``: only beginnings of words count.
    """
    found = entities.folded("name").containing(word, at_start)
    for name in ("town", "operator"):
        found |= entities.folded(name).containing(word, at_start)[entities.codes(name)]
    rows, founders = entities.founding
    found[rows[entities.folded("founders").containing(word, at_start)[founders]]] = True
    return found


def grouped(entities: Entities, *names: str) -> tuple[list[tuple[Any, ...]], IntArray]:
    """Find which values of coded columns come together.

    Returns
    -------
    list of tuple, array of int
        Every combination that occurs once, and the number of its own for each row, (n,).
    """
    keys = np.zeros(len(entities), dtype=np.int64)
    for name in names:
        keys = keys * max(1, len(entities.values(name))) + entities.codes(name)
    found, inverse = np.unique(keys, return_inverse=True)
    columns = []
    for name in reversed(names):
        values = entities.values(name)
        found, codes = np.divmod(found, max(1, len(values)))
        columns.append([values[c] for c in codes.tolist()])
    return list(zip(*reversed(columns), strict=True)), inverse


def with_value(entities: Entities, name: str, value: Any) -> Flags:
    """Return for each row whether a coded column has a value, (n,)."""
    return matching(entities, name, [v == value for v in entities.values(name)])


def matching(entities: Entities, name: str, wanted: list[bool]) -> Flags:
    """Return for each row whether its value in a coded column is wanted, (n,); ``wanted`` is told per value."""
    flags: Array = np.array([*wanted, False], dtype=np.bool_)
    found: Flags = flags[entities.codes(name)]
    return found


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map."""

    #: Degrees, WGS 84.
    lat: float
    lon: float
    #: Whether it is the entity's own point, as its source gives it; else the middle of its town.
    is_own: bool


class Spots(Mapping[str, Spot]):
    """Entity id → spot; entities without a certain place are left out.

    Parameters
    ----------
    lat, lon : array of float, (n,)
        Degrees, WGS 84, per row.
    code : array of int8, (n,)
        Places in :data:`POINTS`.
    """

    def __init__(self, entities: Entities, lat: FloatArray, lon: FloatArray, code: Codes) -> None:
        self.entities, self.lat, self.lon, self.code = entities, lat, lon, code

    def at(self, row: int) -> Spot | None:
        """Return the spot of a row; ``None`` where no place is certain."""
        code = self.code.item(row)
        return None if code == NONE else Spot(self.lat.item(row), self.lon.item(row), code == OWN)

    def __getitem__(self, entity_id: str) -> Spot:
        """Return the spot of an id; KeyError where it has none."""
        row = self.entities.by_id.row(entity_id)
        spot = self.at(row) if row >= 0 else None
        if spot is None:
            raise KeyError(entity_id)
        return spot

    def __iter__(self) -> Iterator[str]:
        """Return the ids that have a spot, in the order of the registry."""
        ids = self.entities.texts("id")
        return (ids[row] for row in np.flatnonzero(self.code != NONE).tolist())

    def __len__(self) -> int:
        """Return the number of spots."""
        return int(np.count_nonzero(self.code != NONE))
