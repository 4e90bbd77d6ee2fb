"""What a published table is: its columns, its key, what it refers to, and where its rows come from."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ses_map.datasets import Column, Table, Words
from ses_map.datasets.types import ColumnType
from ses_map.model import Source
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Row = dict[str, Any]
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def column(name: str, kind: ColumnType, pl: str, en: str, is_required: bool = False, is_list: bool = False) -> Column:
    """Return a column that is worked out, and stands in no table of its own."""
    return Column(kind, "", pl, en, name=name, published=name, is_required=is_required, is_list=is_list)


def published(table: Table, after: Mapping[str, Sequence[Column]] | None = None) -> tuple[Column, ...]:
    """List the columns of a table that are published, those that are worked out behind the one that they follow.

    Parameters
    ----------
    table : Table
        What is declared.
    after : mapping of str to sequence of Column
        Column → what stands behind it; an empty name: what stands first.
    """
    following = after or {}
    found = list(following.get("", ()))
    for own in table.columns:
        found += [own] if own.published else []
        found += following.get(own.name, ())
    return tuple(found)


def stored(table: Table) -> Callable[[Any], Row]:
    """Make a function that spells a record of a table by the published names."""
    columns = tuple(c for c in table.columns if c.published)

    def row(record: Any) -> Row:
        return {c.public_name: c.plain(record) for c in columns}

    return row


def references(table: Table) -> tuple["Reference", ...]:
    """List what the columns of a table refer to."""
    told = ((c, c.reference.partition(".")) for c in table.columns if c.reference and c.published)
    return tuple(Reference(c.public_name, dataset, target) for c, (dataset, _, target) in told)


@dataclass(frozen=True, slots=True)
class Reference:
    """Every value of ``column`` is a value of ``target`` in the table ``dataset``."""

    column: str
    dataset: str
    target: str


@dataclass(frozen=True, slots=True)
class Form:
    """A file or an address where a dataset is to be had."""

    #: Name of the format in capitals, as the file types of the EU have it: ``GEOJSON``.
    format: str
    #: Path and query on this host.
    path: str
    label: str


@dataclass(frozen=True)
class Dataset:
    """One published table."""

    name: str
    title: Words
    about: Words
    keywords: Sequence[Words]
    columns: Sequence[Column]
    #: Names of the manifests of its sources.
    sources: Sequence[str]
    #: Gives its records on a day.
    records: Callable[[LoadedSnapshot, date], Sequence[Any]]
    #: Spells a record by the names of the columns; ``None`` is unknown.
    row: Callable[[Any], Row]
    #: Columns that tell rows apart; none where nothing in a row does.
    key: Sequence[str] = ()
    references: Sequence[Reference] = ()
    #: Attributes of a record that are days: the time that the table is about.
    days: Sequence[str] = ()
    #: Where it is to be had besides CSV and JSON.
    more: Sequence[Form] = ()
    #: Whether it is another table on another day.
    is_daily: bool = False

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every file and address, CSV first."""
        own = Form("CSV", f"/dane/{self.name}.csv", "CSV"), Form("JSON", f"/dane/{self.name}.json", "JSON")
        return (*own, *self.more)

    def papers(self, loaded: LoadedSnapshot) -> list[Source]:
        """List the papers of its sources."""
        return [s for s in loaded.snapshot.sources if s.name in self.sources]

    def modified(self, loaded: LoadedSnapshot) -> str:
        """Return the latest day that its sources name as theirs, or nothing where they name none."""
        return max((day for s in self.papers(loaded) for day in _DAY.findall(s.vintage)), default="")

    def credit(self, loaded: LoadedSnapshot) -> list[str]:
        """Describe whose the data are, as the licences ask for it."""
        return sorted({s.attribution for s in self.papers(loaded)})

    def rows(self, loaded: LoadedSnapshot, as_of: date) -> list[Row]:
        """Spell every record."""
        return [self.row(record) for record in self.records(loaded, as_of)]
