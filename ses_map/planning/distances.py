"""How far it is to the office: from the official points of localities to the town of the office that serves them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from ses_map.crs import ELLIPSOID, FloatArray, IntArray
from ses_map.localities import PlaceKind, Places

#: Latitude and longitude.
Point = tuple[float, float]
#: Tells for a day the towns of the offices: centre id → points, for centres that have a certain one.
OfficePoints = Callable[[date], Mapping[str, tuple[Point, ...]]]
#: A gmina (number of its row) and the offices of those that serve it.
Served = tuple[int, tuple[Point, ...]]


def no_offices(as_of: date) -> Mapping[str, tuple[Point, ...]]:
    """Know of no office: where distances are not asked for."""
    return {}


class Distances:
    """Geodesic distances on WGS 84, measured once for each gmina and the offices of those that serve it.

    Parameters
    ----------
    places : Places
        Localities; those with a point of their own are cities and villages, parts carry their parent's.
    """

    def __init__(self, places: Places, rows: Mapping[str, int]) -> None:
        lonlat = places.lonlat.astype(np.float64)
        own = np.flatnonzero(~np.isnan(lonlat[:, 0]) & (places.kind != PlaceKind.PART))
        row = np.array([rows.get(places.unit(n), -1) for n in own.tolist()], dtype=np.int64)
        own, row = own[row >= 0], row[row >= 0]
        order = np.argsort(row, kind="stable")
        self._lonlat, self._row = lonlat[own[order]], row[order]
        #: Points per row, and where they begin.
        self.counts = np.bincount(self._row, minlength=max(rows.values(), default=-1) + 1)
        self._starts = np.concatenate([[0], np.cumsum(self.counts)])
        self._known: dict[Served, tuple[float, float]] = {}

    def measure(self, pairs: Sequence[Served]) -> tuple[IntArray, FloatArray, FloatArray]:
        """Measure from every point of a gmina to the nearest of some offices.

        Parameters
        ----------
        pairs : sequence of (int, tuple of Point)
            Rows of gminas, each with the offices to measure to.

        Returns
        -------
        tuple of arrays
            Per pair: how many points were measured, the sum of their distances and the greatest, km. A gmina
            without a known office has no points measured.
        """
        counted = np.array([self.counts[row] if offices else 0 for row, offices in pairs], dtype=np.int64)
        missing = {p for p, n in zip(pairs, counted.tolist(), strict=True) if n and p not in self._known}
        for many in sorted({len(offices) for _, offices in missing}):
            self._learn(sorted(p for p in missing if len(p[1]) == many))
        found = [self._known.get(p, (0.0, 0.0)) for p in pairs]
        values = np.array(found, dtype=np.float64).reshape(-1, 2)
        return counted, values[:, 0], values[:, 1]

    def _learn(self, pairs: Sequence[Served]) -> None:
        """Measure pairs with equally many offices, all in one call per office."""
        sizes = np.array([self.counts[row] for row, _ in pairs])
        points = np.concatenate([np.arange(self._starts[row], self._starts[row + 1]) for row, _ in pairs])
        nearest = np.full(len(points), np.inf)
        for place in range(len(pairs[0][1])):
            office = np.repeat(np.array([offices[place] for _, offices in pairs]), sizes, axis=0)
            lon, lat = self._lonlat[points].T
            _, _, metres = ELLIPSOID.inv(lon, lat, office[:, 1], office[:, 0])
            nearest = np.minimum(nearest, metres / 1000)
        begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        sums, most = np.add.reduceat(nearest, begins), np.maximum.reduceat(nearest, begins)
        self._known.update(zip(pairs, zip(sums.tolist(), most.tolist(), strict=True), strict=True))
