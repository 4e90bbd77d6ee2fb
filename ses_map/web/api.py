"""``/api/v1``: the answer, and the lists behind it, as JSON, GeoJSON and CSV."""

from typing import Any

from flask import Blueprint, Response, json

from ses_map.geojson import to_feature_collection
from ses_map.lookup import coverage_rows, status_counts
from ses_map.web import areas, asked, bodies, parameters
from ses_map.web.formats import to_csv
from ses_map.web.site import current

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

_FORMATS = ("json", "geojson", "csv")


def as_json(body: Any, kind: str = "application/json") -> Response:
    """Answer with JSON, Polish letters as they are."""
    return Response(json.dumps(body), mimetype=kind)


@blueprint.get("/lookup")
def lookup() -> Response:
    """Answer who serves a point, a unit (``teryt``), a postcode or whatever ``q`` means, as of ``date``."""
    parameters.only("lat", "lon", "teryt", "q", "postcode", "date")
    return as_json(current().speller.body(asked.answer()))


@blueprint.get("/suggest")
def suggest() -> Response:
    """Give what ``q`` may be the beginning of, the likeliest first."""
    parameters.only("q", "limit", "lang")
    found = current().search.suggest(parameters.query(), parameters.limit(8, 20))
    return as_json({"q": parameters.query(), "items": [asked.item(entry) for entry in found]})


@blueprint.get("/centres")
def centres() -> Response:
    """List the centres; as GeoJSON with the area each serves on ``date``."""
    parameters.only("voivodeship", "date", "format")
    kind, region, day = parameters.choice("format", _FORMATS), parameters.voivodeship(), parameters.as_of()
    rows = bodies.centres(current(), region, day)
    if kind == "geojson":
        shapes = areas.shapes(current(), "centre", region, day)
        return _geojson(areas.features(rows, shapes))
    return to_csv(*bodies.flat(rows)) if kind == "csv" else as_json(bodies.listed(current(), day, rows))


@blueprint.get("/areas")
def area_list() -> Response:
    """List powiats, gminas, voivodeships, subregions or areas of centres; as GeoJSON with their polygons."""
    parameters.only("kind", "voivodeship", "date", "format")
    kind, region, day = parameters.choice("kind", areas.KINDS), parameters.voivodeship(), parameters.as_of()
    rows = bodies.areas(current(), kind, region, day)
    form = parameters.choice("format", _FORMATS)
    if form == "geojson":
        return _geojson(areas.features(rows, areas.shapes(current(), kind, region, day)))
    return to_csv(*bodies.flat(rows)) if form == "csv" else as_json(bodies.listed(current(), day, rows))


@blueprint.get("/coverage")
def coverage() -> Response:
    """List every unit with who serves it on ``date``, and the counts."""
    parameters.only("voivodeship", "date", "format")
    region, day = parameters.voivodeship(), parameters.as_of()
    rows = coverage_rows(current().lookup, day, region)
    found = [bodies.unit(row) for row in rows]
    form = parameters.choice("format", _FORMATS)
    if form == "geojson":
        return _geojson(areas.features(found, areas.shapes(current(), "unit", region, day)))
    if form == "csv":
        return to_csv(*bodies.flat(found))
    return as_json({**bodies.listed(current(), day, found), "counts": dict(sorted(status_counts(rows).items()))})


@blueprint.get("/coverage/diff")
def coverage_diff() -> Response:
    """List the units whose answer differs between ``from`` and ``to`` (today where one is missing)."""
    parameters.only("from", "to", "voivodeship", "format")
    first, last, region = parameters.day("from"), parameters.day("to"), parameters.voivodeship()
    rows = bodies.changes(current(), region, first, last)
    form = parameters.choice("format", ("json", "csv"))
    return to_csv(*bodies.flat(rows)) if form == "csv" else as_json(bodies.listed(current(), last, rows))


@blueprint.get("/problems")
def problems() -> Response:
    """List the known defects of the data: those of the snapshot, and those of coverage on ``date``."""
    parameters.only("date", "format")
    edition, day = current(), parameters.as_of()
    rows = bodies.problems(edition, day)
    form = parameters.choice("format", ("json", "csv"))
    return to_csv(*bodies.flat(rows)) if form == "csv" else as_json(bodies.listed(edition, day, rows))


def _geojson(features: list[dict[str, Any]]) -> Response:
    return as_json(to_feature_collection(features), "application/geo+json")
