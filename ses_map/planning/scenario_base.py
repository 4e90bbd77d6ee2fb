"""What scenarios are computed from: gminas as columns of numbers, and who serves each of them on a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from ses_map.crs import ELLIPSOID, FloatArray, IntArray, geodesic_km
from ses_map.entities import as_columns, grouped
from ses_map.lookup import Lookup
from ses_map.model import Coverage, Reason
from ses_map.planning.distances import OfficePoints, Point, no_offices
from ses_map.planning.territory import Territory, ints
from ses_map.recent import Recent

Centres = tuple[str, ...]


@dataclass(frozen=True)
class Division:
    """Who serves what: the centres of every gmina, in the order of :attr:`ScenarioBase.gminy`, and of every powiat."""

    gminy: tuple[Centres, ...]
    #: Powiat → centres of it as a whole: what its gminas without claims of their own have.
    powiaty: Mapping[str, Centres]


class ScenarioBase:
    """What scenarios need of one snapshot and no scenario changes; safe to share between threads.

    Parameters
    ----------
    offices : callable
        Tells for a day where the offices of centres are.
    """

    def __init__(self, lookup: Lookup, offices: OfficePoints = no_offices) -> None:
        self.lookup = lookup
        self.snapshot = lookup.snapshot
        self.offices = offices
        self.territory = territory = Territory(lookup)
        #: Codes of all gminas, sorted.
        self.gminy = territory.codes[: territory.gminy]
        self.index = {code: n for n, code in enumerate(self.gminy)}
        #: Powiat → its gminas.
        self.gminy_of = {p: lookup.gminy_of.get(p, ()) for p in sorted(self.snapshot.names.powiaty)}
        #: Gminas with claims of their own: parts beside their powiat, which its moves leave alone.
        self.own = frozenset(u for u in lookup.claims.units if len(u) == 6)
        #: Centre id → centre, and its name alone.
        self.registered = {c.id: c for c in self.snapshot.registry.centres}
        self.centres = {c.id: c.name for c in self.snapshot.registry.centres}
        #: Inhabitants on 2024-12-31; a gmina younger than that counts with those it was made of.
        self.population = territory.population[: territory.gminy]
        #: Official area, km².
        self.area_km2 = territory.hectares[: territory.gminy] / 100
        #: What no scenario changes, for the days and regions that were asked about last.
        self.kept: Recent[Any] = Recent(64)
        self._today: Recent[Division] = Recent(32)
        self._far: dict[tuple[Point, ...], tuple[FloatArray, IntArray]] = {}

    def free(self, powiat: str) -> tuple[str, ...]:
        """List the gminas of a powiat that a move of it moves too."""
        return tuple(g for g in self.gminy_of[powiat] if g not in self.own)

    def coverage(self, unit: str, as_of: date) -> Coverage:
        """Return what the sources say of a powiat or a gmina; one without claims of its own is as its powiat."""
        return self.territory.coverage(as_of)[self.territory.unit(unit)]

    def untold(self, as_of: date) -> frozenset[str]:
        """Return powiats and gminas that nobody can tell of: their claim has ended, or they have no source. No gaps."""
        coverage = self.territory.coverage(as_of)
        untold = {u for u, c in coverage.items() if not c.serving and c.reason is not Reason.GAP}
        return frozenset(u for u in (*self.gminy, *self.gminy_of) if self.territory.unit(u) in untold)

    def today(self, as_of: date) -> Division:
        """Return the division as the sources have it on a day; what has ended serves nobody. Kept per period."""
        return self._today.get(self.lookup.claims.epoch(as_of), lambda: self._as_sources_say(as_of))

    def _as_sources_say(self, as_of: date) -> Division:
        served = {unit: tuple(sorted(c.centre_ids)) for unit, c in self.territory.coverage(as_of).items()}
        gminy = tuple(served[self.territory.unit(g)] for g in self.gminy)
        return Division(gminy, {p: served[p] for p in self.gminy_of})

    def within(self, region: str) -> slice:
        """Return where the gminas of a voivodeship (2 digits; empty: the country) stand among :attr:`gminy`."""
        found = [n for n, g in enumerate(self.gminy) if g.startswith(region)]
        return slice(found[0], found[-1] + 1) if found else slice(0, 0)

    @cached_property
    def frame(self) -> IntArray:
        """Polygon of the base layer → its gmina's place among :attr:`gminy`; -1 for one that TERYT does not know."""
        return ints(self.index.get(c, -1) for c in self.snapshot.neighbours.codes)

    # Entities

    @cached_property
    def _entities(self) -> tuple[IntArray, IntArray, IntArray]:
        """Row of the territory of each entity (-1: its powiat is not known), and its first and last day."""
        entities = as_columns(self.snapshot.registry.entities)
        places, place = grouped(entities, "gmina", "powiat")
        rows = np.array([*(self.territory.node(gmina, powiat, "") for gmina, powiat in places), -1])
        return (
            rows[place],
            entities.ordinals("valid_from").astype(np.int64),
            entities.ordinals("valid_to").astype(np.int64),
        )

    def entities(self, as_of: date) -> IntArray:
        """Count the entities in being on a day: by gmina, or by powiat where the gmina is not known.

        Returns
        -------
        array of int, (n,)
            One count for each row of the territory.
        """
        row, first, last = self._entities
        day = as_of.toordinal()
        living = (first <= day) & (last >= day) & (row >= 0)
        return np.bincount(row[living], minlength=len(self.territory.codes))

    @cached_property
    def unplaced(self) -> dict[str, int]:
        """Voivodeship → entities whose powiat is not known: they belong to no centre's area."""
        groups, group = grouped(as_columns(self.snapshot.registry.entities), "powiat", "voivodeship")
        found: dict[str, int] = defaultdict(int)
        for (powiat, voivodeship), count in zip(groups, np.bincount(group).tolist(), strict=True):
            if powiat not in self.gminy_of:
                found[voivodeship] += count
        return dict(found)

    # Distances

    @cached_property
    def _places(self) -> tuple[FloatArray, FloatArray, IntArray, IntArray, IntArray]:
        """Localities with a point, by gmina: degrees, x y z (km); per gmina its index, and numbers and first rows."""
        places = self.snapshot.places
        codes = np.array([int(g) for g in self.gminy])
        at = np.searchsorted(codes, places.gmina)
        known = ~np.isnan(places.lonlat[:, 0]) & np.isin(places.gmina, codes)
        number = np.flatnonzero(known)[np.argsort(at[known], kind="stable")]
        lonlat = places.lonlat[number].astype(np.float64)
        gmina, starts = np.unique(at[number], return_index=True)
        return lonlat, _in_space(lonlat[:, 1], lonlat[:, 0]), gmina, number, starts

    def _reach(self, offices: tuple[Point, ...]) -> tuple[FloatArray, IntArray]:
        """Return per gmina the place farthest from its nearest office: straight distance (km²) and row; -1: none."""
        if offices not in self._far:
            _, space, gmina, number, starts = self._places
            desks = _in_space(*np.array(offices).T)
            apart = np.min([((space - desk) ** 2).sum(axis=1) for desk in desks], axis=0)
            far, row = np.full(len(self.gminy), -1.0), np.full(len(self.gminy), -1)
            if len(number):
                far[gmina] = np.maximum.reduceat(apart, starts)
                which = np.repeat(np.arange(len(starts)), np.diff([*starts, len(apart)]))
                hit = np.flatnonzero(apart == far[gmina][which])[::-1]
                row[gmina[which[hit]]] = hit
            self._far[offices] = far, row
        return self._far[offices]

    def farthest(self, offices: tuple[Point, ...], chosen: npt.NDArray[np.bool_]) -> tuple[float, str] | None:
        """Find the place of an area that is farthest from the nearest of some offices.

        Returns
        -------
        (float, str) or None
            Geodesic distance on WGS 84 in km and the name of the place; nothing without an office, and
            where the area has no places. The place is found by the straight line through the earth, which orders
            distances within Poland as the geodesic does.
        """
        if not offices:
            return None
        far, row = self._reach(offices)
        at = int(np.argmax(np.where(chosen, far, -1.0))) if len(far) else 0
        if not chosen.any() or row[at] < 0 or not chosen[at]:
            return None
        lonlat, _, _, number, _ = self._places
        nearest = min(geodesic_km(lon, lat, *lonlat[row[at]]) for lat, lon in offices)
        return nearest, self.snapshot.places.names[number[row[at]]]


def _in_space(lat: FloatArray, lon: FloatArray) -> FloatArray:
    """Return points of WGS 84 at height 0 as x, y, z from the middle of the earth, km."""
    phi, lam, squeezed = np.radians(lat), np.radians(lon), 1 - ELLIPSOID.es
    normal = ELLIPSOID.a / 1000 / np.sqrt(1 - ELLIPSOID.es * np.sin(phi) ** 2)
    flat = normal * np.cos(phi)
    return np.stack([flat * np.cos(lam), flat * np.sin(lam), squeezed * normal * np.sin(phi)], axis=1)
