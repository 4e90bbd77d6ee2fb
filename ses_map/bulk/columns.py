"""Columns of text as distinct values and, for each row, the number of its value: a rule is asked once per value."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass
class Column:
    """A column of text.

    Parameters
    ----------
    values : list of str
        Values; not all of them have to be in use, and two may be equal.
    codes : array of int64, (n,)
        Number of the value of each row.
    """

    values: list[str]
    codes: Numbers

    @classmethod
    def of(cls, cells: pa.Array) -> "Column":
        """Take an array of text; missing cells are empty texts."""
        coded = cells.dictionary_encode(null_encoding="encode")
        values = [value or "" for value in coded.dictionary.to_pylist()]
        return cls(values or [""], coded.indices.to_numpy(zero_copy_only=False).astype(np.int64))

    @classmethod
    def filled(cls, value: str, n: int) -> "Column":
        """Give a column of one value."""
        return cls([value], np.zeros(n, dtype=np.int64))

    def flags(self, tells: Callable[[str], bool]) -> Flags:
        """Tell for each row whether something is true of its value."""
        return np.fromiter(map(tells, self.values), dtype=np.bool_, count=len(self.values))[self.codes]

    def filled_cells(self) -> Flags:
        """Tell which rows have a text."""
        return self.flags(bool)

    def mapped(self, change: Callable[[str], str]) -> "Column":
        """Give the column with every value changed."""
        return Column([change(value) for value in self.values], self.codes)

    def where(self, rows: Flags, other: "Column") -> "Column":
        """Give the column with the values of another in the flagged rows."""
        return Column([*self.values, *other.values], np.where(rows, other.codes + len(self.values), self.codes))

    def take(self, rows: Numbers) -> "Column":
        """Give the column of these rows."""
        return Column(self.values, self.codes[rows])

    def texts(self, rows: Numbers) -> list[str]:
        """Give the values of these rows."""
        return [self.values[code] for code in self.codes[rows].tolist()]

    def to_arrow(self, kind: pa.DataType | None = None) -> pa.Array:
        """Give an Arrow array: an empty text is null."""
        values = pa.array([value or None for value in self.values], pa.string())
        return (values if kind is None else values.cast(kind)).take(pa.array(self.codes))


def groups(columns: Sequence[Column], n: int) -> tuple[Numbers, Numbers]:
    """Find the distinct rows of columns taken together.

    Parameters
    ----------
    columns : sequence of Column
        Each of ``n`` rows.
    n : int
        How many rows there are.

    Returns
    -------
    array of int64 (k,), array of int64 (n,)
        The first row of each group, and for each row the number of its group.
    """
    key, size = np.zeros(n, dtype=np.int64), 1
    for column in columns:
        if size * len(column.values) >= 2**62:
            _, key = np.unique(key, return_inverse=True)
            size = n
        key, size = key * len(column.values) + column.codes, size * len(column.values)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first, inverse


@dataclass
class Findings:
    """What is wrong with rows: for each code and field the rows that have it.

    Parameters
    ----------
    n : int
        How many rows there are.
    """

    n: int
    found: dict[tuple[str, str], Flags] = field(default_factory=dict)
    #: Those of them that refuse the row.
    refusing: dict[tuple[str, str], Flags] = field(default_factory=dict)

    @property
    def refused(self) -> Flags:
        """Rows that cannot be accepted."""
        found: Flags = np.logical_or.reduce([np.zeros(self.n, dtype=np.bool_), *self.refusing.values()])
        return found

    def add(self, code: str, name: str, rows: Flags, refuses: bool = False) -> None:
        """Tell that something is wrong with a field of the flagged rows."""
        if not rows.any():
            return
        for book in (self.found, self.refusing) if refuses else (self.found,):
            before = book.get((code, name))
            book[code, name] = rows if before is None else before | rows

    def clear(self, rows: Flags) -> None:
        """Forget what was found in the flagged rows: they are read again."""
        for book in (self.found, self.refusing):
            book.update({what: flags & ~rows for what, flags in book.items()})

    def texts(self) -> Column:
        """Give for each row its problems in one text: ``bases-disagree:town; invalid-website:website``."""
        words = [(f"{code}:{name}", rows) for (code, name), rows in sorted(self.found.items())]
        flags = [Column(["", word], rows.astype(np.int64)) for word, rows in words]
        first, inverse = groups(flags, self.n)
        return Column(["; ".join(w for w, rows in words if rows[row]) for row in first.tolist()] or [""], inverse)

    def reasons(self) -> dict[str, int]:
        """Count the refused rows by what refuses them; a row may have several reasons."""
        return _counts(self.refusing, np.ones(self.n, dtype=np.bool_))

    def warnings(self) -> dict[str, int]:
        """Count the accepted rows by what was found odd in them."""
        return _counts(self.found, ~self.refused)


def _counts(book: dict[tuple[str, str], Flags], rows: Flags) -> dict[str, int]:
    codes = sorted({code for code, _ in book})
    whole = {c: np.logical_or.reduce([f for (code, _), f in book.items() if code == c]) for c in codes}
    return {code: count for code in codes if (count := int((whole[code] & rows).sum()))}
