"""A list as an answer: a page of it, chosen fields, as JSON, CSV or GeoJSON, with whose data they are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Response, json, request

from ses_map.errors import InvalidInputError
from ses_map.geojson import to_feature_collection
from ses_map.web.http import parameters
from ses_map.web.http.formats import to_csv
from ses_map.web.publish.api import rows as api_rows
from ses_map.web.publish.api.parameter import MOST
from ses_map.web.publish.api.schemas import SCHEMAS
from ses_map.web.state.snapshot_holder import current

Body = dict[str, Any]

#: Where licences are named, and how the API is described (RFC 8288).
_LINKS = ('</openapi.json>; rel="service-desc"',)


@dataclass(frozen=True)
class Rows:
    """A list that may be longer than what is asked of it."""

    #: Name of the schema of its rows.
    schema: str
    count: int
    #: Gives the rows of a part.
    cut: Callable[[slice], list[Body]]
    as_of: date
    #: Gives features of rows; ``None`` where rows have no shapes.
    features: Callable[[list[Body]], list[Body]] | None = None


def as_json(body: Any, kind: str = "application/json") -> Response:
    """Answer with JSON, Polish letters as they are."""
    return Response(json.dumps(body), mimetype=kind)


def answer(rows: Rows, **further: Any) -> Response:
    """Answer with the part that was asked for, in the form that was asked for.

    Parameters
    ----------
    rows : Rows
        The whole list.
    **further
        Keys beside ``meta`` and ``data`` in JSON.

    Raises
    ------
    InvalidInputError
        When ``format``, ``limit``, ``offset``, ``fields`` or ``geometry`` cannot be used.
    """
    form = parameters.choice("format", ("json", "geojson", "csv") if rows.features else ("json", "csv"))
    wanted = _fields(rows.schema)
    links, part = _part(rows)
    found = rows.cut(part)
    meta = {**api_rows.listed(current(), rows.as_of, found)["meta"], "count": rows.count, **links}
    if form == "geojson" and rows.features:
        shown = _features(rows.features, found)
        body = to_feature_collection({**f, "properties": _pick(f["properties"], wanted)} for f in shown)
        return _linked(as_json({**body, "meta": meta}, "application/geo+json"), links)
    data = [_pick(row, wanted) for row in found]
    if form == "csv":
        return _linked(to_csv(*api_rows.flat(data)), links)
    return _linked(as_json({"meta": meta, "data": data, **further}), links)


def _part(rows: Rows) -> tuple[Body, slice]:
    """Read ``limit`` and ``offset``; the pages before and after are named where ``limit`` cuts the list."""
    first = parameters.number("offset", 0, 0, 1_000_000)
    if "limit" not in request.args:
        part = slice(first, None)
        return {"returned": len(range(rows.count)[part]), "offset": first, "next": None, "previous": None}, part
    size = parameters.number("limit", MOST, 1, MOST)
    part = slice(first, first + size)
    links = {
        "returned": len(range(rows.count)[part]),
        "offset": first,
        "next": _page(first + size) if first + size < rows.count else None,
        "previous": _page(max(0, first - size)) if first else None,
    }
    return links, part


def _page(first: int) -> str:
    return (
        f"{request.path}?{urlencode([*((k, v) for k, v in request.args.items() if k != 'offset'), ('offset', first)])}"
    )


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


def _features(make: Callable[[list[Body]], list[Body]], rows: list[Body]) -> list[Body]:
    if parameters.choice("geometry", ("true", "false")) == "true":
        return make(rows)
    shapeless: Body = {"type": "Feature", "geometry": None}
    return [{**shapeless, "id": row.get("id") or row["teryt"], "properties": row} for row in rows]


def _linked(response: Response, links: Body) -> Response:
    around = [(links["next"], "next"), (links["previous"], "prev")]
    response.headers["Link"] = ", ".join([*_LINKS, *(f'<{to}>; rel="{name}"' for to, name in around if to)])
    return response
