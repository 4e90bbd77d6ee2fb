"""Links of the answers: absolute, in both forms, keeping what was asked."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from flask import request

from ses_map.web.http.negotiation import PAGE, form

Link = dict[str, str]


def address(path: str, query: Iterable[tuple[str, Any]] = ()) -> str:
    """Return the absolute address of something below ``/ogc/``."""
    text = urlencode(list(query), quote_via=quote)
    return f"{request.url_root}ogc/{path}" + (f"?{text}" if text else "")


def items_path(collection: str, item: str | None = None) -> str:
    """Return the path of the items of a collection, or of one: ids may hold any character."""
    path = f"collections/{collection}/items"
    return path if item is None else f"{path}/{quote(item, safe='')}"


def link(rel: str, kind: str, title: str, href: str) -> Link:
    """Make a link."""
    return {"rel": rel, "type": kind, "title": title, "href": href}


def with_args(**changes: Any) -> list[tuple[str, Any]]:
    """Return the parameters of this request with some of them set anew; the language belongs to pages alone."""
    others = [(name, value) for name, value in request.args.items() if name not in changes and name != "lang"]
    return others + list(changes.items())


def in_both_forms(path: str, kind: str) -> list[Link]:
    """Link the answer itself and its other form, both with everything that was asked.

    Parameters
    ----------
    path : str
        Below ``/ogc/``.
    kind : str
        Media type of the form for programs.
    """
    json = (kind, "Ten dokument jako JSON", address(path, with_args(f="json")))
    html = (PAGE, "Ta strona jako HTML", address(path, with_args(f="html")))
    own, other = (html, json) if form() == "html" else (json, html)
    return [link("self", *own), link("alternate", *other)]
