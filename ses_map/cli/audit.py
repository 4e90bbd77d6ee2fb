"""``ses-map audit``."""

import dataclasses
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from ses_map.build import audit_partition
from ses_map.cli.common import day_option, find_voivodeship, format_option, published, show
from ses_map.coverage import Claims, audit_assignments, split_units
from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.model import Problem
from ses_map.planning.coverage_audit import KINDS, CoverageAudit, audit_coverage
from ses_map.planning.demarcation import find_borders, find_lines
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot


@click.command()
@day_option
@format_option("text", "json")
@click.option("--voivodeship", default="", help="Code or slug: audit that voivodeship and nothing else.")
@click.option(
    "--strict",
    is_flag=True,
    help="Exit code 1 unless every unit is served by exactly one centre, and that is confirmed: a gap, an overlap, an "
    "end that has passed, an old or undated source without a stated end, or no source at all fails. Soft borders, "
    "demarcation lines, gminas of their own, derived areas and entities outside their centre's area are listed, and "
    "never fail.",
)
@click.pass_obj
def audit(settings: Settings, as_of: date, form: str, voivodeship: str, strict: bool) -> None:
    """Count and list gaps, overlaps, unknowns, holes, clashes and defects of the published data.

    Assignments are audited by set algebra on codes, as of a day; polygons against the outline of the country, in m².
    """
    snapshot = published(settings)
    region = find_voivodeship(snapshot.registry, voivodeship).teryt if voivodeship else ""
    problems, desk = _problems(snapshot, as_of, region), audit_coverage(Lookup(snapshot), as_of, region)
    facts = _facts(snapshot, as_of, region, problems) | _findings(snapshot, desk)
    show(form, {**facts, "list": [dataclasses.asdict(p) for p in problems]}, _lines(facts, problems))
    if strict and not desk.is_whole:
        click.echo("ses-map: nie każdy obszar ma dokładnie jeden aktualny OWES; zob. listę wyżej", err=True)
        sys.exit(1)


def _problems(snapshot: Snapshot, as_of: date, region: str) -> list[Problem]:
    """List the defects of the country, or those about units, centres and entities of one voivodeship."""
    claims = Claims.of_registry(snapshot.registry)
    gaps = audit_assignments(claims, [p.teryt for p in snapshot.registry.powiaty], as_of)
    found = sorted([*snapshot.problems, *gaps, *audit_partition(snapshot)])
    if not region:
        return found
    own = {c.id for c in snapshot.registry.centres if c.voivodeship == region}
    own |= {e.id for e in snapshot.registry.entities if e.voivodeship == region}
    return [p for p in found if p.subject in own or (p.subject.isdecimal() and p.subject.startswith(region))]


def _facts(snapshot: Snapshot, as_of: date, region: str, problems: list[Problem]) -> dict[str, Any]:
    rows = coverage_rows(Lookup(snapshot), as_of, region)
    points = snapshot.points
    return {
        "snapshot": snapshot.id,
        "date": as_of.isoformat(),
        "powiaty": standing_counts(rows),
        "points": {"checked": points.checked, "inside": points.inside, "share": round(points.share, 5)},
        "problems": dict(sorted(Counter(p.code for p in problems).items())),
    }


def _findings(snapshot: Snapshot, desk: CoverageAudit) -> dict[str, Any]:
    """Return what each kind of finding touches, and the demarcation lines between centres."""
    powiaty = [p.teryt for p in snapshot.registry.powiaty]
    lookup = Lookup(snapshot)
    borders = find_borders(snapshot.gminy, split_units(powiaty, snapshot.gminy.codes, lookup.claims))
    lines = find_lines(borders, lookup.units_on(desk.as_of), desk.region)
    return {
        "population": desk.population,
        "findings": {kind: dataclasses.asdict(desk.reach(kind)) for kind in KINDS},
        "demarcation": {"lines": len(lines), "length_km": round(sum(line.length_km for line in lines), 1)},
    }


def _lines(facts: dict[str, Any], problems: list[Problem]) -> Iterator[str]:
    points = facts["points"]
    yield f"Migawka {facts['snapshot']}, stan na {facts['date']}"
    yield from (f"powiaty {status}: {count}" for status, count in facts["powiaty"].items())
    share = f"{100 * points['share']:.2f} %"
    yield f"punkty miejscowości we własnym powiecie: {points['inside']} z {points['checked']} ({share})"
    for kind, reach in facts["findings"].items():
        if reach["findings"]:
            people, area = reach["population"], reach["area_km2"]
            yield f"ustalenia {kind}: {reach['findings']} ({people} mieszkańców, {area:.2f} km²)"
    yield f"linie demarkacyjne: {facts['demarcation']['lines']} ({facts['demarcation']['length_km']} km)"
    for problem in problems:
        where = f"{problem.file}:{problem.row}: " if problem.row else f"{problem.file}: " if problem.file else ""
        yield f"{problem.severity} {problem.code} {problem.subject}: {where}{problem.detail}"
