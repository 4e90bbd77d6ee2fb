"""The OpenAPI 3.0 document of these addresses (requirement class OpenAPI 3.0), made of the collections themselves."""

from collections.abc import Iterable
from typing import Any

from ses_map.web.http.negotiation import FORMS, GEOJSON, SCHEMA
from ses_map.web.publish.ogc.catalogue import COLLECTIONS
from ses_map.web.publish.ogc.collection import CRS84, Collection
from ses_map.web.publish.ogc.documents import DESCRIPTION, TITLE
from ses_map.web.publish.ogc.items_query import MOST, USUAL
from ses_map.web.publish.ogc.links import address

Body = dict[str, Any]

_BOX = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
_CRS = {"type": "string", "format": "uri", "enum": [CRS84], "default": CRS84}


def _parameter(name: str, description: str, schema: Body) -> Body:
    what = {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
    return {**what, "style": "form", "explode": False}


_TEXT = {"type": "string"}
_MEMBERS = dict.fromkeys(("type", "title", "detail", "instance", "code", "description"), _TEXT)
_EXCEPTION = {"type": "object", "required": ["code"], "properties": {**_MEMBERS, "status": {"type": "integer"}}}
_F = _parameter("f", "json albo html; bez niego decyduje Accept.", {"type": "string", "enum": list(FORMS)})
_LANG = _parameter("lang", "Język ramy strony HTML.", {"type": "string"})
_WHEN = _parameter("datetime", "Chwila RFC 3339, dzień albo przedział, np. 2019-01-01T00:00:00Z/..", {"type": "string"})
_ITEMS = (
    _parameter("bbox", "Zachód, południe, wschód, północ w stopniach CRS84.", _BOX),
    _parameter("bbox-crs", "Układ współrzędnych parametru bbox.", _CRS),
    _parameter(
        "limit",
        "Ile obiektów na stronie; większa liczba znaczy najwięcej.",
        {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    ),
    _parameter("offset", "Ile obiektów pominąć.", {"type": "integer", "minimum": 0, "default": 0}),
)
_ITEM_ID: Body = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
_TO_CRS = _parameter("crs", "Układ współrzędnych odpowiedzi.", _CRS)


def document() -> Body:
    """Write the document."""
    return {
        "openapi": "3.0.3",
        "info": {"title": TITLE, "description": DESCRIPTION, "version": "1.0.0"},
        "servers": [{"url": address("").rstrip("/")}],
        "tags": [
            {"name": "O usłudze"},
            *({"name": c.title, "description": c.description} for c in COLLECTIONS.values()),
        ],
        "paths": {**_about(), **{path: get for c in COLLECTIONS.values() for path, get in _paths(c).items()}},
        "components": {"schemas": {"exception": _EXCEPTION}},
    }


def _about() -> Body:
    about, json = "O usłudze", "application/json"
    return {
        "/": _get("landing", about, "Strona początkowa", json),
        "/conformance": _get("conformance", about, "Klasy zgodności", json),
        "/collections": _get("collections", about, "Wszystkie kolekcje", json),
        "/api": _get("api", about, "Ten opis", "application/vnd.oai.openapi+json"),
    }


def _paths(found: Collection) -> Body:
    path, name = f"/collections/{found.id}", found.id.replace("-", "_")
    own = [_parameter(p.name, f"{p.title}: równe.", p.type_schema) for p in found.properties]
    one = [_TO_CRS, _WHEN]
    return {
        path: _get(f"{name}_collection", found.title, "Opis kolekcji", "application/json"),
        f"{path}/queryables": _get(f"{name}_queryables", found.title, "Właściwości do pytania", SCHEMA),
        f"{path}/items": _get(f"{name}_items", found.title, "Obiekty, po stronach", GEOJSON, [*one, *_ITEMS, *own]),
        f"{path}/items/{{featureId}}": _get(f"{name}_item", found.title, "Jeden obiekt", GEOJSON, [_ITEM_ID, *one]),
    }


def _get(name: str, tag: str, summary: str, kind: str, parameters: Iterable[Body] = ()) -> Body:
    page = {"text/html": {"schema": {"type": "string"}}}
    body = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/exception"}}, **page}
    answers: Body = {
        "200": {"description": summary, "content": {kind: {"schema": {"type": "object"}}, **page}},
        "304": {"description": "Nic się nie zmieniło"},
        "400": {"description": "Nieznany parametr albo zła wartość", "content": body},
        "503": {"description": "Dane nie są jeszcze gotowe", "content": body},
    }
    if name.endswith("_item"):
        answers["404"] = {"description": "Nie ma takiego obiektu", "content": body}
    return {
        "get": {
            "operationId": name,
            "tags": [tag],
            "summary": summary,
            "parameters": [*parameters, _F, _LANG],
            "responses": answers,
        }
    }
