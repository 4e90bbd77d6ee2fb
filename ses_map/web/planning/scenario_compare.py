"""``/planowanie/scenariusz/porownanie``: two scenarios unit by unit, and their balances side by side."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Response, redirect, request

from ses_map.errors import InvalidInputError
from ses_map.model import Problem
from ses_map.planning.balance import weigh
from ses_map.planning.scenario import Scenario
from ses_map.planning.scenario import shown as cut
from ses_map.planning.scenario_reading import LONGEST_TEXT, Reading, read_address, trouble
from ses_map.planning.scenario_tables import compared_balance, compared_table
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.planning.scenario_state import LONGEST_ADDRESS, PATH, Asked, compact, read_asked

_HERE = f"{PATH}/porownanie"


@blueprint.get("/scenariusz/porownanie")
def compare() -> str | Response:
    """Compare two scenarios, each given by its address or by the text of ``zmiany``."""
    return _compared(read_asked())


@blueprint.post("/scenariusz/porownanie")
def comparison() -> str | Response:
    """Lead to the address of a comparison; one too long for that is shown at once."""
    asked = read_asked()
    address = compact(_HERE, {**asked.view, **{k: request.form.get(k, "") for k in ("a", "b")}})
    return redirect(address, 303) if len(address) <= LONGEST_ADDRESS else _compared(asked)  # type: ignore[return-value]


def _compared(asked: Asked) -> str | Response:
    (one, first), (two, second) = _read(asked, "a"), _read(asked, "b")
    table = compared_table(asked.scenario_base, one, two, asked.as_of, asked.region)
    balances = [weigh(asked.scenario_base, s, asked.as_of, asked.region) for s in (one, two)]
    values: dict[str, Any] = {
        "balances": compared_balance(*balances),
        "problems": [*first, *second],
        "both": (one, two),
    }
    opened = [asked.with_scenario(s).address() for s in (one, two)]
    return shown("scenario_compare", table, given=[_given(k) for k in ("a", "b")], opened=opened, **values)


def _given(key: str) -> str:
    return request.values.get(key, "")


def _read(asked: Asked, key: str) -> tuple[Scenario, Sequence[Problem]]:
    """Read one of the two; nothing stands for today."""
    text = _given(key).strip()
    if len(text) > 2 * LONGEST_TEXT:
        raise InvalidInputError("an address too long", "Wklejony adres jest za długi; porównaj pliki po wczytaniu.")
    reading, letter = _reading(asked, text), key.upper()
    return reading.scenario, [trouble(p.code, f"{letter}: {p.subject}", p.detail) for p in reading.problems]


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
