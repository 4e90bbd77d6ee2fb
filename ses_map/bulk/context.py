"""What batches are read against: one snapshot on one day, which remembers what it was asked.

Many points at once → the gmina at each and the powiats near it, as ``imports.context.Polygons`` finds for one. Most of
the country is far from any border of a powiat. For each cell of a hundredth of a degree that is asked about, it is
found once whether more than one powiat is near any of its points; only there are distances measured point by point.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import shapely

from ses_map.cells import CELL_SOUTH, CELL_WEST
from ses_map.crs import FloatArray, IntArray, to_metric
from ses_map.entities import Flags
from ses_map.imports.context import NEAR_M, is_around
from ses_map.imports.locate import Clues, Locator
from ses_map.imports.names import AreaNames, Towns
from ses_map.imports.rows import Row
from ses_map.lookup import Lookup
from ses_map.lookup.bulk import PointIndex, holders
from ses_map.snapshot import Snapshot
from ses_map.teryt import powiat_of
from ses_map.vocabulary import read_degrees

#: Coarser than those of a snapshot, since what is near a cell has to be found first: a hundredth of a degree.
_CELLS_A_DEGREE, _CELL_COLUMNS, _CELL_ROWS = 100, 1030, 590
#: No point of a cell is farther from its middle: half of the diagonal of 1,113 m by 731 m, and a little.
_HALF_CELL_M = 700.0
_UNKNOWN, _ONE, _SEVERAL = -1, 1, 2

#: Codes: the gmina at or nearest to a point, and after it the other powiats near by, in order of code.
Near = tuple[str, ...]


class Surroundings:
    """Finds what is near points, by cells and polygons of gminas and the 6-digit codes of these."""

    def __init__(self, point_index: PointIndex, codes: Sequence[str]) -> None:
        self._point_index, self._codes = point_index, codes
        powiaty = sorted({powiat_of(code) for code in codes})
        self._powiaty = powiaty
        number = {powiat: at for at, powiat in enumerate(powiaty)}
        self._powiat_of = np.array([number[powiat_of(code)] for code in codes], dtype=np.int64)
        self._cells = np.full(_CELL_ROWS * _CELL_COLUMNS, _UNKNOWN, dtype=np.int8)

    def near(self, lat: FloatArray, lon: FloatArray) -> tuple[list[Near], IntArray]:
        """Find what is near points.

        Parameters
        ----------
        lat, lon : array of float, (n,)
            Degrees in EPSG:4326, all finite and near Poland, see ``imports.context.is_around``.

        Returns
        -------
        list of Near, array of int64 (n,)
            What is near, and for each point the number of its entry; an empty one is abroad.
        """
        held = holders(self._point_index, lat, lon)
        known = self._is_far(lat, lon) & (held >= 0)
        kinds: dict[Near, int] = {}
        numbers = np.zeros(len(lat), dtype=np.int64)
        polygons, inverse = np.unique(held[known], return_inverse=True)
        own = [kinds.setdefault((self._codes[p],), len(kinds)) for p in polygons.tolist()]
        numbers[known] = np.array(own, dtype=np.int64)[inverse]
        rest = np.flatnonzero(~known)
        numbers[rest] = [kinds.setdefault(near, len(kinds)) for near in self._measured(lat[rest], lon[rest])]
        return list(kinds), numbers

    def _is_far(self, lat: FloatArray, lon: FloatArray) -> Flags:
        """Return which points lie in cells near which there is one powiat at most."""
        rows = np.floor((lat - CELL_SOUTH) * _CELLS_A_DEGREE).astype(np.int64)
        columns = np.floor((lon - CELL_WEST) * _CELLS_A_DEGREE).astype(np.int64)
        inside = (rows >= 0) & (rows < _CELL_ROWS) & (columns >= 0) & (columns < _CELL_COLUMNS)
        cells = np.where(inside, rows * _CELL_COLUMNS + columns, 0)
        asked = np.unique(cells[inside])
        self._look_around(asked[self._cells[asked] == _UNKNOWN])
        far: Flags = inside & (self._cells[cells] == _ONE)
        return far

    def _look_around(self, cells: IntArray) -> None:
        lat = CELL_SOUTH + (cells // _CELL_COLUMNS + 0.5) / _CELLS_A_DEGREE
        lon = CELL_WEST + (cells % _CELL_COLUMNS + 0.5) / _CELLS_A_DEGREE
        middles = shapely.points(*to_metric().transform(lon, lat))
        points, polygons = self._point_index.tree.query(middles, predicate="dwithin", distance=NEAR_M + _HALF_CELL_M)
        pairs = np.unique(points * len(self._powiaty) + self._powiat_of[polygons])
        several = np.bincount(pairs // len(self._powiaty), minlength=len(cells)) > 1
        self._cells[cells] = np.where(several, _SEVERAL, _ONE)

    def _measured(self, lat: FloatArray, lon: FloatArray) -> list[Near]:
        """Find what is near each point by distances."""
        spots = shapely.points(*to_metric().transform(lon, lat))
        points, polygons = self._point_index.tree.query(spots, predicate="dwithin", distance=NEAR_M)
        metres = shapely.distance(self._point_index.polygons[polygons], spots[points])
        order = np.lexsort((self._point_index.ranks[polygons], metres, points))
        found, first = np.unique(points[order], return_index=True)
        nearest = dict(zip(found.tolist(), polygons[order[first]].tolist(), strict=True))
        near: list[Near] = [()] * len(lat)
        for point, polygon in nearest.items():
            near[point] = (self._codes[polygon],)
        for pair in np.unique(points * len(self._powiaty) + self._powiat_of[polygons]).tolist():
            point, powiat = divmod(pair, len(self._powiaty))
            if self._powiat_of[nearest[point]] != powiat:
                near[point] += (self._powiaty[powiat],)
        return near


#: Files of a snapshot that are asked.
FILES = ("registry.json", "places.npz", "postcodes.json", "layers/gminy.npz", "layers/cells.npz")


class BatchContext:
    """One snapshot, which holds at least :data:`FILES`, on one day."""

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot, self.as_of = snapshot, as_of
        self.finder = Lookup(snapshot)
        self.names, self.towns = AreaNames(snapshot.registry), towns_of(snapshot)
        self.surroundings = Surroundings(self.finder.point_index, snapshot.gminy.codes)
        self._served = {"": {"outcome": "", "reason": "", "centres": ""}}

    def locator(self, clues: Iterable[Clues]) -> Locator:
        """Return what locates rows with these clues: all their points are looked up at once."""
        points = {(read_degrees(c.lat), read_degrees(c.lon)) for c in clues if c.lat and c.lon}
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
    return Towns(named, ((code, powiat) for code, own in postcodes.items() for powiat in own.powiaty))
