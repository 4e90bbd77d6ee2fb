"""Readers of ``reference/``: voivodeships, powiats, gminas, former names and NUTS 3 regions."""

from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import FormerName, Gmina, Nuts3, Powiat, Problem, Voivodeship
from ses_map.registry.rows import read_rows


def read_voivodeships(geodata: Path) -> tuple[tuple[Voivodeship, ...], list[Problem]]:
    """Read the 16 voivodeships in the order of their codes."""
    rows, problems = read_rows(geodata, "reference/voivodeships.csv")
    return tuple(sorted((read_record(Voivodeship, r) for _, r in rows), key=lambda v: v.teryt)), problems


def read_powiaty(geodata: Path) -> tuple[tuple[Powiat, ...], list[Problem]]:
    """Read the powiats in the order of their codes."""
    rows, problems = read_rows(geodata, "reference/powiaty.csv")
    return tuple(sorted((read_record(Powiat, r) for _, r in rows), key=lambda p: p.teryt)), problems


def read_gminy(geodata: Path) -> tuple[tuple[Gmina, ...], list[Problem]]:
    """Read the gminas in the order of their codes; ``has_polygon`` is resolved by the build."""
    rows, problems = read_rows(geodata, "reference/gminy.csv")
    return tuple(sorted((read_record(Gmina, r) for _, r in rows), key=lambda g: g.teryt)), problems


def read_former_names(geodata: Path) -> tuple[tuple[FormerName, ...], list[Problem]]:
    """Read the names that units carried before."""
    rows, problems = read_rows(geodata, "reference/former_names.csv")
    return tuple(read_record(FormerName, r) for _, r in rows), problems


def read_nuts3(geodata: Path) -> tuple[tuple[Nuts3, ...], list[Problem]]:
    """Read the NUTS 3 regions in the order of their codes."""
    rows, problems = read_rows(geodata, "reference/nuts3.csv")
    return tuple(sorted((read_record(Nuts3, r) for _, r in rows), key=lambda n: n.code)), problems
