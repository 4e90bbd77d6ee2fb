"""Readers of ``reference/``: voivodeships, powiats, gminas, former names and NUTS 3 regions."""

from pathlib import Path

from ses_map.model import FormerName, Gmina, Nuts3, Powiat, Problem, Voivodeship
from ses_map.registry.rows import day, read_rows
from ses_map.teryt import is_city


def read_voivodeships(geodata: Path) -> tuple[tuple[Voivodeship, ...], list[Problem]]:
    """Read the 16 voivodeships in the order of their codes."""
    rows, problems = read_rows(geodata, "reference/voivodeships.csv")
    found = (Voivodeship(r["teryt"], r["name"], r["locative"], r["slug"]) for _, r in rows)
    return tuple(sorted(found, key=lambda v: v.teryt)), problems


def read_powiaty(geodata: Path) -> tuple[tuple[Powiat, ...], list[Problem]]:
    """Read the powiats in the order of their codes."""
    rows, problems = read_rows(geodata, "reference/powiaty.csv")
    found = (
        Powiat(
            r["teryt"], r["name"], is_city(r["teryt"]), r["genitive"], r["locative"], r["seat"], r["nuts3"],
            int(r["population"]), float(r["area_km2"]),
        )
        for _, r in rows
    )  # fmt: skip
    return tuple(sorted(found, key=lambda p: p.teryt)), problems


def read_gminy(geodata: Path) -> tuple[tuple[Gmina, ...], list[Problem]]:
    """Read the gminas in the order of their codes; ``has_polygon`` is settled by the build."""
    rows, problems = read_rows(geodata, "reference/gminy.csv")
    found = (
        Gmina(
            r["teryt"],
            r["kind"],
            r["name"],
            int(r["population"]) if r["population"] else None,
            float(r["area_km2"]),
            land_2019_km2=float(r["area_km2_2019"]) if r["area_km2_2019"] else None,
        )
        for _, r in rows
    )
    return tuple(sorted(found, key=lambda g: g.teryt)), problems


def read_former_names(geodata: Path) -> tuple[tuple[FormerName, ...], list[Problem]]:
    """Read the names that units carried before."""
    rows, problems = read_rows(geodata, "reference/former_names.csv")
    return tuple(FormerName(r["teryt"], r["name"], day(r["valid_to"]), r["note"]) for _, r in rows), problems


def read_nuts3(geodata: Path) -> tuple[tuple[Nuts3, ...], list[Problem]]:
    """Read the NUTS 3 regions in the order of their codes."""
    rows, problems = read_rows(geodata, "reference/nuts3.csv")
    return tuple(sorted((Nuts3(r["nuts3"], r["name"]) for _, r in rows), key=lambda n: n.code)), problems
