"""``/planowanie/raport``: what a board needs to know, on one page of A4, as HTML and as PDF."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Response

from ses_map.documents.typesetting import Sheet
from ses_map.maps.legend import SEVERAL, Key, sign_keys
from ses_map.model import Source
from ses_map.planning import tables
from ses_map.planning.changes import change_table
from ses_map.planning.coverage_audit import Finding
from ses_map.planning.report import Report, limits, make_report, share_table
from ses_map.spelling import long_day
from ses_map.web.file_formats.export import Export
from ses_map.web.file_formats.sheets import head_values, legend_values, polish, scale_values
from ses_map.web.http import parameters
from ses_map.web.planning.charts import coverage_picture
from ses_map.web.planning.frame import More, blueprint, shown
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
    loaded, chart = current(), coverage_picture()
    found = make_report(loaded.lookup, parameters.as_of(), parameters.voivodeship(), loaded.planner.entities.relations)
    more = More(chart.keys, "Pokrycie OWES", printed=lambda export: _sheet(export, found))
    values: dict[str, Any] = {"report": found, "content": _content(found), "most": MOST, "signs": _signs(found)}
    return shown("report", share_table(found), picture=chart.draw, more=more, slug=chart.slug, **values)


def _signs(found: Report) -> list[Key]:
    """List what the colours and patterns on the map say."""
    several = [SEVERAL for p in found.desk.parts if p.is_overlap]
    return sign_keys([*(p.standing for p in found.desk.parts), *several])


def _content(found: Report) -> dict[str, Any]:
    """Return what both forms of the page say, as words and numbers."""
    desk, numbers = found.desk, current().citizen.pictures.atlas.numbers
    states = [{"name": r["standing"], **r} for r in tables.standing_table(desk).rows if r["parts"]]
    urgent = [{"name": f.part.row.name, "kind": f.kind, "said": _said(f), **_of(f)} for f in found.urgent]
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
    for change in sorted(changes, key=lambda c: (-date.fromisoformat(c["since"]).toordinal(), -(c["population"] or 0))):
        groups[change["since"], f"{change['before']} → {change['after']}"].append(change["name"])
    return [{"since": since, "moved": moved, "name": _listed(names)} for (since, moved), names in groups.items()]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" i jeszcze {more}" if more > 0 else "")


def _of(finding: Any) -> dict[str, Any]:
    return {"population": finding.part.population, "voivodeship": finding.part.row.voivodeship.name}


def _said(finding: Finding) -> str:
    """Describe why a part has no one confirmed centre."""
    said = {"gap": "luka", "no-source": "brak źródła", "overlap": SEVERAL_SAID, "expired": f"zakończone {finding.day}"}
    said["unconfirmed"] = f"niepotwierdzone, źródło z {finding.day}" if finding.day else "niepotwierdzone, bez daty"
    several = f"; {SEVERAL_SAID}" if finding.part.is_overlap and finding.kind != "overlap" else ""
    return said[finding.kind] + several


def _papers(sources: Sequence[Source]) -> list[str]:
    """Name every publisher with the days of its data, each once."""
    days: dict[str, set[str]] = {}
    for source in sources:
        days.setdefault(source.publisher, set()).add(source.vintage)
    return [f"{name} ({', '.join(sorted(days[name]))})" for name in sorted(days)]


def _sheet(export: Export, found: Report) -> Sheet:
    """Spell the content for print: every number as the page has it, lists whole; the template cuts and says so."""
    chart, content = coverage_picture(), _content(found)
    picture = chart.draw()
    legend, swatches = legend_values(chart.keys())
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
    return {k: polish(v, digits.get(k, 0)) if _is_number(v) else _or_unknown(k, v) for k, v in row.items()}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _or_unknown(key: str, value: Any) -> Any:
    if key == "source_date" and not value:
        return "bez daty"
    return "brak danych" if value is None else value
