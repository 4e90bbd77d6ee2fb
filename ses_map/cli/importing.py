"""``ses-map import``."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from ses_map.cli.common import Read
from ses_map.cli.import_report import REPORTS
from ses_map.cli.progress import steps
from ses_map.errors import ImportFileError, InvalidInputError
from ses_map.imports import ImportRequest, Mapping, Report, import_file, layouts, read_layout, read_mapping
from ses_map.imports.cells import read_website
from ses_map.imports.days import read_period
from ses_map.imports.fields import TARGETS, is_field
from ses_map.imports.file_types import MAX_BYTES
from ses_map.imports.history import digest_of
from ses_map.imports.replies import ReplyRequest, import_reply
from ses_map.model import Provenance
from ses_map.settings import Settings
from ses_map.spelling import slug

#: What stands in the place of a table: a filled reply sheet, and the options that it does not say by itself.
_REPLY = "reply"
_TAKEN = ("voivodeship", "dry_run", "form", "output")

F = TypeVar("F", bound=Callable[..., Any])


def _constant(text: str) -> tuple[str, str]:
    field, sign, value = text.partition("=")
    if not sign:
        raise InvalidInputError(f"{text!r} is not FIELD=VALUE, such as kind=cis")
    return field.strip(), value.strip()


def source_options(command: F) -> F:
    """Add what says of a file where it is from and what its rows do not say."""
    options = (
        click.option("--register", default="", help="Id of the register that the file is of; default: its name."),
        click.option("--source-title", default="", help="What the file is; its rows need a source."),
        click.option("--source-url", type=Read("URL", read_website), help="Where it was published."),
        click.option(
            "--source-date", type=Read("DATE", read_period), help="Its date: 2024, 2024-03 or 2024-03-05."
        ),
        click.option("--voivodeship", default="", help="Code or name, for rows that have none."),
        click.option(
            "--set", "constants", type=Read("FIELD=VALUE", _constant), multiple=True,
            help="For rows that have none: kind=cis.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.command(name="import")
@click.argument("target", type=click.Choice((*TARGETS, _REPLY)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--mapping", "mapping_file", type=click.Path(path_type=Path), help="TOML; default: FILE.mapping.toml.")
@click.option("--layout", type=click.Choice(layouts()), help="An official layout that is shipped.")
@click.option("--sheet", "sheets", multiple=True, help="Sheet or layer to read; may be repeated; default: all.")
@source_options
@click.option("--dry-run", is_flag=True, help="Report only; the registry stays as it is.")
@click.option("--close-many", is_flag=True, help="Let an edition close most of its register.")
@click.option("--corrects", type=click.IntRange(1), metavar="ID", help="Import of which it is a corrected edition.")
@click.option("--format", "form", type=click.Choice(list(REPORTS)), default="text", show_default=True)
@click.option(
    "--output", type=click.File("w", encoding="utf-8", lazy=False), default="-", help="Where the report goes."
)
@click.pass_obj
def import_(settings: Settings, /, target: str, file: Path, **options: Any) -> None:
    """Import a spreadsheet, CSV, GeoJSON, GeoPackage or zipped Shapefile into the registry.

    TARGET is the table, or `reply` for a filled reply sheet of `ses-map worklist`: that needs no other options, and is
    taken whole, or not at all where anything in it is wrong. The first import of a table guesses which column is what
    and writes that to a mapping file, which later imports obey. Every row is accepted or rejected with a problem; the
    same file twice changes nothing. A title and an address are those of the edition before where none are given;
    another file of the same source and date takes the place of the import before, and leaves no change in history.
    Every import can be taken back: see `ses-map imports` and `ses-map undo`.
    Exit code 1 when nothing could be imported.
    """
    report = _import_reply(settings, file, options) if target == _REPLY else _import(settings, target, file, options)
    options["output"].write(REPORTS[options["form"]](report, settings))
    if report.refused or not report.accepted:
        sys.exit(1)


def _import_reply(settings: Settings, file: Path, options: dict[str, Any]) -> Report:
    strange = sorted(name for name, value in options.items() if name not in _TAKEN and value)
    if strange:
        shown = ", ".join(f"--{name.replace('_', '-')}" for name in strange)
        raise click.UsageError(f"a reply sheet says by itself what {shown} would say")
    request = ReplyRequest(file, settings.day(), options["voivodeship"], options["dry_run"])
    with steps() as progress:
        return import_reply(settings.geodata, request, progress)


def _import(settings: Settings, target: str, file: Path, options: dict[str, Any]) -> Report:
    request = _request(target, file, settings.day(), options)
    with steps() as progress:
        return import_file(settings.geodata, request, progress)


def _request(target: str, file: Path, today: date, options: dict[str, Any]) -> ImportRequest:
    chosen: Path = options["mapping_file"] or file.with_name(f"{file.name}.mapping.toml")
    given = chosen.is_file()
    mapping = read_mapping(chosen) if given else Mapping(target, "")
    if options["layout"]:
        layout = read_layout(options["layout"])
        if layout.target != target:
            raise click.BadParameter(f"{options['layout']} is a layout of {layout.target}", param_hint="--layout")
        mapping = replace(
            mapping,
            columns=layout.columns | mapping.columns,
            constants=layout.constants | mapping.constants,
            values=layout.values | mapping.values,
        )
    if mapping.target != target:
        raise ImportFileError(
            f"mapping {chosen.name} is for {mapping.target}, and {target} was asked for: name another mapping",
            f"Mapowanie {chosen.name} dotyczy tabeli {mapping.target}, a podano {target}; wskaż inne mapowanie.",
        )
    return ImportRequest(
        path=file,
        mapping=with_options(mapping, file, options),
        write_to=None if given else chosen,
        today=today,
        dry_run=options["dry_run"],
        close_many=options["close_many"],
        sheets=options["sheets"],
        corrects=options["corrects"] or 0,
    )


def with_options(mapping: Mapping, file: Path, options: dict[str, Any]) -> Mapping:
    """Return a mapping what the options say of source, register and constants."""
    old, edition = mapping.source, _digest(file)
    dated = old.date if mapping.edition in ("", edition) else ""
    source = Provenance(
        options["source_url"] or old.url, options["source_title"] or old.title, options["source_date"] or dated
    )
    constants = dict(mapping.constants) | dict(options["constants"])
    if options["voivodeship"]:
        constants["voivodeship"] = options["voivodeship"]
    strange = sorted(f for f in constants if not is_field(mapping.target, f))
    if strange:
        raise click.BadParameter(f"{mapping.target} has no field {', '.join(strange)}", param_hint="--set")
    register = slug(options["register"]) or mapping.register or ("" if options.get("corrects") else slug(file.stem))
    return replace(mapping, register=register, source=source, constants=constants, edition=edition)


def _digest(file: Path) -> str:
    """Recognise editions apart; a file that cannot be read is told of by the import itself."""
    return digest_of(file) if file.is_file() and file.stat().st_size <= MAX_BYTES else ""
