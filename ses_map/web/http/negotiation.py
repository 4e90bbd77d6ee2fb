"""JSON or HTML: the parameter ``f`` decides, else what the client accepts; programs that accept anything get JSON."""

from typing import Any

from flask import request

FORMS = ("json", "html")
GEOJSON, SCHEMA, PAGE = "application/geo+json", "application/schema+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
_KINDS = ("application/json", GEOJSON, SCHEMA, "application/vnd.oai.openapi+json", "application/problem+json", PAGE)

#: Addresses of this package, those that only lead to it included.
PATHS = ("/ogc/", "/collections")
_CODES = {400: "InvalidParameterValue", 404: "NotFound", 405: "MethodNotAllowed", 503: "ServiceUnavailable"}


def is_ours() -> bool:
    """Return whether the address asked for is one of this package."""
    return request.path.startswith(PATHS) or request.path == "/ogc"


def form() -> str:
    """Return ``json`` or ``html``; an unknown ``f``, which is refused elsewhere, counts as none."""
    asked = request.args.get("f", "")
    if asked in FORMS:
        return asked
    return "html" if request.accept_mimetypes.best_match(_KINDS, _KINDS[0]) == PAGE else "json"


def exception(status: int, detail: str) -> dict[str, Any]:
    """Return the members that the standard wants in the body of an error, beside those of RFC 9457."""
    return {"code": _CODES.get(status, "NoApplicableCode"), "description": detail}
