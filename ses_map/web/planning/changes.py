"""``/planowanie/zmiany``: which units changed hands between two days, as a table and as maps side by side."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from markupsafe import Markup

from ses_map.coverage import Change, diff_coverage
from ses_map.maps.choropleth import LETTERS, Canvas, change_fill, change_patterns, draw_differences, outline_changes
from ses_map.planning import changes as balance
from ses_map.web.http import parameters
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.planning.shading import make_canvas
from ses_map.web.state.area_shapes import shapes as area_shapes
from ses_map.web.state.snapshot_holder import current

#: What ``/planowanie/zmiany.svg`` draws: the kinds of change, and the state on either day.
MAPS = ("zmiany", "przed", "po")
_A_DAY = timedelta(days=1)


@blueprint.get("/zmiany")
def changes() -> str | Response:
    """Show what changed between two days."""
    first, last = _span()
    found, region = _found(first, last), parameters.voivodeship()
    people = current().planner.statistics.territory.people
    table = balance.change_table(current().lookup, found, people)
    sums: dict[str, Any] = {"kinds": balance.by_kind(found, people), "centres": balance.by_centre(found, people)}
    days: dict[str, Any] = {"first": first, "last": last, **_days(first, last, region)}
    more: dict[str, Any] = {
        "total": sum(people.get(c.unit, 0) for c in found),
        "high": _canvas().frame.high,
        **_words(),
    }
    return shown("changes", table, shapes=_shapes, picture=_difference, **days, **sums, **more)


@blueprint.get("/zmiany.svg")
def change_map() -> Response:
    """Draw the kinds of change, or one of the two days with the changed units outlined."""
    chosen = parameters.choice("mapa", MAPS)
    svg = _difference() if chosen == "zmiany" else _state(_span()[chosen == "po"])
    return Response(svg, mimetype="image/svg+xml")


def _span() -> tuple[date, date]:
    """Read the two days, the earlier one first; without them, the day of the page and the same day a year before."""
    last = parameters.day("do") if request.args.get("do") else parameters.as_of()
    year_ago = last.replace(year=max(1, last.year - 1), day=min(last.day, 28 if last.month == 2 else 31))
    first = parameters.day("od") if request.args.get("od") else year_ago
    return (first, last) if first <= last else (last, first)


def _found(first: date, last: date) -> list[Change]:
    lookup, territory, region = current().lookup, current().planner.statistics.territory, parameters.voivodeship()
    before, after = territory.coverage(first), territory.coverage(last)
    touched = [u for u in after if u.startswith(region) and before[u] != after[u]]
    return diff_coverage(lookup.claims, touched, first, last)


def _canvas() -> Canvas:
    return make_canvas(current(), "unit", parameters.voivodeship(), date.min)


def _state(day: date) -> str:
    loaded, region = current(), parameters.voivodeship()
    slug = loaded.snapshot.names.voivodeships[region].slug if region else "polska"
    return outline_changes(loaded.citizen.pictures.draw(slug, day), _canvas(), [c.unit for c in _found(*_span())])


def _difference() -> str:
    loaded, (first, last) = current(), _span()
    changed = _found(first, last)
    found = {c.unit: balance.change_name(c, loaded.centres) for c in changed}
    layer = loaded.citizen.pictures.layer(parameters.voivodeship())
    names = loaded.snapshot.names
    said = {u: f"{names.told_apart(u, last)}: {found.get(u, 'bez zmian')}" for u in layer.codes}
    return draw_differences(layer, _canvas(), {c.unit: c.kind for c in changed}, said)


def _shapes() -> dict[str, Any]:
    return area_shapes(current(), "unit", parameters.voivodeship(), _span()[1])


def _words() -> dict[str, Any]:
    titles = {c: centre.name for c, centre in current().centres.items()}
    drawn = {"letters": LETTERS, "fill": change_fill, "patterns": Markup(change_patterns())}  # noqa: S704 - our own
    return {"kind_names": balance.NAMES, "titles": titles, "address": _address, "day_before": _before, **drawn}


def _days(first: date, last: date, region: str) -> dict[str, Any]:
    """List the days of change within the span, and give those before and after it."""
    steps = [(day, sum(u.startswith(region) for u in units)) for day, units in current().planner.days_of_change.items()]
    steps = [(day, count) for day, count in steps if count]
    inside = [(day, count) for day, count in steps if first < day <= last]
    return {"steps": inside, "earlier": _last(d for d, _ in steps if d <= first), "later": _next(steps, last)}


def _last(days: Iterable[date]) -> date | None:
    return max(days, default=None)


def _next(steps: list[tuple[date, int]], last: date) -> date | None:
    return min((d for d, _ in steps if d > last), default=None)


def _before(day: date) -> date:
    return day - _A_DAY


def _address(first: date, last: date, path: str = "/planowanie/zmiany", **more: str) -> str:
    """Return the address of this page, or of one of its maps, for two days."""
    kept = {k: v for k, v in request.args.items() if k in ("voivodeship", "lang")}
    return f"{path}?{urlencode({**kept, 'od': first.isoformat(), 'do': last.isoformat(), **more})}"
