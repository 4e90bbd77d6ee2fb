"""``/planowanie``: the state of coverage, what changed, and numbers, for planners."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request

from ses_map.coverage import diff_coverage
from ses_map.maps import draw_choropleth, shades
from ses_map.planning import LEVELS, METHODS, Table, audit_coverage, class_limits, class_of, count_entities, tables
from ses_map.planning.statistics import Row
from ses_map.spelling import collation
from ses_map.web import parameters
from ses_map.web.exports import FORMATS, to_file
from ses_map.web.site import current, site

blueprint = Blueprint("planning", __name__, url_prefix="/planowanie")


def _shown(template: str, table: Table, **values: Any) -> str | Response:
    edition, day = current(), parameters.as_of()
    form = parameters.choice("format", FORMATS)
    if form != "html":
        return to_file(table, form, day, "; ".join(sorted({s.attribution for s in edition.snapshot.sources})))
    region = edition.snapshot.names.voivodeships.get(parameters.voivodeship())
    shown = {"edition": edition, "as_of": day, "today": site().today(), "region": region, "table": table}
    return render_template(f"planning/{template}.html", asked=request.args, **shown, **values)


@blueprint.get("")
def desk() -> str | Response:
    """Show what is covered, what is not, and what is doubtful."""
    found = audit_coverage(current().lookup, parameters.as_of(), parameters.voivodeship())
    chosen = tables.finding_table(found)
    kinds = [kind for kind, _ in found.by_kind()]
    groups = [(k, tables.finding_name(k), [r for r in chosen.rows if r["kind"] == k]) for k in kinds]
    return _shown("desk", chosen, desk=found, status=tables.status_table(found), groups=groups)


@blueprint.get("/zmiany")
def changes() -> str | Response:
    """Show what changed between two days."""
    edition, region = current(), parameters.voivodeship()
    first, last = sorted((parameters.day("od"), parameters.day("do")))
    units = [u for u in edition.lookup.units_on(last) if u.startswith(region)]
    found = diff_coverage(edition.lookup.claims, units, first, last)
    return _shown("changes", tables.change_table(edition.lookup, found), first=first, last=last)


@blueprint.get("/statystyki")
def statistics() -> str | Response:
    """Show entities per area, as a table and a map."""
    level, method = parameters.choice("poziom", LEVELS), parameters.choice("klasy", METHODS)
    rows = count_entities(current().lookup, level, parameters.as_of(), parameters.voivodeship())
    kinds = sorted({k for r in rows for k in r.kinds}, key=lambda k: collation(tables.kind_name(k)))
    table = _sorted(tables.statistics_table(rows, kinds, parameters.as_of()))
    legend = _legend(rows, method) if level == "powiat" else None
    chosen = {"level": level, "levels": LEVELS, "method": method, "methods": METHODS}
    return _shown("statistics", table, legend=legend, unknown=sum(not r.entities for r in rows), **chosen)


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
