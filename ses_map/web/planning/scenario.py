"""``/planowanie/scenariusz``: another division tried out, compared, saved as a file and read again.

Nothing is kept on the server: a scenario is in its address, its form or its file.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response, redirect, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from ses_map.errors import InvalidInputError
from ses_map.model import Problem
from ses_map.planning.balance import weigh
from ses_map.planning.scenario import Scenario, assign, take_back
from ses_map.planning.scenario import shown as cut
from ses_map.planning.scenario_file import MAX_BYTES, FileReading, read_file, write_file
from ses_map.planning.scenario_reading import LONGEST_TEXT, Reading, read_address, trouble
from ses_map.planning.scenario_tables import (
    FIGURES,
    assignments_table,
    balance_table,
    compared_balance,
    compared_table,
    new_centres_table,
    problem_table,
)
from ses_map.planning.table import Table
from ses_map.web.file_formats.export import Export
from ses_map.web.file_formats.files import to_file
from ses_map.web.http.formats import attached
from ses_map.web.planning.frame import blueprint, file_context, shown
from ses_map.web.planning.scenario_state import LONGEST_ADDRESS, PATH, Asked, compact, read_asked
from ses_map.web.planning.scenario_view import View
from ses_map.web.state.snapshot_holder import current, holder

#: A page shows no table of claims: they are made when the file is asked for.
_NO_FILE = Table("przypisania", "", (), ())
_COMPARISON = f"{PATH}/porownanie"
_TOO_BIG = (
    f"Plik ma ponad {MAX_BYTES // 1_000_000} MB, a scenariusz całego kraju zajmuje mniej; wybierz plik, który zapisał "
    "przycisk „Pobierz plik scenariusza”."
)
#: What a form adds to the file it carries.
_WRAPPING = 4096
#: A body that is refused is still read up to here, so that the sender hears why.
_DRAINED = 32 * 1024 * 1024


@blueprint.get("/scenariusz")
def scenario() -> str | Response:
    """Show a scenario."""
    return _page(read_asked())


def _page(asked: Asked) -> str | Response:
    """Answer with the page of a scenario, or with its claims as a file."""
    claims = (asked.scenario_base, asked.scenario, asked.as_of, asked.region, asked.since)
    view = View(asked)
    export = Export(
        assignments_table(*claims) if _is_file() else _NO_FILE,
        *file_context(),
        shapes=_shapes,
        picture=view.picture,
        caption="Scenariusz: obszary OWES po zmianach",
        keys=view.keys,
    )
    return shown(
        "scenario",
        export,
        view=view,
        action=compact(PATH, asked.view),
        address=asked.address(),
        share=request.url_root.rstrip("/") + asked.address(),
        state=asked.scenario.written(),
        figures=FIGURES,
        ways={
            "json": asked.address("/plik.json"),
            "centres": asked.address("/osrodki.csv"),
            "balance": asked.address("/bilans"),
            "compare": compact(_COMPARISON, {**asked.view, "a": asked.address()}),
            "anew": compact(PATH, asked.view),
            "upload": compact(f"{PATH}/plik", asked.view),
        },
    )


def _shapes() -> dict[str, Any]:
    """Return the polygons of powiats and of gminas, LONLAT."""
    loaded = current()
    return {**loaded.snapshot.gminy.by_code, **loaded.publishing.unit_shapes}


def _is_file() -> bool:
    return request.args.get("format", "html") not in ("", "html")


@blueprint.post("/scenariusz")
def changed() -> str | Response | tuple[str | Response, int]:
    """Change a scenario as a form asks, and lead to its new address; one too long for that is shown at once."""
    asked = read_asked()
    try:
        after = asked.with_scenario(_edited(asked), asked.problems)
    except InvalidInputError as error:
        return _page(asked.with_scenario(asked.scenario, [trouble("not-done", "formularz", error.polish)])), 400
    return _page(after) if after.is_long or _is_file() else redirect(after.address(), 303)  # type: ignore[return-value]


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
    export = Export(balance_table(View(asked).balance), *file_context())
    return shown("scenario_balance", export, back=asked.address())


@blueprint.get("/scenariusz/porownanie")
def compare() -> str | Response:
    """Compare two scenarios unit by unit, each given by its address or by the text of ``zmiany``."""
    return _compared(read_asked())


@blueprint.post("/scenariusz/porownanie")
def comparison() -> str | Response:
    """Lead to the address of a comparison; one too long for that is shown at once."""
    asked = read_asked()
    address = compact(_COMPARISON, {**asked.view, **{k: request.form.get(k, "") for k in ("a", "b")}})
    return redirect(address, 303) if len(address) <= LONGEST_ADDRESS else _compared(asked)  # type: ignore[return-value]


def _compared(asked: Asked) -> str | Response:
    readings = [_read(asked, key) for key in ("a", "b")]
    one, two = (reading.scenario for reading in readings)
    table = compared_table(asked.scenario_base, one, two, asked.as_of, asked.region)
    balances = [weigh(asked.scenario_base, s, asked.as_of, asked.region) for s in (one, two)]
    return shown(
        "scenario_compare",
        Export(table, *file_context()),
        balances=compared_balance(*balances),
        problems=[p for reading in readings for p in reading.problems],
        both=(one, two),
        given=[request.values.get(key, "") for key in ("a", "b")],
        opened=[asked.with_scenario(s).address() for s in (one, two)],
    )


def _read(asked: Asked, key: str) -> Reading:
    """Read one of the two; nothing stands for today."""
    text = request.values.get(key, "").strip()
    if len(text) > 2 * LONGEST_TEXT:
        raise InvalidInputError("an address too long", "Wklejony adres jest za długi; porównaj pliki po wczytaniu.")
    reading, letter = _reading(asked, text), key.upper()
    problems = tuple(trouble(p.code, f"{letter}: {p.subject}", p.detail) for p in reading.problems)
    return Reading(reading.scenario, problems)


def _reading(asked: Asked, text: str) -> Reading:
    if "?" not in text and "=" not in text:
        return read_address(text, "", asked.scenario_base, asked.as_of)
    try:
        query = parse_qs(urlsplit(text).query or text, max_num_fields=20)
    except ValueError:
        raise InvalidInputError(
            f"{cut(text)!r} is no address of a scenario",
            f"„{cut(text)}” nie jest adresem scenariusza; skopiuj go z pola „Adres tego scenariusza”.",
        ) from None
    changes, names, day = (query.get(k, [""])[0] for k in ("zmiany", "nowe", "date"))
    reading = read_address(changes, names, asked.scenario_base, asked.as_of)
    if day in ("", asked.as_of.isoformat()):
        return reading
    why = f"Scenariusz jest z dnia {cut(day)}; porównanie jest na {asked.as_of.isoformat()}."
    return Reading(reading.scenario, (*reading.problems, trouble("other-day", "data", why)))


@blueprint.route("/scenariusz/plik.json", methods=["GET", "POST"])
def scenario_json() -> Response:
    """Return a scenario as a file."""
    asked = read_asked()
    data = write_file(asked.scenario, asked.scenario_base, asked.as_of, asked.region)
    return attached(Response(data, mimetype="application/json"), f"scenariusz-{asked.as_of.isoformat()}.json")


@blueprint.route("/scenariusz/osrodki.csv", methods=["GET", "POST"])
def new_centres() -> Response:
    """Return the new centres of a scenario as a table for the importer."""
    asked = read_asked()
    table = new_centres_table(asked.scenario_base, asked.scenario, asked.as_of, asked.since)
    return to_file(Export(table, asked.as_of, current().snapshot.id, None, ()), "csv")


@blueprint.post("/scenariusz/plik")
def upload() -> Response | tuple[str | Response, int]:
    """Read a scenario file: lead to its address, or list what could not be taken."""
    try:
        return _opened(read_file(_sent(), current().planner.scenario_base, holder().today()))
    except RequestEntityTooLarge:
        _drain()
        return render_template("pages/error.html", status=413, title="Plik jest za duży", detail=_TOO_BIG), 413
    except InvalidInputError as error:
        problem = trouble("refused", "plik", error.polish)
        return _listed([problem], Scenario(), PATH, "", {}), 400


def _opened(found: FileReading) -> Response | tuple[str | Response, int]:
    scenario, problems = found.reading.scenario, found.reading.problems
    level = "gmina" if found.region and any(len(unit) == 6 for unit in scenario.moves) else "powiat"
    asked = Asked(current().planner.scenario_base, scenario, found.as_of, found.region, level)
    if not (problems or asked.is_long):
        return redirect(asked.address(), 303)  # type: ignore[return-value]
    action = compact(PATH, asked.view)
    return _listed(problems, scenario, action, asked.address(), scenario.written(), asked.is_long), 200


def _listed(
    problems: Sequence[Problem],
    scenario: Scenario,
    action: str,
    address: str,
    state: dict[str, str],
    is_long: bool = False,
) -> str | Response:
    """List what could not be taken from a file, with the rest as a form and an address."""
    export = Export(problem_table(problems), *file_context())
    values: dict[str, Any] = {"action": action, "address": address, "state": state, "is_long": is_long}
    return shown("scenario_file", export, scenario=scenario, **values)


def _sent() -> bytes:
    request.max_content_length = MAX_BYTES + _WRAPPING
    file = request.files.get("plik")
    if file is None or not file.filename:
        raise InvalidInputError("no file was sent", "Wybierz plik scenariusza z dysku i wyślij go jeszcze raz.")
    return file.stream.read(MAX_BYTES + 1)


def _drain() -> None:
    stream, left = request.environ["wsgi.input"], _DRAINED
    while left > 0 and (chunk := stream.read(min(left, 1 << 16))):
        left -= len(chunk)
