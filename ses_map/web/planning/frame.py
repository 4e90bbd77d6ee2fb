"""What every page of the desk shares: its address, its tabs, the day, the voivodeship, and the table as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from ses_map.errors import InvalidInputError, NotFoundError
from ses_map.model import Source, Voivodeship
from ses_map.web.file_formats.export import Export
from ses_map.web.file_formats.files import to_file
from ses_map.web.http import parameters
from ses_map.web.http.rendering import render_page
from ses_map.web.planning.cells import markup_rows
from ses_map.web.state.snapshot_holder import current

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


def file_context() -> tuple[date, str, Voivodeship | None, Sequence[Source]]:
    """Return what every file says of itself: its day, snapshot, voivodeship (none: the country) and sources."""
    snapshot = current().snapshot
    region = snapshot.names.voivodeships.get(parameters.voivodeship())
    return parameters.as_of(), snapshot.id, region, snapshot.sources


def shown(template: str, export: Export, **values: Any) -> str | Response:
    """Answer with a page of the desk, with its map alone at ``.svg``, or with its table in the form of ``format``.

    Parameters
    ----------
    template : str
        Name under ``templates/planning/``.
    export : Export
        The table that the page is about, and what its files hold.
    **values
        What else the template needs.

    Raises
    ------
    InvalidInputError
        When ``format`` is none of those that this page has.
    NotFoundError
        When there is no map.
    """
    if request.path.endswith(".svg"):
        if export.picture is None:
            raise NotFoundError("this page has no map to draw", "Nie ma liczb do narysowania tej mapy.")
        return Response(export.picture(), mimetype="image/svg+xml")
    form = parameters.choice("format", export.forms)
    if form != "html":
        return to_file(export, form)
    known = {"region": export.region, "table": export.table, "files": export.forms[1:], "tabs": TABS}
    return render_page(f"planning/{template}.html", asked=request.args, markup_rows=markup_rows, **known, **values)


def page_number(last: int) -> int:
    """Read ``strona``: which page of a long table.

    Raises
    ------
    InvalidInputError
        When the table has no such page.
    """
    text = request.args.get("strona", "") or "1"
    page = parameters.whole_number(text, 1, last)
    if page is None:
        raise InvalidInputError(
            f"strona={text[:20]!r} is no page of this list: it has {last}",
            f"Nie ma strony „{text[:20]}” tej listy; podaj liczbę od 1 do {last}.",
        )
    return page
