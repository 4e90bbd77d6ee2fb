"""What the tests of OGC API - Features share: the collections with their sizes on the day of the tests, and reading."""

import json
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
#: Collection → features, and features without geometry, on 24 November 2026.
SIZES = {
    "gminy": (2479, 2),
    "powiaty": (380, 0),
    "wojewodztwa": (16, 0),
    "subregiony": (36, 0),
    "obszary-owes": (43, 0),
    "osrodki": (65, 12),
    "podmioty": (369, 29),
}


def items(collection: str, **asked: object) -> str:
    """The address of a page of features."""
    path = f"/ogc/collections/{collection}/items"
    return f"{path}?{urlencode(asked)}" if asked else path


def read(client: FlaskClient, path: str) -> dict[str, Any]:
    response = client.get(path)
    assert response.status_code == 200, (path, response.data)
    return json.loads(response.data)


def local(href: str) -> str:
    """A link of ours as a path for the test client."""
    assert href.startswith("http://localhost/"), href
    return href.removeprefix("http://localhost")


def linked(body: dict[str, Any], rel: str, kind: str = "") -> list[str]:
    """Addresses of a relation, of one media type where it is given."""
    return [local(x["href"]) for x in body["links"] if x["rel"] == rel and x["type"].startswith(kind)]
