"""Who may frame: the sources of ``SES_MAP_FRAMERS``, and a page that explains to everybody else.

``frame-ancestors`` makes a browser show nothing at all where a host is not allowed. So the server looks at what the
browser says (``Sec-Fetch-Dest`` and the origin in ``Referer``) and, where it knows that the frame would stay empty,
answers with a page that may be framed anywhere and says why.
"""

import re
from urllib.parse import SplitResult, urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from werkzeug.wrappers import Request

#: Addresses that may be framed.
PREFIX = "/embed/"
_SOURCE = re.compile(r"(?:(https?)://)?(\*\.)?([A-Za-z0-9.-]+)(?::([0-9]+))?")
_PAGE = re.compile(r"/embed((?:/wojewodztwo|/owes)/[a-z][a-z0-9-]*|/szukaj)")
_PORTS = {"http": 80, "https": 443}


def install(app: Flask, framers: str) -> None:
    """Answer a host that is not allowed with a page that explains; must come before caching is installed.

    ``framers`` are the sources of ``frame-ancestors`` as :class:`ses_map.settings.Settings` has checked them.
    """
    app.config["SES_MAP_FRAMERS"] = framers
    app.before_request(_refuse)


def ancestors() -> str:
    """Return the sources that may frame this answer: ourselves and those of the setting, or anybody a refusal."""
    return "*" if g.get("is_refused") else f"'self' {current_app.config['SES_MAP_FRAMERS']}"


def _refuse() -> Response | None:
    host = refused_host(request, current_app.config["SES_MAP_FRAMERS"])
    if host is None:
        return None
    g.is_refused = True
    found = _PAGE.fullmatch(request.path)
    page = render_template("embed/refused.html", host=host.hostname, page=found[1] if found else "/")
    return Response(page, 403, mimetype="text/html")


def refused_host(asked: Request, framers: str) -> SplitResult | None:
    """Return the origin of the page that frames us and may not; ``None`` where it may, or where nobody can tell."""
    if not asked.path.startswith(PREFIX) or asked.headers.get("Sec-Fetch-Dest") not in ("iframe", "frame"):
        return None
    host = read_origin(asked.referrer or "")
    return host if host and not allows(framers, host, asked.host, asked.scheme) else None


def read_origin(referrer: str) -> SplitResult | None:
    """Read the origin of the page that asks; ``None`` where the browser does not tell."""
    try:
        found = urlsplit(referrer)
        return found if found.scheme in _PORTS and found.hostname and (found.port or 1) else None
    except ValueError:
        return None


def allows(framers: str, origin: SplitResult, own_host: str, own_scheme: str) -> bool:
    """Return whether a browser would let a page of this origin frame us, whose own host is as asked for, with its port.

    Content Security Policy Level 3, 6.7.2.8 (does a URL match a source expression): a source without a scheme has
    ours, ``http`` matches ``https`` too, a star matches one or more labels, no port means the default one.
    """
    return origin.netloc == own_host or any(_matches(s, origin, own_scheme) for s in framers.split())


def _matches(source: str, origin: SplitResult, own_scheme: str) -> bool:
    if source == "https:":
        return origin.scheme == "https"
    parts = _SOURCE.fullmatch(source)
    if parts is None:  # 'self', which is compared as a whole
        return False
    scheme, star, name, port = parts.groups()
    host, name = str(origin.hostname), name.lower()
    is_host = host.endswith(f".{name}") if star else host == name
    default = _PORTS[origin.scheme]
    is_port = (origin.port or default) == (int(port) if port else default)
    return is_host and is_port and origin.scheme in (scheme or own_scheme, "https")
