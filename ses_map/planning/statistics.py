"""Entities counted per area, beside the people and the land of that area, and how far it is to the office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ses_map.crs import IntArray
from ses_map.entities import as_columns, grouped
from ses_map.lookup import LEVELS, Lookup
from ses_map.planning.distances import Distances, OfficePoints, Point, no_offices
from ses_map.planning.territory import CONFIRMED, UNCONFIRMED, UNTOLD, Groups, Territory, ints
from ses_map.recent import Recent


@dataclass(frozen=True, slots=True)
class OfficeDistance:
    """How far it is to the office from the localities of an area."""

    #: Localities with a point of their own, and those of them whose office is known.
    points: int
    measured: int
    #: Geodesic distances, km; ``None`` where none could be measured.
    mean_km: float | None
    greatest_km: float | None

    @property
    def share(self) -> int | None:
        """Localities whose office is known, in percent; ``None`` where there are none."""
        return round(100 * self.measured / self.points) if self.points else None


@dataclass(frozen=True, slots=True)
class Row:
    """Figures of one area."""

    id: str
    #: Empty for what no centre serves, or no source gives a subregion.
    name: str
    #: Powiat of a gmina, voivodeship of a powiat, centre of a subregion; else empty.
    part_of: str
    #: ``None`` for a gmina younger than the figures: its people count with the gmina that it was a part of.
    population: int | None
    area_km2: float
    #: Whole powiats; 0 at the level of gminas.
    powiaty: int
    #: Inhabitants whom some centre is confirmed to serve; ``None`` where no source tells of any part whether one does.
    served: int | None
    #: Inhabitants of whom only an old or undated source says so; ``None`` likewise.
    unconfirmed: int | None
    #: Kind → entities in being on the day.
    kinds: dict[str, int]
    #: People who work in the entities whose source tells; ``None`` where none does.
    jobs: int | None
    #: Entities of its powiat whose gmina is not known, and which may be here.
    unplaced: int = 0
    distance: OfficeDistance = OfficeDistance(0, 0, None, None)

    @property
    def entities(self) -> int | None:
        """All entities; ``None`` where none is known and some of the powiat may be here."""
        return sum(self.kinds.values()) or (None if self.unplaced else 0)

    def of_kind(self, kind: str) -> int | None:
        """Return the number of entities of a kind; ``None`` as for all of them."""
        return None if self.entities is None else self.kinds.get(kind, 0)

    @property
    def per_10k(self) -> float | None:
        """Entities to 10,000 inhabitants; ``None`` where nobody lives."""
        return None if self.entities is None or not self.population else 10_000 * self.entities / self.population

    @property
    def density(self) -> float | None:
        """Inhabitants to a km²."""
        return None if self.population is None or not self.area_km2 else self.population / self.area_km2


class AreaStatistics:
    """Counts the entities of a snapshot; safe to share between threads.

    Parameters
    ----------
    offices : callable
        Tells for a day where the offices of centres are.
    """

    def __init__(self, lookup: Lookup, offices: OfficePoints = no_offices) -> None:
        self.lookup = lookup
        self.territory = Territory(lookup)
        self._offices = offices
        self._measured: Recent[dict[str, OfficeDistance]] = Recent(128)
        self._rows: Recent[list[Row]] = Recent(64)
        entities = as_columns(lookup.snapshot.registry.entities)
        self._kinds = sorted(entities.values("kind"))
        number = {kind: n for n, kind in enumerate(self._kinds)}
        units, unit = grouped(entities, "gmina", "powiat", "voivodeship")
        nodes = np.array([*(self.territory.node(*each) for each in units), -1], dtype=np.int32)
        self._node = nodes[unit]
        self._kind = np.array([*(number[k] for k in entities.values("kind")), 0])[entities.codes("kind")]
        self._begin, self._end = entities.ordinals("valid_from"), entities.ordinals("valid_to")
        self._jobs = entities.number("jobs")

    @cached_property
    def distances(self) -> Distances:
        """Distances to the offices; made when they are first asked for."""
        gminy = {c: n for c, n in self.territory.rows.items() if len(c) == 6}
        return Distances(self.lookup.snapshot.places, gminy)

    def rows(self, level: str, as_of: date, region: str = "") -> list[Row]:
        """Count the entities of each area.

        Parameters
        ----------
        level : str
            One of :data:`~ses_map.lookup.LEVELS`.
        as_of : date
            The day: entities that were closed before it or opened after it are not counted.

        Returns
        -------
        list of Row
            In the order of the ids; not to be changed. An entity counts in the areas that hold the smallest unit that
            is known for it: one whose powiat is not known only in its voivodeship. At the levels ``centre`` and
            ``subregion`` what nobody serves is the row with an empty id, and what two centres serve counts for both.
        """
        return self._rows.get((level, as_of, region), lambda: self._count(level, as_of, region))

    def _count(self, level: str, as_of: date, region: str) -> list[Row]:
        groups = self.territory.groups(level, as_of, region)
        living = self._living(as_of)
        table, jobs = self._counted(groups, living)
        base = self.territory
        sums = [groups.add(v).astype(np.int64) for v in (base.population, base.hectares, base.is_powiat)]
        states, people = base.states(groups, level, as_of), base.population[groups.node]
        for weights in (people * (states == CONFIRMED), people * (states == UNCONFIRMED), states != UNTOLD):
            sums.append(groups.add_pairs(weights).astype(np.int64))
        unplaced = self._unplaced(groups, living) if level == "gmina" else np.zeros(len(groups.keys), dtype=np.int64)
        distances = self._office_distances(groups, level, as_of, region)
        columns = zip(groups.keys, *(s.tolist() for s in (*sums, unplaced, jobs)), table.tolist(), strict=True)
        return [self._row(level, distances, *values) for values in columns]

    def outside_gminy(self, as_of: date, region: str = "") -> int:
        """Count the entities whose gmina is not known."""
        codes = self.territory.codes
        counts = np.bincount(self._node[self._living(as_of)], minlength=len(codes)).tolist()
        return sum(n for code, n in zip(codes, counts, strict=True) if len(code) < 6 and code.startswith(region))

    def _living(self, as_of: date) -> np.ndarray[Any, np.dtype[np.bool_]]:
        day = as_of.toordinal()
        return (self._begin <= day) & (day <= self._end) & (self._node >= 0)

    def _counted(self, groups: Groups, living: Any) -> tuple[IntArray, IntArray]:
        """Count entities per area and kind, and the jobs per area (-1 where no source tells any)."""
        size, kinds = len(self.territory.codes), len(self._kinds)
        node, kind, jobs = self._node[living], self._kind[living], self._jobs[living]
        flat = np.bincount(node * kinds + kind, minlength=size * kinds).reshape(size, kinds)
        counts = [groups.add(flat[:, k]) for k in range(kinds)]
        table = np.array(counts, dtype=np.int64).reshape(kinds, len(groups.keys)).T
        stated = jobs >= 0
        people = groups.add(np.bincount(node[stated], weights=jobs[stated], minlength=size)).astype(np.int64)
        known = groups.add(np.bincount(node[stated], minlength=size))
        return table, np.where(known > 0, people, -1)

    def _unplaced(self, groups: Groups, living: Any) -> IntArray:
        """Count for each gmina the entities of its powiat whose gmina is not known."""
        counts = np.bincount(self._node[living], minlength=len(self.territory.codes))
        return ints(counts[self.territory.rows[key[:4]]] for key in groups.keys)

    def _office_distances(self, groups: Groups, level: str, as_of: date, region: str) -> dict[str, OfficeDistance]:
        offices = self._offices(as_of)
        if not offices:
            return {}
        key = (level, self.lookup.claims.epoch(as_of), region, frozenset(offices.items()))
        return self._measured.get(key, lambda: self._measure(groups, level, as_of, offices))

    def _measure(
        self, groups: Groups, level: str, as_of: date, offices: Mapping[str, tuple[Point, ...]]
    ) -> dict[str, OfficeDistance]:
        """Measure to an office of the row's centre, elsewhere to the nearest of those that serve the locality."""
        served, own = self.territory.served(as_of), LEVELS[level].is_dated
        pairs, group = [], []
        for node, number in zip(groups.node.tolist(), groups.group.tolist(), strict=True):
            if node < self.territory.gminy:
                key = groups.keys[number]
                centre = key.split("/", 1)[0]
                asked = (centre,) if own and centre else served.get(node, ())
                pairs.append((node, tuple(dict.fromkeys(p for c in asked for p in offices.get(c, ())))))
                group.append(number)
        measured, total, most = self.distances.measure(pairs)
        index, size = np.array(group, dtype=np.int64), len(groups.keys)
        points = np.bincount(index, weights=self.distances.counts[[n for n, _ in pairs]], minlength=size)
        counted = np.bincount(index, weights=measured, minlength=size)
        sums = np.bincount(index, weights=total, minlength=size)
        greatest = np.zeros(size)
        np.maximum.at(greatest, index, most)
        found = zip(groups.keys, points.tolist(), counted.tolist(), sums.tolist(), greatest.tolist(), strict=True)
        return {k: OfficeDistance(int(p), int(n), s / n if n else None, g if n else None) for k, p, n, s, g in found}

    def _row(self, level: str, distances: Mapping[str, OfficeDistance], key: str, *values: Any) -> Row:
        people, hectares, powiaty, served, unconfirmed, known, unplaced, jobs, kinds = values
        whole = LEVELS[level].whole
        young = level == "gmina" and self.lookup.snapshot.names.gminy[key].population is None
        return Row(
            id=key,
            name=LEVELS[level].name(self.lookup.snapshot, key),
            part_of=whole(self.lookup.snapshot, key) if whole else "",
            population=None if young else people,
            area_km2=hectares / 100,
            powiaty=powiaty,
            served=served if known and not young else None,
            unconfirmed=unconfirmed if known and not young else None,
            kinds={kind: n for kind, n in zip(self._kinds, kinds, strict=True) if n},
            jobs=None if jobs < 0 else jobs,
            unplaced=unplaced,
            distance=distances.get(key, OfficeDistance(0, 0, None, None)),
        )
