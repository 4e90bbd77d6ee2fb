"""What changed between two days: units that passed from one answer to another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ses_map.coverage.claims import Claims
from ses_map.model import Coverage


@dataclass(frozen=True)
class Change:
    """One unit whose answer differs on two days."""

    unit: str
    before: Coverage
    after: Coverage
    #: First day of the latter answer, within the span that was asked about.
    since: date

    @property
    def kind(self) -> str:
        """How the answer changed.

        ``gained`` somebody, ``lost`` everybody, ``fewer`` (some of its centres are gone), ``more`` (others joined),
        ``moved`` to other centres, or ``reason`` (still nobody's).
        """
        before, after = self.before.centre_ids, self.after.centre_ids
        if not before:
            return "gained" if after else "reason"
        if not after:
            return "lost"
        return "fewer" if after < before else "more" if after > before else "moved"


def diff_coverage(claims: Claims, units: Iterable[str], first: date, last: date) -> list[Change]:
    """Compare the answers for powiats and gminas on two days, from the earlier to the later.

    Returns
    -------
    list of Change
        In the order of the codes; units that a centre serves on both days, whatever claim it rests on, are left out.
    """
    first, last = sorted((first, last))
    found = []
    for unit in sorted(units):
        before, after = claims.on(unit, first), claims.on(unit, last)
        if _said(before) != _said(after):
            found.append(Change(unit, before, after, _since(claims, unit, first, last)))
    return found


def _said(coverage: Coverage) -> tuple[object, ...]:
    return coverage.centre_ids, coverage.reason, tuple(s.centre_id for s in coverage.last_known)


def _since(claims: Claims, unit: str, first: date, last: date) -> date:
    """Return the first day from which the unit's answer is that of the later day without a break."""
    wanted, since = _said(claims.on(unit, last)), last
    for day in reversed([d for d in claims.epochs if first < d <= last]):
        if _said(claims.on(unit, day)) != wanted:
            break
        since = day
    return since
