"""The planner's desk with 10,000 generated entities against an empty Flask view: one connection, requests in turn.

    python scripts/bench/desk.py

Of each page three figures: the first answer of all, which may build what the snapshot is worked out to; the median over
days that nobody asked for before; the median of one address asked again, which is kept
(``ses_map.web.http.response_cache``). The peer is an empty view under the same granian.
"""

import http.client
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from servers import ROOT, served

sys.path.insert(0, str(ROOT))

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from ses_map.web.planning.frame import TABS
from tests.many import many_entities

ENTITIES, ASKED, DAYS = 10_000, 200, 20
Times = tuple[float, float, float]
VARIANTS = ("", "?voivodeship=slaskie", "?format=csv")
EMPTY = "/api/v1/lookup?lat=52&lon=19"


class Reader:
    """One connection to a server."""

    def __init__(self, base: str) -> None:
        self._connection = http.client.HTTPConnection(base.removeprefix("http://"))

    def ask(self, path: str) -> float:
        """Ask for a page as a browser does and give the seconds until all of it came."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip, deflate, br"})
        answer = self._connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
        return time.perf_counter() - began


def measure() -> dict[str, Times]:
    """Return page → milliseconds of the first answer, of other days, of the same again; the empty view under ``""``."""
    with tempfile.TemporaryDirectory() as folder:
        data = many_entities(build_snapshot(ROOT / "geodata"), ENTITIES)
        FileStore(Path(folder)).publish(data.with_files(render_maps(data)))
        with (
            served("empty_app:app", {}, Path(__file__).parent) as empty,
            served("ses_map.web.wsgi:app", {"SES_MAP_STORE": folder}) as ours,
        ):
            found = {"": _times(Reader(empty), EMPTY)}
            reader = Reader(ours)
            for path in pages(data):
                found[path] = _times(reader, path)
    return found


def pages(data: Snapshot) -> list[str]:
    """List every page of the desk for the country, a voivodeship and as a file; an entity, a visit, a scenario."""
    entities = [e.id for e in data.registry.entities[:6]]
    found = [tab + variant for tab, _ in TABS for variant in VARIANTS if "wizyta" not in tab]
    return [
        *found,
        f"/planowanie/podmiot/{entities[0]}",
        f"/planowanie/wizyta?stops={','.join(entities)}",
        "/planowanie/scenariusz?voivodeship=mazowieckie&poziom=gmina&zmiany=-:1465",
    ]


def _times(reader: Reader, path: str) -> Times:
    first, join = reader.ask(path), "&" if "?" in path else "?"
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(DAYS)]
    anew = statistics.median(reader.ask(f"{path}{join}date={day}") for day in days)
    again = statistics.median(reader.ask(path) for _ in range(ASKED))
    return 1e3 * first, 1e3 * anew, 1e3 * again


def main() -> None:
    """Measure and print."""
    found = measure()
    empty = found.pop("")[2]
    print(f"empty view: {empty:.2f} ms")
    heads = ("page", "first of all, ms", "another day, ms", "the same again, ms", "against the empty view")
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for path, (first, anew, again) in found.items():
        print(f"| `{path}` | {first:.0f} | {anew:.1f} | {again:.2f} | {again / empty:.1f} × |")
    for name, column in (("another day", 1), ("the same again", 2)):
        figures = sorted(times[column] / empty for times in found.values())
        print(f"{name}: median {statistics.median(figures):.1f} ×, slowest {figures[-1]:.1f} × the empty view")


if __name__ == "__main__":
    main()
