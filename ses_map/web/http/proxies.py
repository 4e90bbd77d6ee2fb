"""Who is believed: proxies as far as ``SES_MAP_PROXIES`` says, names of ``SES_MAP_HOSTS``, and nobody else.

``X-Forwarded-Host`` is never believed: a proxy has to pass ``Host`` on (nginx: ``proxy_set_header Host $host``). What
is not checked, an address in ``X-Forwarded-Host`` that a visitor sends, would be kept in caches for all others.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest, MisdirectedRequest
from werkzeug.middleware.proxy_fix import ProxyFix

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_REFUSED = "ses_map.refused_host"
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\.?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
#: What watches the service asks by number, and these answers name no host.
_WATCHED = ("/healthz", "/metrics")


def check_hosts(application: Application, flask: Application, hosts: str) -> Application:
    """Wrap a WSGI application; a request with another name, or one that is none, goes to Flask to be refused.

    Parameters
    ----------
    application : WSGI application
        Answers the others.
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


def believe_proxies(application: Application, count: int) -> Application:
    """Wrap a WSGI application; the client and its scheme are those that the outermost of our proxies tells.

    Parameters
    ----------
    application : WSGI application
        What is wrapped.
    count : int
        Proxies of ours that a request passes, each of which appends to ``X-Forwarded-For``.
    """
    return ProxyFix(application, x_for=count, x_proto=count, x_host=0) if count else application


def install(app: Flask) -> None:
    """Refuse what :func:`check_hosts` marked, before anything else is done."""

    @app.before_request
    def refuse() -> None:
        status = request.environ.get(_REFUSED)
        if status:
            raise MisdirectedRequest if status == 421 else BadRequest
