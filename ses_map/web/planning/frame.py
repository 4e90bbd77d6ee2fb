"""What every page of the desk shares: its address, its tabs, the day, the voivodeship, and the table as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request

from ses_map.documents.typesetting import Sheet
from ses_map.maps.legend import Key
from ses_map.model import Voivodeship
from ses_map.planning.table import Table
from ses_map.web.file_formats.export import Export, MapLayer, Picture, Shapes
from ses_map.web.file_formats.files import to_file
from ses_map.web.file_formats.styles import Style
from ses_map.web.http import parameters
from ses_map.web.planning.cells import markup_rows
from ses_map.web.state.snapshot_holder import current, holder

blueprint = Blueprint("planning", __name__, url_prefix="/planowanie")

#: Address and name of every page of the desk.
TABS = (
    ("/planowanie", "Stan pokrycia"),
    ("/planowanie/do-potwierdzenia", "Do potwierdzenia"),
    ("/planowanie/demarkacja", "Linie demarkacyjne"),
    ("/planowanie/zmiany", "Zmiany"),
    ("/planowanie/podmioty", "Podmioty"),
    ("/planowanie/statystyki", "Statystyki"),
    ("/planowanie/wskazniki", "Wskaźniki"),
    ("/planowanie/scenariusz", "Scenariusze"),
    ("/planowanie/wizyta", "Wizyta studyjna"),
    ("/planowanie/raport", "Raport"),
)


@dataclass(frozen=True)
class More:
    """What the files of a page hold beyond its table."""

    #: Lines of the map's legend, for print.
    keys: Callable[[], Sequence[Key]] | None = None
    #: Title of the map; empty where it is the table's.
    caption: str = ""
    #: How QGIS draws the table.
    style: Style | None = None
    #: Further layers of the GeoPackage.
    layers: Callable[[], Sequence[MapLayer]] | None = None
    #: Further tables, for JSON and workbooks.
    tables: Sequence[Table] = ()
    #: The page to print instead of the map.
    printed: Callable[[Export], Sheet] | None = None


def shown(
    template: str,
    table: Table,
    *,
    shapes: Shapes | None = None,
    picture: Picture | None = None,
    more: More | None = None,
    **values: Any,
) -> str | Response:
    """Answer with a page of the desk, or with its table in the form that ``format`` asks for.

    Parameters
    ----------
    template : str
        Name under ``templates/planning/``.
    table : Table
        The table that the page is about.
    shapes : callable, optional
        Gives the geometry of the rows by the value of ``table.key``: with it there are GeoJSON and GeoPackage.
    picture : callable, optional
        Gives the map of the table, drawn by ``ses_map.maps``: with it there are SVG, PNG and PDF.
    more : More, optional
        What the files hold beyond the table.
    **values
        What else the template needs.

    Raises
    ------
    InvalidInputError
        When ``format`` is none of those that this page has.
    """
    loaded, day = current(), parameters.as_of()
    region = loaded.snapshot.names.voivodeships.get(parameters.voivodeship())
    export = _export(table, day, region, shapes, picture, more or More())
    form = parameters.choice("format", export.forms)
    if form != "html":
        return to_file(export, form)
    known = {"loaded": loaded, "as_of": day, "today": holder().today(), "region": region, "table": table, "tabs": TABS}
    known["markup_rows"] = markup_rows
    known["files"] = [f for f in export.forms if f != "html"]
    return render_template(f"planning/{template}.html", asked=request.args, **known, **values)


def _export(
    table: Table, day: date, region: Voivodeship | None, shapes: Shapes | None, picture: Picture | None, more: More
) -> Export:
    snapshot = current().snapshot
    export = Export(table, day, snapshot.id, region, snapshot.sources, shapes, picture)
    export = replace(
        export, keys=more.keys, caption=more.caption, style=more.style, layers=more.layers, more=more.tables
    )
    made = more.printed
    return replace(export, printed=lambda: made(export)) if made else export
