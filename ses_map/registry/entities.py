"""Reader of ``registry/entities.csv``: social-economy entities (PES)."""

from collections.abc import Container
from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Entity, Problem, Severity
from ses_map.registry.patches import Patch
from ses_map.registry.rows import Row, parts, read_rows, rejected

PATH = "registry/entities.csv"


def read_entities(
    geodata: Path, patches: tuple[Patch, ...], powiaty: Container[str], clusters: Container[str] = ()
) -> tuple[tuple[Entity, ...], list[Problem]]:
    """Read the entities in the order of the file.

    An entity whose powiat its source does not resolve is kept, without a place on the map, and reported as
    ``entity-unlocated``; one in a powiat that does not exist is rejected as ``unknown-unit``. A cluster that is not in
    ``clusters`` is left out of its entity and reported as ``unknown-cluster``.
    """
    rows, problems = read_rows(geodata, PATH, patches)
    accepted = []
    for line, row in rows:
        if row["powiat"] and row["powiat"] not in powiaty:
            why = "nie jest kodem TERYT powiatu; popraw kod"
            problems.append(rejected("unknown-unit", PATH, line, "powiat", row["powiat"], why))
            continue
        if not row["powiat"]:
            problems.append(_unlocated(line, row))
        member_of = parts(row["clusters"])
        problems += [_stranger(line, cluster) for cluster in member_of if cluster not in clusters]
        accepted.append(read_record(Entity, row, clusters=tuple(c for c in member_of if c in clusters)))
    return tuple(accepted), problems


def _stranger(line: int, cluster: str) -> Problem:
    detail = (
        f"Wiersz {line} pliku {PATH}: „{cluster}” w kolumnie clusters nie jest identyfikatorem klastra z "
        "registry/clusters.csv; przynależność pominięto, dopisz klaster albo popraw identyfikator."
    )
    return Problem("unknown-cluster", cluster, Severity.WARNING, detail, PATH, line, "clusters", cluster)


def _unlocated(line: int, row: Row) -> Problem:
    town = f" (miejscowość: {row['town']})" if row["town"] else ""
    detail = f"Podmiot „{row['name']}” nie ma ustalonego powiatu{town}: nie będzie na mapie, dopóki ktoś go nie wskaże."
    return Problem("entity-unlocated", row["entity_id"], Severity.WARNING, detail, PATH, line, "powiat")
