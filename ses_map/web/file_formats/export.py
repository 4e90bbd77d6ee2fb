"""What a file is made from: a table, its day and sources, and whatever geometry and pictures it has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ses_map.documents.typesetting import Sheet
from ses_map.maps.legend import Key
from ses_map.model import Source, Voivodeship
from ses_map.planning.table import Table
from ses_map.web.file_formats.styles import Style

#: Gives id → geometry in LONLAT for the rows of a table, when a file with geometry is asked for.
Shapes = Callable[[], Mapping[str, Any]]
#: Gives the SVG of a table's map, when a picture is asked for.
Picture = Callable[[], str]

_ALWAYS = ("html", "csv", "xlsx", "json")
_WITH_SHAPES = ("geojson", "gpkg")
_WITH_PICTURE = ("svg", "png", "pdf")


@dataclass(frozen=True)
class MapLayer:
    """One layer of a GeoPackage: a table, the geometry of its rows in LONLAT by ``table.key``, how QGIS draws it."""

    table: Table
    shapes: Mapping[str, Any]
    style: Style | None = None


@dataclass(frozen=True)
class Export:
    """A table that can be had as a file."""

    table: Table
    as_of: date
    #: Id of the snapshot.
    snapshot: str
    region: Voivodeship | None
    sources: Sequence[Source]
    shapes: Shapes | None = None
    picture: Picture | None = None
    #: Title of the map; empty where it is the table's.
    caption: str = ""
    #: Lines of the map's legend, for print.
    keys: Callable[[], Sequence[Key]] | None = None
    #: How QGIS draws the table; without it all rows look alike.
    style: Style | None = None
    #: Further layers of the GeoPackage.
    layers: Callable[[], Sequence[MapLayer]] | None = None
    #: Further tables of the page, for JSON and workbooks.
    more: Sequence[Table] = ()
    #: The page to print instead of the map.
    printed: Callable[["Export"], Sheet] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The formats that there are, ``html`` first."""
        drawn = _WITH_PICTURE if self.picture else _WITH_PICTURE[1:] if self.printed else ()
        return (*_ALWAYS, *(_WITH_SHAPES if self.shapes else ()), *drawn)

    @property
    def credit(self) -> str:
        """Whose the data are, as their licences ask for it."""
        return "; ".join(sorted({s.attribution for s in self.sources}))

    @property
    def place(self) -> str:
        """Name of the voivodeship, or Poland."""
        return f"województwo {self.region.name}" if self.region else "Polska"
