"""``/robots.txt``, ``/sitemap.xml`` and ``/favicon.ico``: for programs that look for pages."""

from collections.abc import Iterator
from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, request
from markupsafe import escape

from ses_map.vocabulary import LANGUAGES
from ses_map.web.http.assets import asset_url
from ses_map.web.http.links import in_lang, whole
from ses_map.web.state.snapshot_holder import current

blueprint = Blueprint("discovery", __name__)

#: Pages that are no area and no centre.
_PAGES = ("/", "/osrodki", "/czym-jest-owes", "/zrodla", "/dane", "/api", "/osadzanie", "/planowanie", "/dostepnosc")
#: What is another shape of a page, was made for one question, or costs much: nobody should find these in a search.
_CLOSED = ("/szukaj", "/punkt", "/popraw", "/embed/", "/oembed", "/metrics", "/healthz", "/planowanie/scenariusz")
_OPEN, _END = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    "</urlset>",
)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Tell robots what is worth their time (RFC 9309), and where the list of pages is."""
    lines = ("User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), f"Sitemap: {whole('/sitemap.xml')}", "")
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List every page of an area or a centre in every language, each with its other languages (sitemaps.org 0.9)."""
    root = whole("")
    lines = ('<?xml version="1.0" encoding="UTF-8"?>', _OPEN, *(_urls(root, path) for path in _paths()), _END, "")
    return Response("\n".join(lines), mimetype="application/xml")


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Lead to the sign of the service, for those that ask without having read a page."""
    return redirect(asset_url("icon.svg"))  # type: ignore[return-value]


@blueprint.before_app_request
def lead_past_slash() -> Response | None:
    """Lead from an address with a slash at its end, which is none of ours, to that without, if it is."""
    if request.routing_exception is None or request.path[-1:] != "/" or request.method not in ("GET", "HEAD"):
        return None
    path, adapter = request.path.rstrip("/"), current_app.create_url_adapter(request)
    if adapter is None or not adapter.test(path, "GET"):
        return None
    asked = request.query_string.decode("latin-1")
    return redirect(whole(quote(path)) + (f"?{asked}" if asked else ""), 308)  # type: ignore[return-value]


def _paths() -> Iterator[str]:
    loaded = current()
    names = loaded.snapshot.names
    yield from _PAGES
    yield from (f"/wojewodztwo/{area.slug}" for area in names.voivodeships.values())
    yield from (f"/powiat/{code}" for code in names.powiaty)
    yield from (f"/gmina/{code}" for code in names.gminy)
    yield from (f"/owes/{centre}" for centre in loaded.centres)


def _urls(root: str, path: str) -> str:
    spelled = {code: escape(root + in_lang(path, code)) for code in LANGUAGES}
    others = "".join(f'<xhtml:link rel="alternate" hreflang="{c}" href="{url}"/>' for c, url in spelled.items())
    return "\n".join(f"<url><loc>{url}</loc>{others}</url>" for url in spelled.values())
