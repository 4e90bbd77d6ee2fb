"""What every page of the desk shares: its address, its tabs, the day, the voivodeship, and the table as a file."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, render_template, request

from ses_map.planning import Table
from ses_map.web import parameters
from ses_map.web.exports import FORMATS, to_file
from ses_map.web.site import current, site

blueprint = Blueprint("planning", __name__, url_prefix="/planowanie")

#: Address and name of every page of the desk.
TABS = (
    ("/planowanie", "Stan pokrycia"),
    ("/planowanie/zmiany", "Zmiany"),
    ("/planowanie/statystyki", "Statystyki"),
    ("/planowanie/scenariusz", "Scenariusze"),
)

#: Gives id → geometry in LONLAT for the rows of a table, when a file with geometry is asked for.
Shapes = Callable[[], Mapping[str, Any]]
#: Gives the SVG of a table's map, when a picture is asked for.
Picture = Callable[[], str]


def shown(
    template: str, table: Table, *, shapes: Shapes | None = None, picture: Picture | None = None, **values: Any
) -> str | Response:
    """Answer with a page of the desk, or with its table in the form that ``format`` asks for.

    Parameters
    ----------
    template : str
        Name under ``templates/planning/``.
    table : Table
        The table that the page is about.
    shapes : callable, optional
        Gives the geometry of the rows by the value of ``table.key``.
    picture : callable, optional
        Gives the map of the table.
    **values
        What else the template needs.
    """
    edition, day = current(), parameters.as_of()
    form = parameters.choice("format", FORMATS)
    if form != "html":
        return to_file(table, form, day, "; ".join(sorted({s.attribution for s in edition.snapshot.sources})))
    region = edition.snapshot.names.voivodeships.get(parameters.voivodeship())
    shown = {"edition": edition, "as_of": day, "today": site().today(), "region": region, "table": table, "tabs": TABS}
    return render_template(f"planning/{template}.html", asked=request.args, **shown, **values)
