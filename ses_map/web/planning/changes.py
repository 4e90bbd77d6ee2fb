"""``/planowanie/zmiany``: which units changed hands between two days."""

from flask import Response

from ses_map.coverage import diff_coverage
from ses_map.planning import tables
from ses_map.web import parameters
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.site import current


@blueprint.get("/zmiany")
def changes() -> str | Response:
    """Show what changed between two days."""
    edition, region = current(), parameters.voivodeship()
    first, last = sorted((parameters.day("od"), parameters.day("do")))
    units = [u for u in edition.lookup.units_on(last) if u.startswith(region)]
    found = diff_coverage(edition.lookup.claims, units, first, last)
    return shown("changes", tables.change_table(edition.lookup, found), first=first, last=last)
