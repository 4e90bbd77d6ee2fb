"""Reader of ``registry/clusters.csv``: named groups of entities (klastry)."""

from pathlib import Path

from ses_map.datasets import read_record
from ses_map.model import Cluster, Problem
from ses_map.registry.patches import Patch
from ses_map.registry.rows import read_rows

PATH = "registry/clusters.csv"


def read_clusters(geodata: Path, patches: tuple[Patch, ...]) -> tuple[tuple[Cluster, ...], list[Problem]]:
    """Read the clusters in the order of the file; who belongs to one is said by the entities."""
    rows, problems = read_rows(geodata, PATH, patches)
    return tuple(read_record(Cluster, row) for _, row in rows), problems
