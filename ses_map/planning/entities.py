"""Entities chosen by what they are, where they are and whom they belong with, and listed in a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import numpy as np

from ses_map import datasets
from ses_map.crs import IntArray
from ses_map.entities import POINTS, Listed, Spot, Spots, as_columns, having, matching, with_value
from ses_map.errors import NotFoundError
from ses_map.model import Entity, Names, Registry
from ses_map.planning.relations import Flags, Reach, Relations
from ses_map.planning.table import Column, Rows, Table, declared
from ses_map.spelling import collation, fold
from ses_map.vocabulary import entity_kind

#: Relations that can be asked for: an operator is named, founders are named, who runs it runs a centre (or is its
#: partner), it lies outside the area of a centre that it belongs with.
RELATIONS = ("operator", "founders", "centre", "outside")
#: What a point on the map is.
POINT_NAMES = {"own": "punkt podany w źródle", "town": "środek miejscowości", "none": "bez pewnego miejsca"}
_BASIS = "punkt podany w źródle, środek miejscowości (GUGiK, PRNG) albo żaden"
_STATUS = "status przedsiębiorstwa społecznego: tak, gdy mówi to źródło"


@dataclass(frozen=True, slots=True)
class EntityFilter:
    """What is wanted; an empty value wants nothing in particular."""

    #: Any of these kinds.
    kinds: tuple[str, ...] = ()
    sphere: str = ""
    #: ``yes`` (the status of a social enterprise is stated) or ``unknown``.
    status_ps: str = ""
    #: Id of a cluster.
    cluster: str = ""
    #: One of :data:`RELATIONS`.
    relation: str = ""
    #: One of :data:`POINTS`.
    point: str = ""
    #: 2-digit code.
    voivodeship: str = ""
    #: 4-digit code.
    powiat: str = ""
    #: Words, all of which name, town, operator or founders contain.
    text: str = ""


class EntityIndex:
    """Every entity of a snapshot in the order of the Polish alphabet, as columns; an entity is made when asked for."""

    def __init__(self, registry: Registry, relations: Relations, points: Spots) -> None:
        self.relations = relations
        self.points = points
        self.columns = relations.entities
        #: Row in the registry of each place in the order of the alphabet.
        self.order = self.columns.order
        self.entities = Listed(self.columns, self.order)
        self.by_id = self.columns.by_id
        self.clusters = {c.id: c for c in registry.clusters}
        self.kinds = tuple(sorted(self.columns.values("kind")))
        self.spheres = tuple(sorted({s for each in self.columns.values("spheres") for s in each}, key=collation))
        self._kind = self._coded("kind", self.kinds.index, np.int16)
        self._voivodeship = self._coded("voivodeship", _code, np.int16)
        self._powiat = self._coded("powiat", _code, np.int16)
        self._began = self.columns.ordinals("valid_from")[self.order]
        self._ended = self.columns.ordinals("valid_to")[self.order]
        self._point = points.code[self.order]

    def _coded(self, name: str, number: Callable[[str], int], kind: Any) -> np.ndarray[Any, Any]:
        """Return a number per value of a coded column to each row, in the order of the alphabet."""
        numbers = np.array([*map(number, self.columns.values(name)), 0], dtype=kind)
        return numbers[self.columns.codes(name)][self.order]

    def _flags(self, name: str, is_wanted: Callable[[Any], bool]) -> Flags:
        wanted = [is_wanted(value) for value in self.columns.values(name)]
        return matching(self.columns, name, wanted)[self.order]

    def entity(self, entity_id: str) -> Entity:
        """Return an entity.

        Raises
        ------
        NotFoundError
            When no entity has the id.
        """
        if entity_id in self.by_id:
            return self.by_id[entity_id]
        shown = entity_id[:60]
        raise NotFoundError(f"no entity has the id {shown!r}", f"Nie ma podmiotu o identyfikatorze „{shown}”.")

    @cached_property
    def _related(self) -> dict[str, Flags]:
        sets, own = self.relations.bound
        of_centre = np.array([*(any(t.why == "operator" for t in ties) for ties in sets), False])
        return {
            "operator": self._flags("operator", bool),
            "founders": (np.diff(self.columns.arrays["founders.rows"]) > 0)[self.order],
            "centre": of_centre[own][self.order],
            "outside": np.array([*map(bool, sets), False])[own][self.order],
        }

    def positions(self, wanted: EntityFilter, reach: Reach, as_of: date) -> IntArray:
        """Find the places in :attr:`entities` of those in being on the day that are wanted, rising."""
        today = as_of.toordinal()
        mask: Flags = (self._began <= today) & (self._ended >= today)
        for part in self._masks(wanted):
            mask &= part
        found = np.flatnonzero(mask)
        if wanted.relation == "outside":
            found = found[reach.strays(self.order[found])]
        return found

    def _masks(self, wanted: EntityFilter) -> Iterable[Flags]:
        if wanted.kinds:
            yield np.isin(self._kind, [n for n, kind in enumerate(self.kinds) if kind in wanted.kinds])
        if wanted.sphere:
            yield self._flags("spheres", lambda spheres: wanted.sphere in spheres)
        if wanted.cluster:
            yield self._flags("clusters", lambda clusters: wanted.cluster in clusters)
        if wanted.relation:
            yield self._related[wanted.relation]
        if wanted.status_ps:
            yield self._flags("status_ps", lambda status: (status == "yes") == (wanted.status_ps == "yes"))
        if wanted.point:
            yield self._point == POINTS.index(wanted.point)
        if wanted.voivodeship:
            yield self._voivodeship == int(wanted.voivodeship)
        if wanted.powiat:
            yield self._powiat == int(wanted.powiat)
        for word in fold(wanted.text).split():
            yield having(self.columns, word)[self.order]

    def count_by(self, column: str, positions: IntArray) -> dict[str, int]:
        """Count those at the positions by ``kind`` or ``point``; what none of them is, is left out."""
        numbers, names = (self._kind, self.kinds) if column == "kind" else (self._point, POINTS)
        counts = np.bincount(numbers[positions], minlength=len(names)).tolist()
        return {name: n for name, n in zip(names, counts, strict=True) if n}


def _code(text: str) -> int:
    return int(text or 0)


class Chooser:
    """Finds entities by words of their name, town, operator and founders."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._entities = as_columns(entities)
        self.by_id = self._entities.by_id

    def find(self, text: str, voivodeship: str = "") -> Listed:
        """List the entities that have every word of a text, in the order of the Polish alphabet.

        Parameters
        ----------
        text : str
            Words or beginnings of words; case and Polish signs do not matter.
        """
        found = np.ones(len(self._entities), dtype=np.bool_)
        if voivodeship:
            found &= with_value(self._entities, "voivodeship", voivodeship)
        kinds = [f" {fold(entity_kind(kind))}" for kind in self._entities.values("kind")]
        for word in fold(text).split():
            found &= having(self._entities, word, at_start=True) | matching(
                self._entities, "kind", [f" {word}" in kind for kind in kinds]
            )
        order = self._entities.stable_order
        return Listed(self._entities, order[found[order]])


