"""The registry: the project's own dated tables, read into the model.

:func:`read_registry` reads them all; what cannot be accepted comes back as problems, and nothing is dropped in silence.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path

from ses_map import datasets, model
from ses_map.entities import Collector, Entities
from ses_map.model import Problem, Registry
from ses_map.registry import readers
from ses_map.registry.patches import read_patches, stray_patches
from ses_map.registry.readers import Reader

_BY_CODE = attrgetter("teryt")


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

    Raises
    ------
    SourceError
        When ``registry/patches.toml`` or a register cannot be read.
    """
    reader = Reader(geodata, read_patches(geodata))
    voivodeships = tuple(sorted(reader.records(model.Voivodeship, datasets.VOIVODESHIPS), key=_BY_CODE))
    powiaty = tuple(sorted(reader.records(model.Powiat, datasets.POWIATY), key=_BY_CODE))
    gminy = tuple(sorted(reader.records(model.Gmina, datasets.GMINY), key=_BY_CODE))
    provinces, counties = {v.teryt for v in voivodeships}, {p.teryt for p in powiaty}
    units = counties | {g.teryt for g in gminy}

    centres = {c.id: c for c in readers.read_centres(reader)}
    offices = readers.read_offices(reader, centres)
    contacts = readers.read_contacts(reader, {*provinces, *centres})
    chosen = model.choose_contacts(contacts)
    clusters = reader.records(model.Cluster, datasets.CLUSTERS)
    entities = _read_entities(reader, registers, counties, {c.id for c in clusters}, progress)
    why, subjects = "nie jest kodem TERYT ani identyfikatorem ośrodka; popraw go", {*units, *provinces, *centres}
    is_known = readers.known("unknown-subject", "subject", subjects, why)
    readers.read_doubts(reader, subjects)
    registry = Registry(
        voivodeships=voivodeships,
        powiaty=powiaty,
        gminy=gminy,
        former_names=reader.records(model.FormerName, datasets.FORMER_NAMES),
        other_names=reader.records(model.OtherName, datasets.OTHER_NAMES),
        centres=tuple(
            replace(c, offices=tuple(o for o in offices if o.centre_id == c.id), contacts=chosen.get(c.id, ()))
            for c in centres.values()
        ),
        assignments=readers.read_assignments(reader, units, centres),
        entities=entities,
        coordinators=readers.read_coordinators(reader, provinces, chosen),
        indicators=reader.records(model.Indicator, datasets.INDICATORS, is_known),
        nuts3=tuple(sorted(reader.records(model.Nuts3, datasets.REGIONS_NUTS3), key=attrgetter("code"))),
        visits=readers.read_visits(reader, entities.by_id),
        clusters=clusters,
        contacts=contacts,
    )
    return registry, reader.problems + stray_patches(reader.patches)


def _read_entities(
    reader: Reader,
    registers: Sequence[Path],
    powiaty: Container[str],
    clusters: Container[str],
    progress: Callable[[str], None],
) -> Entities:
    """Read the entities that were gathered, and registers behind them."""
    collector = Collector()
    gathered = readers.read_entities(reader, powiaty, clusters)
    collector.extend(gathered)
    if registers:
        # Without any, nothing of what reads them is imported.
        from ses_map.registry.registers import read_registers

        ids = {e.id for e in gathered}
        reader.problems += read_registers(registers, collector, ids, powiaty, clusters, progress)
        progress("kolejność nazw podmiotów")
    return collector.entities()
