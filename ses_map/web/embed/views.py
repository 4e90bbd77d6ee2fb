"""``/embed``: bare pages for frames on other sites. Parameters that cannot be read fall back; every link leaves."""

from itertools import groupby
from typing import Any

import shapely
from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as Redirect

from ses_map.errors import NotFoundError
from ses_map.lookup import coverage_rows
from ses_map.spelling import collation
from ses_map.vocabulary import read_day
from ses_map.web.embed.entities import FramedEntities, kind_name, texts
from ses_map.web.embed.spec import Framed, read_box, read_frame, read_options
from ses_map.web.http import links, parameters
from ses_map.web.http.rendering import render_map, render_page
from ses_map.web.pages.centres import area_of_centre
from ses_map.web.state.snapshot_holder import current, holder

_NOBODY = b'{"type":"FeatureCollection","features":[]}'

blueprint = Blueprint("embed", __name__, url_prefix="/embed")


@blueprint.url_value_preprocessor
def _read(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Read the options before anything asks for the day: an odd one is today and no error."""
    g.options = read_options(request.args)
    g.is_dated = "date" in g.options
    g.as_of = read_day(g.options["date"]) if g.is_dated else holder().today()


def _framed(path: str) -> Framed:
    found = read_frame(current(), path)
    if found is None:
        shown = path.rpartition("/")[2][:40]
        raise NotFoundError(f"nothing to frame is called {shown!r}", f"Nie ma mapy do osadzenia „{shown}”.")
    return found.dressed(g.options)


@blueprint.get("/polska")
def country() -> str:
    """Show the country."""
    rows = coverage_rows(current().lookup, parameters.as_of())
    regions = [(v, list(own)) for v, own in groupby(rows, key=lambda r: r.voivodeship)]
    regions.sort(key=lambda pair: collation(pair[0].name))
    return _map(Framed("polska", options=g.options), "polska", by_voivodeship=regions)


@blueprint.get("/wojewodztwo/<key>")
def voivodeship(key: str) -> str | Redirect:
    """Show one voivodeship; its code leads to its slug."""
    framed = _framed(f"/wojewodztwo/{key}")
    if framed.key != key:
        return _moved(framed)
    area = current().by_slug[key]
    return _map(framed, key, area=area, rows=coverage_rows(current().lookup, parameters.as_of(), area.teryt))


@blueprint.get("/owes/<key>")
def centre(key: str) -> str:
    """Show one centre."""
    framed, loaded = _framed(f"/owes/{key}"), current()
    found = loaded.centres[framed.key]
    area = loaded.snapshot.names.voivodeships[found.voivodeship]
    served = area_of_centre(coverage_rows(loaded.lookup, parameters.as_of()), found.id)
    return _map(framed, area.slug, area=area, centre=found, served=served, rows=served.rows)


@blueprint.get("/szukaj")
def search() -> str:
    """Show the search box; its answer opens outside of the frame."""
    return render_page("embed/frame_search.html", framed=Framed("szukaj", options=g.options))


@blueprint.get("/polska.geojson", defaults={"kind": "polska"})
@blueprint.get("/wojewodztwo/<key>.geojson", defaults={"kind": "wojewodztwo"})
@blueprint.get("/owes/<key>.geojson", defaults={"kind": "owes"})
def points(kind: str, key: str = "") -> Response:
    """Return the entities of a frame as points. A sandbox without an origin may read them, as anybody may."""
    framed = _framed(f"/{kind}/{key}" if key else f"/{kind}")
    found = FramedEntities(current(), framed, parameters.as_of())
    response = Response(found.points() if "entities" in g.options else _NOBODY, mimetype="application/geo+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/<any(poland, search):kind>")
@blueprint.get("/<any(voivodeship, centre):kind>/<key>")
def old(kind: str, key: str = "") -> Redirect:
    """Lead an old spelling to today's."""
    return _moved(_framed(f"/{kind}/{key}"))


def _moved(framed: Framed) -> Redirect:
    query = request.query_string.decode("latin-1")
    return redirect(f"/embed/{framed.name}{'?' if query else ''}{query}", 301)


def _map(framed: Framed, slug: str, **values: Any) -> str:
    wanted = framed.option("entities") != "0"
    return render_map(
        "embed/frame_map.html",
        slug,
        framed=framed,
        box=_box(framed, slug),
        page=links.link(framed.dressed({}).page),
        entities=FramedEntities(current(), framed, parameters.as_of()) if wanted else None,
        kind_name=kind_name,
        entity_texts=texts,
        **values,
    )


def _box(framed: Framed, slug: str) -> str:
    """Return the wanted part of the map, where there is anything to see in it."""
    wanted = read_box(framed.option("bbox"))
    if wanted is None:
        return ""
    polygons = current().snapshot.layer(f"units/{slug}").polygons
    return framed.option("bbox") if shapely.intersects(polygons, shapely.box(*wanted)).any() else ""
