"""Who serves one unit on a day: set algebra on codes, exact, with no geometry.

A claim (:class:`ses_map.model.Assignment`) names a powiat or a gmina. For one gmina and one centre the more specific
claim decides: a gmina excluded from a powiat that the centre serves is not served by it. Several centres on one unit
are an *overlap*, none is a *gap* if a source says so and otherwise unknown.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType

from ses_map.coverage.standing import standing, turning_days
from ses_map.coverage.superseding import superseded
from ses_map.model import (
    CONFIRMED_MONTHS,
    Assignment,
    Confidence,
    Coverage,
    Effect,
    Outcome,
    Reason,
    Registry,
    Serving,
    Standing,
)
from ses_map.teryt import powiat_of, units_of

#: The first day of every day: the epoch before anything is known to begin or end.
BEGINNING = date.min


class Claims:
    """All claims, indexed by unit, ready to be asked about any day.

    Parameters
    ----------
    assignments : iterable of Assignment
        Claims in any order; the order does not change any answer.
    months : int
        How long a dated source confirms a claim without a stated end, see :mod:`ses_map.coverage.standing`.
    successors : mapping, optional
        Centre id → id of the centre that took over from it; it gives nobody an area.
    """

    def __init__(
        self,
        assignments: Iterable[Assignment],
        months: int = CONFIRMED_MONTHS,
        successors: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.months = months
        self.successors = successors
        self._by_unit: dict[str, list[Assignment]] = defaultdict(list)
        for claim in sorted(superseded(assignments), key=_order):
            self._by_unit[claim.unit].append(claim)

    @classmethod
    def of_registry(cls, registry: Registry) -> "Claims":
        """Index the claims of a registry, judged by its own limit."""
        successors = {c.id: c.successor for c in registry.centres if c.successor}
        return cls(registry.assignments, registry.confirmed_months, successors)

    def __iter__(self) -> Iterator[Assignment]:
        """Return every claim, in the order of units, centres and dates."""
        return (claim for claims in self._by_unit.values() for claim in claims)

    @cached_property
    def units(self) -> frozenset[str]:
        """Codes that some claim names, on any day."""
        return frozenset(self._by_unit)

    @cached_property
    def epochs(self) -> tuple[date, ...]:
        """First days of the periods within which every answer is the same; the first is :data:`BEGINNING`."""
        turning = {day for claim in self for day in turning_days(claim, self.months)}
        return tuple(sorted({BEGINNING} | turning | self._cited_anew()))

    def _cited_anew(self) -> set[date]:
        """Return the days on which a newer source becomes the one to cite for the same centre and unit."""
        found: dict[tuple[str, str], set[date]] = defaultdict(set)
        for claim in self:
            found[claim.unit, claim.centre_id].add(claim.source.first_day or BEGINNING)
        return {day for days in found.values() if len(days) > 1 for day in days}

    def epoch(self, as_of: date) -> date:
        """Return the first day of the period that holds the day."""
        return self.epochs[bisect_right(self.epochs, as_of) - 1]

    def of(self, unit: str) -> tuple[Assignment, ...]:
        """Return every claim that names exactly this unit, on any day."""
        return tuple(self._by_unit.get(unit, ()))

    def on(self, unit: str, as_of: date) -> Coverage:
        """Return who serves a gmina, or a powiat as a whole, on a day.

        For a powiat only claims on the powiat count; its gminas may differ, see :meth:`exceptions`.
        """
        scopes = units_of(unit) if len(unit) == 6 else (unit,)
        return resolve([self._by_unit.get(u, ()) for u in scopes], as_of, self.months)

    def exceptions(self, powiat: str, as_of: date) -> tuple[tuple[str, Coverage], ...]:
        """List the gminas of a powiat with claims of their own that change the answer, and that answer."""
        whole = self.on(powiat, as_of)
        own = sorted(u for u in self.units if len(u) == 6 and powiat_of(u) == powiat)
        answers = ((gmina, self.on(gmina, as_of)) for gmina in own)
        return tuple((g, c) for g, c in answers if (c.centre_ids, c.reason) != (whole.centre_ids, whole.reason))


def _order(claim: Assignment) -> tuple[str, ...]:
    dates = (str(claim.valid_from or ""), str(claim.valid_to or ""), claim.source.date)
    what = (str(claim.confidence), claim.source.url, claim.subregion, str(claim.effect))
    return claim.unit, claim.centre_id, *dates, *what


def resolve(scopes: Sequence[Sequence[Assignment]], as_of: date, months: int = CONFIRMED_MONTHS) -> Coverage:
    """Decide who serves a unit from the claims on it and on the larger unit around it.

    Parameters
    ----------
    scopes : sequence of sequences of Assignment
        Claims on the most specific unit first.
    months : int
        As for :class:`Claims`.

    Returns
    -------
    Coverage
        Each centre's most specific claim in force decides; within one unit a claim to serve beats one to leave out,
        and the contradiction is reported by :func:`audit_assignments`.
    """
    serving = _serving(_decided(scopes, as_of), as_of, months)
    if serving:
        return Coverage(Outcome.FOUND, serving=serving)
    left_out = {c.centre_id for claims in scopes for c in claims if c.in_force(as_of)}
    # What a later source ended was not left out from the start: it served until then.
    ended = {c.centre_id for claims in scopes for c in claims if c.superseded and c.effect is Effect.ADD}
    past = _past(scopes, as_of, left_out - ended, months)
    return past if past.last_known or not left_out else Coverage(Outcome.UNCOVERED, Reason.GAP)


def _decided(scopes: Sequence[Sequence[Assignment]], as_of: date) -> list[Assignment]:
    """Return the claims by which centres serve a unit on a day: of each centre the most specific."""
    decided: dict[str, list[Assignment]] = {}
    for claims in scopes:
        in_force = [c for c in claims if c.in_force(as_of)]
        for centre in {c.centre_id for c in in_force} - decided.keys():
            own = [c for c in in_force if c.centre_id == centre]
            decided[centre] = [c for c in own if c.effect is Effect.ADD] or own
    return [c for claims in decided.values() for c in claims if c.effect is Effect.ADD]


def _past(scopes: Sequence[Sequence[Assignment]], as_of: date, left_out: Container[str], months: int) -> Coverage:
    """Look back to the last day on which somebody served the unit whom no source leaves out today."""
    ends = {c.ends for claims in scopes for c in claims if c.effect is Effect.ADD and c.ended(as_of)}
    for day in sorted((d for d in ends if d), reverse=True):
        last = [c for c in _decided(scopes, day) if c.centre_id not in left_out]
        if last:
            return Coverage(Outcome.UNCOVERED, Reason.EXPIRED, last_known=_serving(last, as_of, months))
    return Coverage(Outcome.UNCOVERED, Reason.NO_SOURCE)


def _serving(claims: Iterable[Assignment], as_of: date, months: int) -> tuple[Serving, ...]:
    """Group claims by centre, the best to cite first; how it stands is how the centre does."""
    by_centre: dict[str, list[tuple[_Weight, Standing, Assignment]]] = defaultdict(list)
    for claim in claims:
        stands = standing(claim, as_of, months)
        by_centre[claim.centre_id].append((_weight(claim, stands, as_of), stands, claim))
    found = []
    for centre in sorted(by_centre):
        own = sorted(by_centre[centre], key=lambda weighed: weighed[0])
        found.append(Serving(centre, tuple(claim for _, _, claim in own), own[0][1]))
    return tuple(found)


_Weight = tuple[bool, bool, bool, int, bool, tuple[str, ...]]


def _weight(claim: Assignment, stands: Standing, as_of: date) -> _Weight:
    """Order the claims of one centre on one unit: the best to cite first.

    A confirmed one before others; the latest source that was known by the day; without one, the earliest after it; of
    two of one date, the one that names the unit.
    """
    written = claim.source.first_day
    later = written is not None and written > as_of
    age = written.toordinal() if written else 0
    of_source = (written is None, later, age if later else -age)
    return stands is not Standing.CONFIRMED, *of_source, claim.confidence is not Confidence.STATED, _order(claim)
