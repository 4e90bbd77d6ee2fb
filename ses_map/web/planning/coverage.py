"""Coverage on the desk: its state (``/planowanie``), demarcation lines between centres, and the check of surfaces."""

from functools import partial

from flask import Response

from ses_map.maps.legend import Key, coverage_keys
from ses_map.planning import tables
from ses_map.planning.coverage_audit import audit_coverage
from ses_map.planning.demarcation import Line, demarcation_table, find_lines, line_shapes
from ses_map.planning.surfaces import TOLERANCE, surface_table
from ses_map.web.file_formats.export import Export
from ses_map.web.http import parameters
from ses_map.web.planning.frame import blueprint, file_context, shown
from ses_map.web.planning.layers import coverage_layers, finding_style, line_style
from ses_map.web.state.snapshot_holder import current

#: Entities outside an area that the page shows; a register may have a hundred thousand, and the list of entities pages.
MOST = 200


@blueprint.get("")
def coverage() -> str | Response:
    """Show what is covered, what is not, and what is doubtful."""
    loaded, relations = current(), current().planner.entities.relations
    audit = audit_coverage(loaded.lookup, parameters.as_of(), parameters.voivodeship(), relations)
    findings = tables.finding_table(audit, loaded.lookup)
    standings, kinds, groups = tables.standing_table(audit), tables.kind_table(audit), []
    for kind, _ in audit.by_kind():
        rows = [r for r in findings.rows if r["kind"] == kind]
        groups.append((kind, tables.finding_name(kind), rows[:MOST] if kind == "entity-outside" else rows))
    export = Export(
        findings,
        *file_context(),
        shapes=lambda: loaded.publishing.unit_shapes,
        picture=draw_coverage,
        caption="Obszary OWES i stan wskazań",
        keys=coverage_legend,
        style=finding_style(),
        layers=partial(coverage_layers, loaded, audit),
        more=(standings, kinds),
    )
    return shown("coverage", export, desk=audit, standings=standings, kinds=kinds, groups=groups)


@blueprint.get("/demarkacja")
@blueprint.get("/demarkacja.svg")
def demarcation() -> str | Response:
    """Show where the area of one centre ends and that of another begins; the map alone at ``.svg``."""
    loaded, day = current(), parameters.as_of()
    lines = find_lines(loaded.planner.borders, loaded.lookup.units_on(day), parameters.voivodeship())
    export = Export(
        demarcation_table(loaded.lookup, lines, day),
        *file_context(),
        shapes=partial(line_shapes, loaded.planner.borders, lines),
        picture=partial(_draw_lines, lines),
        keys=lambda: [Key("line", "gruba linia z numerem: linia demarkacyjna"), *coverage_legend()],
        style=line_style(),
    )
    return shown("demarcation", export)


def _draw_lines(lines: list[Line]) -> str:
    loaded = current()
    shapes = line_shapes(loaded.planner.drawn_borders, lines)
    numbered = [(str(n), shapes[line.id]) for n, line in enumerate(lines, start=1) if line.id in shapes]
    return loaded.citizen.pictures.draw_lines(area_slug(), parameters.as_of(), numbered)


@blueprint.get("/powierzchnie")
def surfaces() -> str | Response:
    """Show how far the base layer is from the official areas; it is the same on every day."""
    found = current().planner.surfaces
    table = surface_table(found, parameters.voivodeship())
    outside = [r for r in table.rows if not r["is_within"] or r["reason"]]
    export = Export(table, *file_context())
    return shown("surfaces", export, found=found, outside=outside, tolerance=100 * TOLERANCE)


def area_slug() -> str:
    """Return the name in addresses of the voivodeship that is asked for, or ``polska``."""
    region = parameters.voivodeship()
    return current().snapshot.names.voivodeships[region].slug if region else "polska"


def draw_coverage() -> str:
    """Draw the map of coverage for the day and the voivodeship that are asked for, as SVG."""
    return current().citizen.pictures.draw(area_slug(), parameters.as_of())


def coverage_legend() -> list[Key]:
    """List the legend of the map of coverage."""
    pictures = current().citizen.pictures
    return coverage_keys(pictures.atlas, pictures.layer(parameters.voivodeship()), parameters.as_of())
