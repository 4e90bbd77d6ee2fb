"""Many points at once → the gmina at each and the powiats near it, as ``imports.points.Polygons`` finds for one.

Most of the country is far from any border of a powiat. For each cell of a hundredth of a degree that is asked about, it
is found once whether more than one powiat is near any of its points; only there are distances measured point by point.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from ses_map.crs import FloatArray, IntArray, to_metric
from ses_map.imports.context import NEAR_M
from ses_map.lookup.bulk import PointIndex, holders
from ses_map.snapshot import CELL_COLUMNS, CELL_ROWS, CELL_SOUTH, CELL_WEST, CELLS_A_DEGREE
from ses_map.teryt import powiat_of

#: No point of a cell is farther from its middle: half of the diagonal of 1,113 m by 731 m, and a little.
_HALF_CELL_M = 700.0
_UNKNOWN, _ONE, _SEVERAL = -1, 1, 2

Flags = np.ndarray[Any, np.dtype[np.bool_]]

#: Codes: the gmina at or nearest to a point, and after it the other powiats near by, in order of code.
Near = tuple[str, ...]


class Surroundings:
    """Finds what is near points.

    Parameters
    ----------
    point_index : PointIndex
        Cells and polygons of gminas.
    codes : sequence of str
        Codes of the polygons, 6 digits.
    """

    def __init__(self, point_index: PointIndex, codes: Sequence[str]) -> None:
        self._point_index, self._codes = point_index, codes
        powiaty = sorted({powiat_of(code) for code in codes})
        self._powiaty = powiaty
        number = {powiat: at for at, powiat in enumerate(powiaty)}
        self._powiat_of = np.array([number[powiat_of(code)] for code in codes], dtype=np.int64)
        self._cells = np.full(CELL_ROWS * CELL_COLUMNS, _UNKNOWN, dtype=np.int8)

    def near(self, lat: FloatArray, lon: FloatArray) -> tuple[list[Near], IntArray]:
        """Find what is near points.

        Parameters
        ----------
        lat, lon : array of float, (n,)
            Degrees in EPSG:4326, all finite and near Poland, see ``imports.points.is_around``.

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
        rows = np.floor((lat - CELL_SOUTH) * CELLS_A_DEGREE).astype(np.int64)
        columns = np.floor((lon - CELL_WEST) * CELLS_A_DEGREE).astype(np.int64)
        inside = (rows >= 0) & (rows < CELL_ROWS) & (columns >= 0) & (columns < CELL_COLUMNS)
        cells = np.where(inside, rows * CELL_COLUMNS + columns, 0)
        asked = np.unique(cells[inside])
        self._look_around(asked[self._cells[asked] == _UNKNOWN])
        far: Flags = inside & (self._cells[cells] == _ONE)
        return far

    def _look_around(self, cells: IntArray) -> None:
        lat = CELL_SOUTH + (cells // CELL_COLUMNS + 0.5) / CELLS_A_DEGREE
        lon = CELL_WEST + (cells % CELL_COLUMNS + 0.5) / CELLS_A_DEGREE
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
