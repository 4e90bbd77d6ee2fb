"""Security headers, on every answer."""

from collections.abc import Iterable

from flask import Flask, Response, request

from ses_map.web.http import frame_policy, negotiation
from ses_map.web.wording.language import language

_STRICT = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)
#: DESIGN §5: nothing inline, nothing from elsewhere, nobody frames a page.
POLICY = "; ".join((*_STRICT, "frame-ancestors 'none'"))
#: The one page that frames: it shows our own frames before they are pasted elsewhere.
_SHOWING = "; ".join((*_STRICT, "frame-src 'self'", "frame-ancestors 'none'"))

EVERYWHERE = (("X-Content-Type-Options", "nosniff"),)

#: On every answer with data: where the terms of each source stand (RFC 8288).
LICENCE = (("Link", '</dane#licencja>; rel="license"'),)

#: Read-only data and assets may be read from any page.
OPEN = (("Access-Control-Allow-Origin", "*"),)
#: What answers of the API carry; scripts of other pages may read these headers of theirs too.
API = (
    *OPEN,
    (
        "Access-Control-Expose-Headers",
        "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset",
    ),
)
_PREFLIGHT = (("Access-Control-Allow-Headers", "Content-Type, If-None-Match"), ("Access-Control-Max-Age", "86400"))
_DOCUMENTS = (("Referrer-Policy", "strict-origin-when-cross-origin"),)
_PAGES = (
    *_DOCUMENTS,
    ("Permissions-Policy", "geolocation=(self), camera=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
)
_FRAMES = (*_DOCUMENTS, ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"))
_ASSETS = (("Cross-Origin-Resource-Policy", "cross-origin"),)


def install(app: Flask) -> None:
    """Add the headers after each request, errors included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.extend(EVERYWHERE)
    path = request.path
    if path.startswith(("/api/", "/dane/")) or path == "/dane":
        response.headers["Link"] = ", ".join([*response.headers.getlist("Link"), LICENCE[0][1]])
    is_data = path.startswith(("/api/", "/dane/", "/assets/")) or path == "/openapi.json"
    if path.startswith("/api/") or path == "/openapi.json":
        response.headers.extend(API)
        if request.method == "OPTIONS" and "Allow" in response.headers:
            response.headers.extend((*_PREFLIGHT, ("Access-Control-Allow-Methods", response.headers["Allow"])))
    elif is_data or path == "/oembed" or negotiation.is_ours():
        response.headers.extend(OPEN)
    if not is_data and path != "/oembed" and response.mimetype in ("text/html", "image/svg+xml"):
        response.headers.extend(_of_documents())
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = language()
    if request.path.startswith("/assets/"):
        response.headers.extend(_ASSETS)
    if request.path.startswith(frame_policy.PREFIX):
        response.vary.update(("Sec-Fetch-Dest", "Referer"))
    return response


def _of_documents() -> Iterable[tuple[str, str]]:
    """Return the headers of a document: of a frame, of the page that shows frames, of any other."""
    if request.path.startswith(frame_policy.PREFIX):
        policy = "; ".join((*_STRICT, f"frame-ancestors {frame_policy.ancestors()}"))
        return ("Content-Security-Policy", policy), *_FRAMES
    return ("Content-Security-Policy", _SHOWING if request.path == "/osadzanie" else POLICY), *_PAGES
