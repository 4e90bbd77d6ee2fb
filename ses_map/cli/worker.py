"""A worker that refuses what is too long for an address in our words, and lets the sender hear them.

gunicorn refuses such a request before any application sees it: with a page in English, and by closing a connection that
the sender still writes to, so that a browser shows an error of its own. This answers in the one shape of our errors
(DESIGN §4) and reads on for a while.
"""

import contextlib
import json
import socket
import time
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

#: Bytes of a request line, and so nearly of an address: the most that gunicorn can be told to take.
LONGEST_LINE = 8190

#: What is sent after the refusal is read up to here, for at most so long.
_DRAINED_BYTES = 32 * 1024 * 1024
_DRAINED_S = 5.0

_SENTENCE = (
    f"Adres ma ponad {LONGEST_LINE} znaków i nie da się go odczytać; skróć go, a długi scenariusz wczytaj z pliku na "
    "stronie /planowanie/scenariusz."
)


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, but for its answer to an address that is too long."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer 414 as our errors are; every other error is gunicorn's."""
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("refused an address that is too long")
        with contextlib.suppress(OSError):
            client.sendall(refusal())
            client.shutdown(socket.SHUT_WR)
            _drain(client)


def refusal() -> bytes:
    """Write the whole answer, head and body."""
    problem = {"type": "about:blank", "title": "Adres jest za długi", "status": 414, "detail": _SENTENCE}
    body = json.dumps({**problem, "instance": "/"}, ensure_ascii=False).encode()
    head = (
        "HTTP/1.1 414 URI Too Long\r\nContent-Type: application/problem+json\r\nCache-Control: no-store\r\n"
        f"X-Content-Type-Options: nosniff\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def _drain(client: socket.socket) -> None:
    left, end = _DRAINED_BYTES, time.monotonic() + _DRAINED_S
    while left > 0 and (wait := end - time.monotonic()) > 0:
        client.settimeout(wait)
        chunk = client.recv(min(left, 1 << 16))
        if not chunk:
            return
        left -= len(chunk)
