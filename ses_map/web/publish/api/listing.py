"""A list as an answer: a page of it, chosen fields, as JSON, CSV or GeoJSON, with whose data they are."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from ses_map.errors import InvalidInputError
from ses_map.geojson import to_feature_collection
from ses_map.web.http import parameters
from ses_map.web.http.formats import to_csv, to_json
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.api.parameter import MOST
from ses_map.web.publish.api.schemas import SCHEMAS
from ses_map.web.state.snapshot_holder import current

Body = dict[str, Any]

#: Rows → their features.
Features = Callable[[list[Body]], list[Body]]


def answer(
    schema: str,
    rows: Sequence[Any],
    as_of: date,
    row: Callable[[Any], Body] = dict,
    features: Features | None = None,
    **further: Any,
) -> Response:
    """Answer with the part of a list that was asked for, in the form that was asked for.

    Parameters
    ----------
    schema : str
        Name of the schema of its rows.
    rows : sequence
        The whole list.
    as_of : date
        The day that it is of.
    row : callable
        Turns one of them, when it is shown, into plain values.
    features : callable, optional
        Makes features of such values; left out where rows have no shapes.
    **further
        Keys beside ``meta`` and ``data`` in JSON.

    Raises
    ------
    InvalidInputError
        When ``format``, ``limit``, ``offset``, ``fields`` or ``geometry`` cannot be used.
    """
    form = parameters.choice("format", ("json", "geojson", "csv") if features else ("json", "csv"))
    wanted = _fields(schema)
    links, part = _part(len(rows))
    found = [row(r) for r in rows[part]]
    meta = {**api_rows.meta(current(), as_of, len(rows)), **links}
    if form == "geojson" and features:
        shown = _shapeless(found) if parameters.choice("geometry", ("true", "false")) == "false" else features(found)
        body = to_feature_collection({**f, "properties": _pick(f["properties"], wanted)} for f in shown)
        return _linked(to_json({**body, "meta": meta}, "application/geo+json"), links)
    data = [_pick(values, wanted) for values in found]
    if form == "csv":
        return _linked(to_csv(*api_rows.flat(data)), links)
    return _linked(to_json({"meta": meta, "data": data, **further}), links)


def _part(count: int) -> tuple[Body, slice]:
    """Read ``limit`` and ``offset``; the pages before and after are named where ``limit`` cuts the list."""
    first = parameters.number("offset", 0, 0, 1_000_000)
    size = parameters.number("limit", MOST, 1, MOST) if "limit" in request.args else None
    part = slice(first, None if size is None else first + size)
    links = {
        "returned": len(range(count)[part]),
        "offset": first,
        "next": _page(first + size) if size and first + size < count else None,
        "previous": _page(max(0, first - size)) if size and first else None,
    }
    return links, part


def _page(first: int) -> str:
    kept = [(name, value) for name, value in request.args.items() if name != "offset"]
    return f"{request.path}?{urlencode([*kept, ('offset', first)])}"


def _fields(schema: str) -> tuple[str, ...]:
    """Read ``fields``; empty where all are wanted."""
    known = tuple(SCHEMAS[schema]["properties"])
    wanted = tuple(name.strip() for name in request.args.get("fields", "").split(",") if name.strip())
    for name in wanted:
        if name not in known:
            raise InvalidInputError(
                f"fields names {name[:40]!r}: known are {', '.join(known)}",
                f"Nie ma pola „{name[:40]}”; parametr fields przyjmuje: {', '.join(known)}.",
            )
    return wanted


def _pick(row: Body, wanted: tuple[str, ...]) -> Body:
    return {name: row[name] for name in wanted if name in row} if wanted else row


def _shapeless(rows: list[Body]) -> list[Body]:
    return [
        {"type": "Feature", "geometry": None, "id": row.get("id") or row["teryt"], "properties": row} for row in rows
    ]


def _linked(response: Response, links: Body) -> Response:
    """Add where the API is described, and the neighbouring pages (RFC 8288)."""
    around = [(links["next"], "next"), (links["previous"], "prev")]
    described = '</openapi.json>; rel="service-desc"'
    response.headers["Link"] = ", ".join([described, *(f'<{to}>; rel="{name}"' for to, name in around if to)])
    return response
