"""What batches are read against: one snapshot on one day, which remembers what it was asked."""

from collections.abc import Iterable
from datetime import date

import numpy as np

from ses_map.bulk.surroundings import Surroundings
from ses_map.imports.context import is_around
from ses_map.imports.locate import Clues, Locator
from ses_map.imports.names import AreaNames, Towns
from ses_map.imports.rows import Row
from ses_map.lookup import Lookup
from ses_map.snapshot import Snapshot

#: Files of a snapshot that are asked.
FILES = ("registry.json", "places.npz", "postcodes.json", "layers/gminy.npz", "layers/cells.npz")


class BatchContext:
    """One snapshot on one day.

    Parameters
    ----------
    snapshot : Snapshot
        Holds at least :data:`FILES`.
    as_of : date
        The day.
    """

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot, self.as_of = snapshot, as_of
        self.finder = Lookup(snapshot)
        self.names, self.towns = AreaNames(snapshot.registry), towns_of(snapshot)
        self.surroundings = Surroundings(self.finder.point_index, snapshot.gminy.codes)
        self._served = {"": {"outcome": "", "reason": "", "centres": ""}}

    def locator(self, clues: Iterable[Clues]) -> Locator:
        """Return what locates rows with these clues: all their points are looked up at once."""
        points = {(float(c.lat), float(c.lon)) for c in clues if c.lat and c.lon}
        lat, lon = np.array([p for p in points if is_around(*p)], dtype=np.float64).reshape(-1, 2).T
        found, numbers = self.surroundings.near(lat, lon)
        near = {
            p: found[n] for p, n in zip(zip(lat.tolist(), lon.tolist(), strict=True), numbers.tolist(), strict=True)
        }
        return Locator(self.names, self.towns, lambda lat, lon: near.get((lat, lon), ()), is_terse=True)

    def served(self, code: str) -> Row:
        """Return the columns that say who serves a unit, as :meth:`Lookup.by_teryt` does; nobody an empty code."""
        if code not in self._served:
            answer = self.finder.by_teryt(code, self.as_of)
            coverage = answer.coverage
            reason = coverage.reason.value if coverage.reason else ""
            centres = "; ".join(s.centre_id for s in coverage.serving)
            self._served[code] = {"outcome": answer.outcome.value, "reason": reason, "centres": centres}
        return self._served[code]


def towns_of(snapshot: Snapshot) -> Towns:
    """Return the localities and postcodes of a snapshot."""
    places, postcodes = snapshot.places, snapshot.postcodes
    named = ((places.names[n], places.parents[n], places.unit(n)) for n in range(len(places)))
    return Towns(named, ((code, powiat) for code, powiaty in postcodes.items() for powiat in powiaty))
