"""Entities chosen by what they are, where they are and whom they belong with: columns built once per snapshot."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ses_map.crs import IntArray
from ses_map.entities import POINTS, Listed, Spots, having, matching
from ses_map.errors import NotFoundError
from ses_map.model import Entity, Registry
from ses_map.planning.reach import Reach
from ses_map.planning.relations import Relations
from ses_map.spelling import collation, fold

#: Relations that can be asked for: an operator is named, founders are named, who runs it runs a centre (or is its
#: partner), it lies outside the area of a centre that it belongs with.
RELATIONS = ("operator", "founders", "centre", "outside")

Flags = np.ndarray[Any, np.dtype[np.bool_]]


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
