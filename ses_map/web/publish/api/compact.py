"""Answers of a batch in few words: what a table needs, and the address of ``/api/v1/lookup`` has the rest."""

from datetime import date
from typing import Any

from ses_map.errors import SesMapError
from ses_map.lookup import BORDER_TOLERANCE_M
from ses_map.model import Answer, Serving
from ses_map.web.http.errors import row_problem
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Body = dict[str, Any]

#: Columns of a batch as CSV.
COLUMNS = (
    "index",
    "id",
    "outcome",
    "reason",
    "standing",
    "unit",
    "unit_name",
    "gmina",
    "gmina_name",
    "overlap",
    "centres",
    "centre_names",
    "last_known",
    "near_border",
    "candidates",
    "exceptions",
    "problem",
)

#: Names of a place that answers of one snapshot and day are kept under.
Key = tuple[str, str]


def key(answer: Answer) -> Key | None:
    """Return what determines an answer on its day, or ``None`` where the point itself does."""
    return None if answer.near_border or answer.candidates else (answer.unit, answer.gmina)


def spell(loaded: LoadedSnapshot, answer: Answer) -> Body:
    """Spell an answer; keys as in the schema ``BatchRow``, without ``index`` and ``id``."""
    coverage = answer.coverage
    return {
        "outcome": answer.outcome.value,
        "reason": coverage.reason.value if coverage.reason else None,
        "standing": answer.standing.value if answer.standing else None,
        "unit": _unit(loaded, answer.unit, answer.as_of),
        "gmina": _unit(loaded, answer.gmina, answer.as_of),
        "overlap": coverage.is_overlap,
        "centres": [_centre(loaded, s) for s in coverage.serving],
        "last_known": [_centre(loaded, s) for s in coverage.last_known],
        "near_border": [
            {
                "centre": {"id": centre, "name": loaded.centres[centre].name},
                "gmina": _unit(loaded, gmina, answer.as_of),
                "distance_m": round(metres),
            }
            for centre, gmina, metres in answer.near_border
        ],
        "candidates": list(answer.candidates),
        "exceptions": [gmina for gmina, _ in answer.exceptions],
        "problem": None,
    }


def spell_error(error: SesMapError) -> Body:
    """Spell a row that cannot be answered: the same keys, nothing known, and why."""
    empty: Body = {
        "outcome": "invalid",
        "reason": None,
        "standing": None,
        "unit": None,
        "gmina": None,
        "overlap": False,
    }
    lists: Body = {name: [] for name in ("centres", "last_known", "near_border", "candidates", "exceptions")}
    return {**empty, **lists, "problem": row_problem(error)}


def cells(body: Body) -> list[Any]:
    """Return the cells of a row for :data:`COLUMNS`, without ``index`` and ``id``; lists are joined with ``; ``."""
    near = [f"{n['centre']['id']} ({n['distance_m']} m)" for n in body["near_border"]]
    unit, gmina, problem = body["unit"] or {}, body["gmina"] or {}, body["problem"] or {}
    lists = ([c["id"] for c in body["centres"]], [c["name"] for c in body["centres"]])
    more = ([c["id"] for c in body["last_known"]], near, body["candidates"], body["exceptions"])
    told = (body["outcome"], body["reason"], body["standing"], unit.get("teryt"), unit.get("name"))
    of_gmina = (gmina.get("teryt"), gmina.get("name"))
    return [*told, *of_gmina, body["overlap"], *("; ".join(found) for found in (*lists, *more)), problem.get("detail")]


def _unit(loaded: LoadedSnapshot, code: str, as_of: date) -> Body | None:
    return {"teryt": code, "name": loaded.snapshot.names.name(code, as_of)} if code else None


def _centre(loaded: LoadedSnapshot, serving: Serving) -> Body:
    return {"id": serving.centre_id, "name": loaded.centres[serving.centre_id].name}


#: What the document says of ``near_border``.
NEAR = f"Inne ośrodki w odległości do {BORDER_TOLERANCE_M:.0f} m."
