"""``ses-map diff``."""

from datetime import date
from typing import Any

import click

from ses_map.cli.common import Day, format_option, published, show_json
from ses_map.coverage import Change, diff_coverage
from ses_map.lookup import Lookup
from ses_map.planning.changes import change_name
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot


@click.command()
@click.option("--from", "first", type=Day(), required=True, help="The earlier day.")
@click.option("--to", "last", type=Day(), required=True, help="The later day.")
@format_option("text", "json")
@click.pass_obj
def diff(settings: Settings, first: date, last: date, form: str) -> None:
    """List the units that changed hands between two days."""
    snapshot = published(settings)
    finder = Lookup(snapshot)
    changes = diff_coverage(finder.claims, finder.units_on(last), first, last)
    if form == "json":
        show_json({"from": first.isoformat(), "to": last.isoformat(), "changes": [_body(c) for c in changes]})
        return
    click.echo(f"Od {first} do {last}: {len(changes)} jednostek z inną odpowiedzią.")
    centres = {c.id: c for c in snapshot.registry.centres}
    for change in changes:
        click.echo(_line(snapshot, change, change_name(change, centres)))


def _body(change: Change) -> dict[str, Any]:
    return {
        "teryt": change.unit,
        "kind": change.kind,
        "since": change.since.isoformat(),
        "before": sorted(change.before.centre_ids),
        "after": sorted(change.after.centre_ids),
    }


def _line(snapshot: Snapshot, change: Change, said: str) -> str:
    name = snapshot.names.told_apart(change.unit, change.since)
    before, after = (", ".join(sorted(c.centre_ids)) or str(c.reason) for c in (change.before, change.after))
    return f"{change.unit} {name}: {said} od {change.since}: {before} → {after}"
