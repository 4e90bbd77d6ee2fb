"""The hot path: a look-up by point, answered before Flask's machinery.

Programs and maps ask for points far more often than for anything else, and Flask's request handling costs more than the
answer itself (``make bench``). This WSGI layer answers the plain form ``GET /api/v1/lookup?lat=…&lon=…[&date=…]`` with
the same functions as the view in ``ses_map.web.publish.api.look_up``; whatever is not plain (other spellings,
conditional requests, errors of any kind) goes on to Flask. ``tests/test_web_point.py`` holds both to the same bytes
and headers.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from wsgiref.types import WSGIApplication

import orjson

from ses_map.model import Answer
from ses_map.vocabulary import DAY_PATTERN, PLAIN_DEGREES, read_day
from ses_map.web.http.caching import FRESH, tag_of_address, tag_of_day
from ses_map.web.http.headers import API, EVERYWHERE, LICENCE
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.publishing import PointAnswers
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
    answer = loaded.lookup.by_point(float(lat), float(lon), as_of)  # plain degrees are numbers
    common = loaded.publishing.point_answers.get(as_of, lambda: PointAnswers(tag_of_day(loaded, version, as_of)))
    tag = f'W/"{common.tag}-{tag_of_address(f"{_PATH}?{query}")}"'
    return tag, _written(loaded, answer, common.bodies), answer.outcome.value


def _written(loaded: LoadedSnapshot, answer: Answer, known: dict[str, bytes]) -> bytes:
    """Write an answer as JSON; within a gmina it is the same for every point, but for other centres near by.

    No text can look like the empty list that these are put into: a quotation mark within a text is written with a
    backslash before it.
    """
    body = known.get(answer.gmina)
    if body is None:
        apart = replace(answer, near_border=())
        body = known[answer.gmina] = orjson.dumps(loaded.publishing.serializer.body(apart))
    if answer.near_border:
        return body.replace(_NOT_NEAR, _NEAR % orjson.dumps(loaded.publishing.serializer.near_border(answer)), 1)
    return body


_NOT_NEAR, _NEAR = b'"near_border":[]', b'"near_border":%b'
