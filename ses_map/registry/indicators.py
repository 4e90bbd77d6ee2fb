"""Reader of ``registry/indicators.csv``: figures about centres and areas, by period."""

from collections.abc import Container
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Indicator, Problem
from ses_map.registry.patches import Patch
from ses_map.registry.rows import read_rows, rejected

PATH = "registry/indicators.csv"


def read_indicators(
    geodata: Path, patches: tuple[Patch, ...], subjects: Container[str]
) -> tuple[tuple[Indicator, ...], list[Problem]]:
    """Read the figures in the order of the file; one about an unknown area or centre is rejected."""
    rows, problems = read_rows(geodata, PATH, patches)
    accepted = []
    for line, row in rows:
        if row["subject"] in subjects:
            accepted.append(read_record(Indicator, row))
        else:
            why = "nie jest kodem TERYT ani identyfikatorem ośrodka; popraw go"
            problems.append(rejected("unknown-subject", PATH, line, "subject", row["subject"], why))
    return tuple(accepted), problems
