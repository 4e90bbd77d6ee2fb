"""``ses-map worklist``."""

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from ses_map.cli.common import day_option, find_voivodeship, format_option, published, show, writing
from ses_map.documents.typesetting import Sheet, typeset
from ses_map.inert import inert, seen
from ses_map.lookup import Lookup
from ses_map.planning.letters import as_text, as_values, letter_name, reply_name, write_letter
from ses_map.planning.recipients import Recipient, count_standings, find_recipients, recipient_table, work_table
from ses_map.planning.reply_rows import fill_reply
from ses_map.planning.table import Table
from ses_map.planning.worklist import find_work, people
from ses_map.settings import Settings

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@day_option
@format_option("text", "json", "csv")
@click.option("--voivodeship", default="", help="Code or slug: that voivodeship only.")
@click.option(
    "--letters", type=_FOLDER, help="Folder for a letter to each recipient, as PDF and as the text of an e-mail."
)
@click.option("--sheets", type=_FOLDER, help="Folder for a reply sheet for each recipient (XLSX).")
@click.pass_obj
def worklist(
    settings: Settings, as_of: date, form: str, voivodeship: str, letters: Path | None, sheets: Path | None
) -> None:
    """List what is to be confirmed on a day, and write the letters and reply sheets that ask for it.

    Claims that are unconfirmed or ended and areas without any: since when, how many people, by which source, whom to
    ask. A filled reply sheet is read back by `ses-map import reply`.
    """
    snapshot = published(settings)
    region = find_voivodeship(snapshot.registry, voivodeship).teryt if voivodeship else ""
    lookup = Lookup(snapshot)
    items = find_work(lookup, as_of, region)
    recipients = find_recipients(lookup, items, as_of)
    table = work_table(items, recipients)
    facts = {
        "snapshot": snapshot.id,
        "date": as_of.isoformat(),
        "areas": dict(count_standings(items)),
        "population": people(items),
    }
    if form == "csv":
        _write_csv(table)
    else:
        body = {**facts, "list": _rows(table), "recipients": _rows(recipient_table(recipients))}
        show(form, body, _lines(facts, table))
    if letters:
        _write(letters, recipients, lambda r: _letters(lookup, r, as_of, settings))
    if sheets:
        from ses_map.documents.reply_workbook import to_reply_workbook

        _write(sheets, recipients, lambda r: [(reply_name(r, as_of), to_reply_workbook(fill_reply(lookup, r, as_of)))])


def _letters(lookup: Lookup, recipient: Recipient, as_of: date, settings: Settings) -> Iterable[tuple[str, bytes]]:
    letter = write_letter(lookup, recipient, as_of, settings.report, settings.operator.strip())
    yield letter_name(recipient, as_of, "txt"), as_text(letter).encode()
    yield letter_name(recipient, as_of, "pdf"), typeset(Sheet("letter", as_values(letter)), "pdf", settings.templates)


def _write(
    folder: Path, recipients: Sequence[Recipient], make: Callable[[Recipient], Iterable[tuple[str, bytes]]]
) -> None:
    """Write the files of every recipient, and say where they are on standard error."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for recipient in recipients:
            for name, content in make(recipient):
                (folder / name).write_bytes(content)
    click.echo(f"ses-map: {len(recipients)} adresatów, pliki w {folder}", err=True)


def _rows(table: Table) -> list[dict[str, Any]]:
    return [{c.key: row[c.key] for c in table.columns} for row in table.rows]


def _write_csv(table: Table) -> None:
    writer = csv.DictWriter(sys.stdout, [c.key for c in table.columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows({key: inert(value) for key, value in row.items()} for row in _rows(table))


def _lines(facts: dict[str, Any], table: Table) -> Iterator[str]:
    yield f"Migawka {facts['snapshot']}, stan na {facts['date']}: do potwierdzenia"
    yield from (f"{name}: {count}" for name, count in facts["areas"].items())
    yield f"mieszkańcy: {facts['population']}"
    for row in table.rows:
        since = f" od {row['since']}" if row["since"] else ""
        source = " ".join(filter(None, (row["source_url"] or row["source"], row["source_date"])))
        parts = (
            f"{row['teryt']} {row['name']}", f"{row['standing']}{since}", row["centre"], source, row["ask"],
            row["contact"],
        )  # fmt: skip
        yield seen("; ".join(part for part in parts if part))
