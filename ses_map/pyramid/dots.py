"""Points of a map in the order of their cells: sorted once, chosen from without sorting again."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ses_map.crs import FloatArray, IntArray

#: Level of the deepest tiles; the map's nearest zoom is one more, for tiles are drawn 512 pixels wide.
DEEPEST = 12
#: Cells along a side of a tile, as a power of two.
CELLS = 4
#: Web mercator ends here (EPSG:3857), in degrees of latitude.
_MOST_LAT = 85.0511287798

Codes = np.ndarray[Any, np.dtype[np.uint64]]


class Facts(NamedTuple):
    """What a sign says of an entity."""

    id: str
    name: str
    #: Whether the source gives its point; else it is the middle of its town.
    is_own: bool
    town: str
    #: 4-digit code; empty where unknown.
    powiat: str


class Dots:
    """Points, sorted along a Z-order curve of the deepest cells; those of one cell stay in the order of their numbers.

    Parameters
    ----------
    lon, lat : array of float, (n,)
        Degrees, WGS 84; NaN where an entity has no place. What lies beyond web mercator stands at its edge.
    tell : callable
        Number of an entity (its row in the arrays) → what a sign says of it.
    """

    def __init__(
        self, lon: FloatArray, lat: FloatArray, kind: IntArray, kinds: tuple[str, ...], tell: Callable[[int], Facts]
    ) -> None:
        placed = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        x, y = to_world(lon[placed], lat[placed])
        code = cell_codes(x, y)
        order = np.argsort(code, kind="stable")
        #: How many entities there are, with a place or without.
        self.total = len(lon)
        self.kinds, self.tell = kinds, tell
        #: Rows in the arrays that were given.
        self.number: IntArray = placed[order]
        self.code: Codes = code[order]
        #: Web mercator, 0 to 1 from the west and from the north.
        self.x, self.y = x[order], y[order]
        self.lon, self.lat = lon[self.number], lat[self.number]
        self.kind: IntArray = np.asarray(kind, dtype=np.int64)[self.number]

    def __len__(self) -> int:
        """Return the number of those that have a place."""
        return len(self.number)

    def only(self, numbers: IntArray) -> "Dots":
        """Return the dots of these entities; nothing is sorted again."""
        wanted = np.zeros(self.total, dtype=np.bool_)
        wanted[numbers] = True
        kept = wanted[self.number]
        found = object.__new__(Dots)
        found.total, found.kinds, found.tell = self.total, self.kinds, self.tell
        for name in ("number", "code", "x", "y", "lon", "lat", "kind"):
            setattr(found, name, getattr(self, name)[kept])
        return found


def to_world(lon: FloatArray, lat: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Project degrees to web mercator, 0 to 1 from the west and from the north (EPSG:3857, the sphere's formula)."""
    radians = np.radians(np.clip(lat, -_MOST_LAT, _MOST_LAT))
    x, y = (lon + 180.0) / 360.0, 0.5 - np.arcsinh(np.tan(radians)) / (2.0 * np.pi)
    least, most = 0.0, float(np.nextafter(1.0, 0.0))
    return np.clip(x, least, most), np.clip(y, least, most)


def cell_codes(x: FloatArray, y: FloatArray) -> Codes:
    """Return the deepest cell of each place as a Morton code: two bits a level, x below y.

    The code of the cell, or tile, that holds it ``k`` levels higher is the same code without its ``2k`` last bits.
    """
    side = float(1 << (DEEPEST + CELLS))
    return _spread(np.floor(x * side).astype(np.uint64)) | (
        _spread(np.floor(y * side).astype(np.uint64)) << np.uint64(1)
    )


def tile_code(x: int, y: int) -> int:
    """Return the Morton code of one tile, or cell."""
    array = np.array([x, y], dtype=np.uint64)
    spread = _spread(array)
    return int(spread[0]) | int(spread[1]) << 1


def columns_and_rows(codes: Codes) -> tuple[IntArray, IntArray]:
    """Return x and y of Morton codes."""
    return _gathered(codes).astype(np.int64), _gathered(codes >> np.uint64(1)).astype(np.int64)


_MASKS = (0x0000FFFF0000FFFF, 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F, 0x3333333333333333, 0x5555555555555555)


def _spread(values: Codes) -> Codes:
    """Put a zero before each bit of numbers of up to 32 bits."""
    for shift, mask in zip((16, 8, 4, 2, 1), _MASKS, strict=True):
        values = (values | (values << np.uint64(shift))) & np.uint64(mask)
    return values


def _gathered(values: Codes) -> Codes:
    """Undo :func:`_spread`; bits between are dropped."""
    values = values & np.uint64(_MASKS[-1])
    for shift, mask in zip((1, 2, 4, 8, 16), (*reversed(_MASKS[:-1]), 0x00000000FFFFFFFF), strict=True):
        values = (values | (values >> np.uint64(shift))) & np.uint64(mask)
    return values
