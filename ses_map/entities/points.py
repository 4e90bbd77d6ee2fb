"""Where entities are shown on a map, as columns beside theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ses_map.crs import FloatArray
from ses_map.entities.columns import Entities

Codes = np.ndarray[Any, np.dtype[np.int8]]

#: What is known of an entity's point: its own, the middle of its town, none. The place in this list is its code.
POINTS = ("own", "town", "none")
OWN, TOWN, NONE = range(3)


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
    entities : Entities
        All of them.
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
