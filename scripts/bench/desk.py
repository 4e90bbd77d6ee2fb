"""The planner's desk with 10,000 generated entities against an empty Flask view: one connection, requests in turn.

    python scripts/bench/desk.py

Of each page: the time of the first answer in a worker, and the median of the further ones, which are kept
(``ses_map.web.kept``). The peer is an empty view under the same gunicorn.
"""

import http.client
import statistics
import sys
import tempfile
import time
from pathlib import Path

from servers import ROOT, gunicorn

sys.path.insert(0, str(ROOT))

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore
from ses_map.web.planning.frame import TABS
from tests.many import many_entities

ENTITIES, ASKED = 10_000, 200
VARIANTS = ("?voivodeship=slaskie", "?format=csv")
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


def measure() -> dict[str, tuple[float, float]]:
    """Give page → (milliseconds of the first answer, median of the further ones); the empty view under ``""``."""
    with tempfile.TemporaryDirectory() as folder:
        data = many_entities(build_snapshot(ROOT / "geodata"), ENTITIES)
        FileStore(Path(folder)).publish(data.with_files(render_maps(data)))
        with (
            gunicorn("empty_app:app", {}, Path(__file__).parent) as empty,
            gunicorn("ses_map.web.wsgi:app", {"SES_MAP_STORE": folder}) as ours,
        ):
            found = {"": _times(Reader(empty), EMPTY)}
            reader = Reader(ours)
            for path in [tab + variant for tab, _ in TABS for variant in ("", *VARIANTS)]:
                found[path] = _times(reader, path)
    return found


def _times(reader: Reader, path: str) -> tuple[float, float]:
    first = reader.ask(path)
    return 1e3 * first, 1e3 * statistics.median(reader.ask(path) for _ in range(ASKED))


def main() -> None:
    """Measure and print."""
    found = measure()
    empty = found.pop("")[1]
    print(f"empty view: {empty:.2f} ms")
    print("| page | first answer, ms | further ones, ms | against the empty view |\n|---|---|---|---|")
    for path, (first, again) in found.items():
        print(f"| `{path}` | {first:.0f} | {again:.2f} | {again / empty:.1f} × |")
    print(f"slowest of the further answers: {max(again for _, again in found.values()) / empty:.1f} × the empty view")


if __name__ == "__main__":
    main()
