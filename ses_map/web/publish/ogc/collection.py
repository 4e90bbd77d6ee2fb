"""What a collection is: its words, the properties of its features, and how to make its rows and shapes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Row = dict[str, Any]
#: Id of a feature → its properties, in the order of the collection.
Rows = Mapping[str, Row]
#: Id of a feature → its geometry, LONLAT, longitude first; features without one are missing.
Shapes = Mapping[str, Any]

#: Coordinate reference system of everything here: longitude, then latitude.
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


#: Properties that people know a value of.
_KNOWN = ("teryt", "name", "kind", "voivodeship", "powiat", "gmina", "town", "place", "is_city", "outcome", "centre")


@dataclass(frozen=True)
class Property:
    """One property of the features: a simple value that can also be asked for by a parameter of its name."""

    name: str
    title: str
    #: Type of JSON Schema: ``string``, ``integer``, ``number`` or ``boolean``.
    type: str = "string"
    #: ``date``, or empty.
    format: str = ""
    #: What a page says where there is no value.
    absent: str = "brak danych"
    #: Values that are known, others than which it may have too.
    known: tuple[str, ...] = ()

    @property
    def type_schema(self) -> dict[str, Any]:
        """JSON Schema of its values."""
        schema: dict[str, Any] = {"type": self.type, **({"format": self.format} if self.format else {})}
        return schema | ({"examples": list(self.known)} if self.known else {})


@dataclass(frozen=True)
class Collection:
    """One collection of features."""

    id: str
    title: str
    description: str
    #: ``multipolygon`` or ``point``.
    geometry: str
    properties: tuple[Property, ...]
    #: Files of ``geodata/`` that it is made of: their papers are its licence and attribution.
    files: tuple[str, ...]
    #: Make its rows and shapes on a day; ``None``: the entities, which are answered from columns.
    rows: Callable[[LoadedSnapshot, date], Rows] | None = None
    shapes: Callable[[LoadedSnapshot, date], Shapes] | None = None
    #: Whether its rows, and whether its shapes depend on the day.
    rows_change: bool = True
    shapes_change: bool = False
    #: Whether features have a first and a last day of their own (``valid_from``, ``valid_to``) that ``datetime`` asks
    #: about; the others are given in their state of a day.
    is_dated: bool = False

    @property
    def form_fields(self) -> tuple[Property, ...]:
        """Properties that the form of a page has a field for."""
        return tuple(p for p in self.properties if p.name in _KNOWN)

    def published(self, row: Row) -> Row:
        """Choose the declared properties of a row, in their order."""
        return {p.name: row[p.name] for p in self.properties}

    @property
    def by_name(self) -> dict[str, Property]:
        """Properties by name."""
        return {p.name: p for p in self.properties}
