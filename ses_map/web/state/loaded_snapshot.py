"""One loaded snapshot with all that is worked out of it once: look-ups, search, pictures, the planner's sums."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zipfile import BadZipFile

import numpy as np

from ses_map.coverage import split_units, unite
from ses_map.entities import Listed, as_columns
from ses_map.errors import StoreError
from ses_map.lookup import AnswerSerializer, Lookup, coverage_rows, standing_counts
from ses_map.maps import Canvas, Editor, Pictures
from ses_map.model import Centre, Coordinator, Entity, Problem, Standing, Voivodeship
from ses_map.planning import AreaStatistics, Borders, EntityIndex, Relations, ScenarioBase, find_borders
from ses_map.planning.changes import days_of_change
from ses_map.planning.dots import TILES, entity_dots
from ses_map.planning.programme import Chooser
from ses_map.planning.surfaces import Surfaces, measure_surfaces
from ses_map.planning.territory import Recent
from ses_map.pyramid import Archive, Dots, Pyramid
from ses_map.search import Offices, Search, Spots, find_offices, find_spots
from ses_map.snapshot import Snapshot
from ses_map.spelling import collation
from ses_map.web.state.entity_points import write_features

_UNREADABLE = "Nowszych danych nie da się odczytać tą wersją programu."


@dataclass(frozen=True)
class LoadedSnapshot:
    """One snapshot with everything that answers from it."""

    snapshot: Snapshot

    @cached_property
    def lookup(self) -> Lookup:
        """Look-ups in this snapshot."""
        return Lookup(self.snapshot)

    @cached_property
    def speller(self) -> AnswerSerializer:
        """Spells the answers."""
        return AnswerSerializer(self.snapshot)

    @cached_property
    def centres(self) -> dict[str, Centre]:
        """Centres by id."""
        return {c.id: c for c in self.snapshot.registry.centres}

    @cached_property
    def coordinators(self) -> dict[str, Coordinator]:
        """Coordinators by voivodeship."""
        return {c.voivodeship: c for c in self.snapshot.registry.coordinators}

    @cached_property
    def search(self) -> Search:
        """Finds names."""
        return Search(self.snapshot)

    @cached_property
    def offices(self) -> Offices:
        """Offices of the centres whose towns are certain."""
        return find_offices(self.snapshot.registry.centres, self.search.index)

    @cached_property
    def spots(self) -> Spots:
        """Entity id → where it is shown on a map; those without a certain place are left out."""
        return find_spots(self.snapshot.registry.entities, self.search.index)

    @cached_property
    def chooser(self) -> Chooser:
        """Finds entities by beginnings of words."""
        return Chooser(self.snapshot.registry.entities)

    @cached_property
    def entities(self) -> EntityIndex:
        """All entities as columns, with their relations: of the snapshot alone, and dear."""
        registry = self.snapshot.registry
        return EntityIndex(registry, Relations(registry), self.spots)

    @cached_property
    def features(self) -> Sequence[bytes]:
        """Every entity of :attr:`entities` as a written feature of GeoJSON: a request only chooses among them."""
        return write_features(self.entities)

    @cached_property
    def dots(self) -> Dots:
        """Every entity of :attr:`entities` as a dot of the map, sorted by place: a filter only chooses among them."""
        return entity_dots(self.entities)

    @cached_property
    def pyramids(self) -> Recent[Pyramid]:
        """The map of the filters and days that were asked about last: a view asks for several tiles of one."""
        return Recent(8)

    @cached_property
    def tiles(self) -> tuple[str, Archive] | None:
        """Hash and content of the tiles that were written at build; none in a snapshot published without them."""
        start, end = TILES
        name = next((n for n in self.snapshot.files if n.startswith(start) and n.endswith(end)), None)
        return (name[len(start) : -len(end)], Archive(self.snapshot.files[name])) if name else None

    @cached_property
    def numbers(self) -> AreaStatistics:
        """Counts entities, people and kilometres; what it measures and adds up depends on the snapshot alone."""
        return AreaStatistics(self.lookup, self.offices.points)

    @cached_property
    def steps(self) -> dict[date, tuple[str, ...]]:
        """Days on which units change hands: every claim is weighed on every day of change once."""
        return days_of_change(self.lookup)

    @cached_property
    def surfaces(self) -> Surfaces:
        """The check of areas: measuring every polygon takes longer than a page may."""
        return measure_surfaces(self.snapshot)

    @cached_property
    def canvases(self) -> Recent[Canvas]:
        """Areas as paths, drawn once for each level and period."""
        return Recent(64)

    @cached_property
    def sheets(self) -> Recent[Any]:
        """Tables and maps of numbers for the levels and days that were asked about last."""
        return Recent(32)

    @cached_property
    def collections(self) -> Recent[Any]:
        """Features of OGC collections with their written geometries, for the periods that were asked about last."""
        return Recent(32)

    @cached_property
    def brief(self) -> Recent[dict[tuple[str, str], bytes]]:
        """Short answers for units as they are written in a batch, for the days that were asked about last."""
        return Recent(4)

    @cached_property
    def pictures(self) -> Pictures:
        """Draws maps for browsers without JavaScript."""
        return Pictures(self.snapshot)

    @cached_property
    def _unit_of(self) -> dict[str, str]:
        powiaty = [p.teryt for p in self.snapshot.registry.powiaty]
        return split_units(powiaty, self.snapshot.gminy.codes, self.lookup.claims)

    @cached_property
    def unit_shapes(self) -> dict[str, Any]:
        """Unit of the coverage table → its polygon from the base layer, LONLAT; the day changes none of them."""
        layer = self.snapshot.gminy
        return unite(layer.polygons, [self._unit_of.get(code, "") for code in layer.codes])

    @cached_property
    def borders(self) -> Borders:
        """Borders that units share in the base layer; a day only groups them."""
        return find_borders(self.snapshot.gminy, self._unit_of)

    @cached_property
    def drawn_borders(self) -> Borders:
        """Borders that units share in the layer that maps of the country are drawn from."""
        layer = self.snapshot.layer("units/polska")
        return find_borders(layer, {code: code for code in layer.codes})

    @cached_property
    def _counts(self) -> Recent[dict[str, int]]:
        return Recent(8)

    def standing_counts(self, as_of: date) -> dict[str, int]:
        """Count powiats by the standing of their answers on a day; kept per day."""
        return self._counts.get(as_of) or self._counts.keep(as_of, standing_counts(coverage_rows(self.lookup, as_of)))

    @cached_property
    def scenario_base(self) -> ScenarioBase:
        """What scenarios stand on: it keeps what they share, figures of today above all."""
        return ScenarioBase(self.lookup, self.offices.points)

    @cached_property
    def editor(self) -> Editor:
        """Draws scenarios: it keeps the paths of the units."""
        return Editor(self.snapshot)

    @cached_property
    def voivodeships(self) -> list[Voivodeship]:
        """Voivodeships in the order of the Polish alphabet."""
        return sorted(self.snapshot.registry.voivodeships, key=lambda v: collation(v.name))

    @cached_property
    def _of_powiat(self) -> dict[str, Listed]:
        """Powiat → its entities by name: one sorting of numbers for all powiats."""
        columns = as_columns(self.snapshot.registry.entities)
        codes, order = columns.codes("powiat"), columns.stable_order
        rows = order[np.argsort(codes[order], kind="stable")]
        ends = np.cumsum(np.bincount(codes, minlength=len(columns.values("powiat"))))
        parts = np.split(rows, ends[:-1])
        return {code: Listed(columns, part) for code, part in zip(columns.values("powiat"), parts, strict=False)}

    def entities_of(self, powiat: str) -> Sequence[Entity]:
        """List the entities of a powiat by name."""
        return self._of_powiat.get(powiat, ())

    @cached_property
    def doubts(self) -> dict[str, list[Problem]]:
        """What sources leave in doubt, by the centre or area that it is about."""
        found: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.snapshot.problems:
            if problem.code == "doubt":
                found[problem.subject].append(problem)
        return dict(found)

    def stands(self, centre: str, unit: str, as_of: date) -> Standing:
        """Return how far it may be believed that a centre serves a unit on the day."""
        own = (s.standing for s in self.lookup.claims.on(unit, as_of).serving if s.centre_id == centre)
        return next(own, Standing.NONE)

    def successor(self, centre: Centre, as_of: date) -> Centre | None:
        """Find who took over from a centre that is over by the day, to the end of the line; ``None`` if nobody did."""
        found = centre
        while found.successor and not (found.valid_to and found.valid_to >= as_of):
            found = self.centres[found.successor]
        return found if found is not centre else None

    @cached_property
    def by_slug(self) -> dict[str, Voivodeship]:
        """Voivodeships by slug."""
        return {v.slug: v for v in self.snapshot.registry.voivodeships}

    @cached_property
    def _maps(self) -> dict[str, dict[str, Any]]:
        names = [n for n in self.snapshot.files if n.startswith("maps/")]
        return {n.removeprefix("maps/").removesuffix(".json"): json.loads(self.snapshot.files[n]) for n in names}

    @property
    def has_maps(self) -> bool:
        """Whether the maps were rendered into the snapshot; without them only the API can answer."""
        return bool(self._maps)

    def prepare(self, with_maps: bool) -> None:
        """Read everything now, so that a snapshot that cannot be read is refused before anybody is answered from it.

        Parameters
        ----------
        with_maps : bool
            Whether a snapshot without rendered maps is refused too.

        Raises
        ------
        StoreError
            When another version of the code wrote it.
        """
        try:
            self.lookup.warm_up()
            self.search.index.warm_up()
            _ = self.speller, self.snapshot.problems, self.snapshot.sources, self.snapshot.points, self.offices
            for slug in ("polska", *self.by_slug) if with_maps else ():
                self.chart(slug, date.max)
        except (KeyError, TypeError, ValueError, AttributeError, OSError, EOFError, BadZipFile) as error:
            raise StoreError(
                f"snapshot {self.snapshot.id} cannot be read ({error!r}): build it again with this version", _UNREADABLE
            ) from error

    def chart(self, slug: str, as_of: date) -> dict[str, Any]:
        """Return the rendered map of an area for a day: shared files, shapes, and the period's script and legend.

        Raises
        ------
        StoreError
            When the snapshot was published without maps.
        """
        index = self._maps.get(slug)
        if index is None:
            raise StoreError(
                f"snapshot {self.snapshot.id} has no map {slug}: publish it with 'ses-map build'", _UNREADABLE
            )
        period = next(p for p in reversed(index["periods"]) if p["from"] <= as_of.isoformat())
        return {**index, **period}
