"""The balance of a division: what every centre serves, in numbers, today and in a scenario.

Gminas are columns of a table of centres, so that every sum is one product of arrays, whatever the scenario. People and
land are official figures per gmina; they add up to the powiat's, the voivodeship's and the country's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import pi
from typing import Any

import numpy as np
import numpy.typing as npt

from ses_map.planning.scenario import Scenario, divide
from ses_map.planning.scenario_base import Centres, Division, ScenarioBase
from ses_map.planning.standings import NOT_IN_FORCE

Flags = npt.NDArray[np.bool_]

#: Stand, among the centres, for whom nobody serves, and for those of whom nobody can tell who does.
NOBODY_SERVES, UNTOLD = "", "?"


@dataclass(frozen=True, slots=True)
class Figures:
    """One area in numbers."""

    #: Inhabitants on 2024-12-31 (GUS).
    population: int
    #: Entities in being on the day.
    entities: int
    #: Official area on 2025-01-01, km² (GUGiK).
    area_km2: float
    #: Powiats that lie in it, wholly or in part.
    powiaty: int
    gminy: int
    #: Parts that hang together, neighbours sharing a border and not only a point; ``None`` where borders are unknown.
    parts: int | None
    #: Polsby and Popper's 4πA/P²: 1 for a circle, near 0 for what is long or torn; ``None`` where borders are unknown.
    compactness: float | None
    #: Geodesic from the town of the office to the farthest place of the area, km; ``None`` where that town is unknown.
    distance_km: float | None
    #: Name of that place.
    farthest: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One centre today and in the scenario; nothing where it has no area."""

    centre: str
    name: str
    is_new: bool
    before: Figures | None
    after: Figures | None

    def change(self, key: str) -> float | None:
        """Return by how much a figure grows, a missing area counting as 0; ``None`` where a figure is unknown."""
        old, new = self.value("before", key), self.value("after", key)
        return None if old is None or new is None else round(new - old, 3)

    def value(self, when: str, key: str) -> Any:
        """Return a figure of ``before`` or ``after``, as :func:`value_of` does."""
        return value_of(getattr(self, when), key)


def value_of(figures: Figures | None, key: str) -> Any:
    """Return a figure; where there is no area, what adds up is 0 and the rest is not known."""
    if figures is None:
        return 0 if key in ("population", "entities", "area_km2", "powiaty", "gminy") else None
    return getattr(figures, key)


@dataclass(frozen=True)
class Balance:
    """All centres with an area, what no centre has, and the whole."""

    lines: tuple[Line, ...]
    #: Known gaps, and what the scenario takes from everybody.
    nobody: Line
    #: Units whose claim has ended or that no source names: nobody knows that they are gaps.
    untold: Line
    whole: Figures
    #: People and land that several centres serve count for each of them: how much more than once, before and after.
    repeated_before: int
    repeated_after: int

    @property
    def rest(self) -> tuple[Line, ...]:
        """The lines of no centre; that of the untold only where there are any."""
        return (self.nobody, *([self.untold] if self.untold.before or self.untold.after else []))

    @property
    def named(self) -> dict[str, Line]:
        """Centre id → its line."""
        return {line.centre: line for line in self.lines}


def weigh(base: ScenarioBase, scenario: Scenario, as_of: date, region: str = "") -> Balance:
    """Set a scenario beside the division of a day.

    Parameters
    ----------
    scenario : Scenario
        In canonical form.
    region : str
        2-digit code of a voivodeship, or empty: only its gminas are counted.
    """
    scales: Scales = base.kept.get(("scales", as_of, region), lambda: Scales(base, as_of, region))
    before = scales.before
    after = scales.weigh(divide(scenario, base, as_of)) if scenario else before
    order = {c: n for n, c in enumerate([*base.centres, *scenario.new])}
    chosen = sorted((before.keys() | after.keys()) - {NOBODY_SERVES, UNTOLD}, key=order.__getitem__)
    names = {**base.centres, **scenario.new}
    whole = scales.whole
    return Balance(
        lines=tuple(Line(c, names[c], c in scenario.new, before.get(c), after.get(c)) for c in chosen),
        nobody=Line("", "nikt (luka)", False, before.get(NOBODY_SERVES), after.get(NOBODY_SERVES)),
        untold=Line("", f"{NOT_IN_FORCE} (zakończone albo brak źródła)", False, before.get(UNTOLD), after.get(UNTOLD)),
        whole=whole,
        repeated_before=sum(f.population for f in before.values()) - whole.population,
        repeated_after=sum(f.population for f in after.values()) - whole.population,
    )