@dataclass(frozen=True)
class Chosen:
    """The entities that a filter lets through, in the order of the Polish alphabet."""

    index: EntityIndex
    #: Places in ``index.entities``, rising.
    positions: IntArray

    @property
    def rows(self) -> np.ndarray[Any, np.dtype[np.int32]]:
        """Their rows in the registry, in the order of the alphabet."""
        return self.index.order[self.positions]

    def __len__(self) -> int:
        """Return the number of entities."""
        return len(self.positions)

    def __getitem__(self, number: int) -> Entity:
        """Return the entity of a number from 0."""
        return self.index.entities[int(self.positions[number])]

    @property
    def kinds(self) -> dict[str, int]:
        """Kind → how many."""
        return self.index.count_by("kind", self.positions)

    @property
    def points(self) -> dict[str, int]:
        """One of :data:`POINTS` → how many."""
        return self.index.count_by("point", self.positions)


def choose_entities(index: EntityIndex, wanted: EntityFilter, reach: Reach, as_of: date) -> Chosen:
    """Choose entities.

    Parameters
    ----------
    wanted : EntityFilter
        Every condition has to be met.
    as_of : date
        The day: entities that were closed before it or opened after it are left out.
    """
    return Chosen(index, index.positions(wanted, reach, as_of))


def entity_table(chosen: Sequence[Entity] | Chosen, index: EntityIndex, reach: Reach, names: Names) -> Table:
    """List entities; the rows are made when they are asked for, each time anew."""
    columns = (
        Column("id", "Identyfikator", "stały w kolejnych wydaniach danych; pod /planowanie/podmiot/ ma swoją stronę"),
        Column("name", "Podmiot", "nazwa według źródła"),
        Column("kind", "Rodzaj", "rodzaj podmiotu", value=lambda e: entity_kind(e.kind)),
        Column("status_ps", "Status PS", _STATUS, value=lambda e: "tak" if e.status_ps == "yes" else "nieznany"),
        *declared(datasets.ENTITIES, "operator", "founders", "spheres"),
        Column(
            "clusters", "Klastry", "nazwy klastrów, do których należy według źródła", value=partial(_clusters, index)
        ),
        *declared(datasets.ENTITIES, "jobs", "activity", "town", "street", "postcode"),
        *_area_columns(reach, names),
        *degree_columns(lambda e: index.points.get(e.id)),
        Column("point", "Podstawa punktu", _BASIS, value=lambda e: _point_name(index.points.get(e.id))),
        *declared(datasets.ENTITIES, "valid_from", "valid_to"),
        Column("source", "Źródło", "adres albo tytuł", value=lambda e: e.source.url or e.source.title),
        *declared(datasets.ENTITIES, "source_date"),
    )
    rows = Rows(chosen, columns, kind_code=lambda e: e.kind)
    return Table("podmioty", "Podmioty ekonomii społecznej", columns, rows, key="id")


