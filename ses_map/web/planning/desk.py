"""``/planowanie``: what is covered, what is not, and what is doubtful."""

from flask import Response

from ses_map.planning import audit_coverage, tables
from ses_map.web import parameters
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.site import current


@blueprint.get("")
def desk() -> str | Response:
    """Show what is covered, what is not, and what is doubtful."""
    found = audit_coverage(current().lookup, parameters.as_of(), parameters.voivodeship())
    chosen = tables.finding_table(found)
    kinds = [kind for kind, _ in found.by_kind()]
    groups = [(k, tables.finding_name(k), [r for r in chosen.rows if r["kind"] == k]) for k in kinds]
    return shown("desk", chosen, desk=found, status=tables.status_table(found), groups=groups)
