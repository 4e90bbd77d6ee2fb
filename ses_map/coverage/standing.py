"""Standing: how far a claim may be believed on a day. One rule, used by everything that answers, draws or counts.

Public funding of the centres runs in periods of three to six years, so a source proves little about the years after
it: a text of 2017 says nothing about today. A claim in force on a day is therefore

- *confirmed* when it states its own last day (the period then holds the day), or when the date of its source lies
  within :data:`~ses_map.model.CONFIRMED_MONTHS` months of the day, before or after;
- *unconfirmed* otherwise: no end is stated, and the source is older or bears no date;

and it is *ended* once its own last day, or its centre's, has passed. A centre's end closes its claims but does not
confirm them: it says nothing about the area.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from ses_map.model import CONFIRMED_MONTHS, Assignment, Provenance, Standing


def standing(claim: Assignment, as_of: date, months: int = CONFIRMED_MONTHS) -> Standing:
    """Return the standing of a claim on a day.

    Parameters
    ----------
    claim : Assignment
        A claim that is in force on the day, or was before.
    months : int
        How long a dated source confirms a claim without a stated end. A partial date counts from its first day:
        ``2024`` is 1 January 2024.
    """
    if claim.ended(as_of):
        return Standing.ENDED
    is_confirmed = claim.valid_to or is_recent(claim.source, as_of, months)
    return Standing.CONFIRMED if is_confirmed else Standing.UNCONFIRMED


def is_recent(source: Provenance, as_of: date, months: int = CONFIRMED_MONTHS) -> bool:
    """Return whether a source is dated, and within so many months of a day: what it says may then be taken as it is."""
    first, last = _span(source, months)
    return first <= as_of <= last


def turning_days(claim: Assignment, months: int = CONFIRMED_MONTHS) -> Iterator[date]:
    """Return the days on which the standing of a claim changes: the first of each new state, in no order."""
    if claim.begins:
        yield claim.begins
    if claim.ends and claim.ends < date.max:
        yield claim.ends + timedelta(days=1)
    first, last = _span(claim.source, months)
    if claim.valid_to is None and first <= last:
        yield first
        yield last + timedelta(days=1)


def _span(source: Provenance, months: int) -> tuple[date, date]:
    """Return the first and the last day that the date of a source confirms; nothing where it bears none."""
    written = source.first_day
    return (_moved(written, -months), _moved(written, months)) if written else (date.max, date.min)


def _moved(day: date, months: int) -> date:
    """Move a day by months; the 31st of a shorter month is its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year - 1:
        return date.min if months < 0 else date.max - timedelta(days=1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
