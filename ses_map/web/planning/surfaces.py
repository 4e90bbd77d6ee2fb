"""``/planowanie/powierzchnie``: how far the base layer is from the official areas."""

from flask import Response

from ses_map.planning.surfaces import TOLERANCE, surface_table
from ses_map.web.http import parameters
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.state.snapshot_holder import current


@blueprint.get("/powierzchnie")
def surfaces() -> str | Response:
    """Show the check of areas; it is the same on every day."""
    found = current().planner.surfaces
    table = surface_table(found, parameters.voivodeship())
    outside = [r for r in table.rows if not r["is_within"] or r["reason"]]
    return shown("surfaces", table, found=found, outside=outside, tolerance=100 * TOLERANCE)
