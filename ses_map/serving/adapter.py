"""What is between granian and the application: a request as WSGI describes it, and an answer whatever happens."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

import orjson

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_log = logging.getLogger(__name__)

_FAILED = orjson.dumps(
    {
        "type": "about:blank",
        "title": "Błąd po naszej stronie",
        "status": 500,
        "detail": "Coś poszło nie tak po naszej stronie; spróbuj za chwilę.",
        "instance": "/",
    }
)
_HEADERS = [
    ("Content-Type", "application/problem+json"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
]


#: Bytes that are read of a body after its request was answered.
_DRAINED_BYTES, _PIECE = 32 * 2**20, 1 << 16


def adapt(application: Application) -> Application:
    """Wrap a WSGI application that granian calls.

    granian tells an absent ``Host`` as an empty one, and ends a body that broke off as if it were whole. Without its
    ``wsgi.input_terminated`` werkzeug counts the bytes that were announced, and refuses a body that is shorter.
    When the application raises, the answer is a 500 in the one shape of our errors.
    """

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["HTTP_HOST"]:
            del environ["HTTP_HOST"]
        if "CONTENT_LENGTH" in environ:
            del environ["wsgi.input_terminated"]
        try:
            answer = application(environ, start_response)
        except Exception:
            _log.exception("a request failed")
            start_response("500 Internal Server Error", list(_HEADERS))
            answer = [_FAILED]
        _drain(environ)
        return answer

    return answered


def _drain(environ: dict[str, Any]) -> None:
    """Read what is left of a body: a connection that is closed while somebody sends takes the answer with it."""
    if not ("CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ) or "HTTP_EXPECT" in environ:
        return  # nothing comes, or the sender waits until it may
    left = _DRAINED_BYTES
    while left > 0 and (piece := environ["wsgi.input"].read(_PIECE)):
        left -= len(piece)
