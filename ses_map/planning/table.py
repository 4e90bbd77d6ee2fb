"""A table with its own description: one form for pages, CSV and workbooks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    key: str
    label: str
    #: What it means, with unit, day and source: the data dictionary of a workbook.
    note: str
    #: Decimal places; ``None`` for text.
    digits: int | None = None


@dataclass(frozen=True)
class Table:
    """Rows by the keys of the columns; ``None`` is "brak danych", never zero."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[dict[str, Any]]
    #: The column that says which area or point a row is about, for files with geometry.
    key: str = "teryt"

    def sorted_by(self, key: str, falling: bool = False) -> "Table":
        """Return the table in the order of a column; rows without a value come last either way."""
        known = [r for r in self.rows if r.get(key) is not None]
        unknown = [r for r in self.rows if r.get(key) is None]
        known.sort(key=lambda r: r[key], reverse=falling)
        return replace(self, rows=[*known, *unknown])
