"""A worker whose threads are for work alone: slow and silent clients wait in its poller, and refusals are in our words.

gunicorn's worker with threads gives a connection to a thread as soon as it is open, and the thread waits for the
request: eight clients that send a byte a minute stop two workers with four threads. This one looks at what has come
(``MSG_PEEK``) and gives a thread only what is a whole head; what is not one in time is refused. A last answer is
followed by the poller too, where gunicorn's main loop would wait up to two seconds for each client to close.

What it cannot do: a client that sends a long body, or reads a long answer, a little at a time has a thread until
:data:`WHOLE_S` is over. A proxy in front that buffers both (README, "Running it for many") is there for that.
"""

import contextlib
import socket
import time
from collections import deque
from functools import partial
from selectors import EVENT_READ
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from ses_map.serving.connection import Connection
from ses_map.serving.refusals import LONGEST_LINE, MOST_FIELDS, refusal, status_of

__all__ = ["LONGEST_LINE", "MOST_FIELDS", "Worker"]

#: Seconds from the opening of a connection, or the first byte after an answer, to the end of the head.
HEAD_S = 10.0
#: Seconds from there to the end of the answer.
WHOLE_S = 120.0
#: Seconds that connections without a request still have when the worker is to stop.
_STOP_S = 2.0


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, but for who waits where and what is said to those who are refused."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._busy: dict[Connection, float] = {}
        self._lingering: deque[Connection] = deque()

    def accept(self, listener: Any) -> None:
        """Take a new connection; it has no thread yet."""
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # another worker was faster, or the client has gone
        self.nr_conns += 1
        conn = Connection(self.cfg, client, address, listener.getsockname())
        conn.linger = self._linger
        self.enqueue_req(conn)

    def enqueue_req(self, conn: Connection) -> None:
        """Give a thread the request that has come; without one, wait for it."""
        status = conn.look()
        if status is not None:
            self._take(conn, status)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + (HEAD_S if self.alive else _STOP_S)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def on_pending_socket_readable(self, conn: Connection, client: socket.socket) -> None:
        """Look again; what is still a part waits on, and its time runs on."""
        status = conn.look()
        if status is not None:
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self._take(conn, status)

    def _take(self, conn: Connection, status: int) -> None:
        if status == 0:
            conn.data_ready = True
            self._busy[conn] = time.monotonic() + WHOLE_S
            super().enqueue_req(conn)
        elif status == 499:
            self.nr_conns -= 1
            conn.close()
        else:
            self._refuse(conn, status)

    def finish_request(self, conn: Connection, fs: Any) -> None:
        """Go on with a connection whose request is answered."""
        self._busy.pop(conn, None)
        super().finish_request(conn, fs)

    def _refuse(self, conn: Connection, status: int) -> None:
        self._tell(status)
        self.nr_conns -= 1
        with contextlib.suppress(OSError):
            conn.sock.setblocking(False)
            conn.sock.send(refusal(status))
        conn.close(graceful=True)

    def _linger(self, conn: Connection) -> None:
        self.nr_conns += 1
        self._lingering.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self._drain, conn))

    def _drain(self, conn: Connection, client: socket.socket) -> None:
        if not conn.drain():
            self._lingering.remove(conn)
            self._leave(conn)

    def _leave(self, conn: Connection) -> None:
        self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Refuse whoever did not send a head in time, and close what is over."""
        now = time.monotonic()
        while self.pending_conns and self.pending_conns[0].timeout <= now:
            conn = self.pending_conns.popleft()
            self.poller.unregister(conn.sock)
            self._take(conn, 408 if conn.has_begun else 499)
        while self._lingering and self._lingering[0].timeout <= now:
            self._leave(self._lingering.popleft())
        while self._busy and next(iter(self._busy.values())) <= now:
            conn = next(iter(self._busy))
            del self._busy[conn]
            with contextlib.suppress(OSError):  # the thread that waits for this client wakes up
                conn.sock.shutdown(socket.SHUT_RDWR)

    def _cap_keepalive(self, deadline: float) -> None:
        """When the worker is to stop, connections without a request have until the deadline."""
        super()._cap_keepalive(deadline)
        for conn in (*self.pending_conns, *self._lingering):
            conn.timeout = min(conn.timeout, deadline)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """Answer what the parser refused, or the application failed at, as our errors are; log no address."""
        status = status_of(exc)
        self._tell(status, exc)
        with contextlib.suppress(OSError):
            client.sendall(refusal(status))

    def _tell(self, status: int, error: Exception | None = None) -> None:
        if status == 500:
            self.log.error("a request failed", exc_info=error)
        self.wsgi.extensions["ses_map_metrics"].count_unread(status)
