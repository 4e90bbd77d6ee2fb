"""Reader of ``registry/doubts.csv``: where sources contradict each other and no patch can resolve which is right."""

from collections.abc import Container
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Problem, Provenance, Severity
from ses_map.registry.patches import Patch
from ses_map.registry.rows import read_rows, rejected

PATH = "registry/doubts.csv"


def read_doubts(geodata: Path, patches: tuple[Patch, ...], subjects: Container[str]) -> list[Problem]:
    """Read the doubts as problems, which the pages show.

    Parameters
    ----------
    geodata : Path
        Folder with the tables.
    patches : tuple of Patch
        Corrections to apply on reading.
    subjects : container of str
        Ids of centres and codes of areas; a doubt about another subject is rejected as ``unknown-subject``.

    Returns
    -------
    list of Problem
        ``doubt``, one for each row, in the order of the file, and what was rejected.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    for line, row in rows:
        if row["subject"] in subjects:
            problems.append(_doubt(line, row))
        else:
            why = "nie jest identyfikatorem ośrodka ani kodem TERYT obszaru; popraw go"
            problems.append(rejected("unknown-subject", PATH, line, "subject", row["subject"], why))
    return problems


def _doubt(line: int, row: dict[str, str]) -> Problem:
    source = read_record(Provenance, row)
    where = ", ".join(filter(None, (source.url or source.title, source.date)))
    said = f"{row['detail']} Źródło: {where}." if where else row["detail"]
    return Problem("doubt", row["subject"], Severity.WARNING, said, PATH, line)
