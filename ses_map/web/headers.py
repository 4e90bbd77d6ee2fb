"""Security headers, on every answer."""

from collections.abc import Iterable

from flask import Flask, Response, request

from ses_map.web import framing
from ses_map.web.language import language

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

#: Read-only data and assets may be read from any page.
OPEN = (("Access-Control-Allow-Origin", "*"),)
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
    if request.path.startswith(("/api/", "/assets/")) or request.path == "/oembed":
        response.headers.extend(OPEN)
    elif response.mimetype in ("text/html", "image/svg+xml"):
        response.headers.extend(_of_documents())
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = language()
    if request.path.startswith("/assets/"):
        response.headers.extend(_ASSETS)
    if request.path.startswith(framing.PREFIX):
        response.vary.update(("Sec-Fetch-Dest", "Referer"))
    return response


def _of_documents() -> Iterable[tuple[str, str]]:
    """Give the headers of a document: of a frame, of the page that shows frames, of any other."""
    if request.path.startswith(framing.PREFIX):
        policy = "; ".join((*_STRICT, f"frame-ancestors {framing.ancestors()}"))
        return ("Content-Security-Policy", policy), *_FRAMES
    return ("Content-Security-Policy", _SHOWING if request.path == "/osadzanie" else POLICY), *_PAGES
