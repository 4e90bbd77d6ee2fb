"""Finished answers of large pages, kept in memory: a snapshot never changes, so neither does its page for a day.

A page of the whole country is four hundred rows, and writing and packing them takes a hundred times as long as an empty
view (``scripts/bench/desk.py``). This WSGI layer hands out again what was written for the same snapshot, day, address
and encoding. Search and answers for places are not kept: what a visitor typed stays nowhere.
"""

import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from typing import Any
from wsgiref.types import WSGIApplication

from cachetools import LRUCache
from werkzeug.wrappers import Request
from werkzeug.wsgi import ClosingIterator

from ses_map.web.http import frame_policy
from ses_map.web.state.snapshot_holder import SnapshotHolder

Headers = list[tuple[str, str]]
Key = tuple[str, date, str, str, str, str]
Answer = tuple[Headers, bytes]

#: Pages that are kept, by their address or its beginning.
_WHOLE = ("/", "/zrodla", "/osrodki", "/czym-jest-owes", "/planowanie", "/dane")
_BEGINNINGS = ("/wojewodztwo/", "/owes/", "/planowanie/", "/dane/", frame_policy.PREFIX)
#: Bytes of all answers with their keys and headers, and of one body; bigger ones are written anew each time.
MOST, MOST_OF_ONE = 32 * 2**20, 2**20
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")


class ResponseCache:
    """Answers within ``most`` bytes, the longest unused of which make room for new ones; threads may share it."""

    def __init__(self, most: int = MOST) -> None:
        self._answers: LRUCache[Key, tuple[Answer, int]] = LRUCache(most, getsizeof=lambda kept: kept[1])
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self._answers)

    @property
    def taken(self) -> int:
        """Bytes that all answers take."""
        return int(self._answers.currsize)

    def get(self, key: Key) -> Answer | None:
        """Return headers and body, or ``None``."""
        with self._lock:
            found = self._answers.get(key)
            return found[0] if found else None

    def put(self, key: Key, headers: Headers, body: bytes) -> None:
        """Keep an answer that is not too big."""
        size = _size(key, headers, body)
        if len(body) > MOST_OF_ONE or size > self._answers.maxsize:
            return
        with self._lock:
            self._answers[key] = (headers, body), size


def _size(key: Key, headers: Headers, body: bytes) -> int:
    """Return the bytes that an answer takes, the objects around its texts included."""
    texts = [*(part for part in key if isinstance(part, str)), *(text for header in headers for text in header)]
    return sys.getsizeof(body) + sum(map(sys.getsizeof, texts)) + 100 * (len(headers) + 5)


def keep_answers(
    application: WSGIApplication, holder: SnapshotHolder, cache: ResponseCache, framers: str = "https:"
) -> WSGIApplication:
    """Wrap a WSGI application; only whole answers to plain ``GET`` requests that succeeded are kept.

    A host that may not frame (``framers``) gets an answer of its own, and nothing of what is kept.
    """

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = None if frame_policy.refused_host(Request(environ), framers) else _key(environ, holder)
        if key is None:
            return application(environ, start_response)
        kept = cache.get(key)
        if kept:
            environ["ses_map.kept"] = True
            status, (headers, body) = "200 OK", kept
        else:
            status, headers, body = _written(application, environ)
            is_whole = status.startswith("200 ") and _is_of(key, headers) and _is_read(environ)
            if is_whole and key == _key(environ, holder):
                cache.put(key, headers, body)
        start_response(status, list(headers))
        return [body]

    return answered


def _is_of(key: Key, headers: Headers) -> bool:
    """Return whether an answer is from the snapshot of the key: a newer one may have come while it was written."""
    return any(name == "ETag" and f'"{key[0]}-' in value for name, value in headers)


def _is_read(environ: dict[str, Any]) -> bool:
    """Return whether every parameter was read while the answer was written: others are noise, and would multiply it."""
    arguments = environ.get("ses_map.arguments")
    return arguments is not None and not arguments.unread


def _key(environ: dict[str, Any], holder: SnapshotHolder) -> Key | None:
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] != "GET" or not (path in _WHOLE or path.startswith(_BEGINNINGS)):
        return None
    if any(name in environ for name in _CONDITIONS):
        return None
    try:
        snapshot = holder.loaded().snapshot
    except Exception:  # whatever it is, Flask meets it too and says it in the one shape of errors
        return None
    host = f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"  # pages give addresses to share
    packing = environ.get("HTTP_ACCEPT_ENCODING", "")
    return snapshot.id, holder.today(), host, path, environ.get("QUERY_STRING", ""), packing


def _written(application: WSGIApplication, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
    begun: list[tuple[str, Headers]] = []
    body: list[bytes] = []

    def begin(status: str, headers: Headers, error: Any = None, /) -> Callable[[bytes], Any]:
        begun.append((status, headers))
        return body.append

    with closing(ClosingIterator(application(environ, begin))) as answer:
        body.extend(answer)
    return (*begun[-1], b"".join(body))
