"""One loaded snapshot, and what every reader of it needs: names, look-ups, search; the rest is cut by reader."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zipfile import BadZipFile

from ses_map.coverage import split_units
from ses_map.entities import Spots
from ses_map.errors import StoreError
from ses_map.lookup import Lookup
from ses_map.model import Centre, Coordinator, Voivodeship
from ses_map.search.finding import Search
from ses_map.search.offices import Offices, find_offices
from ses_map.search.spots import find_spots
from ses_map.snapshot import Snapshot
from ses_map.spelling import collation
from ses_map.web.state.citizen import UNREADABLE, CitizenState
from ses_map.web.state.planner import PlannerState
from ses_map.web.state.publishing import PublishingState


@dataclass(frozen=True)
class LoadedSnapshot:
    """One snapshot with everything that answers from it: each part is worked out when it is first asked for.

    Pages for citizens read :attr:`citizen`, the planner's desk :attr:`planner`, API and files :attr:`publishing`.
    """

    snapshot: Snapshot

    @cached_property
    def lookup(self) -> Lookup:
        """Look-ups in this snapshot."""
        return Lookup(self.snapshot)

    @cached_property
    def search(self) -> Search:
        """Finds names."""
        return Search(self.snapshot)

    @cached_property
    def centres(self) -> dict[str, Centre]:
        """Centres by id."""
        return {c.id: c for c in self.snapshot.registry.centres}

    @cached_property
    def coordinators(self) -> dict[str, Coordinator]:
        """Coordinators by voivodeship."""
        return {c.voivodeship: c for c in self.snapshot.registry.coordinators}

    @cached_property
    def voivodeships(self) -> list[Voivodeship]:
        """Voivodeships in the order of the Polish alphabet."""
        return sorted(self.snapshot.registry.voivodeships, key=lambda v: collation(v.name))

    @cached_property
    def by_slug(self) -> dict[str, Voivodeship]:
        """Voivodeships by slug."""
        return {v.slug: v for v in self.snapshot.registry.voivodeships}

    @cached_property
    def offices(self) -> Offices:
        """Offices of the centres whose towns are certain."""
        return find_offices(self.snapshot.registry.centres, self.search.index)

    @cached_property
    def spots(self) -> Spots:
        """Entity id → where it is shown on a map; those without a certain place are left out."""
        return find_spots(self.snapshot.registry.entities, self.search.index)

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """Gmina → its unit in the coverage table: the powiat, or itself where it has claims of its own."""
        powiaty = [p.teryt for p in self.snapshot.registry.powiaty]
        return split_units(powiaty, self.snapshot.gminy.codes, self.lookup.claims)

    @cached_property
    def citizen(self) -> CitizenState:
        """What pages for citizens are made of."""
        return CitizenState(self.snapshot, self.lookup, self.centres)

    @cached_property
    def planner(self) -> PlannerState:
        """What the planner's desk is computed from."""
        return PlannerState(self.snapshot, self.lookup, self.offices, self.spots, self.unit_of)

    @cached_property
    def publishing(self) -> PublishingState:
        """What API, OGC service and files keep."""
        return PublishingState(self.snapshot, self.planner, self.unit_of)

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
            self.search.index.like.warm_up()
            _ = (
                self.publishing.serializer,
                self.snapshot.problems,
                self.snapshot.sources,
                self.snapshot.points,
                self.offices,
            )
            for slug in ("polska", *self.by_slug) if with_maps else ():
                self.citizen.chart(slug, date.max)
        except (KeyError, TypeError, ValueError, AttributeError, OSError, EOFError, BadZipFile) as error:
            raise StoreError(
                f"snapshot {self.snapshot.id} cannot be read ({error!r}): build it again with this version", UNREADABLE
            ) from error

    def warm_up(self) -> None:
        """Work out now what depends on areas alone: small, and needed by most pages."""
        planner = self.planner
        _ = planner.statistics, planner.days_of_change, planner.surfaces, planner.borders
        _ = self.publishing.unit_shapes, self.by_slug
