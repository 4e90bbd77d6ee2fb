"""Cells of 70 by 45 metres, each with the one polygon that answers for all of it, if there is one.

A look-up that falls into such a cell needs no geometry: see ``ses_map.boundaries.interior_cells``. The cells of a row
are kept as runs of equal values, from west to east: a run ends only at a border, so there are about 130 to a row,
and one is found by bisection.
"""

import io
from array import array
from bisect import bisect_right
from typing import Any

import numpy as np

from ses_map.crs import FloatArray, IntArray

#: South-western corner of the cells in degrees, cells to a degree, cells from west to east and from south to north.
CELL_SOUTH, CELL_WEST, CELLS_A_DEGREE = 49, 14, 1600
CELL_COLUMNS, CELL_ROWS = 16_480, 9_440

#: What a cell may say instead of the index of a polygon: geometry has to decide; no polygon is near.
UNDECIDED, NOWHERE = -1, -2


class Cells:
    """Cells by their runs.

    Parameters
    ----------
    lengths : array of uint16, (n,)
        Cells of each run, west to east, row by row from south to north; no run goes on in the next row.
    values : array of int16, (n,)
        Index of the polygon in the layer ``gminy``, :data:`UNDECIDED` or :data:`NOWHERE`.
    """

    def __init__(self, lengths: np.ndarray[Any, Any], values: np.ndarray[Any, Any]) -> None:
        starts = np.cumsum(lengths, dtype=np.int32) - lengths
        rows = np.append(np.searchsorted(starts, np.arange(CELL_ROWS) * CELL_COLUMNS), len(starts))
        self._starts, self._rows = (array("i", a.astype(np.int32).tobytes()) for a in (starts, rows))
        self._values = array("h", values.astype(np.int16).tobytes())

    def at(self, lat: float, lon: float) -> int:
        """Return the index of the polygon that answers for a point, :data:`UNDECIDED` or :data:`NOWHERE`.

        Any two numbers may be asked about, those that are no coordinates too.
        """
        if CELL_SOUTH <= lat <= 90 and CELL_WEST <= lon <= 180:
            row, column = int((lat - CELL_SOUTH) * CELLS_A_DEGREE), int((lon - CELL_WEST) * CELLS_A_DEGREE)
            if row < CELL_ROWS and column < CELL_COLUMNS:
                first, end = self._rows[row], self._rows[row + 1]
                return self._values[bisect_right(self._starts, row * CELL_COLUMNS + column, first, end) - 1]
        return UNDECIDED

    def at_all(self, lat: FloatArray, lon: FloatArray) -> IntArray:
        """Return what :meth:`at` gives for each of many points; all arrays are (n,)."""
        rows, columns = np.floor((lat - CELL_SOUTH) * CELLS_A_DEGREE), np.floor((lon - CELL_WEST) * CELLS_A_DEGREE)
        known = np.flatnonzero((rows >= 0) & (rows < CELL_ROWS) & (columns >= 0) & (columns < CELL_COLUMNS))
        cells = (rows[known] * CELL_COLUMNS + columns[known]).astype(np.int32)
        runs = np.searchsorted(np.frombuffer(self._starts, dtype=np.int32), cells, side="right") - 1
        found = np.full(len(lat), UNDECIDED, dtype=np.int64)
        found[known] = np.frombuffer(self._values, dtype=np.int16)[runs]
        return found


def encode_cells(lengths: IntArray, values: IntArray) -> bytes:
    """Write the runs of :class:`Cells`, compressed; the same runs give the same bytes."""
    buffer = io.BytesIO()
    np.savez_compressed(buffer, lengths=lengths.astype(np.uint16), values=values.astype(np.int16))
    return buffer.getvalue()


def decode_cells(data: bytes) -> Cells:
    """Read cells back from :func:`encode_cells`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return Cells(arrays["lengths"], arrays["values"])


#: What a snapshot without the file has: geometry decides everywhere.
NO_CELLS = Cells(np.full(CELL_ROWS, CELL_COLUMNS), np.full(CELL_ROWS, UNDECIDED))
