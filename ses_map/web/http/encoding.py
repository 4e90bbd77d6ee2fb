"""``Accept-Encoding`` read once, before anything else sees it: what may be sent, in one of five spellings.

A weight of 0 forbids an encoding (RFC 9110, 12.5.3); Flask-Compress 1.25 takes it for a low one, and would send it. As
every spelling of the same wish becomes one, kept answers (``response_cache``) are not multiplied by spellings.
"""

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.http import parse_accept_header

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def normal_encoding(header: str) -> str:
    """Return the one spelling of what a client takes: empty, ``br``, ``gzip``, or both, the preferred one first.

    Parameters
    ----------
    header : str
        As it came; longer than a kilobyte or unreadable, it asks for nothing.
    """
    told = {name.lower(): quality for name, quality in parse_accept_header(header[:1000])}
    any_other = told.get("*", 0.0)
    br, gzip = (told.get(name, any_other) for name in ("br", "gzip"))
    plain = told.get("identity", 0.0)
    if max(br, gzip) <= 0 or plain > max(br, gzip):
        return ""
    if br > 0 and gzip > 0:
        return "br, gzip" if br >= gzip else "gzip, br;q=0.5"
    return "br" if br > 0 else "gzip"


def read_encoding(application: Application) -> Application:
    """Wrap a WSGI application: it sees normal spellings only."""

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        said = environ.get("HTTP_ACCEPT_ENCODING")
        if said is not None:
            environ["HTTP_ACCEPT_ENCODING"] = normal_encoding(said)
        return application(environ, start_response)

    return answered
