"""``/planowanie``: what is covered, what is not, and what is doubtful."""

from flask import Response

from ses_map.planning import tables
from ses_map.planning.coverage_audit import CoverageAudit, audit_coverage
from ses_map.web.http import parameters
from ses_map.web.planning.charts import coverage_picture
from ses_map.web.planning.frame import More, blueprint, shown
from ses_map.web.planning.layers import coverage_layers, finding_style
from ses_map.web.state.snapshot_holder import current

#: Entities outside an area that the page shows; a register may have a hundred thousand, and the list of entities pages.
MOST = 200


@blueprint.get("")
def desk() -> str | Response:
    """Show what is covered, what is not, and what is doubtful."""
    loaded = current()
    found = audit_coverage(
        loaded.lookup, parameters.as_of(), parameters.voivodeship(), loaded.planner.entities.relations
    )
    chosen, groups = tables.finding_table(found, loaded.lookup), []
    for kind, _ in found.by_kind():
        rows = [r for r in chosen.rows if r["kind"] == kind]
        groups.append((kind, tables.finding_name(kind), rows[:MOST] if kind == "entity-outside" else rows))
    more, picture = _more(found), coverage_picture()
    values = {"desk": found, "standings": more.tables[0], "kinds": more.tables[1], "groups": groups}
    return shown(
        "desk", chosen, shapes=lambda: loaded.publishing.unit_shapes, picture=picture.draw, more=more, **values
    )


def _more(found: CoverageAudit) -> More:
    loaded = current()
    summaries = (tables.standing_table(found), tables.kind_table(found))
    title = "Obszary OWES i stan wskazań"
    return More(coverage_picture().keys, title, finding_style(), lambda: coverage_layers(loaded, found), summaries)
