"""Gminas, powiats and voivodeships as numbered rows, and the areas that they belong to: sums are then array algebra.

A figure lies on the smallest unit that it is known for: people and land on gminas (what a powiat has beyond them on the
powiat itself), an entity on its gmina, or on its powiat or voivodeship where no more is known.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

import numpy as np

from ses_map.coverage import subregion_keys
from ses_map.crs import FloatArray, IntArray
from ses_map.lookup import LEVELS, Lookup
from ses_map.model import Coverage, Reason, Standing
from ses_map.planning.parts import split_country
from ses_map.recent import Recent

#: What sources tell of a row on a day: a centre serves it, perhaps one does, nobody does; or they do not tell.
CONFIRMED, UNCONFIRMED, NOBODY, UNTOLD = 2, 1, 0, -1


@dataclass(frozen=True)
class Groups:
    """Which rows belong to which area: pair ``i`` says that row ``node[i]`` is in area ``keys[group[i]]``."""

    keys: tuple[str, ...]
    node: IntArray
    group: IntArray

    def add(self, values: Any) -> FloatArray:
        """Add up a value per row to one per area; whole numbers below 2**53 stay exact."""
        return self.add_pairs(values[self.node])

    def add_pairs(self, weights: Any) -> FloatArray:
        """Add up a value per pair to one per area, as :meth:`add`."""
        values = np.asarray(weights, dtype=np.float64)
        return np.bincount(self.group, weights=values, minlength=len(self.keys)).astype(np.float64)


class Territory:
    """The rows of one snapshot; safe to share between threads."""

    def __init__(self, lookup: Lookup) -> None:
        registry = lookup.snapshot.registry
        self._lookup = lookup
        gminy, powiaty = sorted(registry.gminy, key=_code), sorted(registry.powiaty, key=_code)
        self.codes = (*map(_code, gminy), *map(_code, powiaty), *sorted(v.teryt for v in registry.voivodeships))
        #: Code → number of its row.
        self.rows = {code: n for n, code in enumerate(self.codes)}
        self.gminy = len(gminy)
        self.is_powiat = np.array([len(c) == 4 for c in self.codes])
        #: Inhabitants per row; a gmina younger than the figures has none, and counts with its powiat.
        self.population = np.zeros(len(self.codes), dtype=np.int64)
        #: Official area per row in hundredths of a km², so that sums are exact.
        self.hectares = np.zeros(len(self.codes), dtype=np.int64)
        for unit in gminy:
            self._put(unit.teryt, unit.population or 0, unit.area_km2)
        for powiat in powiaty:
            own = [self.rows[g] for g in lookup.gminy_of.get(powiat.teryt, ())]
            people, land = int(self.population[own].sum()), int(self.hectares[own].sum())
            self._put(powiat.teryt, powiat.population - people, powiat.area_km2 - land / 100)
        self._days: Recent[dict[str, Coverage]] = Recent(32)
        self._groups: Recent[Groups] = Recent(128)
        self._served: Recent[IntArray] = Recent(32)

    def _put(self, code: str, people: int, area_km2: float) -> None:
        self.population[self.rows[code]], self.hectares[self.rows[code]] = people, round(100 * area_km2)

    def coverage(self, as_of: date) -> dict[str, Coverage]:
        """Return who serves each display unit on the day."""
        epoch = self._lookup.claims.epoch(as_of)
        return self._days.get(epoch, lambda: self._lookup.units_on(as_of))

    @cached_property
    def people(self) -> dict[str, int]:
        """Inhabitants of each display unit, nobody twice: a powiat without the gminas that are units of their own."""
        return {part.code: part.population for part in split_country(self._lookup, date.max)}

    def unit(self, code: str) -> str:
        """Return the display unit that answers for a gmina or powiat."""
        return code if len(code) < 6 or code in self._lookup.claims.units else code[:4]

    def node(self, gmina: str, powiat: str, voivodeship: str) -> int:
        """Return the row of the smallest unit that is known; -1 where not even the voivodeship is.

        A powiat of one gmina (a city with powiat rights) settles the gmina.
        """
        only = self._lookup.gminy_of.get(powiat, ())
        found = (gmina, only[0] if len(only) == 1 else "", powiat, voivodeship)
        return next((self.rows[c] for c in found if c in self.rows), -1)

    def groups(self, level: str, as_of: date, region: str = "") -> Groups:
        """Return which rows belong to which areas of a level.

        Parameters
        ----------
        level : str
            One of :data:`~ses_map.lookup.LEVELS`.
        as_of : date
            The day; it matters for centres and their subregions.

        Returns
        -------
        Groups
            Keys sorted. What nobody serves, or no source gives a subregion, has the empty key; a unit of two centres
            is in both areas.
        """
        epoch = self._lookup.claims.epoch(as_of) if LEVELS[level].is_dated else date.min
        return self._groups.get((level, epoch, region), lambda: self._group(level, as_of, region))

    def _group(self, level: str, as_of: date, region: str) -> Groups:
        pairs = [(n, k) for n, c in enumerate(self.codes) if c.startswith(region) for k in self._keys(level, c, as_of)]
        keys = tuple(sorted({k for _, k in pairs}))
        number = {k: n for n, k in enumerate(keys)}
        return Groups(keys, ints(n for n, _ in pairs), ints(number[k] for _, k in pairs))

    def _keys(self, level: str, code: str, as_of: date) -> Iterable[str]:
        area = LEVELS[level].area
        if area:
            return filter(None, [area(self._lookup.snapshot, code)])
        return self.keys_of_unit(level, self.unit(code), as_of) or ("",) if len(code) > 2 else ()

    def keys_of_unit(self, level: str, unit: str, as_of: date) -> tuple[str, ...]:
        """Return the centres (``centre``), or subregions (``subregion``), of a display unit on the day."""
        coverage = self.coverage(as_of)[unit]
        if level == "centre":
            return tuple(sorted(coverage.centre_ids))
        return tuple(sorted({f"{c}/{name}" for c, name in subregion_keys({unit: coverage})[unit]}))

    def states(self, groups: Groups, level: str, as_of: date) -> IntArray:
        """Return what sources say of each pair of row and area on the day: :data:`CONFIRMED` … :data:`UNTOLD`.

        In the area of a centre, or in its subregion, the claim of that centre counts, not the best of several.
        """
        if not LEVELS[level].is_dated:
            return self._state(as_of)[groups.node]
        coverage = self.coverage(as_of)
        centres = [key.partition("/")[0] for key in groups.keys]
        pairs = zip(groups.node.tolist(), groups.group.tolist(), strict=True)
        return ints(_state_of(coverage[self.unit(self.codes[n])], centres[g]) for n, g in pairs)

    def _state(self, as_of: date) -> IntArray:
        """Return what sources say of each row on the day."""
        coverage = self.coverage(as_of)
        units = [self.unit(c) for c in self.codes]
        make = partial(ints, (_state_of(coverage[u]) if len(u) > 2 else UNTOLD for u in units))
        return self._served.get(self._lookup.claims.epoch(as_of), make)

    def served(self, as_of: date) -> dict[int, tuple[str, ...]]:
        """Return the rows of gminas that somebody serves on the day, with the centres."""
        found = defaultdict[int, tuple[str, ...]](tuple)
        for number, code in enumerate(self.codes[: self.gminy]):
            centres = self.keys_of_unit("centre", self.unit(code), as_of)
            if centres:
                found[number] = centres
        return dict(found)


def _state_of(coverage: Coverage, centre: str = "") -> int:
    stands = next((s.standing for s in coverage.serving if s.centre_id == centre), coverage.standing)
    if stands in (Standing.CONFIRMED, Standing.UNCONFIRMED):
        return CONFIRMED if stands is Standing.CONFIRMED else UNCONFIRMED
    return NOBODY if coverage.reason is Reason.GAP else UNTOLD


def _code(unit: Any) -> str:
    code: str = unit.teryt
    return code


def ints(values: Iterable[int]) -> IntArray:
    """Return whole numbers as an array."""
    return np.fromiter(values, dtype=np.int64)
