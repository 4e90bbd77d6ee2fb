"""The work-list: every claim that a day finds unconfirmed or ended, and every area that nobody is known to serve.

It is worked out of the snapshot and the day alone. An area that two centres claim has an item for each claim that is
not confirmed; one that somebody is confirmed to serve has no item for those who served it before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from ses_map.coverage import BEGINNING
from ses_map.coverage.standing import turning_days
from ses_map.lookup import Lookup
from ses_map.model import Assignment, Centre, Coverage, Standing
from ses_map.planning.parts import Part, split_country
from ses_map.teryt import units_of


@dataclass(frozen=True)
class WorkItem:
    """One thing to ask about."""

    part: Part
    #: ``UNCONFIRMED``, ``ENDED`` or ``NONE``.
    standing: Standing
    #: Who serves it, or served it last; ``None`` where nobody is known.
    centre: Centre | None
    #: The claim to cite.
    basis: Assignment | None
    #: First day of this standing; ``None`` where it has been so for as long as anything is known.
    since: date | None

    @property
    def unit(self) -> str:
        """TERYT code of the powiat, or of the gmina with claims of its own."""
        return self.part.code

    @property
    def key(self) -> tuple[str, str]:
        """Unit and centre: no two items of a day share them."""
        return self.unit, self.centre.id if self.centre else ""


def find_work(lookup: Lookup, as_of: date, region: str = "") -> list[WorkItem]:
    """Find what is to be confirmed.

    Returns
    -------
    list of WorkItem
        In the order of the codes, then of the centres.
    """
    centres = {c.id: c for c in lookup.snapshot.registry.centres}
    return [item for part in split_country(lookup, as_of, region) for item in _of_part(lookup, part, centres, as_of)]


def _of_part(lookup: Lookup, part: Part, centres: dict[str, Centre], as_of: date) -> Iterable[WorkItem]:
    coverage = part.row.coverage
    if not (coverage.serving or coverage.last_known):
        yield WorkItem(part, Standing.NONE, None, None, _since(lookup, part.code, lambda c: c.standing, as_of))
    for known in coverage.serving or coverage.last_known:
        stands = _of_centre(known.centre_id, coverage)
        if stands is not Standing.CONFIRMED:
            since = _since(lookup, part.code, partial(_of_centre, known.centre_id), as_of)
            yield WorkItem(part, stands, centres[known.centre_id], known.basis, since)


def _of_centre(centre_id: str, coverage: Coverage) -> Standing:
    """Return how one centre stands in an answer: ended where it is only remembered, none where others are."""
    for serving in coverage.serving:
        if serving.centre_id == centre_id:
            return serving.standing
    return Standing.ENDED if any(s.centre_id == centre_id for s in coverage.last_known) else Standing.NONE


def _since(lookup: Lookup, unit: str, standing: Callable[[Coverage], Standing], as_of: date) -> date | None:
    """Return the first day of the run of one standing that holds the day."""
    scopes = units_of(unit) if len(unit) == 6 else (unit,)
    known = [c for scope in scopes for c in lookup.claims.of(scope)]
    turns = sorted({d for c in known for d in turning_days(c, lookup.claims.months) if d <= as_of} | {BEGINNING})
    now, since = standing(lookup.claims.on(unit, as_of)), as_of
    for day in reversed(turns):
        if standing(lookup.claims.on(unit, day)) is not now:
            return since
        since = day
    return None


def people(items: Iterable[WorkItem]) -> int:
    """Add up the inhabitants of the areas of items, each area once."""
    return sum({i.unit: i.part.population for i in items}.values())
