"""``ses-map build``."""

from collections import Counter
from pathlib import Path

import click

from ses_map.cli.common import build_and_publish, format_option, show_json, shown_store
from ses_map.settings import Settings


@click.command()
@click.option(
    "--entities",
    "registers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A big register kept outside geodata (.parquet, .csv, .csv.gz) with the columns of registry/entities.csv; "
    "may be repeated.",
)
@format_option("text", "json")
@click.pass_obj
def build(settings: Settings, registers: tuple[Path, ...], form: str) -> None:
    """Read geodata, join, audit, render the maps and publish a snapshot.

    A source file that does not match its manifest is FATAL: the published snapshot stays as it was, exit code 1.
    """
    snapshot = build_and_publish(settings, registers)
    counts = dict(sorted(Counter(p.code for p in snapshot.problems).items()))
    registry = snapshot.registry
    facts = {
        "snapshot": snapshot.id,
        "store": shown_store(settings),
        "powiaty": len(registry.powiaty),
        "gminy": len(registry.gminy),
        "centres": len(registry.centres),
        "assignments": len(registry.assignments),
        "entities": len(registry.entities),
        "problems": counts,
    }
    if form == "json":
        show_json(facts)
        return
    click.echo(f"Opublikowano migawkę {snapshot.id} w {shown_store(settings)}.")
    click.echo(
        f"{facts['powiaty']} powiatów, {facts['gminy']} gmin, {facts['centres']} OWES, {facts['assignments']} wskazań, "
        f"{facts['entities']} podmiotów."
    )
    for code, count in counts.items():
        click.echo(f"Do wyjaśnienia: {code} × {count}")
