"""How often one remote address may ask what costs work, and how many files are rendered at once.

Requests are counted before anything is answered, the fast path included.

The generic cell rate algorithm (ITU-T I.371): of each address only one time is kept, the one at which its allowance is
whole again. The library ``limits`` was tried and left out: importing it takes a third of a second in every worker (it
loads asyncio and all its backends), and its store in memory starts a thread.
"""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, request
from werkzeug.exceptions import TooManyRequests

from ses_map.errors import BusyError

_REFUSED, _CHARGE = "ses_map.retry_after", "ses_map.charge"
#: What is worked out when it is asked for: the API, features, files, searches, the planner's desk, drawings.
_COUNTED = (
    "/api/", "/ogc/", "/collections", "/dane/", "/szukaj", "/punkt", "/planowanie", "/mapa/", "/embed/", "/sitemap.xml",
)  # fmt: skip
#: Addresses of one subscriber in IPv6: providers hand out no less.
_IPV6_PREFIX = 64
_MINUTE_S = 60.0
#: Files that one worker renders at the same time: each may take a hundred megabytes.
AT_ONCE = 2
_slots = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to one address."""

    limit: int
    remaining: int
    #: Seconds until the allowance is whole again.
    reset_s: int
    #: Seconds until the next request is answered; 0 where this one is.
    retry_s: int

    @property
    def headers(self) -> list[tuple[str, str]]:
        """``RateLimit-*`` (draft-ietf-httpapi-ratelimit-headers-07)."""
        values = (("Limit", self.limit), ("Remaining", self.remaining), ("Reset", self.reset_s))
        return [(f"RateLimit-{name}", str(value)) for name, value in values]


class Limiter:
    """Counts requests by address; safe to share between threads.

    Parameters
    ----------
    per_minute : int
        Requests that an address may make in a minute, all at once or spread.
    clock : callable
        Gives seconds that never go back.
    most : int
        Addresses to remember; those unseen for longest are forgotten first.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic, most: int = 65_536) -> None:
        self._limit, self._clock, self._most = per_minute, clock, most
        self._gap_s = _MINUTE_S / per_minute
        self._whole: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str, count: int = 1) -> Allowance:
        """Count requests of an address, unless too little is left.

        Addresses of one IPv6 network of 64 bits share an allowance; a count above the whole allowance takes all of it.
        """
        address, gap_s = _subscriber(address), self._gap_s * min(count, self._limit)
        with self._lock:
            now = self._clock()
            whole = max(self._whole.get(address, now), now) + gap_s
            late_s = whole - now - _MINUTE_S
            if late_s > 1e-6:
                return Allowance(self._limit, 0, math.ceil(whole - gap_s - now), math.ceil(late_s))
            self._whole[address] = whole
            self._whole.move_to_end(address)
            if len(self._whole) > self._most:
                self._whole.popitem(last=False)
            left = int((_MINUTE_S - (whole - now)) / self._gap_s + 1e-6)
            return Allowance(self._limit, left, math.ceil(whole - now), 0)


def _subscriber(address: str) -> str:
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network(f"{address.partition('%')[0]}/{_IPV6_PREFIX}", strict=False))
    except ValueError:
        return address


def limit_requests(application: WSGIApplication, flask: WSGIApplication, limiter: Limiter) -> WSGIApplication:
    """Wrap a WSGI application; what is refused goes to Flask, which says it in the one shape of errors.

    ``flask`` is the same without anything in front of it, with :func:`install`.
    """

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(_COUNTED) or environ["REQUEST_METHOD"] == "OPTIONS":
            return application(environ, start_response)
        address = environ.get("REMOTE_ADDR", "")
        left = limiter.take(address)
        environ[_CHARGE] = partial(limiter.take, address)

        def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, [*headers, *left.headers], *error)

        if left.retry_s:
            environ[_REFUSED] = left.retry_s
            return flask(environ, begin)
        return application(environ, begin)

    return answered


def charge(count: int) -> None:
    """Count what a request turned out to be worth beyond the one that was counted.

    Raises
    ------
    TooManyRequests
        When too little of the allowance is left.
    """
    take = request.environ.get(_CHARGE)
    left = take(count) if take and count > 0 else None
    if left and left.retry_s:
        raise TooManyRequests(retry_after=left.retry_s)


def install(app: Flask) -> None:
    """Refuse what :func:`limit_requests` marked, before anything else is done."""

    @app.before_request
    def refuse() -> None:
        if _REFUSED in request.environ:
            raise TooManyRequests(retry_after=request.environ[_REFUSED])


@contextmanager
def rendering() -> Iterator[None]:
    """Hold a place for as long as a file is made.

    Raises
    ------
    BusyError
        When all places are taken.
    """
    if not _slots.acquire(blocking=False):
        raise BusyError(
            f"{AT_ONCE} files are being rendered: try again in some seconds",
            "Serwer tworzy teraz inne pliki tego rodzaju; spróbuj ponownie za kilka sekund.",
        )
    try:
        yield
    finally:
        _slots.release()
