"""What every reader of a register gives: batches of text under headers that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from ses_map.crs import IntArray
from ses_map.imports.cells import clean_text
from ses_map.imports.layout import unique_header


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


def named(texts: Sequence[str]) -> tuple[str, ...]:
    """Return headers that differ: an empty one gets a stand-in, one that comes again its number."""
    found: list[str] = []
    for number, text in enumerate(texts, 1):
        found.append(unique_header(clean_text(text), number, found))
    return tuple(found)
