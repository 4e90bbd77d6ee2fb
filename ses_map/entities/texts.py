"""Many texts in one block of bytes, which is searched as a whole."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload
from zlib import crc32

import numpy as np

from ses_map.crs import IntArray

#: Up to so many texts are also kept as a list: a column of few values gives the same objects again and again.
_FEW = 4096

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Starts = np.ndarray[Any, np.dtype[np.uint32]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


class Texts(Sequence[str]):
    """Texts by number; safe to share between threads.

    Parameters
    ----------
    block : array of uint8, (bytes,)
        All texts in UTF-8, one after the other.
    starts : array of uint32, (n + 1,)
        Where each begins; the last is where the last one ends.
    sums : array of uint32, (n,), optional
        CRC-32 of each, by which equal ones are found at once.
    """

    def __init__(self, block: Bytes, starts: Starts, sums: Starts | None = None) -> None:
        self._block, self._starts, self._sums = block, starts, sums
        self._bytes: memoryview = block.data

    def __len__(self) -> int:
        """Return the number of texts."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        return self._few[number] if self._few else self._read(number)

    def __iter__(self) -> Iterator[str]:
        """Return all of them in turn."""
        return iter(self._few) if self._few else map(self._read, range(len(self)))

    def _read(self, number: int) -> str:
        start, end = self._starts[number : number + 2].tolist()
        return str(self._bytes[start:end], "utf-8")

    @cached_property
    def _few(self) -> list[str]:
        return list(map(self._read, range(len(self)))) if len(self) <= _FEW else []

    def equal(self, text: str) -> list[int]:
        """Find the numbers of the texts that are this one, rising."""
        wanted = text.encode()
        if self._sums is None:
            likely = np.flatnonzero(np.diff(self._starts) == len(wanted))
        else:
            likely = np.flatnonzero(self._sums == crc32(wanted))
        return [n for n in likely.tolist() if self._read(n) == text]

    def containing(self, word: str, at_start: bool = False) -> Flags:
        """Return for each text whether these letters stand in it, (n,); ``at_start``: at the beginning of a word."""
        found = np.zeros(len(self), dtype=np.bool_)
        wanted = word.encode()
        if not wanted:
            return ~found
        hits = _hits(self._block, wanted)
        rows = np.searchsorted(self._starts, hits, side="right") - 1
        whole = hits + len(wanted) <= self._starts[rows + 1]
        if at_start:
            whole &= (self._starts[rows] == hits) | (self._block[hits - 1] == ord(" "))
        found[rows[whole]] = True
        return found


def _hits(block: Bytes, wanted: bytes) -> IntArray:
    """Find where a word begins in a block, by its rarest letter first."""
    if len(block) < len(wanted):
        return np.zeros(0, dtype=np.int64)
    sample = np.bincount(block[:: max(1, len(block) // 10_000)], minlength=256)
    order = sorted(range(len(wanted)), key=lambda i: sample[wanted[i]])
    last = len(block) - len(wanted) + 1
    found = np.flatnonzero(block[order[0] : order[0] + last] == wanted[order[0]])
    for place in order[1:]:
        found = found[block[found + place] == wanted[place]]
    return found
