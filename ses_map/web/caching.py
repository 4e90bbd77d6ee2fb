"""HTTP caching: an ETag from snapshot id, code version and day; 304 before any work is done.

The day is part of the tag because an answer without ``date`` is for today, and today's page must not be served as
yesterday's after midnight.
"""

import hashlib
from datetime import date
from pathlib import Path

from flask import Flask, Response, g, request

from ses_map.web.parameters import as_of
from ses_map.web.site import Edition, site

FRESH = "public, max-age=300, stale-while-revalidate=600"
_FOR_EVER = "public, max-age=31536000, immutable"


def code_version(templates: Path) -> str:
    """Hash the package and the templates, so that a deployment changes the tags."""
    package = Path(__file__).resolve().parents[1]
    paths = [*package.rglob("*.py"), *package.rglob("static/*"), *templates.rglob("*.html")]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def etag(edition: Edition, version: str, day: date) -> str:
    """Give the tag of everything that one edition, one code and one day determine."""
    return f"{edition.snapshot.id}-{version}-{day.isoformat()}"


def install(app: Flask, version: str) -> None:
    """Answer conditional requests and tag everything that may be cached."""

    @app.before_request
    def not_modified() -> Response | None:
        if request.blueprint not in ("pages", "api") or request.method not in ("GET", "HEAD"):
            return None
        g.etag = etag(site().edition(), version, as_of())
        if request.if_none_match and _matches(g.etag):
            return Response(status=304)
        return None

    @app.after_request
    def tag(response: Response) -> Response:
        if response.status_code in (200, 304) and "etag" in g:
            response.set_etag(g.etag)
            response.headers["Cache-Control"] = FRESH
        elif response.status_code == 200 and request.blueprint == "assets":
            response.headers["Cache-Control"] = _FOR_EVER
        else:
            response.headers["Cache-Control"] = "no-store"
        return response


def _matches(wanted: str) -> bool:
    """Compare weakly, and without the suffix that a compressed variant carries (``…:br``)."""
    return any(tag.split(":")[0] == wanted for tag in request.if_none_match.as_set(include_weak=True)) or (
        request.if_none_match.star_tag
    )
