"""The registry: the project's own dated tables, read into the model.

Each table has its reader in a module of its name. :func:`read_registry` reads them all; what cannot be accepted comes
back as problems, and nothing is dropped in silence.
"""

from collections.abc import Callable, Container, Sequence
from pathlib import Path

from ses_map.entities import Collector, Entities
from ses_map.model import Centre, Cluster, Contact, Entity, Problem, Registry, choose_contacts
from ses_map.registry.areas import read_former_names, read_gminy, read_nuts3, read_powiaty, read_voivodeships
from ses_map.registry.assignments import read_assignments
from ses_map.registry.centres import read_centres, with_contacts
from ses_map.registry.clusters import read_clusters
from ses_map.registry.contacts import read_contacts
from ses_map.registry.coordinators import read_coordinators
from ses_map.registry.doubts import read_doubts
from ses_map.registry.entities import read_entities
from ses_map.registry.indicators import read_indicators
from ses_map.registry.offices import read_offices
from ses_map.registry.patches import Patch, read_patches, stray_patches
from ses_map.registry.visits import read_visits


def read_registry(
    geodata: Path, registers: Sequence[Path] = (), progress: Callable[[str], None] = lambda step: None
) -> tuple[Registry, list[Problem]]:
    """Read every table.

    Parameters
    ----------
    geodata : Path
        Folder with ``reference/`` and ``registry/``.
    registers : sequence of Path
        Big registers of entities outside of it, see :mod:`ses_map.registry.registers`.
    progress : callable
        Told how many rows of a register are read.

    Returns
    -------
    Registry, list of Problem
        What was accepted and what was not.

    Raises
    ------
    SourceError
        When ``registry/patches.toml`` or a register cannot be read.
    """
    patches = read_patches(geodata)
    voivodeships, p1 = read_voivodeships(geodata)
    powiaty, p2 = read_powiaty(geodata)
    gminy, p3 = read_gminy(geodata)
    former, p4 = read_former_names(geodata)
    regions = [v.teryt for v in voivodeships]
    centres, contacts, p5 = _with_offices(geodata, patches, regions)
    powiat_codes = {p.teryt for p in powiaty}
    units = powiat_codes | {g.teryt for g in gminy}
    assignments, p6 = read_assignments(geodata, patches, units, {c.id: c for c in centres})
    clusters, p11 = read_clusters(geodata, patches)
    gathered, p7 = read_entities(geodata, patches, powiat_codes, {c.id for c in clusters})
    entities, p13 = _with_registers(gathered, registers, powiat_codes, clusters, progress)
    coordinators, p8 = read_coordinators(geodata, patches, regions, choose_contacts(contacts))
    subjects = units | set(regions) | {c.id for c in centres}
    indicators, p9 = read_indicators(geodata, patches, subjects)
    p14 = read_doubts(geodata, patches, subjects)
    nuts3, p10 = read_nuts3(geodata)
    visits, p12 = read_visits(geodata, patches, entities.by_id)
    registry = Registry(
        voivodeships,
        powiaty,
        gminy,
        former,
        centres,
        assignments,
        entities,
        coordinators,
        indicators,
        nuts3,
        visits,
        clusters,
        contacts,
    )
    return registry, p1 + p2 + p3 + p4 + p5 + p6 + p7 + p8 + p9 + p10 + p11 + p12 + p13 + p14 + stray_patches(patches)


def _with_offices(
    geodata: Path, patches: tuple[Patch, ...], voivodeships: Sequence[str]
) -> tuple[tuple[Centre, ...], tuple[Contact, ...], list[Problem]]:
    """Read the centres with what hangs on them, and all contacts, those of coordinators too."""
    centres, problems = read_centres(geodata, patches)
    ids = {c.id for c in centres}
    offices, about_offices = read_offices(geodata, patches, ids)
    contacts, about_contacts = read_contacts(geodata, patches, {*voivodeships, *ids})
    whole = with_contacts(centres, offices, choose_contacts(contacts))
    return whole, contacts, problems + about_offices + about_contacts


def _with_registers(
    gathered: tuple[Entity, ...],
    registers: Sequence[Path],
    powiaty: Container[str],
    clusters: tuple[Cluster, ...],
    progress: Callable[[str], None],
) -> tuple[Entities, list[Problem]]:
    """Put registers behind the entities that were gathered; without any, nothing of what reads them is imported."""
    collector = Collector()
    collector.extend(gathered)
    if not registers:
        return collector.entities(), []
    from ses_map.registry.registers import Reader

    reader = Reader(collector, {e.id for e in gathered}, powiaty, {c.id for c in clusters})
    for path in registers:
        reader.read(path, progress)
    progress("kolejność nazw podmiotów")
    return collector.entities(), reader.problems
