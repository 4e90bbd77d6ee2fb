"""Reader of ``registry/offices.csv``: where centres receive people."""

from collections.abc import Container
from pathlib import Path

from ses_map.model import OFFICE_IDENTITY, Office, OfficeRole, Problem
from ses_map.registry.patches import Patch
from ses_map.registry.rows import Row, day, provenance, read_rows, rejected

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
            accepted.append(_office(row))
    return tuple(accepted), problems


def _office(row: Row) -> Office:
    return Office(
        centre_id=row["centre_id"],
        role=OfficeRole(row["role"]),
        place=row["place"],
        street=row["street"],
        postcode=row["postcode"],
        phone=row["phone"],
        email=row["email"],
        hours=row["hours"],
        step_free=row["step_free"],
        source=provenance(row),
        valid_from=day(row["valid_from"]),
        valid_to=day(row["valid_to"]),
    )
