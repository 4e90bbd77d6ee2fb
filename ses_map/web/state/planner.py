"""What the planner's desk is computed from: entities, figures, borders, scenarios; slow parts are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ses_map.entities import Spots
from ses_map.lookup import Lookup
from ses_map.maps.choropleth import Canvas
from ses_map.maps.editor import Editor
from ses_map.planning.changes import days_of_change
from ses_map.planning.demarcation import Borders, find_borders
from ses_map.planning.dots import TILES, entity_dots
from ses_map.planning.entities import Chooser, EntityIndex
from ses_map.planning.relations import Relations
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.planning.statistics import AreaStatistics
from ses_map.planning.surfaces import Surfaces, measure_surfaces
from ses_map.pyramid.archive import Archive
from ses_map.pyramid.dots import Dots
from ses_map.pyramid.tiles import Pyramid
from ses_map.recent import Recent
from ses_map.search.offices import Offices
from ses_map.snapshot import Snapshot


@dataclass(frozen=True)
class PlannerState:
    """Parts of a loaded snapshot that the planner's desk reads."""

    snapshot: Snapshot
    lookup: Lookup
    offices: Offices
    spots: Spots
    unit_of: Mapping[str, str]
    #: Areas as paths, drawn once for each level and period.
    canvases: Recent[Canvas] = field(default_factory=lambda: Recent(64))
    #: Tables and maps of numbers for the levels and days that were asked about last.
    sheets: Recent[Any] = field(default_factory=lambda: Recent(32))
    #: The map of the filters and days that were asked about last: a view asks for several tiles of one.
    pyramids: Recent[Pyramid] = field(default_factory=lambda: Recent(8))

    @cached_property
    def entities(self) -> EntityIndex:
        """All entities as columns, with their relations; they depend on the snapshot alone and are slow to make."""
        registry = self.snapshot.registry
        return EntityIndex(registry, Relations(registry), self.spots)

    @cached_property
    def chooser(self) -> Chooser:
        """Finds entities by beginnings of words."""
        return Chooser(self.snapshot.registry.entities)

    @cached_property
    def dots(self) -> Dots:
        """Every entity of :attr:`entities` as a dot of the map, sorted by place: a filter only chooses among them."""
        return entity_dots(self.entities)

    @cached_property
    def tiles(self) -> tuple[str, Archive] | None:
        """Hash and content of the tiles that were written at build; none in a snapshot published without them."""
        start, end = TILES
        name = next((n for n in self.snapshot.files if n.startswith(start) and n.endswith(end)), None)
        return (name[len(start) : -len(end)], Archive(self.snapshot.files[name])) if name else None

    @cached_property
    def statistics(self) -> AreaStatistics:
        """Counts entities, people and kilometres; what it measures and adds up depends on the snapshot alone."""
        return AreaStatistics(self.lookup, self.offices.points)

    @cached_property
    def days_of_change(self) -> dict[date, tuple[str, ...]]:
        """Days on which units change hands: every claim is weighed on every day of change once."""
        return days_of_change(self.lookup)

    @cached_property
    def surfaces(self) -> Surfaces:
        """The check of areas: measuring every polygon takes longer than a page may."""
        return measure_surfaces(self.snapshot)

    @cached_property
    def borders(self) -> Borders:
        """Borders that units share in the base layer; a day only groups them."""
        return find_borders(self.snapshot.gminy, self.unit_of)

    @cached_property
    def drawn_borders(self) -> Borders:
        """Borders that units share in the layer that maps of the country are drawn from."""
        layer = self.snapshot.layer("units/polska")
        return find_borders(layer, {code: code for code in layer.codes})

    @cached_property
    def scenario_base(self) -> ScenarioBase:
        """What scenarios are computed from; it keeps what they share, figures of today above all."""
        return ScenarioBase(self.lookup, self.offices.points)

    @cached_property
    def editor(self) -> Editor:
        """Draws scenarios; it keeps the paths of the units."""
        return Editor(self.snapshot)
