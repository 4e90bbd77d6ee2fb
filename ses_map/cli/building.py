"""What ``ses-map build`` does, and any other command where nothing is published yet."""

from collections.abc import Sequence
from pathlib import Path

from ses_map.build import build_snapshot
from ses_map.cli.progress import steps
from ses_map.imports import finish
from ses_map.maps.render import render_maps
from ses_map.planning.dots import entity_tiles
from ses_map.planning.entities import EntityIndex
from ses_map.planning.relations import Relations
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.store.opening import open_store


def build_and_publish(settings: Settings, registers: Sequence[Path] = ()) -> Snapshot:
    """Finish an import that died, build data and maps, publish them, forget the oldest snapshots."""
    with steps() as step:
        finish(settings.geodata)
        data = build_snapshot(settings.geodata, step, registers, settings.confirmed_months)
        step("podmioty na mapie")
        registry = data.registry
        spots = find_spots(registry.entities, Search(data).index)
        tiles = entity_tiles(EntityIndex(registry, Relations(registry), spots))
        snapshot = data.with_files({**render_maps(data, step), **tiles})
        store = open_store(settings.store)
        store.publish(snapshot)
        store.prune(settings.keep)
    return snapshot
