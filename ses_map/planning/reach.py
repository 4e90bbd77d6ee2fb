"""Who serves the place of an entity on a day, and whose area it lies outside of."""

from datetime import date
from typing import Any

import numpy as np

from ses_map.entities import grouped
from ses_map.lookup import Lookup
from ses_map.model import Coverage, Effect, Entity
from ses_map.planning.relations import Relations, Tie

Rows = np.ndarray[Any, Any]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


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
        return self._on(entity.gmina if entity.gmina in self._lookup.claims.units else entity.powiat)

    def _on(self, unit: str) -> Coverage | None:
        if not unit:
            return None
        if unit not in self._coverages:
            self._coverages[unit] = self._lookup.claims.on(unit, self._as_of)
        return self._coverages[unit]

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
        served = [self._served(*areas[n]) for n in numbers.tolist()]
        ties = own[rows[near]]
        for n in np.unique(ties).tolist():
            lost = np.array([ids is not None and not bound[n] <= ids for ids in served], dtype=np.bool_)
            of_set = np.flatnonzero(ties == n)
            found[near[of_set]] = lost[at[of_set]]
        return found

    def served_by(self, rows: Rows, centre_id: str) -> Flags:
        """Return whose place the centre serves, or served last where nobody does; rows as in :meth:`strays`."""
        areas, area = grouped(self.relations.entities, "gmina", "powiat")
        numbers, at = np.unique(area[rows], return_inverse=True)
        told = [self._names_centre((areas[n][0], areas[n][1]), centre_id) for n in numbers.tolist()]
        found: Flags = np.array(told, dtype=np.bool_)[at]
        return found

    def _names_centre(self, area: tuple[str, str], centre_id: str) -> bool:
        gmina, powiat = area
        coverage = self._on(gmina if gmina in self._lookup.claims.units else powiat)
        told = (*coverage.serving, *coverage.last_known) if coverage else ()
        return any(s.centre_id == centre_id for s in told)

    def _served(self, gmina: str, powiat: str) -> frozenset[str] | None:
        """Return the centres that serve a place; ``None`` where it is not settled."""
        coverage = self._on(gmina if gmina in self._lookup.claims.units else powiat)
        return coverage.centre_ids if coverage else None
