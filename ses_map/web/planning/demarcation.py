"""``/planowanie/demarkacja``: where the area of one centre ends and that of another begins."""

from collections.abc import Sequence

from flask import Response

from ses_map.maps.legend import Key
from ses_map.planning.demarcation import Line, demarcation_table, find_lines, line_shapes
from ses_map.web.http import parameters
from ses_map.web.planning.charts import coverage_picture
from ses_map.web.planning.frame import More, blueprint, shown
from ses_map.web.planning.layers import line_style
from ses_map.web.state.snapshot_holder import current


@blueprint.get("/demarkacja")
def demarcation() -> str | Response:
    """Show the common borders of centres, as a map and a table."""
    loaded, lines = current(), _lines()
    table = demarcation_table(loaded.lookup, lines, parameters.as_of())
    more = More(_keys, style=line_style())
    shapes, picture = (lambda: line_shapes(loaded.planner.borders, lines)), (lambda: _drawn(lines))
    return shown("demarcation", table, shapes=shapes, picture=picture, more=more)


@blueprint.get("/demarkacja.svg")
def demarcation_map() -> Response:
    """Draw the map of the page."""
    return Response(_drawn(_lines()), mimetype="image/svg+xml")


def _keys() -> list[Key]:
    return [Key("line", "gruba linia z numerem: linia demarkacyjna"), *coverage_picture().keys()]


def _lines() -> list[Line]:
    loaded = current()
    return find_lines(loaded.planner.borders, loaded.lookup.units_on(parameters.as_of()), parameters.voivodeship())


def _drawn(lines: Sequence[Line]) -> str:
    loaded, chart = current(), coverage_picture()
    shapes = line_shapes(loaded.planner.drawn_borders, lines)
    numbered = [(str(n), shapes[line.id]) for n, line in enumerate(lines, start=1) if line.id in shapes]
    return loaded.citizen.pictures.draw_lines(chart.slug, chart.as_of, numbered)
