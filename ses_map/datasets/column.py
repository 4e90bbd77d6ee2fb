"""A table and its columns, declared beside the attributes that hold them: readers and outputs take them from here."""

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, cached_property
from typing import Any, TypeVar

from ses_map.datasets.types import TEXT, ColumnType, Words

T = TypeVar("T")

#: Between the values of a cell that holds several.
SEPARATOR = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is."""

    #: What may stand in it.
    type: ColumnType = TEXT
    #: Header for people, Polish; its name where it is empty.
    label: str = ""
    #: What it means; the English one is for catalogues of data too.
    pl: str = ""
    en: str = ""
    uk: str = ""
    #: Name in files; that of the attribute by default.
    name: str = ""
    #: Whether every row has a value.
    is_required: bool = False
    #: Whether a cell holds several values, with :data:`SEPARATOR` between them; a tuple in Python.
    is_list: bool = False
    #: ``table.column`` whose value it is; empty where it refers to nothing.
    reference: str = ""
    #: Name in open data; that in files by default, ``None`` where it is not published at all.
    published: str | None = ""
    #: Key in rows of the API; name of the attribute by default (of the column, in a nested record), ``None`` where rows
    #: do not have it.
    api: str | None = ""
    #: Property of features, likewise.
    ogc: str | None = ""
    #: Column of the tables for GIS, likewise.
    sql: str | None = ""
    #: Regular expression of the headers by which offices call it, folded; ``headers.toml`` has those of many columns.
    habit: str = ""
    #: Whether nearly every row has a text of its own, so that a million of them are kept one by one.
    is_distinct: bool = False
    #: Header in a reply sheet, Polish; the label by default.
    asked: str = ""
    #: How an office fills it in a reply sheet, Polish; its meaning by default.
    hint: str = ""
    #: Value → how a reply sheet offers it, Polish; empty where anything may be written.
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    #: Of the column of a reply sheet, in characters; 0: the sheet does not ask for it.
    width: int = 24
    #: Attribute of the record, ``source.url`` for that of a nested one; filled by :func:`columns_of`.
    attribute: str = ""

    @property
    def title(self) -> str:
        """Header for people."""
        return self.label or self.name

    @property
    def meaning(self) -> Words:
        """What it means, with the values that are known."""
        if not self.type.known:
            return Words(self.pl, self.en, self.uk)
        pl, en = ("; ".join(f"{code}: {own[n]}" for code, own in self.type.known.items()) for n in (0, 1))
        return Words(f"{self.pl} ({pl})", f"{self.en} ({en})", self.uk)

    @property
    def public_name(self) -> str:
        """Name in open data; empty where it is not published."""
        return self.published or ""

    def parse(self, text: str) -> Any:
        """Read a cell that obeys the column's type; an empty one is the type's "not stated"."""
        if self.is_list:
            return tuple(self.type.parse(part.strip()) for part in text.split(";") if part.strip())
        if text:
            return self.type.parse(text)
        return "" if self.type.json == "string" and self.type.sql == "text" else None

    def value(self, record: Any) -> Any:
        """Return the value of a record, as it is in Python."""
        for name in self.attribute.split("."):
            record = getattr(record, name)
        return record

    def plain(self, record: Any) -> Any:
        """Return the value of a record as JSON has it; what is not stated is ``None``, a list stays a list."""
        return plain(self.value(record))

    def cell(self, record: Any) -> str:
        """Write the value of a record as a cell of a file; what is not stated is empty."""
        value = self.plain(record)
        return SEPARATOR.join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def plain(value: Any) -> Any:
    """Return a value as JSON has it; an empty text says nothing and is ``None``."""
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return None if value == "" else value


@cache
def columns_of(record: type) -> tuple[Column, ...]:
    """List the columns that the attributes of a record class declare, those of nested records in their place.

    A record is a dataclass whose attributes are annotated ``Annotated[type, Column(…)]``; an attribute without a column
    is of another table, and one whose type is a record itself stands for that record's columns.
    """
    return tuple(_named(record, ""))


@cache
def _attributes(record: type) -> tuple[tuple[str, Column | type], ...]:
    """List the attributes that cells fill: name, and its column or the nested record."""
    hints = typing.get_type_hints(record, include_extras=True)
    found: list[tuple[str, Column | type]] = []
    for field in dataclasses.fields(record):
        hint = hints[field.name]
        column = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Column)), None)
        if column is not None:
            found.append((field.name, replace(column, name=column.name or field.name)))
        elif dataclasses.is_dataclass(hint) and isinstance(hint, type):
            found.append((field.name, hint))
    return tuple(found)


def _named(record: type, prefix: str) -> Iterator[Column]:
    """Yield the columns with the names that they have in each output."""
    for attribute, column in _attributes(record):
        if not isinstance(column, Column):
            yield from _named(column, f"{prefix}{attribute}.")
            continue
        public = column.name if prefix else attribute
        api, ogc, sql = (public if alias == "" else alias for alias in (column.api, column.ogc, column.sql))
        published = column.name if column.published == "" else column.published
        yield replace(column, attribute=prefix + attribute, published=published, api=api, ogc=ogc, sql=sql)


def read_record(record: type[T], cells: Mapping[str, str], **given: Any) -> T:
    """Build a record from a row of text that obeys its columns; columns that it does not have are left alone.

    ``given`` are attributes that are known otherwise, columns or not.
    """
    found = dict(given)
    for name, column in _attributes(typing.cast(Any, record)):
        if name in found:
            continue
        if isinstance(column, Column):
            found[name] = column.parse(cells[column.name])
        else:
            found[name] = read_record(column, cells)
    return record(**found)


@dataclass(frozen=True)
class Table:
    """One table of ``geodata/``."""

    #: Relative to ``geodata/``.
    path: str
    #: Dataclass whose attributes declare the columns.
    record: type
    #: The column that tells rows apart; empty where none does by itself.
    key: str = ""
    #: Columns on disk that records do not carry.
    further: tuple[Column, ...] = ()

    @property
    def name(self) -> str:
        """What the table is called: ``centres``."""
        return self.path.rpartition("/")[2].partition(".")[0]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Every column, in the order of the file."""
        return (*columns_of(self.record), *self.further)

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Column by its name on disk."""
        return {column.name: column for column in self.columns}

    @property
    def names(self) -> tuple[str, ...]:
        """The header of the file."""
        return tuple(column.name for column in self.columns)
