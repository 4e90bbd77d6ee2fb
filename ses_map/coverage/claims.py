"""Who serves one unit on a day: set algebra on codes, exact, with no geometry.

A claim (:class:`ses_map.model.Assignment`) names a powiat or a gmina. For one gmina and one centre the more specific
claim decides: a gmina excluded from a powiat that the centre serves is not served by it. Several centres on one unit
are an *overlap*, none is a *gap* if a source says so and otherwise unknown.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from ses_map.model import Assignment, Confidence, Coverage, Effect, Outcome, Reason, Serving
from ses_map.teryt import powiat_of, units_of

#: The first day of every day: the epoch before anything is known to begin or end.
BEGINNING = date.min


class Claims:
    """All claims, indexed by unit, ready to be asked about any day.

    Parameters
    ----------
    assignments : iterable of Assignment
        Claims in any order; the order does not change any answer.
    """

    def __init__(self, assignments: Iterable[Assignment]) -> None:
        self._by_unit: dict[str, list[Assignment]] = defaultdict(list)
        for claim in sorted(assignments, key=_order):
            self._by_unit[claim.unit].append(claim)

    @cached_property
    def units(self) -> frozenset[str]:
        """Codes that some claim names, on any day."""
        return frozenset(self._by_unit)

    @cached_property
    def epochs(self) -> tuple[date, ...]:
        """First days of the periods within which every answer is the same; the first is :data:`BEGINNING`."""
        days = {BEGINNING}
        for claim in (c for claims in self._by_unit.values() for c in claims):
            if claim.valid_from:
                days.add(claim.valid_from)
            if claim.valid_to and claim.valid_to < date.max:
                days.add(claim.valid_to + timedelta(days=1))
        return tuple(sorted(days | self._cited_anew()))

    def _cited_anew(self) -> set[date]:
        """Give the days on which a newer source becomes the one to cite for the same centre and unit."""
        found: dict[tuple[str, str], set[date]] = defaultdict(set)
        for claim in (c for claims in self._by_unit.values() for c in claims):
            found[claim.unit, claim.centre_id].add(_written(claim) or BEGINNING)
        return {day for days in found.values() if len(days) > 1 for day in days}

    def epoch(self, as_of: date) -> date:
        """Give the first day of the period that holds the day."""
        return self.epochs[bisect_right(self.epochs, as_of) - 1]

    def of(self, unit: str) -> tuple[Assignment, ...]:
        """Give every claim that names exactly this unit, on any day."""
        return tuple(self._by_unit.get(unit, ()))

    def on(self, unit: str, as_of: date) -> Coverage:
        """Tell who serves a gmina, or a powiat as a whole, on a day.

        Parameters
        ----------
        unit : str
            4 or 6 digits. For a powiat only claims on the powiat count; its gminas may differ, see :meth:`exceptions`.
        as_of : date
            The day.

        Returns
        -------
        Coverage
            ``found``, or ``uncovered`` with the reason.
        """
        return resolve([self._by_unit.get(u, ()) for u in _scopes(unit)], as_of)

    def exceptions(self, powiat: str, as_of: date) -> tuple[tuple[str, Coverage], ...]:
        """List the gminas of a powiat with claims of their own that change the answer, and that answer."""
        whole = self.on(powiat, as_of)
        own = sorted(u for u in self.units if len(u) == 6 and powiat_of(u) == powiat)
        answers = ((gmina, self.on(gmina, as_of)) for gmina in own)
        return tuple((g, c) for g, c in answers if (c.centre_ids, c.reason) != (whole.centre_ids, whole.reason))


def _scopes(unit: str) -> tuple[str, ...]:
    return units_of(unit) if len(unit) == 6 else (unit,)


def _order(claim: Assignment) -> tuple[str, ...]:
    dates = (str(claim.valid_from or ""), str(claim.valid_to or ""), claim.source.date)
    return (
        claim.unit,
        claim.centre_id,
        *dates,
        str(claim.confidence),
        claim.source.url,
        claim.subregion,
        str(claim.effect),
    )


def resolve(scopes: Sequence[Sequence[Assignment]], as_of: date) -> Coverage:
    """Decide who serves a unit from the claims on it and on the larger unit around it.

    Parameters
    ----------
    scopes : sequence of sequences of Assignment
        Claims on the most specific unit first.
    as_of : date
        The day.

    Returns
    -------
    Coverage
        Each centre's most specific claim in force decides; within one unit a claim to serve beats one to leave out,
        and the contradiction is reported by :func:`audit_assignments`.
    """
    serving = _decided(scopes, as_of)
    if serving:
        return Coverage(Outcome.FOUND, serving=serving)
    left_out = {c.centre_id for claims in scopes for c in claims if c.in_force(as_of)}
    past = _past(scopes, as_of, left_out)
    return past if past.last_known or not left_out else Coverage(Outcome.UNCOVERED, Reason.GAP)


def _decided(scopes: Sequence[Sequence[Assignment]], as_of: date) -> tuple[Serving, ...]:
    """Give the centres that serve a unit on a day, each by its most specific claims."""
    decided: dict[str, list[Assignment]] = {}
    for claims in scopes:
        in_force = [c for c in claims if c.in_force(as_of)]
        for centre in {c.centre_id for c in in_force} - decided.keys():
            own = [c for c in in_force if c.centre_id == centre]
            decided[centre] = [c for c in own if c.effect is Effect.ADD] or own
    return _serving((c for claims in decided.values() for c in claims if c.effect is Effect.ADD), as_of)


def _past(scopes: Sequence[Sequence[Assignment]], as_of: date, left_out: Container[str]) -> Coverage:
    """Look back to the last day on which somebody served the unit whom no source leaves out today."""
    ends = {c.valid_to for claims in scopes for c in claims if c.effect is Effect.ADD and c.ended(as_of)}
    for day in sorted((d for d in ends if d), reverse=True):
        last = tuple(s for s in _decided(scopes, day) if s.centre_id not in left_out)
        if last:
            return Coverage(Outcome.UNCOVERED, Reason.EXPIRED, last_known=last)
    return Coverage(Outcome.UNCOVERED, Reason.NO_SOURCE)


def _serving(claims: Iterable[Assignment], as_of: date) -> tuple[Serving, ...]:
    by_centre: dict[str, list[Assignment]] = defaultdict(list)
    for claim in claims:
        by_centre[claim.centre_id].append(claim)
    return tuple(Serving(c, tuple(sorted(by_centre[c], key=lambda x: _weight(x, as_of)))) for c in sorted(by_centre))


def _weight(claim: Assignment, as_of: date) -> tuple[bool, bool, int, bool, tuple[str, ...]]:
    """Order the claims of one centre on one unit: the best to cite first.

    The latest source that was known by the day; without one, the earliest after it; of two of one date, the one that
    names the unit.
    """
    written = _written(claim)
    later = written is not None and written > as_of
    age = written.toordinal() if written else 0
    return written is None, later, age if later else -age, claim.confidence is not Confidence.STATED, _order(claim)


def _written(claim: Assignment) -> date | None:
    """Give the first day that the date of a source can mean: ``2024-03`` is 1 March 2024."""
    parts = [int(p) for p in claim.source.date.split("-") if p]
    year, month, day = (*parts, 1, 1)[:3] if parts else (0, 0, 0)
    return date(year, month, day) if year else None
