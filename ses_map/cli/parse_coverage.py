"""``ses-map parse-coverage``."""

import dataclasses
import sys
from collections.abc import Iterator
from typing import Any, TextIO

import click

from ses_map.cli.common import format_option, show_json
from ses_map.registry import read_registry
from ses_map.registry.sentence import Gazetteer, Reading, UnitFound, parse_sentence
from ses_map.settings import Settings


@click.command(name="parse-coverage")
@click.argument("sentence", required=False)
@click.option("--file", "file", type=click.File(encoding="utf-8"), help="One sentence a line; - for standard input.")
@click.option("--voivodeship", default="", help="What it is known to be about: a code (22) or a name (pomorskie).")
@format_option("text", "json")
@click.pass_obj
def parse_coverage(settings: Settings, sentence: str | None, file: TextIO | None, voivodeship: str, form: str) -> None:
    """Return which powiats and gminas a coverage sentence of a web page means.

    Prints each unit with its code, the words it came from and how it was settled, and a problem for everything that was
    not understood. Exit code 1 when there is a problem.
    """
    if (sentence is None) == (file is None):
        raise click.UsageError("give either a sentence or --file")
    registry, _ = read_registry(settings.geodata)
    gazetteer = Gazetteer(registry)
    code = _code(gazetteer, voivodeship)
    readings = [parse_sentence(text, gazetteer, code) for text in _texts(sentence, file)]
    if form == "json":
        show_json([_body(r) for r in readings] if file else _body(readings[0]))
    else:
        click.echo("\n\n".join("\n".join(_lines(r)) for r in readings))
    if any(r.problems for r in readings):
        sys.exit(1)


def _texts(sentence: str | None, file: TextIO | None) -> Iterator[str]:
    if sentence is not None:
        yield sentence
    elif file is not None:
        yield from (line.strip() for line in file if line.strip())


def _code(gazetteer: Gazetteer, text: str) -> str:
    found = [v.teryt for v in gazetteer.voivodeships.values() if text in (v.teryt, v.name, v.slug)]
    if text and not found:
        known = ", ".join(v.name for v in gazetteer.voivodeships.values())
        raise click.BadParameter(f"{text!r} is not one of {known}", param_hint="--voivodeship")
    return found[0] if found else ""


def _body(reading: Reading) -> dict[str, Any]:
    return dataclasses.asdict(reading)


def _lines(reading: Reading) -> list[str]:
    lines = [reading.text]
    lines += [_unit("", u) for u in (*reading.units, *reading.gminas)]
    lines += [_unit("bez: ", u) for u in reading.excluded]
    lines += [f"  ! {p.code}: {p.detail}" for p in reading.problems]
    return lines


def _unit(before: str, unit: UnitFound) -> str:
    return f"  {before}{unit.teryt} {unit.name} ← „{unit.words}” ({unit.settled}, {unit.certainty})"
