"""``/planowanie/scenariusz``: another division tried out, with nothing kept on the server."""

from typing import Any

from flask import Response, redirect, request

from ses_map.errors import InvalidInputError
from ses_map.planning.scenario import Scenario, assign, take_back
from ses_map.planning.scenario_reading import trouble
from ses_map.planning.scenario_tables import FIGURES, assignments_table, balance_table
from ses_map.planning.table import Table
from ses_map.web.planning.frame import More, blueprint, shown
from ses_map.web.planning.scenario_state import PATH, Asked, compact, read_asked
from ses_map.web.planning.scenario_view import View
from ses_map.web.state.snapshot_holder import current

#: A page shows no table of claims: they are made when the file is asked for.
_NO_FILE = Table("przypisania", "", (), ())


@blueprint.get("/scenariusz")
def scenario() -> str | Response:
    """Show a scenario."""
    return page(read_asked())


def page(asked: Asked) -> str | Response:
    """Answer with the page of a scenario, or with its claims as a file."""
    claims = (asked.scenario_base, asked.scenario, asked.as_of, asked.region, asked.since)
    table = assignments_table(*claims) if _is_file() else _NO_FILE
    links: dict[str, Any] = {"action": compact(PATH, asked.view), "address": asked.address(), "ways": _ways(asked)}
    share = request.url_root.rstrip("/") + asked.address()
    state = asked.scenario.written()
    view = View(asked)
    more = More(view.keys, "Scenariusz: obszary OWES po zmianach")
    links |= {"state": state, "figures": FIGURES, "share": share, "shapes": _shapes, "picture": view.picture}
    return shown("scenario", table, view=view, more=more, **links)


def _shapes() -> dict[str, Any]:
    """Return the polygons of powiats and of gminas, LONLAT."""
    loaded = current()
    return {**loaded.snapshot.gminy.by_code, **loaded.publishing.unit_shapes}


def _is_file() -> bool:
    return request.args.get("format", "html") not in ("", "html")


def _ways(asked: Asked) -> dict[str, str]:
    """Return where the scenario is to be had in other forms."""
    return {
        "json": asked.address("/plik.json"),
        "centres": asked.address("/osrodki.csv"),
        "balance": asked.address("/bilans"),
        "compare": compact(f"{PATH}/porownanie", {**asked.view, "a": asked.address()}),
        "anew": compact(PATH, asked.view),
        "upload": compact(f"{PATH}/plik", asked.view),
    }


@blueprint.post("/scenariusz")
def changed() -> str | Response | tuple[str | Response, int]:
    """Change a scenario as a form asks, and lead to its new address; one too long for that is shown at once."""
    asked = read_asked()
    try:
        after = asked.with_scenario(_edited(asked), asked.problems)
    except InvalidInputError as error:
        return page(asked.with_scenario(asked.scenario, [trouble("not-done", "formularz", error.polish)])), 400
    return page(after) if after.is_long or _is_file() else redirect(after.address(), 303)  # type: ignore[return-value]


def _edited(asked: Asked) -> Scenario:
    form = request.form
    if form.get("cofnij"):
        return take_back(asked.scenario, asked.scenario_base, asked.as_of, form["cofnij"])
    if form.get("akcja") == "przypisz":
        units, target = form.getlist("jednostka"), form.get("cel", "")
        return assign(asked.scenario, asked.scenario_base, asked.as_of, units, target, form.get("nazwa", ""))
    return asked.scenario


@blueprint.get("/scenariusz/bilans")
def balance() -> str | Response:
    """Show every figure of a scenario, today, afterwards and the difference, as a table of its own."""
    asked = read_asked()
    return shown("scenario_balance", balance_table(View(asked).balance), back=asked.address())
