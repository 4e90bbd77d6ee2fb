"""What a published table is: its columns, its key, what it refers to, and where its rows come from."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from ses_map.datasets import SEPARATOR, Column, Table, Words
from ses_map.datasets.types import ColumnType
from ses_map.model import Source
from ses_map.vocabulary import DAY_PATTERN
from ses_map.web.http.formats import MEDIA_TYPES
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Row = dict[str, Any]
_DAY = re.compile(rf"\b{DAY_PATTERN}\b")


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

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.format.lower()]


@dataclass(frozen=True)
class Dataset:
    """One published table."""

    name: str
    title: Words
    about: Words
    keywords: Sequence[Words]
    #: Names of the manifests of its sources.
    sources: Sequence[str]
    columns: Sequence[Column]
    #: Returns its records on a day.
    records: Callable[[LoadedSnapshot, date], Sequence[Any]]
    #: Turns a record into values by the names of the columns; ``None``: each column reads its own attribute.
    row: Callable[[Any], Row] | None = None
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

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return [c.public_name for c in self.columns]

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
        """Return every record as plain values; ``None`` is unknown."""
        records = self.records(loaded, as_of)
        return [self.row(r) if self.row else plain_row(self.columns, r) for r in records]


def of_table(
    table: Table,
    title: Words,
    about: Words,
    keywords: Sequence[Words],
    sources: Sequence[str] = (),
    worked_out: Mapping[str, Sequence[Column]] | None = None,
    row: Callable[[Any], Row] | None = None,
    key: Sequence[str] = (),
    more: Sequence[Form] = (),
) -> Dataset:
    """Publish a table of the registry under its own name, with its own columns, key and references.

    Parameters
    ----------
    table : Table
        What is declared.
    title, about, keywords
        What the catalogue says.
    sources : sequence of str
        Names of manifests besides that of the table itself and that of the patches.
    worked_out : mapping of str to sequence of Column, optional
        Column → further ones that stand behind it; an empty name: what stands first.
    row, key, more
        As for :class:`Dataset`; key: that of the table where it is left out.
    """
    name, following = PurePath(table.path).stem, worked_out or {}
    published = [c for c in table.columns if c.published]
    columns = [*following.get("", ()), *(c for own in published for c in (own, *following.get(own.name, ())))]
    referring = [(c.public_name, c.reference.partition(".")) for c in published if c.reference]
    return Dataset(
        name, title, about, keywords,
        sources=(f"registry-{name}", *sources, "registry-patches"),
        columns=columns,
        records=lambda loaded, as_of: getattr(loaded.snapshot.registry, name),
        row=row,
        key=key or ((table.key,) if table.key else ()),
        references=[Reference(column, dataset, target) for column, (dataset, _, target) in referring],
        days=[c.attribute for c in published if c.type.sql == "date"],
        more=more,
    )  # fmt: skip


def column(name: str, kind: ColumnType, pl: str, en: str, is_required: bool = False, is_list: bool = False) -> Column:
    """Return a column that stands in no table of its own; its value is the attribute of its name."""
    return Column(kind, "", pl, en, name=name, published=name, is_required=is_required, is_list=is_list, attribute=name)


def plain_row(columns: Iterable[Column], record: Any) -> Row:
    """Return the values of a record by the published names of columns."""
    return {c.public_name: c.plain(record) for c in columns if c.published}


def cell(value: Any) -> Any:
    """Return a value as a CSV file has it: ``true``, a number without an exponent, a list in one cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return Decimal(format(Decimal(repr(value)), "f"))
    return SEPARATOR.join(map(str, value)) if isinstance(value, list) else value
