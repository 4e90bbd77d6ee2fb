"""Reader of ``registry/coordinators.csv``: the ROPS of each voivodeship."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Contact, Coordinator, Problem, Severity
from ses_map.registry.patches import Patch
from ses_map.registry.rows import read_rows

PATH = "registry/coordinators.csv"


def read_coordinators(
    geodata: Path,
    patches: tuple[Patch, ...],
    voivodeships: Iterable[str],
    contacts: Mapping[str, tuple[Contact, ...]],
) -> tuple[tuple[Coordinator, ...], list[Problem]]:
    """Read the coordinators, each with its chosen contacts.

    A voivodeship without one is reported, because nobody could be named to call.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    found = tuple(read_record(Coordinator, r, contacts=contacts.get(r["voivodeship"], ())) for _, r in rows)
    for code in sorted(set(voivodeships) - {c.voivodeship for c in found}):
        detail = f"Województwo {code} nie ma koordynatora (ROPS) w pliku {PATH}; dopisz go."
        problems.append(Problem("coordinator-missing", code, Severity.WARNING, detail, PATH))
    return found, problems