def _area_columns(reach: Reach, names: Names) -> tuple[Column, ...]:
    def voivodeship(entity: Entity) -> str:
        found = names.voivodeships.get(entity.voivodeship)
        return found.name if found else ""

    def serving(entity: Entity) -> str:
        coverage = reach.coverage(entity)
        return "; ".join(reach.name(s.centre_id) for s in coverage.serving) if coverage else ""

    def outside(entity: Entity) -> str:
        return "; ".join(tie.centre.name for tie in reach.outside(entity))

    seat = "kod powiatu, w którym jest siedziba; puste: nieustalony"
    serves = "kto w dniu tabeli obsługuje to miejsce; puste: nikt albo brak danych"
    lies_outside = "ośrodek, z którym podmiot jest związany i który tego miejsca nie obsługuje"
    return (
        Column("teryt", "TERYT powiatu", seat, value=lambda e: e.powiat),
        Column("powiat", "Powiat", "nazwa 1 stycznia 2026 r.", value=lambda e: powiat_name(names, e)),
        Column("voivodeship", "Województwo", "nazwa", value=voivodeship),
        Column("centres", "OWES w tym dniu", serves, value=serving),
        Column("outside", "Poza obszarem", lies_outside, value=outside),
    )


def powiat_name(names: Names, entity: Entity) -> str:
    """Name the powiat of an entity; empty where it is not known."""
    powiat = names.powiaty.get(entity.powiat)
    return powiat.full_name if powiat else ""


def degree_columns(spot: Callable[[Any], Spot | None]) -> tuple[Column, ...]:
    """Describe latitude and longitude of what a row is about; ``spot`` finds it, or nothing."""

    def degrees(name: str) -> Callable[[Any], float | None]:
        return lambda subject: round(getattr(found, name), 5) if (found := spot(subject)) else None

    note = "stopnie, WGS 84 (EPSG:4326)"
    return (
        Column("lat", "Szerokość", note, 5, degrees("lat")),
        Column("lon", "Długość", note, 5, degrees("lon")),
    )


def _point_name(spot: Spot | None) -> str:
    return POINT_NAMES["none" if spot is None else "own" if spot.is_own else "town"]


def _clusters(index: EntityIndex, entity: Entity) -> str:
    return "; ".join(index.clusters[c].name for c in entity.clusters if c in index.clusters)
