"""What is believed of the head of a request: our proxies, our host names, and how the answer may be packed.

``X-Forwarded-Host`` is never believed: a proxy has to pass ``Host`` on (nginx: ``proxy_set_header Host $host``). What
is not checked, an address in ``X-Forwarded-Host`` that a visitor sends, would be kept in caches for all others.

``Accept-Encoding`` is read once, into one of five spellings, so that spellings do not multiply kept answers
(``response_cache``). A weight of 0 forbids an encoding (RFC 9110, 12.5.3); Flask-Compress 1.25 takes it for a low one.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, request
from werkzeug.exceptions import BadRequest, MisdirectedRequest
from werkzeug.http import parse_accept_header

_REFUSED = "ses_map.refused_host"
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
#: What watches the service asks by number, and these answers name no host.
_WATCHED = ("/healthz", "/metrics")
#: Characters of ``Accept-Encoding`` that are read.
_LONGEST = 1000


def check_hosts(application: WSGIApplication, flask: WSGIApplication, hosts: str) -> WSGIApplication:
    """Wrap a WSGI application; a request with another name, or one that is none, goes to Flask to be refused.

    Parameters
    ----------
    flask : WSGI application
        The same without anything in front of it, with :func:`install`.
    hosts : str
        Names that are answered, separated by spaces; empty: any that is a name.
    """
    known = frozenset(hosts.lower().split())

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = environ.get("HTTP_HOST")
        if host is not None and not _HOST.fullmatch(host):
            status = 400
        elif known and (host or "").lower() not in known and environ["PATH_INFO"] not in _WATCHED:
            status = 421
        else:
            return application(environ, start_response)
        return flask({**environ, "HTTP_HOST": "localhost", _REFUSED: status}, start_response)

    return answered


def install(app: Flask) -> None:
    """Refuse what :func:`check_hosts` marked, before anything else is done."""

    @app.before_request
    def refuse() -> None:
        status = request.environ.get(_REFUSED)
        if status:
            raise MisdirectedRequest if status == 421 else BadRequest


@lru_cache(256)
def normal_encoding(header: str) -> str:
    """Return the one spelling of what a client takes: empty, ``br``, ``gzip``, or both, the preferred one first.

    A header that is longer than a kilobyte or unreadable asks for nothing.
    """
    weights = {name.lower(): quality for name, quality in parse_accept_header(header[:_LONGEST])}
    any_other = weights.get("*", 0.0)
    br, gzip = (weights.get(name, any_other) for name in ("br", "gzip"))
    plain = weights.get("identity", 0.0)
    if max(br, gzip) <= 0 or plain > max(br, gzip):
        return ""
    if br > 0 and gzip > 0:
        return "br, gzip" if br >= gzip else "gzip, br;q=0.5"
    return "br" if br > 0 else "gzip"


def read_encoding(application: WSGIApplication) -> WSGIApplication:
    """Wrap a WSGI application: it sees normal spellings only."""

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "HTTP_ACCEPT_ENCODING" in environ:
            environ["HTTP_ACCEPT_ENCODING"] = normal_encoding(environ["HTTP_ACCEPT_ENCODING"][:_LONGEST])
        return application(environ, start_response)

    return answered
