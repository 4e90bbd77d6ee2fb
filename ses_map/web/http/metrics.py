"""Counters that all workers share, and their text for Prometheus.

Each process counts in its own row of one anonymous memory map, so nobody waits for anybody; a row outlives its process
and is counted on by a later one, so that sums never fall. ``prometheus_client`` was tried in its mode for many
processes and left out: 7 µs for a counter and a histogram against 0.9 (a look-up takes 60), a folder that must be
writable, and files of dead processes that grow with every publication, since each brings new workers.
"""

import contextlib
import mmap
import os
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ses_map.vocabulary import Outcome

METHODS = ("GET", "HEAD", "POST", "OPTIONS", "other")
STATUSES = (200, 201, 204, 206, 301, 302, 303, 304, 307, 308, 400, 403, 404, 405, 406, 408, 410, 411, 413, 414, 415,
            416, 417, 421, 422, 429, 431, 500, 501, 503, 0)  # fmt: skip
#: Upper limits in seconds; one more bucket is for what takes longer.
BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
OUTCOMES = tuple(outcome.value for outcome in Outcome)
#: Route of an address that there is none for.
NOWHERE = "none"
#: Name of a count without labels → what it counts.
EVENTS = {
    "kept_answers_total": "Answers that were kept ready.",
    "rate_refused_total": "Requests refused because too many came.",
    "snapshot_failures_total": "Times that a snapshot could not be loaded or the store not be asked.",
}
#: Cells of a row: the id of its process, the events, the outcomes of look-ups, then the answers of each route.
_EVENT = {name: n for n, name in enumerate(EVENTS, 1)}
_OUTCOME = {outcome: n for n, outcome in enumerate(OUTCOMES, 1 + len(EVENTS))}
_ROUTES = 1 + len(EVENTS) + len(OUTCOMES)


