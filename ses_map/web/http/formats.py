"""Spelling for pages and for files: links, JSON, JSON-LD in a page, CSV that no spreadsheet executes."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import orjson
from flask import Response
from flask.json.provider import JSONProvider
from markupsafe import Markup

from ses_map.inert import inert
from ses_map.model import Names
from ses_map.spelling import collation

#: Kind of a file, as its name ends → media type.
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}
#: What Flask-Compress may compress.
COMPRESSED = (
    "text/html",
    "text/css",
    "text/javascript",
    "text/csv",
    "application/json",
    "application/geo+json",
    "application/schema+json",
    "application/vnd.oai.openapi+json",
    "application/x-ndjson",
    "application/problem+json",
    "application/csvm+json",
    "application/ld+json",
    "text/turtle",
    "image/svg+xml",
)

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class JsonProvider(JSONProvider):
    """JSON by orjson: UTF-8 with Polish letters as they are, keys in our order, ten times as fast."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write a value."""
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read a value."""
        return orjson.loads(s)


def several(text: str) -> list[str]:
    """Take apart a cell that holds several numbers or addresses, with semicolons between them."""
    return [part.strip() for part in text.split(";") if part.strip()]


def sort_names(codes: Iterable[str], names: Names) -> list[str]:
    """Sort the codes of gminas by their names, in the order of the Polish alphabet."""
    return sorted(codes, key=lambda code: collation(names.gminy[code].name))


def host(url: str) -> str:
    """Shorten an address to its host, for a link's text."""
    try:
        return (urlsplit(url).hostname or url).removeprefix("www.")
    except ValueError:  # brackets that hold no address, signs that a host cannot have
        return url


def reachable(url: str) -> str:
    """Shorten an address to what a link says: the address of a ``mailto:``, or else the host."""
    return url.removeprefix("mailto:").partition("?")[0] if url.startswith("mailto:") else host(url)


def tel(number: str) -> str:
    """Return the address of a telephone: with the country code, once."""
    digits = re.sub(r"\D", "", number)
    return f"tel:+{digits}" if number.strip().startswith("+") else f"tel:+48{digits}"


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Answer with a CSV file (UTF-8, comma); cells that a spreadsheet would run as a formula get an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return Response(buffer.getvalue(), mimetype="text/csv")


def attached(response: Response, name: str) -> Response:
    """Offer an answer as a file of a name."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def to_json(body: Any, kind: str = "application/json") -> Response:
    """Answer with JSON, Polish letters as they are."""
    return Response(orjson.dumps(body), content_type=kind)


def as_block(data: dict[str, Any]) -> Markup:
    """Write data as the content of a script element that holds JSON-LD: a data block, which our policy allows."""
    text = orjson.dumps(data).decode()
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return Markup(text)  # noqa: S704 - every sign that could end the block is escaped


FILTERS = {
    "host": host,
    "several": several,
    "reachable": reachable,
    "tel": tel,
    "sort_names": sort_names,
}
