"""``ses-map build`` and ``serve``: a snapshot published, and several processes that answer from it."""

import os
import sys
from collections import Counter
from pathlib import Path

import click

from ses_map.cli.common import format_option, published, show, shown_store
from ses_map.errors import StoreError
from ses_map.settings import Settings
from ses_map.store import read_intact
from ses_map.store.opening import open_store

#: Named, not imported: a process of its own, without what only commands need.
_SERVER = "ses_map.serving"


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
    from ses_map.cli.building import build_and_publish

    snapshot = build_and_publish(settings, registers)
    problems = dict(sorted(Counter(p.code for p in snapshot.problems).items()))
    words = {
        "powiaty": "powiatów",
        "gminy": "gmin",
        "centres": "OWES",
        "assignments": "wskazań",
        "entities": "podmiotów",
    }
    counts = {name: len(getattr(snapshot.registry, name)) for name in words}
    facts = {"snapshot": snapshot.id, "store": shown_store(settings), **counts, "problems": problems}
    lines = [
        f"Opublikowano migawkę {snapshot.id} w {shown_store(settings)}.",
        ", ".join(f"{count} {words[name]}" for name, count in counts.items()) + ".",
        *(f"Do wyjaśnienia: {code} × {count}" for code, count in problems.items()),
    ]
    show(form, facts, lines)


@click.command()
@click.option("--host", help="Address to listen on (SES_MAP_HOST).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (SES_MAP_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes (SES_MAP_WORKERS).")
@click.option("--threads", type=click.IntRange(1, 64), help="Threads per worker (SES_MAP_THREADS).")
@click.pass_obj
def serve(settings: Settings, /, **chosen: int | str | None) -> None:
    """Serve the published snapshot; a newer one is picked up within seconds, and no request fails."""
    settings = settings.model_copy(update={k: v for k, v in chosen.items() if v is not None})
    try:
        published(settings)
    except StoreError:  # where only older snapshots can be read, serving them is better than nothing
        if next(read_intact(open_store(settings.store)), None) is None:
            raise
    command = [sys.executable, "-m", _SERVER]
    os.execve(sys.executable, command, {**os.environ, **settings.variables()})  # noqa: S606 - no shell is wanted
