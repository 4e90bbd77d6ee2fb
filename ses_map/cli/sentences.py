"""``ses-map parse-coverage``: what a sentence means."""

import dataclasses
import sys
from collections.abc import Iterator
from typing import TextIO

import click

from ses_map.cli.common import find_voivodeship, format_option, show
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
    region = find_voivodeship(registry, voivodeship).teryt if voivodeship else ""
    texts = [line.strip() for line in file if line.strip()] if file else [sentence or ""]
    readings = [parse_sentence(text, gazetteer, region) for text in texts]
    bodies = [dataclasses.asdict(reading) for reading in readings]
    show(form, bodies if file else bodies[0], ["\n\n".join("\n".join(_reading(r)) for r in readings)])
    if any(r.problems for r in readings):
        sys.exit(1)


def _reading(reading: Reading) -> Iterator[str]:
    yield reading.text
    yield from (_unit("", u) for u in (*reading.units, *reading.gminas))
    yield from (_unit("bez: ", u) for u in reading.excluded)
    yield from (f"  ! {p.code}: {p.detail}" for p in reading.problems)


def _unit(before: str, unit: UnitFound) -> str:
    return f"  {before}{unit.teryt} {unit.name} ← „{unit.words}” ({unit.settled}, {unit.certainty})"
