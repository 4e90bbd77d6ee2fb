"""What every reader of a register gives: batches of text under headers that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from ses_map.crs import IntArray
from ses_map.imports.layout import header_text, repeated_headers, unique_headers


@dataclass(frozen=True)
class Batch:
    """Rows as they came."""

    #: Text, one column per header.
    cells: pa.RecordBatch
    #: Number of each row in the file, the header being row 1; blank lines do not count.
    numbers: IntArray
    #: Rows before the end of the batch that have other cells than the header: number and text.
    broken: Sequence[tuple[int, str]] = ()


class Register(Protocol):
    """A file of rows."""

    headers: tuple[str, ...]
    #: Those that stand twice.
    repeated: frozenset[str]
    #: What :meth:`position` reaches at the end.
    size: int

    def batches(self, rows: int) -> Iterator[Batch]:
        """Yield the rows in their order, at most so many at once.

        Raises
        ------
        ImportFileError
            When the file turns out to be damaged.
        """

    def position(self) -> int:
        """Return how far reading is."""


def named(texts: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return headers that differ, an empty one with a stand-in, and those of them that stand twice."""
    names = [header_text(text) for text in texts]
    return unique_headers(names), repeated_headers(names)
