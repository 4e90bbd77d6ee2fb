"""``/planowanie/statystyki``: entities per area, as a table and a map."""

from dataclasses import dataclass
from typing import Any

from flask import Response, request

from ses_map.maps import draw_choropleth, shades
from ses_map.planning import LEVELS, METHODS, Table, class_limits, class_of, count_entities, tables
from ses_map.planning.statistics import Row
from ses_map.spelling import collation
from ses_map.web import parameters
from ses_map.web.planning.frame import blueprint, shown
from ses_map.web.site import current


@blueprint.get("/statystyki")
def statistics() -> str | Response:
    """Show entities per area, as a table and a map."""
    level, method = parameters.choice("poziom", LEVELS), parameters.choice("klasy", METHODS)
    rows = count_entities(current().lookup, level, parameters.as_of(), parameters.voivodeship())
    kinds = sorted({k for r in rows for k in r.kinds}, key=lambda k: collation(tables.kind_name(k)))
    table = _sorted(tables.statistics_table(rows, kinds, parameters.as_of()))
    legend = _legend(rows, method) if level == "powiat" else None
    chosen: dict[str, Any] = {"level": level, "levels": LEVELS, "method": method, "methods": METHODS}
    return shown("statistics", table, legend=legend, unknown=sum(not r.entities for r in rows), **chosen)


def _sorted(table: Table) -> Table:
    order = parameters.choice("sort", tuple(c.key for c in table.columns))
    return table.sorted_by(order, falling=request.args.get("malejaco") == "tak")


@dataclass(frozen=True)
class Class:
    """One line of a legend."""

    low: float
    high: float
    shade: str
    count: int


def _legend(rows: list[Row], method: str) -> list[Class]:
    values = [r.per_10k for r in rows if r.per_10k]
    if not values:
        return []
    limits = class_limits(values, method)
    numbers = [class_of(v, limits) for v in values]
    lows = [min(values), *limits[:-1]]
    colours = shades(len(limits))
    spans = enumerate(zip(lows, limits, strict=True))
    return [Class(low, high, colours[n], numbers.count(n)) for n, (low, high) in spans]


@blueprint.get("/statystyki.svg")
def choropleth() -> Response:
    """Draw entities to 10,000 inhabitants per powiat; where none is known, the sign of missing data."""
    edition, method = current(), parameters.choice("klasy", METHODS)
    rows = {r.id: r for r in count_entities(edition.lookup, "powiat", parameters.as_of(), parameters.voivodeship())}
    known = {code: r.per_10k for code, r in rows.items() if r.per_10k}
    limits = class_limits(list(known.values()), method) if known else []
    layer = edition.pictures.layer(parameters.voivodeship())
    classes = {code: class_of(known[code[:4]], limits) if code[:4] in known else None for code in layer.codes}
    texts = {code: f"{rows[code[:4]].name}: {rows[code[:4]].entities}" for code in layer.codes if code[:4] in rows}
    return Response(draw_choropleth(layer, classes, texts, len(limits)), mimetype="image/svg+xml")
