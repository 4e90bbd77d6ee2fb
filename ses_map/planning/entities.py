"""Entities chosen by what they are, where they are and whom they belong with: columns built once per snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ses_map.errors import NotFoundError
from ses_map.model import Entity, Registry
from ses_map.planning.place import Place
from ses_map.planning.reach import Reach
from ses_map.planning.relations import Relations
from ses_map.spelling import collation, fold

#: Relations that can be asked for: an operator is named, founders are named, who runs it runs a centre (or is its
#: partner), it lies outside the area of a centre that it belongs with.
RELATIONS = ("operator", "founders", "centre", "outside")
#: What is known of an entity's point: its own, the middle of its town, none.
POINTS = ("own", "town", "none")

_Mask = np.ndarray[Any, np.dtype[np.bool_]]
_Positions = np.ndarray[Any, np.dtype[np.int64]]


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
    """Every entity of a snapshot in the order of the Polish alphabet, as columns.

    Parameters
    ----------
    registry : Registry
        Entities and clusters.
    relations : Relations
        What binds the same entities to others.
    points : mapping
        Entity id → where it is on the map; those without a certain place are left out.
    """

    def __init__(self, registry: Registry, relations: Relations, points: Mapping[str, Place]) -> None:
        self.relations = relations
        self.points = points
        self.entities = tuple(sorted(registry.entities, key=lambda e: (collation(e.name), e.id)))
        self.by_id = {e.id: e for e in self.entities}
        self.clusters = {c.id: c for c in registry.clusters}
        self.kinds = tuple(sorted({e.kind for e in self.entities}))
        self.spheres = tuple(sorted({s for e in self.entities for s in e.spheres}, key=collation))
        number = {kind: n for n, kind in enumerate(self.kinds)}
        self._kind = self._column((number[e.kind] for e in self.entities), np.int16)
        self._voivodeship = self._column((int(e.voivodeship or 0) for e in self.entities), np.int16)
        self._powiat = self._column((int(e.powiat or 0) for e in self.entities), np.int16)
        self._began = self._column(((e.valid_from or date.min).toordinal() for e in self.entities), np.int32)
        self._ended = self._column(((e.valid_to or date.max).toordinal() for e in self.entities), np.int32)
        self._point = self._column((POINTS.index(_point_of(points.get(e.id))) for e in self.entities), np.int8)
        self._is_ps = self._flags(e.status_ps == "yes" for e in self.entities)

    def _column(self, values: Iterable[int], kind: Any) -> np.ndarray[Any, Any]:
        return np.fromiter(values, dtype=kind, count=len(self.entities))

    def _flags(self, values: Iterable[bool]) -> _Mask:
        return np.fromiter(values, dtype=np.bool_, count=len(self.entities))

    def entity(self, entity_id: str) -> Entity:
        """Give an entity.

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
    def _texts(self) -> list[str]:
        key = self.relations.key
        return ["\n".join(map(key, (e.name, e.town, e.operator, *e.founders))) for e in self.entities]

    @cached_property
    def _related(self) -> dict[str, _Mask]:
        ties = [{t.why for t in self.relations.ties(e)} for e in self.entities]
        return {
            "operator": self._flags(bool(e.operator) for e in self.entities),
            "founders": self._flags(bool(e.founders) for e in self.entities),
            "centre": self._flags("operator" in found for found in ties),
            "outside": self._flags(map(bool, ties)),
        }

    @cached_property
    def _spheres(self) -> dict[str, _Mask]:
        return {s: self._flags(s in e.spheres for e in self.entities) for s in self.spheres}

    @cached_property
    def _members(self) -> dict[str, _Mask]:
        return {c: self._flags(c in e.clusters for e in self.entities) for c in self.clusters}

    def positions(self, wanted: EntityFilter, reach: Reach, as_of: date) -> _Positions:
        """Find the places in :attr:`entities` of those in being on the day that are wanted, rising."""
        today = as_of.toordinal()
        mask: _Mask = (self._began <= today) & (self._ended >= today)
        for part in self._masks(wanted):
            mask &= part
        found = np.flatnonzero(mask)
        if wanted.relation == "outside":
            found = self._kept(found, [bool(reach.outside(self.entities[i])) for i in found])
        for word in fold(wanted.text).split():
            found = self._kept(found, [word in self._texts[i] for i in found.tolist()])
        return found

    @staticmethod
    def _kept(found: _Positions, keep: Sequence[bool]) -> _Positions:
        return found[np.array(keep, dtype=np.bool_)]

    def _masks(self, wanted: EntityFilter) -> Iterable[_Mask]:
        nobody = np.zeros(len(self.entities), dtype=np.bool_)
        if wanted.kinds:
            yield np.isin(self._kind, [n for n, kind in enumerate(self.kinds) if kind in wanted.kinds])
        if wanted.sphere:
            yield self._spheres.get(wanted.sphere, nobody)
        if wanted.cluster:
            yield self._members.get(wanted.cluster, nobody)
        if wanted.relation:
            yield self._related[wanted.relation]
        if wanted.status_ps:
            yield self._is_ps == (wanted.status_ps == "yes")
        if wanted.point:
            yield self._point == POINTS.index(wanted.point)
        if wanted.voivodeship:
            yield self._voivodeship == int(wanted.voivodeship)
        if wanted.powiat:
            yield self._powiat == int(wanted.powiat)

    def count_by(self, column: str, positions: _Positions) -> dict[str, int]:
        """Count those at the positions by ``kind`` or ``point``; what none of them is, is left out."""
        numbers, names = (self._kind, self.kinds) if column == "kind" else (self._point, POINTS)
        counts = np.bincount(numbers[positions], minlength=len(names)).tolist()
        return {name: n for name, n in zip(names, counts, strict=True) if n}


def _point_of(point: Place | None) -> str:
    return "none" if point is None else "own" if point.is_own else "town"


@dataclass(frozen=True)
class Chosen:
    """The entities that a filter lets through, in the order of the Polish alphabet."""

    index: EntityIndex
    #: Places in ``index.entities``, rising.
    positions: _Positions

    def __len__(self) -> int:
        """Give the number of entities."""
        return len(self.positions)

    def __getitem__(self, number: int) -> Entity:
        """Give the entity of a number from 0."""
        entity: Entity = self.index.entities[self.positions[number]]
        return entity

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
    index : EntityIndex
        All of a snapshot.
    wanted : EntityFilter
        Every condition has to be met.
    reach : Reach
        Who serves whom on the day.
    as_of : date
        The day: entities that were closed before it or opened after it are left out.
    """
    return Chosen(index, index.positions(wanted, reach, as_of))
