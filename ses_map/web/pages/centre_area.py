"""The area of one centre on a day, by how far each part of it may be believed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ses_map.lookup import UnitRow, rows_of_centre
from ses_map.model import Provenance, Serving, Standing


@dataclass(frozen=True)
class CentreArea:
    """What one centre serves, or served last."""

    #: Rows of the coverage table that name it.
    rows: tuple[UnitRow, ...]
    #: Its own part in each of them: of two centres on one unit, one may be confirmed and the other not.
    parts: tuple[Serving, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Units by the standing of the centre's own claim, best first; those that do not occur are left out."""
        counted = Counter(part.standing for part in self.parts)
        return {standing.value: counted[standing] for standing in Standing if counted[standing]}

    @property
    def best(self) -> Standing:
        """The best standing of any part; ``NONE`` where no source names one."""
        return min((part.standing for part in self.parts), key=list(Standing).index, default=Standing.NONE)

    @property
    def newest(self) -> Provenance | None:
        """The newest source among the best parts; ``None`` where there is none."""
        sources = [part.basis.source for part in self.parts if part.standing is self.best]
        return max(sources, key=lambda source: source.date, default=None)

    @property
    def confirmed(self) -> list[tuple[UnitRow, Serving]]:
        """The units for which it is confirmed that the centre serves them."""
        pairs = zip(self.rows, self.parts, strict=True)
        return [(row, part) for row, part in pairs if part.standing is Standing.CONFIRMED]


def area_of_centre(rows: Iterable[UnitRow], centre_id: str) -> CentreArea:
    """Choose from the coverage table what belongs to a centre."""
    own = tuple(rows_of_centre(rows, centre_id))
    return CentreArea(own, tuple(_part(row, centre_id) for row in own))


def _part(row: UnitRow, centre_id: str) -> Serving:
    shown = row.coverage.serving or row.coverage.last_known
    return next(part for part in shown if part.centre_id == centre_id)
