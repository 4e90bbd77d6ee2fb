"""Names that are like a misspelt one, found by an index: no name that could be near enough is left out."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

#: Letters that are counted once and twice; every other sign shares one of the bits that are left.
_LETTERS = "abcdefghijklmnopqrstuvwxyz "
_OTHERS = 64 - 2 * len(_LETTERS)
#: Longer texts are no names.
LONGEST = 60

Bits = np.ndarray[Any, np.dtype[np.uint64]]


def most_wrong(length: int) -> int:
    """Return how many letters of a text may be wrong, missing, too many or in the wrong place; 0: none is tried."""
    return 0 if length < 4 else 1 if length < 5 else 2 if length < 10 else 3


class LikeNames:
    """Names by length and by the letters that they have.

    One wrong letter changes two of the bits at most, a missing one one of them, and so names that differ in more bits
    than that cannot be meant: of 60,000 a few hundred are left to be compared.

    Parameters
    ----------
    names : sequence of str
        Folded, each once.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    @cached_property
    def _index(self) -> tuple[Bits, np.ndarray[Any, np.dtype[np.int64]]]:
        return _bits(self._names), np.array([len(n) for n in self._names], dtype=np.int64)

    def warm_up(self) -> None:
        """Build the index now."""
        _ = self._index

    def near(self, key: str) -> list[tuple[int, str]]:
        """Return the names that may have been meant, each with the number of letters that are wrong."""
        most = most_wrong(len(key))
        if not most or len(key) > LONGEST:
            return []
        bits, lengths = self._index
        close = np.abs(lengths - len(key)) <= most
        close &= np.bitwise_count(bits ^ _bits([key])[0]) <= 2 * most
        names = [self._names[n] for n in np.flatnonzero(close).tolist()]
        found = process.extract(key, names, scorer=OSA.distance, score_cutoff=most, limit=None)
        return sorted((int(distance), name) for name, distance, _ in found)


def _bits(names: Sequence[str]) -> Bits:
    """Write each name as the set of its letters."""
    if not names:
        return np.zeros(0, dtype=np.uint64)
    text = np.array([n[: LONGEST + 1] for n in names], dtype=f"U{LONGEST + 1}")
    codes = text.view(np.uint32).reshape(len(names), -1)
    found = np.zeros(len(names), dtype=np.uint64)
    known = codes == 0
    for bit, letter in enumerate(_LETTERS):
        is_letter = codes == ord(letter)
        known |= is_letter
        count = is_letter.sum(axis=1)
        found |= (count > 0).astype(np.uint64) << np.uint64(2 * bit)
        found |= (count > 1).astype(np.uint64) << np.uint64(2 * bit + 1)
    for row, column in np.argwhere(~known):
        found[row] |= np.uint64(1) << np.uint64(2 * len(_LETTERS) + int(codes[row, column]) % _OTHERS)
    return found
