"""The addresses: ``/ogc/`` and below, and ``/collections`` that leads there."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from ses_map.errors import NotFoundError
from ses_map.web.http import negotiation
from ses_map.web.http.formats import to_json
from ses_map.web.publish.ogc import documents, items_query, openapi
from ses_map.web.publish.ogc.catalogue import COLLECTIONS
from ses_map.web.publish.ogc.collection import CRS84, Collection
from ses_map.web.publish.ogc.links import items_path
from ses_map.web.state.snapshot_holder import current

blueprint = Blueprint("ogc", __name__, url_prefix="/ogc")
#: ``/collections`` without a prefix, as the design promises it.
promised = Blueprint("ogc_promised", __name__)


def _answer(body: Any, kind: str, page: str, **values: Any) -> Response:
    """Answer in the form asked for: JSON of a kind, or a page of the same body."""
    if negotiation.form() == "html":
        return Response(render_template(f"ogc/{page}.html", body=body, **values), mimetype=negotiation.PAGE)
    return to_json(body, kind)


def _collection(code: str) -> Collection:
    if code not in COLLECTIONS:
        known = ", ".join(COLLECTIONS)
        raise NotFoundError(
            f"no collection has the id {code[:40]!r}: known are {known}", f"Nie ma kolekcji „{code[:40]}”; są: {known}."
        )
    return COLLECTIONS[code]


@blueprint.after_request
def _vary(response: Response) -> Response:
    response.vary.add("Accept")
    return response


@blueprint.get("/")
def landing() -> Response:
    """Begin here."""
    items_query.check()
    return _answer(documents.landing(), "application/json", "landing", collections=COLLECTIONS.values())


@blueprint.get("/api")
def api() -> Response:
    """Describe these addresses."""
    items_query.check()
    return _answer(openapi.document(), negotiation.OPENAPI, "api")


@blueprint.get("/conformance")
def conformance() -> Response:
    """List the conformance classes."""
    items_query.check()
    return _answer(documents.conformance(), "application/json", "conformance")


@blueprint.get("/collections")
def collections() -> Response:
    """List the collections."""
    items_query.check()
    return _answer(documents.collections(current()), "application/json", "collections")


@blueprint.get("/collections/<code>")
def collection(code: str) -> Response:
    """Describe one collection."""
    found = _collection(code)
    items_query.check()
    return _answer(documents.collection(current(), found), "application/json", "collection", collection=found)


@blueprint.get("/collections/<code>/queryables")
def queryables(code: str) -> Response:
    """Return what the items of a collection can be asked for by."""
    found = _collection(code)
    items_query.check()
    return _answer(documents.queryables(found), negotiation.SCHEMA, "queryables", collection=found)


@blueprint.get("/collections/<code>/items")
def items(code: str) -> Response:
    """Return a page of the features of a collection."""
    found = _collection(code)
    query = items_query.of_items(found)
    body = documents.items(current(), found, query)
    return _in_crs84(_answer(body, negotiation.GEOJSON, "items", collection=found, query=query))


@blueprint.get("/collections/<code>/filter")
def chosen(code: str) -> Redirect:
    """Lead from the form of a page to the items: a form sends its empty fields too, which the standard refuses."""
    filled = [(name, value) for name, value in request.args.items() if value.strip() and name != "f"]
    query = urlencode([*filled, ("f", "html")])
    return redirect(f"/ogc/{items_path(_collection(code).id)}?{query}", 303)


@blueprint.get("/collections/<code>/items/<path:item_id>", merge_slashes=False)
def item(code: str, item_id: str) -> Response:
    """Return one feature."""
    found = _collection(code)
    day = items_query.of_item()
    body = documents.item(current(), found, item_id, day)
    return _in_crs84(_answer(body, negotiation.GEOJSON, "item", collection=found, day=day))


def _in_crs84(response: Response) -> Response:
    response.headers["Content-Crs"] = f"<{CRS84}>"
    return response


@promised.get("/collections")
@promised.get("/collections/<path:rest>", merge_slashes=False)
def moved(rest: str = "") -> Redirect:
    """Lead to the same address below ``/ogc``, with everything that was asked."""
    query = request.query_string.decode("latin-1")
    return redirect(f"/ogc{quote(request.path)}" + (f"?{query}" if query else ""), 308)
