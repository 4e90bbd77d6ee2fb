"""A table with its own description: one form for pages, CSV and workbooks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, overload

from ses_map import datasets

#: What figures of people and land are.
PEOPLE = "mieszkańcy 31 grudnia 2024 r. (GUS)"
LAND = "urzędowa powierzchnia 1 stycznia 2025 r., km² (GUGiK)"

#: Reads a value from what a row is about.
Reader = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    key: str
    label: str
    #: What it means, with unit, day and source: the data dictionary of a workbook.
    note: str
    #: Decimal places; ``None`` for text.
    digits: int | None = None
    #: Reads its value; that of the attribute ``key`` where it is not given.
    value: Reader | None = field(default=None, compare=False)

    def read(self, subject: Any) -> Any:
        """Return the value of a row that is about the subject."""
        return self.value(subject) if self.value else getattr(subject, self.key)


def declared(table: datasets.Table, *names: str, of: Reader | None = None) -> tuple[Column, ...]:
    """Describe columns as the table of ``datasets`` does that holds them; ``of`` finds a row's record of that table."""
    columns = [table.by_name[name] for name in names]
    return tuple(
        Column(c.name, c.title, c.pl, 0 if c.type.json == "integer" else None, partial(_cell, c, of)) for c in columns
    )


def _cell(column: datasets.Column, of: Reader | None, subject: Any) -> Any:
    record = of(subject) if of else subject
    return column.plain(record) if column.type.json == "integer" else column.cell(record)


class Rows(Sequence[dict[str, Any]]):
    """Rows that are made when they are asked for, each time anew, so that a page of fifty costs fifty.

    Parameters
    ----------
    subjects : sequence
        What each row is about.
    columns : sequence of Column
        What is read of it.
    hidden : mapping of str to callable
        Further keys, for pages only, and what reads them.
    """

    def __init__(self, subjects: Any, columns: Sequence[Column], **hidden: Reader) -> None:
        self._subjects = subjects
        self._readers = {c.key: c.read for c in columns} | hidden

    def __len__(self) -> int:
        return len(self._subjects)

    @overload
    def __getitem__(self, number: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, number: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, number: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        subject = self._subjects[number]
        return {key: read(subject) for key, read in self._readers.items()}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[n] for n in range(len(self)))


@dataclass(frozen=True)
class Table:
    """Rows by the keys of the columns; ``None`` is "brak danych", never zero."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[dict[str, Any]]
    #: The column that says which area or point a row is about, for files with geometry.
    key: str = "teryt"

    @classmethod
    def of(
        cls,
        name: str,
        title: str,
        columns: Sequence[Column],
        subjects: Iterable[Any],
        key: str = "teryt",
        **hidden: Reader,
    ) -> "Table":
        """Make a table of what its rows are about; parameters as of :class:`Rows`."""
        return cls(name, title, tuple(columns), list(Rows(list(subjects), columns, **hidden)), key)

    def sorted_by(self, key: str, falling: bool = False) -> "Table":
        """Return the table in the order of a column; rows without a value come last either way."""
        known = [r for r in self.rows if r.get(key) is not None]
        unknown = [r for r in self.rows if r.get(key) is None]
        known.sort(key=lambda r: r[key], reverse=falling)
        return replace(self, rows=[*known, *unknown])
