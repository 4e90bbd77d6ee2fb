"""One connection: what of its next request has come, and how it ends without cutting off the last answer."""

import re
import select
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

from gunicorn.workers.gthread import TConn

from ses_map.serving.refusals import LONGEST_LINE, MOST_HEAD

#: Seconds that one read of a body, or one write of an answer, may wait for the other side.
_PATIENCE_S = 15
#: What is sent after a last answer is read up to here, for at most so long.
_DRAINED_BYTES, _DRAINED_S = 32 * 2**20, 5.0

_BEGINNING = re.compile(rb"(?:\r\n){0,2}(?:[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}(?: |\Z)|\Z)|(?:\r|\r\n\r)\Z")
_END = b"\r\n\r\n"


class Connection(TConn):  # type: ignore[misc]
    """gunicorn's connection, which waits in the poller for its next request and not in a thread."""

    #: Called instead of a wait for the other side to close.
    linger: Callable[["Connection"], None]

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._needed = 1
        self.left = _DRAINED_BYTES
        wait = struct.pack("ll", _PATIENCE_S, 0)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, wait)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)

    @property
    def has_begun(self) -> bool:
        """Whether a part of a head has come."""
        return self._needed > 1

    def look(self) -> int | None:
        """Look at what has come, without taking it.

        Returns
        -------
        int or None
            0: a whole head, which a thread may read. ``None``: not yet, or part of one. Otherwise why it will never be
            one: 499 the other side has gone, 400 this is not HTTP, 414 or 431 it is too long.
        """
        if self.parser is not None and self.parser.unreader.buf.getvalue():
            return 0  # the beginning is read already, behind a body
        try:
            seen = self.sock.recv(MOST_HEAD, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return None
        except OSError:
            return 499
        if _END in seen:
            self._need(1)
            return 0
        return self._judge(seen)

    def _judge(self, seen: bytes) -> int | None:
        if not seen:
            return 499
        if not _BEGINNING.match(seen):
            return 400
        if b"\r\n" not in seen.lstrip(b"\r\n") and len(seen) > LONGEST_LINE + 4:
            return 414
        if len(seen) >= MOST_HEAD:
            return 431
        if len(seen) < self._needed and self._will_send_no_more():
            return 499
        self._need(len(seen) + 1)  # the poller is silent until more has come
        return None

    def _will_send_no_more(self) -> bool:
        """Tell whether the other side has closed its half: then the poller is never silent, and no more will come."""
        poller = select.poll()
        poller.register(self.sock, select.POLLRDHUP)
        return bool(poller.poll(0))

    def _need(self, size: int) -> None:
        if size != self._needed:
            self._needed = size
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, size)

    def close(self, graceful: bool = False) -> None:
        """Close, or say that no more will come and let :attr:`linger` wait until the other side has closed too."""
        if not graceful:
            super().close()
            return
        try:
            self._need(1)
            self.sock.shutdown(socket.SHUT_WR)
            self.sock.setblocking(False)
        except OSError:
            super().close()
            return
        self.timeout = time.monotonic() + _DRAINED_S
        if self.drain():
            self.linger(self)
        else:
            super().close()

    def drain(self) -> bool:
        """Throw away what still comes; tell whether there may be more."""
        try:
            chunk = self.sock.recv(1 << 16)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.left -= len(chunk)
        return bool(chunk) and self.left > 0
