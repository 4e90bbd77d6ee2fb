"""Every request from outside: its id, its line in the log, its place in the counters.

The outermost WSGI layer of the served application (``ses_map.web.wsgi``). It adds one header and changes no byte of a
body, so that what is kept, tagged or exported is the same with it and without.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from random import getrandbits
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from ses_map.settings import Settings
from ses_map.web.http.log import write_line
from ses_map.web.http.metrics import NOWHERE, Metrics
from ses_map.web.state.snapshot_holder import SnapshotHolder

#: Key of the id in the environment of WSGI.
ID = "ses_map.request_id"
_SANE = re.compile(r"[A-Za-z0-9-]{8,64}")


def watch(app: Flask, settings: Settings) -> None:
    """Watch the requests of an application; settings say what is logged, and how many processes count."""
    metrics = Metrics(sorted({rule.rule for rule in app.url_map.iter_rules()}), 2 * settings.workers + 8)
    app.extensions["ses_map_metrics"] = metrics
    app.config["SES_MAP_READERS"] = settings.metrics
    app.extensions["ses_map"].count_failure = partial(metrics.count_event, "snapshot_failures_total")

    @app.url_value_preprocessor
    def note(*_: Any) -> None:
        if request.url_rule:
            request.environ["ses_map.route"] = request.url_rule.rule

    watcher = _Watcher(app, metrics, logs_all=settings.log == "requests")
    app.wsgi_app = watcher.around(app.wsgi_app)  # type: ignore[method-assign, assignment]


class _Watcher:
    def __init__(self, app: Flask, metrics: Metrics, logs_all: bool) -> None:
        self._holder: SnapshotHolder = app.extensions["ses_map"]
        self._metrics, self._logs_all = metrics, logs_all
        adapter = app.url_map.bind("localhost")
        self._route = lru_cache(512)(lambda path: _match(adapter, path))

    def around(self, application: WSGIApplication) -> WSGIApplication:
        def watched(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            begun = time.perf_counter()
            given = environ.get("HTTP_X_REQUEST_ID")
            environ[ID] = name = given if given and _SANE.fullmatch(given) else f"{getrandbits(96):024x}"
            answered = "500 "

            def begin(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
                nonlocal answered
                answered = status
                return start_response(status, [*headers, ("X-Request-ID", name)], *error)

            size = -1
            try:
                answer = application(environ, begin)
                if type(answer) in (list, tuple):  # it is whole, and begun
                    size = sum(map(len, answer))
                    return list(answer)  # granian sends a list at once, and anything else piece by piece
            except BaseException:
                size = 0
                raise
            finally:
                if size >= 0:
                    self._end(environ, answered, size, begun)
            return _Counted(answer, lambda size: self._end(environ, answered, size, begun))

        return watched

    def _end(self, environ: dict[str, Any], answered: str, size: int, begun: float) -> None:
        seconds = time.perf_counter() - begun
        status, method = int(answered[:3]), environ["REQUEST_METHOD"]
        route = environ.get("ses_map.route") or self._route(environ["PATH_INFO"])
        self._metrics.count(route, method, status, seconds, environ.get("ses_map.outcome"))
        for name, event in _EVENTS.items():
            if name in environ:
                self._metrics.count_event(event)
        if self._logs_all or status >= 500:
            write_line(
                {
                    "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
                    "level": "error" if status >= 500 else "info",
                    "message": "request",
                    "request": environ[ID],
                    "method": method if method in _METHODS else "other",
                    "route": route,
                    "status": status,
                    "bytes": size,
                    "ms": round(seconds * 1000, 3),
                    "snapshot": environ.get("ses_map.snapshot") or self._holder.served_id,
                }
            )


#: What layers write into the environment → the event that is counted.
_EVENTS = {"ses_map.kept": "kept_answers_total", "ses_map.retry_after": "rate_refused_total"}
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"))


class _Counted:
    """A body that is sent piece by piece; its end is told once, whoever stopped."""

    def __init__(self, body: Iterable[bytes], end: Callable[[int], None]) -> None:
        self._body, self._end, self._size = body, end, 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._body:
            self._size += len(piece)
            yield piece

    def close(self) -> None:
        try:
            close = getattr(self._body, "close", None)
            if close:
                close()
        finally:
            self._end(self._size)


def _match(adapter: MapAdapter, path: str) -> str:
    """Return the template of the route that a path belongs to, whatever the method."""
    for method in ("GET", "POST"):
        try:
            rule, _ = adapter.match(path, method, return_rule=True)
            return rule.rule
        except RequestRedirect:
            return NOWHERE
        except HTTPException:
            continue
    return NOWHERE