class Scales:
    """Weighs divisions of one region on one day.

    Parameters
    ----------
    as_of : date
        The day: entities closed before it or opened after it are not counted.
    """

    def __init__(self, base: ScenarioBase, as_of: date, region: str) -> None:
        self._base = base
        self._as_of = as_of
        self._offices = base.offices(as_of)
        self._within = base.within(region)
        self._gminy = base.gminy[self._within]
        self._powiaty = [p for p in base.gminy_of if p.startswith(region)]
        self._holder = np.array([int(g[:4]) for g in self._gminy], dtype=np.intp)
        self._untold = base.untold(as_of)
        entities, rows = base.entities(as_of), base.territory.rows
        self._by_gmina = entities[self._within]
        self._by_powiat = entities[[rows[p] for p in self._powiaty]]

    @cached_property
    def whole(self) -> Figures:
        """All of the region, each gmina once."""
        everything: Sequence[Centres] = [("*",)] * len(self._gminy)
        return self._figures(["*"], everything, [("*",)] * len(self._powiaty))["*"]

    @cached_property
    def before(self) -> dict[str, Figures]:
        """Today's division."""
        return self.weigh(self._base.today(self._as_of))

    def weigh(self, division: Division) -> dict[str, Figures]:
        """Weigh a division: centre id → figures, who has nothing is left out.

        What no centre has is :data:`UNTOLD` where the sources do not tell whose it is today (to take it from everybody
        changes nothing, see :func:`ses_map.planning.scenario.canonical`), and else :data:`NOBODY_SERVES`.
        """
        own = zip(self._gminy, division.gminy[self._within], strict=True)
        gminy = [centres or self._nobody(g) for g, centres in own]
        powiaty = [division.powiaty[p] or self._nobody(p) for p in self._powiaty]
        counted = {*gminy, *(p for p, n in zip(powiaty, self._by_powiat, strict=True) if n)}
        return self._figures(sorted({c for group in counted for c in group}), gminy, powiaty)

    def _nobody(self, unit: str) -> Centres:
        return (UNTOLD,) if unit in self._untold else (NOBODY_SERVES,)

    def _figures(self, centres: list[str], gminy: Sequence[Centres], powiaty: Sequence[Centres]) -> dict[str, Figures]:
        of, of_powiat = _members(centres, gminy), _members(centres, powiaty)
        at = self._within
        people, land = of @ self._base.population[at], of @ self._base.area_km2[at]
        entities = of @ self._by_gmina + of_powiat @ self._by_powiat
        parts, compact = _shape(self._base, of, self._within)
        found = {}
        for n, centre in enumerate(centres):
            far = self._farthest(centre, of[n])
            found[centre] = Figures(
                population=int(people[n]),
                entities=int(entities[n]),
                area_km2=round(float(land[n]), 2),
                powiaty=len(np.unique(self._holder[of[n]])),
                gminy=int(of[n].sum()),
                parts=parts[n],
                compactness=compact[n],
                distance_km=far[0] if far else None,
                farthest=far[1] if far else "",
            )
        return found

    def _farthest(self, centre: str, own: Flags) -> tuple[float, str] | None:
        if centre not in self._offices:
            return None
        chosen = np.zeros(len(self._base.gminy), dtype=bool)
        chosen[self._within] = own
        return self._base.farthest(self._offices[centre], chosen)


def _members(centres: list[str], units: Sequence[Centres]) -> Flags:
    """Return the table of centres (rows) and units (columns): who serves what."""
    row = {c: n for n, c in enumerate(centres)}
    table = np.zeros((len(centres), len(units)), dtype=bool)
    pairs = [(row[c], n) for n, group in enumerate(units) for c in group if c in row]
    if pairs:
        at = np.array(pairs, dtype=np.intp)
        table[at[:, 0], at[:, 1]] = True
    return table


def _shape(base: ScenarioBase, of: Flags, within: slice) -> tuple[list[int | None], list[float | None]]:
    """Count the parts of every area and measure how compact it is, by the borders of its gminas in EPSG:2180.

    Notes
    -----
    Compactness: D. D. Polsby and R. D. Popper, "The Third Criterion", Yale Law & Policy Review 9 (1991), 301-353.
    """
    borders, frame = base.snapshot.neighbours, base.frame
    if not borders.is_known:
        return [None] * len(of), [None] * len(of)
    on_map = np.zeros((len(of), len(borders.codes)), dtype=bool)
    start = within.start
    inside = (frame >= start) & (frame < within.stop)
    on_map[:, inside] = of[:, frame[inside] - start]
    one, two = borders.pairs.T
    both = on_map[:, one] & on_map[:, two]
    around = on_map @ borders.perimeter - 2 * (both @ borders.shared)
    area = on_map @ borders.area
    compact = [float(4 * pi * a / p**2) if p > 0 else None for a, p in zip(area, around, strict=True)]
    return list(_parts(on_map, both, one, two)), compact


def _parts(on_map: Flags, both: Flags, one: Any, two: Any) -> list[int]:
    """Count the connected parts of each row: every polygon takes the least number around it until none changes."""
    rows, width = on_map.shape
    row, pair = np.nonzero(both)
    left, right = row * width + one[pair], row * width + two[pair]
    label = np.arange(rows * width)
    while True:
        least = np.minimum(label[left], label[right])
        after = label.copy()
        np.minimum.at(after, left, least)
        np.minimum.at(after, right, least)
        after = after[after]
        if np.array_equal(after, label):
            break
        label = after
    own = on_map.reshape(-1)
    heads = own & (label == np.arange(rows * width))
    return [int(n) for n in heads.reshape(rows, width).sum(axis=1)]
