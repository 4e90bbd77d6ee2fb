"""Whom an entity belongs with, and who serves its place.

The names of founders and operators that sources give are put beside the entities and centres that bear them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ses_map.crs import IntArray
from ses_map.entities import as_columns, grouped
from ses_map.lookup import Lookup
from ses_map.model import Centre, Coverage, Effect, Entity, Registry
from ses_map.spelling import fold

Flags = np.ndarray[Any, np.dtype[np.bool_]]
#: Numbers of entities in the registry, of any width.
Rows = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Party:
    """A founder or an operator as the source names it, and who of the registry has this name."""

    name: str
    entities: tuple[Entity, ...] = ()
    #: Centres that it runs, as operator or partner.
    centres: tuple[Centre, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """What binds an entity to a centre."""

    centre: Centre
    #: ``operator``: who runs the entity runs the centre or is its partner; ``source``: the text that tells of the
    #: entity is one in which this centre alone states its area.
    why: str


class Relations:
    """Founders, operators and centres of entities, in both directions.

    Names are compared folded (no case, accents, quotes or signs) and whole: a shortened name is another name, because
    nothing tells that it is the same body.
    """

    def __init__(self, registry: Registry) -> None:
        self.entities = as_columns(registry.entities)
        self._centres: dict[str, list[Centre]] = defaultdict(list)
        for centre in registry.centres:
            for name in dict.fromkeys(map(fold, (centre.operator, *centre.partners))):
                self._centres[name].append(centre)
        self._texts = _texts_of_one_centre(registry)

    def _named(self, key: str) -> list[int]:
        return self.entities.folded("name").equal(key) if key else []

    def _run(self, key: str) -> list[int]:
        """Find the rows whose operator has a folded name; nobody has the empty one."""
        known = self.entities.folded("operator").equal(key) if key else []
        return np.flatnonzero(np.isin(self.entities.codes("operator"), known)).tolist() if known else []

    def _founded(self, key: str) -> list[int]:
        known = self.entities.folded("founders").equal(key) if key else []
        rows, founders = self.entities.founding
        return np.unique(rows[np.isin(founders, known)]).tolist() if known else []

    def _others(self, rows: list[int], entity: Entity) -> tuple[Entity, ...]:
        return tuple(e for e in map(self.entities.__getitem__, rows) if e.id != entity.id)

    def operator(self, entity: Entity) -> Party | None:
        """Return who runs an entity; ``None`` where its source does not say."""
        return self._party(entity.operator, entity) if entity.operator else None

    def founders(self, entity: Entity) -> tuple[Party, ...]:
        """Return who founded an entity, in the order of its source."""
        return tuple(self._party(name, entity) for name in entity.founders)

    def founded(self, entity: Entity) -> tuple[Entity, ...]:
        """List the entities that name this one as their founder."""
        return self._others(self._founded(fold(entity.name)), entity)

    def runs(self, entity: Entity) -> tuple[Entity, ...]:
        """List the entities that name this one as their operator."""
        return self._others(self._run(fold(entity.name)), entity)

    def centres_run(self, entity: Entity) -> tuple[Centre, ...]:
        """List the centres whose operator or partner has the name of this entity."""
        return tuple(self._centres.get(fold(entity.name), ())) if entity.name else ()

    def ties(self, entity: Entity) -> tuple[Tie, ...]:
        """List the centres that an entity belongs with, each once, the operator's first."""
        return self._bind(fold(entity.operator), (entity.source.url, entity.source.title))

    def _bind(self, operator: str, text: tuple[str, str]) -> tuple[Tie, ...]:
        found = {c.id: Tie(c, "operator") for c in (self._centres.get(operator, ()) if operator else ())}
        centre = self._texts.get(text)
        if centre and centre.id not in found:
            found[centre.id] = Tie(centre, "source")
        return tuple(found.values())

    @cached_property
    def bound(self) -> tuple[list[tuple[Tie, ...]], IntArray]:
        """Every set of ties that entities have, and the number of its own for each row, (n,)."""
        keys = {"": 0} | {key: n for n, key in enumerate(filter(None, self._centres), start=1)}
        operators = np.array([*(keys.get(key, 0) for key in self.entities.folded("operator")), 0], dtype=np.int64)
        texts, text = grouped(self.entities, "source_url", "source_title")
        pairs = text * len(keys) + operators[self.entities.codes("operator")]
        found, inverse = np.unique(pairs, return_inverse=True)
        number: dict[tuple[Tie, ...], int] = {}
        names = list(keys)
        sets = [self._bind(names[p % len(keys)], texts[p // len(keys)]) for p in found.tolist()]
        numbers = np.array([number.setdefault(ties, len(number)) for ties in sets], dtype=np.int64)
        return list(number), numbers[inverse]

    def _party(self, name: str, entity: Entity) -> Party:
        key = fold(name)
        if not key:
            return Party(name)
        return Party(name, self._others(self._named(key), entity), tuple(self._centres.get(key, ())))


class Reach:
    """Answers for many entities on one day; each unit is looked up once."""

    def __init__(self, lookup: Lookup, relations: Relations, as_of: date) -> None:
        self._lookup = lookup
        self.relations = relations
        self._as_of = as_of
        self._coverages: dict[str, Coverage] = {}
        self._names = {c.id: c.name for c in lookup.snapshot.registry.centres}
        self._active = {c.centre_id for c in lookup.claims if c.effect is Effect.ADD and c.in_force(as_of)}

    def coverage(self, entity: Entity) -> Coverage | None:
        """Return who serves the entity's gmina, or its powiat where no gmina is known; ``None`` without either."""
        return self._on(entity.gmina, entity.powiat)

    def _on(self, gmina: str, powiat: str) -> Coverage | None:
        unit = gmina if gmina in self._lookup.claims.units else powiat
        if unit and unit not in self._coverages:
            self._coverages[unit] = self._lookup.claims.on(unit, self._as_of)
        return self._coverages.get(unit)

    def name(self, centre_id: str) -> str:
        """Return the name of a centre."""
        return self._names[centre_id]

    def outside(self, entity: Entity) -> tuple[Tie, ...]:
        """List the centres that the entity belongs with and that serve others on the day, but not its place.

        A centre that serves nobody on the day has no area to be outside of, and neither has an entity whose place is
        not settled.
        """
        ties = [t for t in self.relations.ties(entity) if t.centre.id in self._active]
        coverage = self.coverage(entity) if ties else None
        return tuple(t for t in ties if t.centre.id not in coverage.centre_ids) if coverage else ()

    def strays(self, rows: Rows) -> Flags:
        """Return which entities :meth:`outside` lists a centre for; rows are numbers in the registry, (k,)."""
        sets, own = self.relations.bound
        found = np.zeros(len(rows), dtype=np.bool_)
        bound = [{t.centre.id for t in ties} & self._active for ties in sets]
        near = np.flatnonzero(np.array([*map(bool, bound), False])[own[rows]])
        areas, area = grouped(self.relations.entities, "gmina", "powiat")
        numbers, at = np.unique(area[rows[near]], return_inverse=True)
        coverages = [self._on(*areas[n]) for n in numbers.tolist()]
        ties = own[rows[near]]
        for n in np.unique(ties).tolist():
            lost = np.array([c is not None and not bound[n] <= c.centre_ids for c in coverages], dtype=np.bool_)
            of_set = np.flatnonzero(ties == n)
            found[near[of_set]] = lost[at[of_set]]
        return found

    def served_by(self, rows: Rows, centre_id: str) -> Flags:
        """Return whose place the centre serves, or served last where nobody does; rows as in :meth:`strays`."""
        areas, area = grouped(self.relations.entities, "gmina", "powiat")
        numbers, at = np.unique(area[rows], return_inverse=True)
        coverages = [self._on(*areas[n]) for n in numbers.tolist()]
        named = [any(s.centre_id == centre_id for s in (*c.serving, *c.last_known)) if c else False for c in coverages]
        found: Flags = np.array(named, dtype=np.bool_)[at]
        return found


def _texts_of_one_centre(registry: Registry) -> dict[tuple[str, str], Centre]:
    """Find the sources (address, title) that tell the area of one centre and of no other."""
    centres = {c.id: c for c in registry.centres}
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in registry.assignments:
        named[claim.source.url, claim.source.title].add(claim.centre_id)
    alone = {text: min(ids) for text, ids in named.items() if len(ids) == 1 and any(text)}
    return {text: centres[centre] for text, centre in alone.items() if centre in centres}
