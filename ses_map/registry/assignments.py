"""Reader of ``registry/assignments.csv``: who claims to serve what, and when."""

from collections.abc import Container, Mapping
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Assignment, Centre, Problem
from ses_map.registry.patches import Patch
from ses_map.registry.rows import Row, read_rows, rejected

PATH = "registry/assignments.csv"


def read_assignments(
    geodata: Path, patches: tuple[Patch, ...], units: Container[str], centres: Mapping[str, Centre]
) -> tuple[tuple[Assignment, ...], list[Problem]]:
    """Read the claims.

    Parameters
    ----------
    geodata : Path
        Folder with the tables.
    patches : tuple of Patch
        Corrections to apply on reading.
    units : container of str
        Known powiat and gmina codes; a row that names another is rejected as ``unknown-unit``.
    centres : mapping of str to Centre
        Known centres by id; a row that names another is rejected as ``unknown-centre``.

    Returns
    -------
    tuple of Assignment, list of Problem
        In the order of the file; every row is in one of the two.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    accepted = []
    for line, row in rows:
        problem = _defect(line, row, units, centres)
        if problem:
            problems.append(problem)
        else:
            centre = centres[row["centre_id"]]
            lives = {"centre_from": centre.valid_from, "centre_to": centre.valid_to}
            accepted.append(read_record(Assignment, row, row=line, **lives))
    return tuple(accepted), problems


def _defect(line: int, row: Row, units: Container[str], centres: Container[str]) -> Problem | None:
    if row["unit"] not in units:
        why = "nie jest kodem TERYT powiatu ani gminy ze stanu na 2026-01-01; popraw kod"
        return rejected("unknown-unit", PATH, line, "unit", row["unit"], why)
    if row["centre_id"] not in centres:
        return rejected(
            "unknown-centre", PATH, line, "centre_id", row["centre_id"], "nie ma w centres.csv; dopisz ośrodek"
        )
    return None
