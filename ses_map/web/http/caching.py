"""HTTP caching: an ETag from snapshot id, code version and day; 304 before any work is done.

The day is part of the tag because an answer without ``date`` is for today, and today's page must not be served as
yesterday's after midnight.
"""

import hashlib
import zlib
from datetime import date
from pathlib import Path

from flask import Flask, Response, g, request

from ses_map.web.http import negotiation
from ses_map.web.http.parameters import as_of
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current

FRESH = "public, max-age=300, stale-while-revalidate=600"
#: Blueprints whose answers depend on the snapshot, the day and the address alone.
_TAGGED = ("pages", "answers", "centres", "planning", "api", "data", "ogc", "embed", "embedding", "oembed")
#: Blueprints whose addresses carry the hash of what they give.
_HASHED = ("assets", "tiles")
_FOR_EVER = "public, max-age=31536000, immutable"


def code_version(templates: Path) -> str:
    """Hash the package and the templates, so that a deployment changes the tags."""
    package = Path(__file__).resolve().parents[1]
    own = (path for pattern in ("*.py", "static/*", "*.po", "*.toml") for path in package.rglob(pattern))
    pages = (path for pattern in ("*.html", "*.typ") for path in templates.rglob(pattern))
    digest = hashlib.sha256()
    for path in sorted((*own, *pages)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def etag(loaded: LoadedSnapshot, version: str, day: date, target: str) -> str:
    """Return the tag of an answer: one snapshot, one code, one day, one address (path and query) determine it.

    A tag of one address says nothing of another, which may not even exist.
    """
    return f"{tag_of_day(loaded, version, day)}-{tag_of_address(target)}"


def tag_of_day(loaded: LoadedSnapshot, version: str, day: date) -> str:
    """Return the part of a tag that all addresses share."""
    return f"{loaded.snapshot.id}-{version}-{day.isoformat()}"


def tag_of_address(target: str) -> str:
    """Return the part of a tag that is one address's own."""
    return f"{zlib.crc32(target.encode()):08x}"


def install(app: Flask, version: str) -> None:
    """Answer conditional requests and tag everything that may be cached."""

    @app.before_request
    def not_modified() -> Response | None:
        if request.blueprint not in _TAGGED or request.method not in ("GET", "HEAD"):
            return None
        loaded, query = current(), request.query_string.decode("latin-1")
        target = f"{request.path}?{query}" if query else request.path
        target += f" {negotiation.form()}" if request.blueprint == "ogc" else ""
        g.etag = etag(loaded, version, as_of(), target)
        if not request.if_none_match.star_tag and request.if_none_match.contains_weak(g.etag):
            return Response(status=304)
        return None

    @app.after_request
    def tag(response: Response) -> Response:
        if response.status_code == 200 and "etag" in g and request.if_none_match.star_tag:
            response = Response(status=304)
        if response.status_code in (200, 304) and "etag" in g:
            response.set_etag(g.etag, weak=True)  # weak: brotli, gzip and plain bytes share it
            response.headers["Cache-Control"] = FRESH
            response.vary.add("Accept-Encoding")
        elif response.status_code in (200, 304) and request.blueprint in _HASHED:
            response.headers["Cache-Control"] = _FOR_EVER
        else:
            response.headers["Cache-Control"] = "no-store"
        return response