class Metrics:
    """Counters of one application.

    Parameters
    ----------
    routes : sequence of str
        Templates of all routes.
    processes : int
        Rows; when there have been more processes, the oldest row is counted on.
    """

    def __init__(self, routes: Sequence[str], processes: int) -> None:
        self.routes = (*(r.replace("\\", r"\\").replace('"', r"\"") for r in routes), NOWHERE)
        self._route = {route: n for n, route in enumerate((*routes, NOWHERE))}
        self._method = {method: n for n, method in enumerate(METHODS)}
        self._status = {status: n for n, status in enumerate(STATUSES)}
        self._spread = len(BUCKETS_S) + 2
        self._per_route = len(METHODS) * len(STATUSES) + self._spread
        self._words = _ROUTES + self._per_route * len(self.routes)
        self._places = lru_cache(512)(self._find)
        self._rows = processes
        self._memory = mmap.mmap(-1, 8 * self._words * processes)
        self._cells = memoryview(self._memory).cast("Q")
        self._lock = threading.Lock()
        self._forked = 0
        self._take_row()
        os.register_at_fork(before=self._before_fork, after_in_child=self._take_row)

    def _before_fork(self) -> None:
        self._forked += 1

    def _take_row(self) -> None:
        self._lock = threading.Lock()
        self._start = self._forked % self._rows * self._words
        self._cells[self._start] = os.getpid()

    def count(self, route: str, method: str, status: int, seconds: float, outcome: str | None = None) -> None:
        """Count an answer, and a look-up by what came out of it.

        What is not among the known routes, methods or statuses is counted as another one.
        """
        times, answer = self._places(route, method, status)
        cells, start = self._cells, self._start
        with self._lock:
            cells[start + answer] += 1
            cells[start + times + bisect_left(BUCKETS_S, seconds)] += 1
            cells[start + times + len(BUCKETS_S) + 1] += int(seconds * 1e9)
            if outcome:
                cells[start + _OUTCOME[outcome]] += 1

    def _find(self, route: str, method: str, status: int) -> tuple[int, int]:
        """Return where in a row the times of a route begin, and where its answers of a kind are counted."""
        times = _ROUTES + self._per_route * self._route.get(route, len(self.routes) - 1)
        answer = times + self._spread + self._method.get(method, len(METHODS) - 1) * len(STATUSES)
        return times, answer + self._status.get(status, len(STATUSES) - 1)

    def count_event(self, name: str) -> None:
        """Count one of :data:`EVENTS`."""
        with self._lock:
            self._cells[self._start + _EVENT[name]] += 1

    def _sums(self) -> NDArray[np.uint64]:
        rows = np.frombuffer(self._memory, np.uint64).reshape(self._rows, self._words)
        sums: NDArray[np.uint64] = rows[rows[:, 0] > 0].sum(axis=0, dtype=np.uint64)
        return sums

    def lines(self) -> Iterator[str]:
        """Write what was counted in Prometheus' text format 0.0.4."""
        sums = self._sums()
        routes = sums[_ROUTES:].reshape(len(self.routes), self._per_route)
        answers = routes[:, self._spread :].reshape(len(self.routes), len(METHODS), len(STATUSES))
        yield from _head("requests_total", "counter", "Answers by route, method and status.")
        for r, m, s in np.argwhere(answers):
            labels = f'route="{self.routes[r]}",method="{METHODS[m]}",status="{STATUSES[s] or "other"}"'
            yield f"ses_map_requests_total{{{labels}}} {answers[r, m, s]}"
        yield from _head("request_seconds", "histogram", "Time from the head of a request to the end of its answer.")
        for route, spread in zip(self.routes, routes[:, : self._spread], strict=True):
            if spread[:-1].any():
                yield from _histogram(route, spread)
        for name, about in EVENTS.items():
            yield from (*_head(name, "counter", about), f"ses_map_{name} {sums[_EVENT[name]]}")
        yield from _head("lookups_total", "counter", "Look-ups of single places by outcome.")
        for outcome, cell in _OUTCOME.items():
            yield f'ses_map_lookups_total{{outcome="{outcome}"}} {sums[cell]}'

    def workers(self) -> list[int]:
        """List the processes that serve now, the one that asks among them: children of one main process."""
        rows = np.frombuffer(self._memory, np.uint64).reshape(self._rows, self._words)
        pids = sorted({int(p) for p in rows[:, 0] if p})
        return [p for p in pids if p == os.getpid() or _parent(p) == os.getppid()]


def _histogram(route: str, spread: NDArray[np.uint64]) -> Iterator[str]:
    upto = np.cumsum(spread[:-1])
    for limit, count in zip((*map(str, BUCKETS_S), "+Inf"), upto, strict=True):
        yield f'ses_map_request_seconds_bucket{{route="{route}",le="{limit}"}} {count}'
    yield f'ses_map_request_seconds_sum{{route="{route}"}} {int(spread[-1]) / 1e9:.6f}'
    yield f'ses_map_request_seconds_count{{route="{route}"}} {upto[-1]}'


def _head(name: str, kind: str, about: str) -> tuple[str, str]:
    return f"# HELP ses_map_{name} {about}", f"# TYPE ses_map_{name} {kind}"


def gauge(name: str, about: str, values: Iterable[tuple[str, float]]) -> Iterator[str]:
    """Write a value that goes up and down, once for each of its labels (``'worker="0"'``, or nothing)."""
    yield from _head(name, "gauge", about)
    for labels, value in values:
        yield f"ses_map_{name}{{{labels}}} {value:.15g}" if labels else f"ses_map_{name} {value:.15g}"


def memory_of(process: int) -> dict[str, int]:
    """Read the bytes that a process takes; empty where the system does not tell.

    ``resident`` is with all that is shared, ``proportional`` with its part of what is shared, ``private`` without.
    """
    found: dict[str, int] = {}
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]:
            name, size = line.split()[:2]
            found[name] = int(size) * 1024
    if not found:
        return {}
    private = found["Private_Clean:"] + found["Private_Dirty:"]
    return {"resident": found["Rss:"], "proportional": found["Pss:"], "private": private}


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return 0
