"""``/planowanie/zmiany``: which units changed hands between two days, as a table and as maps side by side."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from markupsafe import Markup

from ses_map.coverage import Change, diff_coverage
from ses_map.maps.choropleth import LETTERS, Canvas, change_fill, change_patterns, draw_differences, outline_changes
from ses_map.planning import changes as balance
from ses_map.planning.report import year_before
from ses_map.web.file_formats.export import Export
from ses_map.web.http import parameters
from ses_map.web.planning.coverage import area_slug
from ses_map.web.planning.frame import blueprint, file_context, shown
from ses_map.web.planning.shading import make_canvas
from ses_map.web.state.area_shapes import shapes
from ses_map.web.state.snapshot_holder import current

#: What ``/planowanie/zmiany.svg`` draws: the kinds of change, and the state on either day.
MAPS = ("zmiany", "przed", "po")


@blueprint.get("/zmiany")
def changes() -> str | Response:
    """Show what changed between two days."""
    (first, last), region, loaded = _days(), parameters.voivodeship(), current()
    found, people = _find(first, last), loaded.planner.statistics.territory.people
    export = Export(
        balance.change_table(loaded.lookup, found, people),
        *file_context(),
        shapes=partial(shapes, loaded, "unit", region, last),
        picture=partial(_draw_differences, found, last),
    )
    return shown(
        "changes",
        export,
        first=first,
        last=last,
        kinds=balance.by_kind(found, people),
        centres=balance.by_centre(found, people),
        total=sum(people.get(c.unit, 0) for c in found),
        high=_canvas().frame.high,
        kind_names=balance.NAMES,
        titles={c: centre.name for c, centre in loaded.centres.items()},
        address=_address,
        day_before=lambda day: day - timedelta(days=1),
        letters=LETTERS,
        fill=change_fill,
        patterns=Markup(change_patterns()),  # noqa: S704 - our own
        **_steps(first, last, region),
    )


@blueprint.get("/zmiany.svg")
def change_map() -> Response:
    """Draw the kinds of change, or one of the two days with the changed units outlined."""
    chosen, (first, last) = parameters.choice("mapa", MAPS), _days()
    found = _find(first, last)
    if chosen == "zmiany":
        svg = _draw_differences(found, last)
    else:
        picture = current().citizen.pictures.draw(area_slug(), last if chosen == "po" else first)
        svg = outline_changes(picture, _canvas(), [c.unit for c in found])
    return Response(svg, mimetype="image/svg+xml")


def _days() -> tuple[date, date]:
    """Read the two days, the earlier one first; without them, the day of the page and the same day a year before."""
    last = parameters.day("do") if request.args.get("do") else parameters.as_of()
    first = parameters.day("od") if request.args.get("od") else year_before(last)
    return (first, last) if first <= last else (last, first)


def _find(first: date, last: date) -> list[Change]:
    lookup, territory, region = current().lookup, current().planner.statistics.territory, parameters.voivodeship()
    before, after = territory.coverage(first), territory.coverage(last)
    touched = [u for u in after if u.startswith(region) and before[u] != after[u]]
    return diff_coverage(lookup.claims, touched, first, last)


def _canvas() -> Canvas:
    return make_canvas(current(), "unit", parameters.voivodeship(), date.min)


def _draw_differences(found: list[Change], last: date) -> str:
    loaded, names = current(), current().snapshot.names
    changed = {c.unit: balance.change_name(c, loaded.centres) for c in found}
    layer = loaded.citizen.pictures.layer(parameters.voivodeship())
    titles = {u: f"{names.told_apart(u, last)}: {changed.get(u, 'bez zmian')}" for u in layer.codes}
    return draw_differences(layer, _canvas(), {c.unit: c.kind for c in found}, titles)


def _steps(first: date, last: date, region: str) -> dict[str, Any]:
    """List the days of change within the span, and give those before and after it."""
    days = current().planner.days_of_change.items()
    steps = [(day, count) for day, units in days if (count := sum(u.startswith(region) for u in units))]
    return {
        "steps": [(day, count) for day, count in steps if first < day <= last],
        "earlier": max((day for day, _ in steps if day <= first), default=None),
        "later": min((day for day, _ in steps if day > last), default=None),
    }


def _address(first: date, last: date, path: str = "/planowanie/zmiany", **more: str) -> str:
    """Return the address of this page, or of one of its maps, for two days."""
    kept = {k: v for k, v in request.args.items() if k in ("voivodeship", "lang")}
    return f"{path}?{urlencode({**kept, 'od': first.isoformat(), 'do': last.isoformat(), **more})}"
