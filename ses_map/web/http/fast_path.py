"""The hot path: a look-up by point, answered before Flask's machinery.

Programs and maps ask for points far more often than for anything else, and Flask's request handling costs more than the
answer itself (``make bench``). This WSGI layer answers the plain form ``GET /api/v1/lookup?lat=…&lon=…[&date=…]`` with
the same functions as the view in ``ses_map.web.publish.api.look_up``; whatever is not plain (other spellings,
conditional requests, errors of any kind) goes on to Flask. ``tests/test_web_point.py`` holds both to the same bytes
and headers.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import WSGIApplication

import orjson

from ses_map.model import Answer
from ses_map.vocabulary import DAY_PATTERN, PLAIN_DEGREES, read_day, read_degrees
from ses_map.web.http.caching import FRESH, etag
from ses_map.web.http.headers import API, EVERYWHERE, LICENCE
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import SnapshotHolder

_PATH = "/api/v1/lookup"
_PLAIN = re.compile(rf"lat=({PLAIN_DEGREES})&lon=({PLAIN_DEGREES})(?:&date=({DAY_PATTERN}))?")


def answer_points_first(application: WSGIApplication, holder: SnapshotHolder, version: str) -> WSGIApplication:
    """Wrap a WSGI application, Flask, which answers everything that is not plain."""

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == _PATH and environ["REQUEST_METHOD"] == "GET" and "HTTP_IF_NONE_MATCH" not in environ:
            plain = _PLAIN.fullmatch(environ.get("QUERY_STRING", ""))
            if plain:
                try:
                    tag, body, outcome = _answer(holder, version, environ["QUERY_STRING"], *plain.groups())
                except Exception:  # whatever it is, Flask meets it too and says it in the one shape of errors
                    return application(environ, start_response)
                environ["ses_map.route"], environ["ses_map.outcome"] = _PATH, outcome
                start_response("200 OK", [*_HEADERS, ("ETag", tag), ("Content-Length", str(len(body)))])
                return [body]
        return application(environ, start_response)

    return answered


_HEADERS = [
    ("Content-Type", "application/json"),
    ("Vary", "Accept-Encoding"),
    *EVERYWHERE,
    *LICENCE,
    *API,
    ("Cache-Control", FRESH),
]


def _answer(
    holder: SnapshotHolder, version: str, query: str, lat: str, lon: str, day: str | None
) -> tuple[str, bytes, str]:
    loaded = holder.loaded()
    as_of = read_day(day) if day else holder.today()
    answer = loaded.lookup.by_point(read_degrees(lat), read_degrees(lon), as_of)
    tag = etag(loaded, version, as_of, f"{_PATH}?{query}")
    return f'W/"{tag}"', _written(loaded, answer), answer.outcome.value


def _written(loaded: LoadedSnapshot, answer: Answer) -> bytes:
    """Write an answer as JSON; within a gmina it is the same for every point that is near no other centre."""
    serializer = loaded.publishing.serializer
    if answer.near_border:
        return orjson.dumps(serializer.body(answer))
    known = loaded.publishing.point_answers.get(answer.as_of, dict)
    if answer.gmina not in known:
        known[answer.gmina] = orjson.dumps(serializer.body(answer))
    return known[answer.gmina]
