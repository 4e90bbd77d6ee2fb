"""Tiles out of dots: counted and written level by level, the same way at build and for one tile on request."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import orjson

from ses_map.crs import IntArray
from ses_map.pyramid.dots import CELLS, DEEPEST, Codes, Dots, columns_and_rows, tile_code

#: Units along a side of a tile in which groups are placed.
EDGE = 4096
#: Entities of a spot that are listed by name; and of all spots of a whole tile together.
LISTED, LISTED_IN_TILE = 10, 160
#: Decimals of a degree of single entities and spots, about a metre.
_DECIMALS = 5

Tile = tuple[int, int, int, bytes]


class _Cells(NamedTuple):
    """Filled cells of one level in the order of their codes, and the tiles that they make up."""

    #: First spot of each cell, and how many spots it has.
    first: IntArray
    spots: IntArray
    #: Entities, and entities of each kind.
    entities: IntArray
    kinds: IntArray
    #: Place of a group in its tile, in units of 1/EDGE.
    x: IntArray
    y: IntArray
    #: Code of each tile.
    tiles: Codes
    #: First cell of each tile, and the end.
    starts: IntArray
    #: Whether nothing below a tile says more.
    whole: np.ndarray[Any, np.dtype[np.bool_]]


class Pyramid:
    """Tiles of some dots."""

    def __init__(self, dots: Dots) -> None:
        self._dots = dots
        new = _starts(dots.code)
        self._first: IntArray = new
        self._code: Codes = dots.code[new]
        self._count: IntArray = np.diff(new, append=len(dots))

    @cached_property
    def _kinds(self) -> IntArray:
        """Entities of each spot (rows) by kind (columns)."""
        size = max(1, len(self._dots.kinds))
        spot = np.repeat(np.arange(len(self._first)), self._count)
        flat = np.bincount(spot * size + self._dots.kind, minlength=size * len(self._first))
        return flat.reshape(len(self._first), size)

    @cached_property
    def _sums(self) -> tuple[Any, Any]:
        """Sum of the places of each spot's entities, web mercator."""
        return np.add.reduceat(self._dots.x, self._first), np.add.reduceat(self._dots.y, self._first)

    def tiles(self) -> Iterator[Tile]:
        """Write every tile, the highest first, down to where tiles are whole: level, x, y and JSON.

        The one tile of level 0 is always there.
        """
        spots: IntArray = np.arange(len(self._first))
        for level in range(DEEPEST + 1):
            if not len(spots):
                break
            cells = self._cells(level, spots)
            yield from self._written(level, cells)
            spots = spots[np.repeat(~cells.whole, np.add.reduceat(cells.spots, cells.starts[:-1]))]
        if not len(self._first):
            yield 0, 0, 0, empty_tile(0, 0, 0)

    def tile(self, level: int, x: int, y: int) -> bytes:
        """Write one tile: JSON.

        Parameters
        ----------
        level, x, y : int
            A tile of web mercator, not deeper than ``DEEPEST``.
        """
        code, below = tile_code(x, y), 2 * (DEEPEST + CELLS - level)
        ends = np.array([code << below, (code + 1) << below], dtype=np.uint64)
        first, last = np.searchsorted(self._code, ends).tolist()
        if first == last:
            return empty_tile(level, x, y)
        ((*_, body),) = self._written(level, self._cells(level, np.arange(first, last)))
        return body

    def groups(self, level: int) -> tuple[Any, Any, IntArray]:
        """Return the filled cells of a level, for a picture: mean longitude and latitude in degrees, and the count."""
        dots, shift = self._dots, np.uint64(2 * (DEEPEST - level))
        starts = _starts(dots.code >> shift)
        count: IntArray = np.diff(starts, append=len(dots))
        if not len(starts):
            return np.zeros(0), np.zeros(0), count
        return np.add.reduceat(dots.lon, starts) / count, np.add.reduceat(dots.lat, starts) / count, count

    def _cells(self, level: int, spots: IntArray) -> _Cells:
        """Count the cells of a level that hold the spots, of which there is one at least."""
        code = self._code[spots] >> np.uint64(2 * (DEEPEST - level))
        first = _starts(code)
        code, size = code[first], np.diff(first, append=len(spots))
        count = np.add.reduceat(self._count[spots], first)
        x, y = self._placed(level, code, [np.add.reduceat(s[spots], first) / count for s in self._sums])
        tiles = code >> np.uint64(2 * CELLS)
        starts = _starts(tiles)
        listed = np.add.reduceat(np.minimum(count, LISTED), starts)
        whole = (np.maximum.reduceat(size, starts) == 1) & ((listed <= LISTED_IN_TILE) | (level == DEEPEST))
        kinds = np.add.reduceat(self._kinds[spots], first, axis=0)
        return _Cells(spots[first], size, count, kinds, x, y, tiles[starts], np.append(starts, len(first)), whole)

    def _placed(self, level: int, code: Codes, mean: list[Any]) -> list[IntArray]:
        """Put the mean of each cell on the grid of its tile, inside its own cell whatever rounding does."""
        size, inside = EDGE >> CELLS, (1 << CELLS) - 1
        found = []
        for cell, world in zip(columns_and_rows(code), mean, strict=True):
            least = (cell & inside) * size
            exact = np.floor(world * float(EDGE << level)).astype(np.int64) - (cell >> CELLS) * EDGE
            found.append(np.clip(exact, least, least + size - 1))
        return found

    def _written(self, level: int, cells: _Cells) -> Iterator[Tile]:
        """Write the tiles of a level; the cells of a tile lie together, in the order of their codes."""
        rows = list(zip(*(a.tolist() for a in (cells.spots, cells.first, *cells[2:6])), strict=True))
        starts, tiles = cells.starts.tolist(), (a.tolist() for a in columns_and_rows(cells.tiles))
        for n, (x, y, whole) in enumerate(zip(*tiles, cells.whole.tolist(), strict=True)):
            own = rows[starts[n] : starts[n + 1]]
            body = {
                "at": (level, x, y),
                "whole": whole,
                "groups": [(x, y, count, kinds) for spots, _, count, kinds, x, y in own if spots > 1],
                "entities": [self._entity(s) for spots, s, count, *_ in own if spots == count == 1],
                "spots": [self._spot(s, whole) for spots, s, count, *_ in own if spots == 1 < count],
            }
            yield level, x, y, orjson.dumps(body)

    def _entity(self, spot: int) -> list[Any]:
        """Longitude, latitude, kind, id, name, whether the point is its own."""
        at = int(self._first[spot])
        facts = self._dots.tell(int(self._dots.number[at]))
        return [*self._at(at), int(self._dots.kind[at]), facts.id, facts.name, facts.is_own]

    def _spot(self, spot: int, listed: bool) -> list[Any]:
        """Longitude, latitude, count, counts by kind, town, powiat, and in a whole tile the first entities."""
        at, count = int(self._first[spot]), int(self._count[spot])
        facts = self._dots.tell(int(self._dots.number[at]))
        names = range(at, at + min(count, LISTED)) if listed else ()
        kinds = self._kinds[spot].tolist()
        return [*self._at(at), count, kinds, facts.town, facts.powiat, [self._named(n) for n in names]]

    def _named(self, at: int) -> list[Any]:
        facts = self._dots.tell(int(self._dots.number[at]))
        return [int(self._dots.kind[at]), facts.id, facts.name, facts.is_own]

    def _at(self, at: int) -> tuple[float, float]:
        return round(float(self._dots.lon[at]), _DECIMALS), round(float(self._dots.lat[at]), _DECIMALS)


def _starts(codes: Codes) -> IntArray:
    """Find where each run of equal codes begins."""
    new = np.ones(len(codes), dtype=np.bool_)
    new[1:] = codes[1:] != codes[:-1]
    return np.flatnonzero(new)


def empty_tile(level: int, x: int, y: int) -> bytes:
    """Write a tile in which nothing is."""
    return orjson.dumps({"at": [level, x, y], "whole": True, "groups": [], "entities": [], "spots": []})
