"""One centre with its area by how far each part may be believed; all centres, by what their sources name."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from flask import Blueprint, request

from ses_map.errors import NotFoundError
from ses_map.lookup import UnitRow, coverage_rows, rows_of_centre
from ses_map.model import Centre, Provenance, Serving, Standing
from ses_map.spelling import collation
from ses_map.web.http import parameters
from ses_map.web.http.rendering import render_map, render_page
from ses_map.web.pages.linked_data import centre_data
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import gettext
from ses_map.web.wording.language import mark as _

blueprint = Blueprint("centres", __name__)


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
    named = (row.coverage.serving or row.coverage.last_known for row in own)
    return CentreArea(own, tuple(next(part for part in parts if part.centre_id == centre_id) for parts in named))


@dataclass(frozen=True)
class Facet:
    """One thing by which centres may be told apart."""

    #: Name of the parameter.
    name: str
    title: str
    #: Gives what the sources say of a centre; nothing where they say nothing.
    of: Callable[[Centre], Sequence[str]]
    centres: Sequence[Centre]
    #: Values that were asked for.
    chosen: Sequence[str]

    @property
    def total(self) -> int:
        """Number of all centres."""
        return len(self.centres)

    @property
    def known(self) -> int:
        """Number of centres of which it is known."""
        return sum(bool(self.of(c)) for c in self.centres)

    @property
    def is_filter(self) -> bool:
        """Whether it is known of most: a choice by it would otherwise leave out centres of which nothing is said."""
        return 2 * self.known > self.total

    @property
    def values(self) -> list[str]:
        """Every value, in the order of the Polish alphabet."""
        return sorted({value for c in self.centres for value in self.of(c)}, key=collation)

    def fits(self, centre: Centre) -> bool:
        """Return whether a centre has every value that was asked for; any has where this is no filter."""
        return not self.is_filter or set(self.chosen) <= set(self.of(centre))


@blueprint.get("/owes/<centre_id>")
def centre(centre_id: str) -> str:
    """Show one centre: contact, area, services, sources."""
    loaded, day = current(), parameters.as_of()
    found = loaded.centres.get(centre_id)
    if found is None:
        shown = centre_id[:40]
        raise NotFoundError(f"no centre has the id {shown!r}", f"Nie ma OWES o identyfikatorze „{shown}”.")
    area = loaded.snapshot.names.voivodeships[found.voivodeship]
    served = area_of_centre(coverage_rows(loaded.lookup, day), centre_id)
    values = {"centre": found, "served": served, "linked_data": centre_data(found, served.confirmed, day)}
    return render_map("pages/centre.html", area.slug, area=area, **values)


@blueprint.get("/osrodki")
def centres() -> str:
    """List the centres that offer every service and help everyone that is asked for, by voivodeship."""
    registry, names = current().snapshot.registry, current().snapshot.names
    region, asked = parameters.voivodeship(), request.args
    facets = (
        Facet("service", gettext(_("Usługi")), lambda c: c.services, registry.centres, asked.getlist("service")),
        Facet("audience", gettext(_("Dla kogo")), lambda c: c.audiences, registry.centres, asked.getlist("audience")),
    )
    found = [c for c in registry.centres if c.voivodeship.startswith(region) and all(f.fits(c) for f in facets)]
    found.sort(key=lambda c: (collation(names.voivodeships[c.voivodeship].name), collation(c.name)))
    return render_page(
        "pages/centres.html",
        facets=facets,
        unfiltered=any(f.chosen and not f.is_filter for f in facets),
        region=names.voivodeships[region].slug if region else "",
        found=found,
    )
