"""Security headers, on every answer."""

from flask import Flask, Response, request

#: DESIGN §5: nothing inline, nothing from elsewhere, nobody frames a page.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

_EVERYWHERE = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Content-Security-Policy", POLICY),
    ("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
_PAGES = (("X-Frame-Options", "DENY"), ("Cross-Origin-Opener-Policy", "same-origin"))


def install(app: Flask) -> None:
    """Add the headers after each request, errors included."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.extend(_EVERYWHERE)
    if response.mimetype == "text/html":
        response.headers.extend(_PAGES)
        response.headers["Content-Language"] = "pl"
    elif request.path.startswith(("/api/", "/assets/")):
        response.headers["Access-Control-Allow-Origin"] = "*"
    return response
