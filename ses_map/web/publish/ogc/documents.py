"""The documents: landing page, conformance, collections, queryables, pages of features and single features."""

from datetime import date
from typing import Any

from flask import request

from ses_map.web.http.negotiation import GEOJSON, OPENAPI, PAGE, SCHEMA, form
from ses_map.web.publish.ogc.catalogue import COLLECTIONS
from ses_map.web.publish.ogc.collection import CRS84, Collection
from ses_map.web.publish.ogc.features import of_collection
from ses_map.web.publish.ogc.items_query import ItemsQuery
from ses_map.web.publish.ogc.links import Link, address, in_both_forms, items_path, link, with_args
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import holder

Body = dict[str, Any]

TITLE = "Mapa OWES: OGC API - Features"
DESCRIPTION = (
    "Który ośrodek wsparcia ekonomii społecznej (OWES) obsługuje jaki obszar: gminy, powiaty, województwa, subregiony, "
    "obszary i siedziby OWES, podmioty. Do otwarcia w QGIS, GDAL i każdym programie, który zna OGC API - Features."
)
_QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
CLASSES = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
)


def landing() -> Body:
    """Return the landing page (requirement 2)."""
    json = "application/json"
    links = [
        *in_both_forms("", json),
        link("service-desc", OPENAPI, "Opis dla programów (OpenAPI 3.0)", address("api", [("f", "json")])),
        link("service-doc", PAGE, "Opis dla ludzi", address("api", [("f", "html")])),
        link("conformance", json, "Klasy zgodności", address("conformance", [("f", "json")])),
        link("data", json, "Kolekcje", address("collections", [("f", "json")])),
        _papers(),
    ]
    return {"title": TITLE, "description": DESCRIPTION, "links": links}


def conformance() -> Body:
    """List the conformance classes (requirement 6)."""
    return {"links": in_both_forms("conformance", "application/json"), "conformsTo": list(CLASSES)}


def collections(loaded: LoadedSnapshot) -> Body:
    """List all collections (requirements 13 to 16)."""
    links = [*in_both_forms("collections", "application/json"), _papers()]
    listed = [{**_described(loaded, c), "links": _ways(c)} for c in COLLECTIONS.values()]
    return {"links": links, "crs": [CRS84], "collections": listed}


def collection(loaded: LoadedSnapshot, found: Collection) -> Body:
    """Describe one collection (requirement 18)."""
    own = in_both_forms(f"collections/{found.id}", "application/json")
    return {**_described(loaded, found), "links": [*own, *_ways(found)[1:]]}


def _described(loaded: LoadedSnapshot, found: Collection) -> Body:
    sources = [s for s in loaded.snapshot.sources if s.path in found.files]
    return {
        "id": found.id,
        "title": found.title,
        "description": found.description,
        "attribution": "; ".join(sorted({s.attribution for s in sources})),
        "extent": extent(loaded, found),
        "itemType": "feature",
        "crs": [CRS84],
        "storageCrs": CRS84,
    }


def extent(loaded: LoadedSnapshot, found: Collection) -> Body:
    """Return the extents of a collection today: in space from its geometries, in time from what is known to begin."""
    features = of_collection(loaded, found, holder().today())
    if found.is_dated:
        first = f"{features.begun}T00:00:00Z" if features.begun else None
    else:
        known = loaded.lookup.claims.epochs[1:2] if found.rows_change else ()
        first = stamp(known[0]) if known else None
    box = features.drawn.extent
    spatial: Body = {"spatial": {"bbox": [list(box)], "crs": CRS84}} if box else {}
    calendar = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
    return {**spatial, "temporal": {"interval": [[first, None]], "trs": calendar}}


def _ways(found: Collection) -> list[Link]:
    """Link what belongs to a collection, the collection first."""
    path, items = f"collections/{found.id}", items_path(found.id)
    return [
        link("self", "application/json", found.title, address(path)),
        link("items", GEOJSON, f"{found.title}: obiekty (GeoJSON)", address(items, [("f", "json")])),
        link("items", PAGE, f"{found.title}: obiekty (HTML)", address(items, [("f", "html")])),
        link(_QUERYABLES, SCHEMA, f"{found.title}: właściwości", address(f"{path}/queryables", [("f", "json")])),
        _papers(),
    ]


def _papers() -> Link:
    return link("license", PAGE, "Źródła, licencje i znane braki", f"{request.url_root}zrodla")


def queryables(found: Collection) -> Body:
    """Return the JSON Schema of what can be asked for (Part 3, requirement class Queryables)."""
    own: dict[str, Body] = {p.name: {"title": p.title, **p.type_schema} for p in found.properties}
    place = {"title": "Geometria", "x-ogc-role": "primary-geometry", "format": f"geometry-{found.geometry}"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address(f"collections/{found.id}/queryables"),
        "type": "object",
        "title": found.title,
        "description": found.description,
        "properties": {**own, "geometry": place},
        "additionalProperties": False,
    }


def items(loaded: LoadedSnapshot, found: Collection, query: ItemsQuery) -> Body:
    """Return the page of features that is asked for, with the members and links that the standard wants."""
    features = of_collection(loaded, found, query.day)
    matched = features.matching(query)
    shown = matched[query.offset : query.offset + query.limit]
    return {
        "type": "FeatureCollection",
        "numberMatched": len(matched),
        "numberReturned": len(shown),
        "timeStamp": stamp(query.day),
        "links": [*_of_features(found), *_neighbours(items_path(found.id), query, len(matched))],
        "features": [features.written(n) for n in shown],
    }


def _neighbours(path: str, query: ItemsQuery, matched: int) -> list[Link]:
    """Link the pages before and after."""
    kind, after, before = PAGE if form() == "html" else GEOJSON, query.offset + query.limit, query.offset - query.limit
    found = []
    if after < matched:
        found.append(link("next", kind, "Następna strona", address(path, with_args(offset=after))))
    if query.offset:
        found.append(link("prev", kind, "Poprzednia strona", address(path, with_args(offset=max(0, before)))))
    return found


def item(loaded: LoadedSnapshot, found: Collection, code: str, day: date) -> Body:
    """Return one feature with its links.

    Raises
    ------
    NotFoundError
        When no feature has the id, on that day.
    """
    features = of_collection(loaded, found, day)
    return {**features.written(features.number(code)), "links": _of_features(found, code)}


def _of_features(found: Collection, item: str | None = None) -> list[Link]:
    """Link features in both forms, and their collection."""
    whole = link("collection", "application/json", found.title, address(f"collections/{found.id}"))
    return [*in_both_forms(items_path(found.id, item), GEOJSON), whole]


def stamp(day: date) -> str:
    """Return the time of an answer: the beginning of its day, so that the same question gets the same bytes."""
    return f"{day.isoformat()}T00:00:00Z"
