"""Reader of ``registry/offices.csv``: where centres receive people."""

from collections.abc import Container
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import OFFICE_IDENTITY, Office, Problem
from ses_map.registry.patches import Patch
from ses_map.registry.rows import read_rows, rejected

PATH = "registry/offices.csv"


def read_offices(
    geodata: Path, patches: tuple[Patch, ...], centres: Container[str]
) -> tuple[tuple[Office, ...], list[Problem]]:
    """Read the offices in the order of the file.

    One of an unknown centre is rejected, and so is one that repeats another of the same place and beginning.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    accepted = []
    seen: dict[tuple[str, ...], int] = {}
    for line, row in rows:
        key = tuple(row[column] for column in OFFICE_IDENTITY)
        if row["centre_id"] not in centres:
            why = "nie ma w centres.csv; popraw identyfikator albo dopisz ośrodek"
            problems.append(rejected("unknown-centre", PATH, line, "centre_id", row["centre_id"], why))
        elif key in seen:
            why = f"powtarza biuro z wiersza {seen[key]}; zostaw jeden z nich"
            problems.append(rejected("duplicate-office", PATH, line, "place", row["place"], why))
        else:
            seen[key] = line
            accepted.append(read_record(Office, row))
    return tuple(accepted), problems
