"""Answers of a batch in few words: what a table needs, and the address of ``/api/v1/lookup`` has the rest."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from ses_map.datasets import SEPARATOR, plain
from ses_map.errors import SesMapError
from ses_map.model import Answer, Serving
from ses_map.web.http.errors import row_problem
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

Body = dict[str, Any]
#: Names of a place that answers of one snapshot and day are kept under.
Key = tuple[str, str]


def key(answer: Answer) -> Key | None:
    """Return what determines an answer on its day, or ``None`` where the point itself does."""
    return None if answer.near_border or answer.candidates or answer.may_reach else (answer.unit, answer.gmina)


def to_row(loaded: LoadedSnapshot, answer: Answer | SesMapError) -> Body:
    """Write an answer, or why there is none, with the keys of the schema ``BatchRow`` but ``index`` and ``id``."""
    if isinstance(answer, SesMapError):
        return _refused(answer)
    coverage = answer.coverage
    return {
        "outcome": answer.outcome.value,
        "reason": plain(coverage.reason),
        "standing": plain(answer.standing),
        "unit": _unit(loaded, answer.unit, answer.as_of),
        "gmina": _unit(loaded, answer.gmina, answer.as_of),
        "overlap": coverage.is_overlap,
        "centres": _centres(loaded, coverage.serving),
        "last_known": _centres(loaded, coverage.last_known),
        "near_border": [
            {
                "centre": {"id": centre, "name": loaded.centres[centre].name},
                "gmina": _unit(loaded, gmina, answer.as_of),
                "distance_m": round(metres),
            }
            for centre, gmina, metres in answer.near_border
        ],
        "candidates": list(answer.candidates),
        "may_reach": list(answer.may_reach),
        "exceptions": [gmina for gmina, _ in answer.exceptions],
        "problem": None,
    }


def _refused(error: SesMapError) -> Body:
    unknown = dict.fromkeys(("reason", "standing", "unit", "gmina"))
    lists: Body = {
        name: [] for name in ("centres", "last_known", "near_border", "candidates", "may_reach", "exceptions")
    }
    return {"outcome": "invalid", **unknown, "overlap": False, **lists, "problem": row_problem(error)}


def _unit(loaded: LoadedSnapshot, code: str, as_of: date) -> Body | None:
    return {"teryt": code, "name": loaded.snapshot.names.name(code, as_of)} if code else None


def _centres(loaded: LoadedSnapshot, serving: Sequence[Serving]) -> list[Body]:
    return [{"id": s.centre_id, "name": loaded.centres[s.centre_id].name} for s in serving]


def to_cells(row: Body) -> Body:
    """Return a row by the columns of a batch as CSV, without ``index`` and ``id``."""
    unit, gmina, problem = row["unit"] or {}, row["gmina"] or {}, row["problem"] or {}
    return {
        "outcome": row["outcome"],
        "reason": row["reason"],
        "standing": row["standing"],
        "unit": unit.get("teryt"),
        "unit_name": unit.get("name"),
        "gmina": gmina.get("teryt"),
        "gmina_name": gmina.get("name"),
        "overlap": row["overlap"],
        "centres": SEPARATOR.join(c["id"] for c in row["centres"]),
        "centre_names": SEPARATOR.join(c["name"] for c in row["centres"]),
        "last_known": SEPARATOR.join(c["id"] for c in row["last_known"]),
        "near_border": SEPARATOR.join(f"{n['centre']['id']} ({n['distance_m']} m)" for n in row["near_border"]),
        "candidates": SEPARATOR.join(row["candidates"]),
        "may_reach": SEPARATOR.join(row["may_reach"]),
        "exceptions": SEPARATOR.join(row["exceptions"]),
        "problem": problem.get("detail"),
    }
