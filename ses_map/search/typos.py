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
    """Names by length and by the letters that they have once and twice.

    A wrong letter takes one bit of the set away and adds one, a missing one takes one, one too many adds one: names
    that lack more bits, or have more of their own, than letters may be wrong cannot be meant. Of 60,000 some hundred
    are left to be compared.

    Parameters
    ----------
    names : sequence of str
        Folded, each once.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self._names = np.array(names, dtype=object)

    @cached_property
    def _index(self) -> tuple[Bits, np.ndarray[Any, np.dtype[np.int64]]]:
        names = self._names.tolist()
        bits = np.fromiter(map(_bits, names), dtype=np.uint64, count=len(names))
        return bits, np.fromiter(map(len, names), dtype=np.int64, count=len(names))

    def warm_up(self) -> None:
        """Build the index now."""
        _ = self._index

    def near(self, key: str) -> list[tuple[int, str]]:
        """Return the names that may have been meant, each with the number of letters that are wrong."""
        most = most_wrong(len(key))
        if not most or len(key) > LONGEST:
            return []
        bits, lengths = self._index
        own = np.uint64(_bits(key))
        close = np.abs(lengths - len(key)) <= most
        close &= np.bitwise_count(bits & ~own) <= most
        close &= np.bitwise_count(own & ~bits) <= most
        found = process.extract(key, self._names[close].tolist(), scorer=OSA.distance, score_cutoff=most, limit=None)
        return [(int(distance), name) for name, distance, _ in found]


def _bits(name: str) -> int:
    """Write a name as the set of its letters."""
    found = 0
    for letter in name[:LONGEST]:
        once = _FIRST.get(letter) or 1 << (2 * len(_LETTERS) + ord(letter) % _OTHERS)
        found |= once << 1 if found & once and letter in _FIRST else once
    return found


#: Bit of the first of each letter; the next bit is that of the second.
_FIRST = {letter: 1 << 2 * number for number, letter in enumerate(_LETTERS)}
