"""What a published table is: its columns, its key, what it refers to, and where its rows come from."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ses_map.model import Source
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Row = dict[str, Any]
#: A datatype of CSVW: a name, or a base with a format or bounds.
Datatype = str | Mapping[str, Any]

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

#: Between the values of a cell that holds several.
SEPARATOR = "; "


class Words(NamedTuple):
    """The same text in Polish and in English, the languages of catalogues."""

    pl: str
    en: str


def matching(pattern: str) -> Datatype:
    """Give the datatype of a text that matches a regular expression whole."""
    return {"base": "string", "format": pattern}


TEXT = "string"
DAY = "date"
URL = "anyURI"
NUMBER = "decimal"
TRUTH: Datatype = {"base": "boolean", "format": "true|false"}
COUNT: Datatype = {"base": "integer", "minimum": 0}
WHEN = matching(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
ID = matching(r"[a-z0-9]+(-[a-z0-9]+)*")
VOIVODESHIP = matching(r"[0-9]{2}")
POWIAT = matching(r"[0-9]{4}")
GMINA = matching(r"[0-9]{6}")
UNIT = matching(r"[0-9]{4}([0-9]{2})?")
AREA = matching(r"[0-9]{2}([0-9]{2}){0,2}")
NUTS3 = matching(r"PL[0-9A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published table."""

    name: str
    datatype: Datatype
    #: What it means; the English one is for catalogues.
    pl: str
    en: str
    required: bool = False
    #: Whether a cell holds several values, with :data:`SEPARATOR` between them.
    is_list: bool = False

    @property
    def kind(self) -> str:
        """Name of the datatype, with its format where it has one."""
        if isinstance(self.datatype, str):
            return self.datatype
        return " ".join(str(self.datatype[k]) for k in ("base", "format") if k in self.datatype)


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

    def papers(self, edition: LoadedSnapshot) -> list[Source]:
        """List the papers of its sources."""
        return [s for s in edition.snapshot.sources if s.name in self.sources]

    def modified(self, edition: LoadedSnapshot) -> str:
        """Give the latest day that its sources name as theirs, or nothing where they name none."""
        return max((day for s in self.papers(edition) for day in _DAY.findall(s.vintage)), default="")

    def credit(self, edition: LoadedSnapshot) -> list[str]:
        """Say whose the data are, as the licences ask for it."""
        return sorted({s.attribution for s in self.papers(edition)})

    def rows(self, edition: LoadedSnapshot, as_of: date) -> list[Row]:
        """Spell every record."""
        return [self.row(record) for record in self.records(edition, as_of)]
