"""``/planowanie/statystyki``: entities per area, as a table, a map and a small chart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from markupsafe import Markup

from ses_map.errors import InvalidInputError
from ses_map.lookup import LEVELS
from ses_map.maps.charts import draw_bars
from ses_map.maps.choropleth import number_patterns
from ses_map.planning import tables
from ses_map.planning.classes import METHODS, METRICS
from ses_map.planning.kinds import entity_kinds
from ses_map.planning.statistics import Row
from ses_map.planning.table import Column, Table
from ses_map.spelling import collation
from ses_map.web.http import parameters
from ses_map.web.planning.cells import spell
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.planning.shading import Shading, area_title, can_draw, fill, place_of, shade
from ses_map.web.state.area_shapes import shapes as area_shapes
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import language

#: Rows on one page; only the gminas of the whole country have more.
PAGE = 400

METRIC_KEYS = tuple(m.key for m in METRICS)
_LABELS = {m.key: m.label for m in METRICS}
_METHODS = {"quantiles": "kwantyle", "jenks": "naturalne przerwy", "equal": "równe przedziały"}


@blueprint.get("/statystyki")
def statistics() -> str | Response:
    """Show entities per area, as a table, a map and a small chart."""
    level, region, day = parameters.choice("poziom", tuple(LEVELS)), parameters.voivodeship(), parameters.as_of()
    sheet = _sheet(level, region, day)
    table, drawn = _sorted(sheet.table), sheet.shading
    picture = (lambda: _picture(drawn)) if drawn else None
    more = {"level": level, "levels": LEVELS, "shading": drawn, **_asked(), **_paged(table), **_counts(sheet, level)}
    return shown("statistics", table, shapes=_shapes, picture=picture, sorts=_sorts(table), **more)


@blueprint.get("/statystyki.svg")
def choropleth() -> Response:
    """Draw the map of numbers with its legend, as a file."""
    level, region = parameters.choice("poziom", tuple(LEVELS)), parameters.voivodeship()
    if not can_draw(level, region):
        raise InvalidInputError(
            "gminas are drawn for one voivodeship: add voivodeship=pomorskie",
            "Mapa gmin jest rysowana dla jednego województwa; dodaj na przykład voivodeship=pomorskie.",
        )
    drawn = _sheet(level, region, parameters.as_of()).shading
    return Response(_picture(drawn) if drawn else "", mimetype="image/svg+xml")


def _asked() -> dict[str, Any]:
    """Return what the map shows, the number of that among all maps, and what the template needs to draw it."""
    metric, method = parameters.choice("miara", METRIC_KEYS), parameters.choice("klasy", METHODS)
    place = place_of(metric, method)
    asked = {"metric": metric, "metrics": METRICS, "method": method, "methods": _METHODS, "place": place}
    title = f"{_LABELS[metric]}, {_METHODS[method]}"
    return asked | {"map_title": title, "area_title": area_title, "fill": fill, "patterns": Markup(number_patterns())}  # noqa: S704 - our own constants


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


def _picture(drawn: Shading) -> str:
    asked = _asked()
    return drawn.picture(asked["place"], f"{asked['map_title']}, stan na {parameters.as_of().isoformat()}")


def _shapes() -> Mapping[str, Any]:
    level = parameters.choice("poziom", tuple(LEVELS))
    return area_shapes(current(), level, parameters.voivodeship(), parameters.as_of())


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
    """Return for each column the address that sorts by it, and how it is sorted now."""
    kept = {k: v for k, v in request.args.items() if k not in ("sort", "malejaco", "strona", "format")}
    order, falling = request.args.get("sort") or table.columns[0].key, request.args.get("malejaco") == "tak"
    return {c.key: _sort(c, kept, order, falling) for c in table.columns}


def _sort(column: Column, kept: Mapping[str, str], order: str, falling: bool) -> dict[str, str]:
    """Numbers begin with the greatest; a second choice of the same column turns the order round."""
    is_now = column.key == order
    turned = not falling if is_now else column.digits is not None
    asked = {**kept, "sort": column.key, **({"malejaco": "tak"} if turned else {})}
    return {"href": f"{request.path}?{urlencode(asked)}", "state": ("descending" if falling else "ascending") * is_now}


def _paged(table: Table) -> dict[str, Any]:
    """Cut the rows into pages, each row with the page of its area."""
    pages = max(1, -(-len(table.rows) // PAGE))
    text = request.args.get("strona") or "1"
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= pages):
        raise InvalidInputError(
            f"strona={text[:20]!r} is not a page from 1 to {pages}", f"Parametr strona ma być liczbą od 1 do {pages}."
        )
    page = int(text)
    kept = {k: v for k, v in request.args.items() if k != "strona"}
    links = [(n, f"{request.path}?{urlencode({**kept, 'strona': n})}") for n in range(1, pages + 1)]
    rows = [{**row, "href": _page_of(row["id"])} for row in table.rows[(page - 1) * PAGE : page * PAGE]]
    return {"page": page, "pages": links, "page_rows": rows}


def _counts(sheet: _Sheet, level: str) -> dict[str, Any]:
    """Count entities by kind as a chart, and those that no area of the level holds."""
    numbers, day, region = current().planner.statistics, parameters.as_of(), parameters.voivodeship()
    kinds = dict(_by_kind(numbers.rows("voivodeship", day, region)))
    bars = [(entity_kinds(k), float(n), spell(n)) for k, n in sorted(kinds.items(), key=lambda kn: (-kn[1], kn[0]))]
    chart = draw_bars(bars, "Wykres: podmioty według rodzaju; te same liczby są w tabeli obok")
    hidden = sum(kinds.values()) - sheet.entities if not LEVELS[level].is_dated else 0
    unplaced = numbers.outside_gminy(day, region) if level == "gmina" else 0
    return {"bars": bars, "chart": Markup(chart), "hidden": hidden, "unplaced": unplaced}  # noqa: S704 - every text in it is escaped


def _by_kind(rows: Sequence[Row]) -> Iterator[tuple[str, int]]:
    for kind in sorted({k for r in rows for k in r.kinds}):
        yield kind, sum(r.kinds.get(kind, 0) for r in rows)
