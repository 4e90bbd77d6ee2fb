"""``ses-map audit``."""

import dataclasses
import sys
from collections import Counter
from datetime import date
from typing import Any

import click

from ses_map.build import audit_partition
from ses_map.cli.common import day_option, format_option, published, show_json
from ses_map.coverage import Claims, audit_assignments
from ses_map.lookup import Lookup, coverage_rows, status_counts
from ses_map.model import Problem
from ses_map.planning import audit_coverage
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot


@click.command()
@day_option
@format_option("text", "json")
@click.option("--voivodeship", default="", help="Code or slug, for --strict: only its units are asked about.")
@click.option("--strict", is_flag=True, help="Exit code 1 unless every unit is served by exactly one centre.")
@click.pass_obj
def audit(settings: Settings, as_of: date, form: str, voivodeship: str, strict: bool) -> None:
    """Count and list gaps, overlaps, unknowns, holes, clashes and defects of the published data.

    Assignments are audited by set algebra on codes, as of a day; polygons against the outline of the country, in m².
    """
    snapshot = published(settings)
    problems = _problems(snapshot, as_of)
    facts = _facts(snapshot, as_of, problems)
    if form == "json":
        show_json({**facts, "list": [dataclasses.asdict(p) for p in problems]})
    else:
        _show(facts, problems)
    if strict and not audit_coverage(Lookup(snapshot), as_of, _code(snapshot, voivodeship)).is_whole:
        click.echo("ses-map: nie każdy obszar ma dokładnie jeden aktualny OWES; zob. listę wyżej", err=True)
        sys.exit(1)


def _code(snapshot: Snapshot, text: str) -> str:
    found = [v.teryt for v in snapshot.registry.voivodeships if text in (v.teryt, v.slug)]
    if text and not found:
        raise click.BadParameter(f"{text!r} is no voivodeship", param_hint="--voivodeship")
    return found[0] if found else ""


def _problems(snapshot: Snapshot, as_of: date) -> list[Problem]:
    claims = Claims(snapshot.registry.assignments)
    gaps = audit_assignments(claims, [p.teryt for p in snapshot.registry.powiaty], as_of)
    return sorted([*snapshot.problems, *gaps, *audit_partition(snapshot)])


def _facts(snapshot: Snapshot, as_of: date, problems: list[Problem]) -> dict[str, Any]:
    rows = coverage_rows(Lookup(snapshot), as_of)
    points = snapshot.points
    return {
        "snapshot": snapshot.id,
        "date": as_of.isoformat(),
        "powiaty": dict(sorted(status_counts(rows).items())),
        "points": {"checked": points.checked, "inside": points.inside, "share": round(points.share, 5)},
        "problems": dict(sorted(Counter(p.code for p in problems).items())),
    }


def _show(facts: dict[str, Any], problems: list[Problem]) -> None:
    points = facts["points"]
    click.echo(f"Migawka {facts['snapshot']}, stan na {facts['date']}")
    for status, count in facts["powiaty"].items():
        click.echo(f"powiaty {status}: {count}")
    click.echo(
        f"punkty miejscowości we własnym powiecie: {points['inside']} z {points['checked']} "
        f"({100 * points['share']:.2f} %)"
    )
    for problem in problems:
        where = f"{problem.file}:{problem.row}: " if problem.row else f"{problem.file}: " if problem.file else ""
        click.echo(f"{problem.severity} {problem.code} {problem.subject}: {where}{problem.detail}")
