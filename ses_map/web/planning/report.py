"""``/planowanie/raport``: what a board needs to know, on one page of A4, as HTML and as PDF."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Response

from ses_map.documents.typesetting import Sheet
from ses_map.maps.legend import SEVERAL, sign_keys
from ses_map.model import Source
from ses_map.planning import tables
from ses_map.planning.changes import change_table
from ses_map.planning.coverage_audit import Finding
from ses_map.planning.report import Report, limits, make_report, share_table
from ses_map.spelling import long_day
from ses_map.vocabulary import read_day
from ses_map.web.file_formats.export import Export
from ses_map.web.file_formats.sheets import head_values, legend_values, polish, scale_values
from ses_map.web.http import parameters
from ses_map.web.planning.coverage import area_slug, coverage_legend, draw_coverage
from ses_map.web.planning.frame import blueprint, file_context, shown
from ses_map.web.planning.shading import SEVERAL_SAID
from ses_map.web.state.snapshot_holder import current

#: How many rows the page and the print show at most.
MOST = {"shares": 10, "urgent": 7, "changes": 6}
#: How many areas of one change are named.
_NAMED = 6
_LISTS = ("states", "kinds", "shares", "urgent", "changes")


@blueprint.get("/raport")
def report() -> str | Response:
    """Show the report."""
    loaded, relations = current(), current().planner.entities.relations
    found = make_report(loaded.lookup, parameters.as_of(), parameters.voivodeship(), relations)
    export = Export(
        share_table(found),
        *file_context(),
        picture=draw_coverage,
        caption="Pokrycie OWES",
        keys=coverage_legend,
        printed=lambda export: _sheet(export, found),
    )
    parts = found.desk.parts
    signs = sign_keys([*(p.standing for p in parts), *(SEVERAL for p in parts if p.is_overlap)])
    values = {"content": _content(found), "most": MOST, "signs": signs, "slug": area_slug()}
    return shown("report", export, report=found, **values)


def _content(found: Report) -> dict[str, Any]:
    """Return what both forms of the page say, as words and numbers."""
    desk, numbers = found.desk, current().citizen.pictures.atlas.numbers
    states = [{"name": r["standing"], **r} for r in tables.standing_table(desk).rows if r["parts"]]
    urgent = [_urgent(f) for f in found.urgent]
    changes = change_table(current().lookup, found.changes, current().planner.statistics.territory.people).rows
    return {
        "states": states,
        "kinds": [r for r in tables.kind_table(desk).rows if r["findings"]],
        "shares": [
            {**asdict(s), "number": numbers[s.centre], "state": s.state, "dated": s.dated} for s in found.shares
        ],
        "urgent": urgent,
        "changes": _together(changes),
        "limits": limits(found),
        "sources": _papers(found.sources),
        "dates": found.source_dates,
    }


def _together(changes: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Put areas that passed from the same to the same on one day into one row, the latest day and most people first."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for change in sorted(changes, key=lambda c: (-read_day(c["since"]).toordinal(), -(c["population"] or 0))):
        groups[change["since"], f"{change['before']} → {change['after']}"].append(change["name"])
    rows = []
    for (since, moved), names in groups.items():
        rest = f" i jeszcze {len(names) - _NAMED}" if len(names) > _NAMED else ""
        rows.append({"since": since, "moved": moved, "name": ", ".join(names[:_NAMED]) + rest})
    return rows


def _urgent(finding: Finding) -> dict[str, Any]:
    """Describe a part and why it has no one confirmed centre."""
    part, kind, day = finding.part, finding.kind, finding.day
    why = {
        "gap": "luka",
        "no-source": "brak źródła",
        "overlap": SEVERAL_SAID,
        "expired": f"zakończone {day}",
        "unconfirmed": f"niepotwierdzone, źródło z {day}" if day else "niepotwierdzone, bez daty",
    }[kind]
    if part.is_overlap and kind != "overlap":
        why += f"; {SEVERAL_SAID}"
    area = {"population": part.population, "voivodeship": part.row.voivodeship.name}
    return {"name": part.row.name, "kind": kind, "said": why, **area}


def _papers(sources: Sequence[Source]) -> list[str]:
    """Name every publisher with the days of its data, each once."""
    days: dict[str, set[str]] = {}
    for source in sources:
        days.setdefault(source.publisher, set()).add(source.vintage)
    return [f"{name} ({', '.join(sorted(days[name]))})" for name in sorted(days)]


def _sheet(export: Export, found: Report) -> Sheet:
    """Spell the content for print: every number as the page has it, lists whole; the template cuts and says so."""
    content, picture = _content(found), draw_coverage()
    legend, swatches = legend_values(coverage_legend())
    values = {
        **head_values(export),
        "alt": f"Mapa: obszary OWES, {export.place}. Te same informacje są w tabeli ośrodków.",
        "keys": [k for k in legend if not k["number"]],
        "scale": scale_values(picture),
        "population": polish(found.desk.population),
        "parts": polish(len(found.desk.parts)),
        "centres": polish(found.centres),
        "unconfirmed": polish(found.unconfirmed_centres),
        "since": long_day(found.since),
        **{name: [_spelled(row) for row in content[name]] for name in _LISTS},
        **{name: content[name] for name in ("limits", "sources", "dates")},
        "most": MOST,
    }
    return Sheet("report", values, {"map.svg": picture, **swatches})


def _spelled(row: Mapping[str, Any]) -> dict[str, Any]:
    """Write the numbers of a row as Polish text; an unknown one is said to be."""
    digits = {"share": 1, "area_km2": 0}
    spelled = {k: "brak danych" if value is None else value for k, value in row.items()}
    for key, value in row.items():
        if isinstance(value, int | float) and not isinstance(value, bool):
            spelled[key] = polish(value, digits.get(key, 0))
        elif key == "source_date" and not value:
            spelled[key] = "bez daty"
    return spelled
