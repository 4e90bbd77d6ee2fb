"""A small site of our own, whose pages do everything that pages of the world do, and short ways to read it."""

import asyncio
import gzip
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import Any

from scripts.watching.fetching import Fetched, Order, fetch_all
from scripts.watching.manners import Manners

#: Quick for tests on this machine; what is about one of them names another.
QUICK = Manners(
    connect_s=20,
    read_s=20,
    total_s=60,
    delay_s=0,
    longest_delay_s=0.1,
    retries=0,
    redirects=4,
    size=50_000,
    private=True,
)
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What a path answers; `forever` goes on with one byte at a time until the site is closed, from head or body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    forever: str = ""


def page(text: str, **headers: str) -> Reply:
    """A page in UTF-8."""
    body = f"<!doctype html><html lang=pl><head><title>x</title></head><body>{text}</body></html>".encode()
    return Reply(body, headers={"Content-Type": HTML} | {k.replace("_", "-"): v for k, v in headers.items()})


def to(target: str, status: int = 302) -> Reply:
    """A redirect."""
    return Reply(status=status, headers={"Location": target})


def tagged(reply: Reply, etag: str) -> Callable[[dict[str, str]], Reply]:
    """A page that is sent only to those who do not have it."""
    marked = Reply(reply.body, headers={**reply.headers, "ETag": etag})
    return lambda asked: Reply(status=304) if asked.get("If-None-Match") == etag else marked


class Site:
    """A server on a free port; `pages` may be changed while it serves."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Callable[[dict[str, str]], Reply]] = {}
        #: Each request: its path, and when it came.
        self.asked: list[tuple[str, float]] = []
        self.headers: list[dict[str, str]] = []
        self.closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> Counter[str]:
        return Counter(path for path, _ in self.asked)

    def close(self) -> None:
        """Stop serving; what still waits gets no answer. Once more does nothing."""
        if self.closing.is_set():
            return
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    try:
        yield site
    finally:
        site.close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = dict(self.headers)
            site.asked.append((self.path, monotonic()))
            site.headers.append(headers)
            reply = site.pages.get(self.path, Reply(status=404))
            reply = reply(headers) if callable(reply) else reply
            try:
                self._send(reply)
            except OSError:
                self.close_connection = True  # the other side had enough

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.forever == "silence":
                site.closing.wait()
                return
            if reply.forever == "head":
                self.flush_headers()
                self._drip(b"X-A: b\r\n")
                return
            if "Content-Length" not in reply.headers and not reply.forever:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)
            if reply.forever == "body":
                self._drip(b"a")

        def _drip(self, drop: bytes) -> None:
            while not site.closing.wait(0.01):
                self.wfile.write(drop)

        def log_message(self, format: str, *args: Any) -> None:
            """Describe nothing."""

    return Handler


def read_all(orders: list[Order], manners: Manners = QUICK) -> dict[str, Fetched]:
    """What became of each address."""
    found: dict[str, Fetched] = {}

    async def take(fetched: Fetched) -> None:
        found[fetched.url] = fetched

    asyncio.run(fetch_all(orders, manners, take))
    return found


def read(url: str, manners: Manners = QUICK, **known: str) -> Fetched:
    """What became of one address."""
    return read_all([Order(url, **known)], manners)[url]


def packed(size: int) -> bytes:
    """Zeros, a thousand times smaller on the way."""
    return gzip.compress(bytes(size))
