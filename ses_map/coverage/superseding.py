"""Claims that a later source contradicts: each source keeps its words, the earlier ones hold until the later begin.

A list of 2017 says that a centre serves a powiat, and a letter of 2026 that it has not since October: the first claim
was true until September. A later source that says the opposite of the same centre and unit, from a stated day and
without an end, therefore ends the earlier claim on the eve of that day. Where that day is unknown, or both sources
are of one date, nothing is ended, and :func:`ses_map.coverage.audit_assignments` reports the contradiction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from ses_map.model import Assignment, Effect


def superseded(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Return the claims in their order, each with the last day before a later source says the opposite."""
    claims = list(assignments)
    about: dict[tuple[str, str], list[Assignment]] = defaultdict(list)
    for claim in claims:
        about[claim.unit, claim.centre_id].append(claim)
    argued = {key for key, own in about.items() if len({c.effect for c in own}) == len(Effect)}
    if not argued:
        return claims
    return [_ended(c, about[c.unit, c.centre_id]) if (c.unit, c.centre_id) in argued else c for c in claims]


_SECOND_DAY = date.min + timedelta(days=1)


def _ended(claim: Assignment, others: Sequence[Assignment]) -> Assignment:
    starts = [other.begins for other in others if other.begins and _contradicts(other, claim)]
    return replace(claim, superseded=max(min(starts), _SECOND_DAY) - timedelta(days=1)) if starts else claim


def _contradicts(later: Assignment, claim: Assignment) -> bool:
    written, before = later.source.first_day, claim.source.first_day
    is_later = written is not None and (before is None or before < written)
    return is_later and later.effect is not claim.effect and later.valid_to is None
