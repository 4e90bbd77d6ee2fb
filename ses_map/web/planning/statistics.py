"""``/planowanie/statystyki``: entities per area, as a table, a map and a small chart."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from markupsafe import Markup

from ses_map.errors import InvalidInputError
from ses_map.lookup import LEVELS
from ses_map.maps.charts import draw_bars
from ses_map.maps.choropleth import FILLS, number_patterns
from ses_map.planning import tables
from ses_map.planning.classes import METHODS, METRICS
from ses_map.planning.table import Table
from ses_map.spelling import collation
from ses_map.vocabulary import entity_kinds
from ses_map.web.file_formats.export import Export
from ses_map.web.http import parameters
from ses_map.web.planning.cells import spell
from ses_map.web.planning.frame import blueprint, file_context, page_number, shown
from ses_map.web.planning.shading import Shading, area_title, can_draw, place_of, shade
from ses_map.web.state.area_shapes import shapes as area_shapes
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import language

#: Rows on one page; only the gminas of the whole country have more.
PAGE = 400

METRIC_KEYS = tuple(m.key for m in METRICS)
_METHODS = {"quantiles": "kwantyle", "jenks": "naturalne przerwy", "equal": "równe przedziały"}


@blueprint.get("/statystyki")
@blueprint.get("/statystyki.svg")
def statistics() -> str | Response:
    """Show entities per area, as a table, a map and a small chart; the map alone at ``.svg``."""
    level, region, day = parameters.choice("poziom", tuple(LEVELS)), parameters.voivodeship(), parameters.as_of()
    if request.path.endswith(".svg") and not can_draw(level, region):
        raise InvalidInputError(
            "gminas are drawn for one voivodeship: add voivodeship=pomorskie",
            "Mapa gmin jest rysowana dla jednego województwa; dodaj na przykład voivodeship=pomorskie.",
        )
    sheet, look = _sheet(level, region, day), _look()
    table, drawn = _sorted(sheet.table), sheet.shading
    title = f"{look['map_title']}, stan na {day.isoformat()}"
    export = Export(
        table,
        *file_context(),
        shapes=partial(area_shapes, current(), level, region, day),
        picture=partial(drawn.picture, look["place"], title) if drawn else None,
    )
    values = {**look, **_paged(table), **_counts(sheet, level), "sorts": _sorts(table)}
    return shown("statistics", export, level=level, levels=LEVELS, shading=drawn, **values)


def _look() -> dict[str, Any]:
    """Return what the map shows, the number of that among all maps, and what the template needs to draw it."""
    metric, method = parameters.choice("miara", METRIC_KEYS), parameters.choice("klasy", METHODS)
    return {
        "metric": metric,
        "metrics": METRICS,
        "method": method,
        "methods": _METHODS,
        "place": place_of(metric, method),
        "map_title": f"{METRICS[METRIC_KEYS.index(metric)].label}, {_METHODS[method]}",
        "area_title": area_title,
        "fills": FILLS,
        "patterns": Markup(number_patterns()),  # noqa: S704 - our own constants
    }


@dataclass(frozen=True)
class _Sheet:
    """The numbers of a level in a region on a day; what is the same in every order and on every map."""

    table: Table
    shading: Shading | None
    #: Entities that the rows hold.
    entities: int


def _sheet(level: str, region: str, day: date) -> _Sheet:
    loaded = current()
    key = (level, region, day, language())
    kept: _Sheet = loaded.planner.sheets.get(key, lambda: _make_sheet(loaded, level, region, day))
    return kept


def _make_sheet(loaded: LoadedSnapshot, level: str, region: str, day: date) -> _Sheet:
    rows = loaded.planner.statistics.rows(level, day, region)
    kinds = sorted({k for r in rows for k in r.kinds}, key=lambda k: collation(entity_kinds(k)))
    drawn = shade(loaded, rows, level, region, day) if can_draw(level, region) else None
    return _Sheet(tables.statistics_table(rows, kinds, day, level), drawn, sum(r.entities or 0 for r in rows))


def _sorted(table: Table) -> Table:
    """Put the rows in order: texts by the Polish alphabet, rows without a value last."""
    order = parameters.choice("sort", tuple(c.key for c in table.columns))
    falling = request.args.get("malejaco") == "tak"
    if order in ("name", "part_of"):
        return replace(table, rows=sorted(table.rows, key=lambda r: collation(r[order]), reverse=falling))
    return table.sorted_by(order, falling=falling)


def _page_of(key: str) -> str:
    """Return the page of an area; an area without one has an empty address."""
    loaded = current()
    if key in loaded.snapshot.names.voivodeships:
        return f"/wojewodztwo/{loaded.snapshot.names.voivodeships[key].slug}"
    if key.isdigit():
        return f"/{'gmina' if len(key) == 6 else 'powiat'}/{key}"
    centre = key.partition("/")[0]
    return f"/owes/{centre}" if centre in loaded.centres else ""


def _sorts(table: Table) -> dict[str, dict[str, str]]:
    """Return for each column the address that sorts by it, and how it is sorted now.

    Numbers begin with the greatest; a second choice of the same column turns the order round.
    """
    kept = {k: v for k, v in request.args.items() if k not in ("sort", "malejaco", "strona", "format")}
    order, falling = request.args.get("sort") or table.columns[0].key, request.args.get("malejaco") == "tak"
    sorts = {}
    for column in table.columns:
        is_now = column.key == order
        turned = not falling if is_now else column.digits is not None
        query = urlencode({**kept, "sort": column.key, **({"malejaco": "tak"} if turned else {})})
        state = ("descending" if falling else "ascending") if is_now else ""
        sorts[column.key] = {"href": f"{request.path}?{query}", "state": state}
    return sorts


def _paged(table: Table) -> dict[str, Any]:
    """Cut the rows into pages, each row with the page of its area."""
    pages = max(1, -(-len(table.rows) // PAGE))
    page = page_number(pages)
    kept = {k: v for k, v in request.args.items() if k != "strona"}
    links = [(n, f"{request.path}?{urlencode({**kept, 'strona': n})}") for n in range(1, pages + 1)]
    rows = [{**row, "href": _page_of(row["id"])} for row in table.rows[(page - 1) * PAGE : page * PAGE]]
    return {"page": page, "pages": links, "page_rows": rows}


def _counts(sheet: _Sheet, level: str) -> dict[str, Any]:
    """Count entities by kind as a chart, and those that no area of the level holds."""
    numbers, day, region = current().planner.statistics, parameters.as_of(), parameters.voivodeship()
    kinds: Counter[str] = Counter()
    for row in numbers.rows("voivodeship", day, region):
        kinds.update(row.kinds)
    bars = [(entity_kinds(k), float(n), spell(n)) for k, n in sorted(kinds.items(), key=lambda kn: (-kn[1], kn[0]))]
    chart = draw_bars(bars, "Wykres: podmioty według rodzaju; te same liczby są w tabeli obok")
    hidden = 0 if LEVELS[level].is_dated else kinds.total() - sheet.entities
    unplaced = numbers.outside_gminy(day, region) if level == "gmina" else 0
    return {"bars": bars, "chart": Markup(chart), "hidden": hidden, "unplaced": unplaced}  # noqa: S704 - every text in it is escaped
