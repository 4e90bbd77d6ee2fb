"""Reader of ``registry/visits.csv``: study visits that took place."""

from collections.abc import Container
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Problem, Severity, Visit
from ses_map.registry.patches import Patch
from ses_map.registry.rows import day, parts, read_rows, rejected

PATH = "registry/visits.csv"


def read_visits(
    geodata: Path, patches: tuple[Patch, ...], entities: Container[str]
) -> tuple[tuple[Visit, ...], list[Problem]]:
    """Read the visits in the order of the file.

    A stop at an entity that is not in the registry is left out of its visit and reported as ``unknown-entity``; a visit
    that keeps no stop, or that ends before it begins (``dates-reversed``), is rejected.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    accepted = []
    for line, row in rows:
        first, last = day(row["date_from"]), day(row["date_to"])
        if first and last and last < first:
            why = f"wypada przed początkiem {first}; popraw jeden z dni"
            problems.append(rejected("dates-reversed", PATH, line, "date_to", row["date_to"], why))
            continue
        named = parts(row["entity_order"])
        problems += [_unknown(line, row["title"], stop) for stop in named if stop not in entities]
        stops = tuple(stop for stop in named if stop in entities)
        if stops:
            accepted.append(read_record(Visit, row, stops=stops))
        else:
            why = "nie wymienia żadnego znanego podmiotu; dopisz podmioty"
            problems.append(rejected("visit-without-stops", PATH, line, "entity_order", row["entity_order"], why))
    return tuple(accepted), problems


def _unknown(line: int, title: str, stop: str) -> Problem:
    detail = (
        f"Wiersz {line} pliku {PATH}: wizyta „{title}” wymienia podmiot „{stop}”, którego nie ma w entities.csv; "
        "przystanek pominięto, popraw identyfikator albo dopisz podmiot."
    )
    return Problem("unknown-entity", stop, Severity.WARNING, detail, PATH, line, "entity_order", stop)
