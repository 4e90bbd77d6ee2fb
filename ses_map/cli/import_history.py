"""``ses-map imports`` and ``ses-map undo``."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import click

from ses_map.cli.common import format_option, show
from ses_map.cli.import_report import lines_of
from ses_map.datasets import IMPORTS
from ses_map.datasets.imports import ImportStep
from ses_map.imports.history import compare, read_history
from ses_map.imports.merging import Merged
from ses_map.imports.undoing import undo as take_back
from ses_map.inert import seen
from ses_map.settings import Settings


@click.command(name="imports")
@format_option("table", "json")
@click.pass_obj
def imports(settings: Settings, form: str) -> None:
    """List the imports that the registry was made by: the number of each, its day, file, source, and what it changed.

    JSON has every row that was added, changed, closed or removed.
    """
    history = read_history(settings.geodata)
    steps = [
        (step, [compare(t, [(r.before, r.after) for r in rows]) for t, rows in history.rows_of(step).items()])
        for step in history.steps
    ]
    show(form, [_body(step, tables) for step, tables in steps], _table(steps))


@click.command(name="undo")
@click.argument("number", metavar="ID", type=click.IntRange(1))
@click.option("--dry-run", is_flag=True, help="Tell what would change; the registry stays as it is.")
@format_option("text", "json")
@click.pass_obj
def undo(settings: Settings, number: int, dry_run: bool, form: str) -> None:
    """Take an import back: the tables become what they were before it, and it is no longer listed.

    ID is its number in `ses-map imports`. Later imports and edits of other rows stay. Exit code 1, and nothing is
    changed, while something later rests on it, or its rows were edited since.
    """
    step, tables = take_back(settings.geodata, number, dry_run)
    said = "Import zostałby cofnięty (próba)" if dry_run else "Cofnięto import"
    head = f"{said}: {step.id}, {step.target} z pliku {step.file} ({step.day}): {_counts(tables)}"
    lines = [head, *lines_of(change for table in tables for change in table.changes)]
    show(form, _body(step, tables) | {"dry_run": dry_run}, (seen(" ".join(line.split("\n"))) for line in lines))


def _body(step: ImportStep, tables: Sequence[Merged]) -> dict[str, Any]:
    own = {column.name: column.plain(step) for column in IMPORTS.columns}
    changes = [dataclasses.asdict(change) for table in tables for change in table.changes]
    return own | {"renewed": sum(table.renewed for table in tables), "changes": changes}


def _table(steps: Sequence[tuple[ImportStep, Sequence[Merged]]]) -> Iterator[str]:
    if not steps:
        yield "Rejestr nie ma zapisanych importów."
        return
    heads = ("nr", "dzień", "polecenie", "rejestr", "plik", "źródło", "zmiany")
    rows = [heads, *(_cells(step, tables) for step, tables in steps)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cells(step: ImportStep, tables: Sequence[Merged]) -> tuple[str, ...]:
    source = f"{step.source.title or step.source.url} ({step.source.date or 'bez daty'})"
    cells = (str(step.id), step.day.isoformat(), step.target, step.register, step.file, source, _counts(tables))
    return tuple(seen(" ".join(cell.split())) for cell in cells)


def _counts(tables: Sequence[Merged]) -> str:
    words = {"added": "dodane", "changed": "zmienione", "closed": "zamknięte", "removed": "usunięte"}
    counts = Counter(change.what for table in tables for change in table.changes)
    counts["renewed"] = sum(table.renewed for table in tables)
    said = (words | {"renewed": "potwierdzone"}).items()
    return ", ".join(f"{word} {counts[what]}" for what, word in said if counts[what])
