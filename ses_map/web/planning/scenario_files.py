"""Scenarios as files: saved, read again with everything said that could not be taken, and new centres as a table."""

from typing import Any

from flask import Response, redirect, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from ses_map.errors import InvalidInputError
from ses_map.planning.scenario import Scenario
from ses_map.planning.scenario_file import MAX_BYTES, FileReading, read_file, write_file
from ses_map.planning.scenario_reading import trouble
from ses_map.planning.scenario_tables import new_centres_table, problem_table
from ses_map.web.file_formats.export import Export
from ses_map.web.file_formats.files import to_file
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.planning.scenario_state import PATH, Asked, compact, read_asked
from ses_map.web.state.snapshot_holder import current, holder

_TOO_BIG = (
    f"Plik ma ponad {MAX_BYTES // 1_000_000} MB, a scenariusz całego kraju zajmuje mniej; wybierz plik, który zapisał "
    "przycisk „Pobierz plik scenariusza”."
)
#: What a form adds to the file it carries.
_WRAPPING = 4096
#: A body that is refused is still read up to here, so that the sender hears why.
_DRAINED = 32 * 1024 * 1024


@blueprint.route("/scenariusz/plik.json", methods=["GET", "POST"])
def scenario_json() -> Response:
    """Return a scenario as a file."""
    asked = read_asked()
    data = write_file(asked.scenario, asked.scenario_base, asked.as_of, asked.region)
    response = Response(data, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="scenariusz-{asked.as_of.isoformat()}.json"'
    return response


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
        return _refused(error.polish, 400)


def _opened(found: FileReading) -> Response | tuple[str | Response, int]:
    asked = Asked(current().planner.scenario_base, found.reading.scenario, found.as_of, found.region, _level(found))
    if found.reading.problems or asked.is_long:
        return _listed(asked, found), 200
    return redirect(asked.address(), 303)  # type: ignore[return-value]


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


def _level(found: FileReading) -> str:
    return "gmina" if found.region and any(len(u) == 6 for u in found.reading.scenario.moves) else "powiat"


def _listed(asked: Asked, found: FileReading) -> str | Response:
    table = problem_table(found.reading.problems)
    links: dict[str, Any] = {"action": compact(PATH, asked.view), "address": asked.address(), "is_long": asked.is_long}
    return shown("scenario_file", table, scenario=asked.scenario, state=asked.scenario.written(), **links)


def _refused(sentence: str, status: int) -> tuple[str | Response, int]:
    table = problem_table([trouble("refused", "plik", sentence)])
    return shown("scenario_file", table, scenario=Scenario(), state={}, action=PATH, address="", is_long=False), status
