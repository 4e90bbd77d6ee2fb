"""Items of OGC API - Features against pygeoapi over the same features, under the same granian, in the same run.

    python scripts/bench/ogc.py [--rounds 9]

The peer lives in a virtual environment of its own, ``build/pygeoapi``, that the first run makes. It gets the features
of our largest collection as a file, which its GeoJSON provider reads. Two figures of each: one page of a thousand
features, and all pages, one after the other on one connection; plain bytes, nothing is compressed or kept.
"""

import argparse
import http.client
import importlib.metadata
import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path
from typing import Any

from servers import ROOT, served
from table import Row, show

sys.path.insert(0, str(ROOT))

from ses_map.build import build_snapshot
from ses_map.store.files import FileStore

PEER, PAGE, ROUNDS = "pygeoapi==0.21.0", 1000, 9
COLLECTION = "gminy"
HOME = ROOT / "build/pygeoapi"
PYTHON = str(HOME / "bin/python")


def install() -> None:
    """Make the peer's environment, with the granian that we have."""
    done = HOME / f"{PEER}.installed"
    if not done.exists():
        venv.create(HOME, with_pip=True, clear=True)
        server = f"granian=={importlib.metadata.version('granian')}"
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", PEER, server], check=True)
        done.touch()


def settings(layer: Path) -> dict[str, Any]:
    """Write the peer's configuration: one collection, as much on a page as we allow, nothing logged."""
    english = {"en": "gminy"}
    about = {"title": english, "description": english, "keywords": {"en": ["gminy"]}}
    provider = {"type": "feature", "name": "GeoJSON", "data": str(layer), "id_field": "id"}
    extent = {"spatial": {"bbox": [14, 49, 24.2, 55], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    resource = {"type": "collection", **about, "links": [], "extents": extent, "providers": [provider]}
    party = {"name": "benchmark", "url": "http://127.0.0.1", "email": "none"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": 80},
            "url": "http://127.0.0.1",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "languages": ["en"],
            "pretty_print": False,
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "http://127.0.0.1/{z}/{x}/{y}", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                **about,
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": "http://127.0.0.1",
            },
            "license": {"name": "none", "url": "http://127.0.0.1"},
            "provider": party,
            "contact": party,
        },
        "resources": {COLLECTION: resource},
    }


def prepare(folder: Path, ours: str) -> dict[str, str]:
    """Return the peer our features as a file, and the environment variables that lead it there."""
    with urllib.request.urlopen(f"{ours}/ogc/collections/{COLLECTION}/items?f=json&limit=10000") as answer:
        features = json.load(answer)["features"]
    layer, written, described = folder / "layer.geojson", folder / "pygeoapi.json", folder / "openapi.json"
    layer.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    written.write_text(json.dumps(settings(layer)), encoding="utf-8")
    environment = {"PYGEOAPI_CONFIG": str(written), "PYGEOAPI_OPENAPI": str(described)}
    command = [str(HOME / "bin/pygeoapi"), "openapi", "generate", str(written), "--output-file", str(described)]
    subprocess.run([*command, "--format", "json"], check=True, env=environment, capture_output=True)
    return environment


class Reader:
    """One connection to a server, and the collection there."""

    def __init__(self, base: str, path: str) -> None:
        self._connection = http.client.HTTPConnection(base.removeprefix("http://"), timeout=600)
        self._path = f"{path}/collections/{COLLECTION}/items?f=json&limit={PAGE}"

    def page(self, offset: int = 0) -> bytes:
        """Ask for a page."""
        self._connection.request("GET", f"{self._path}&offset={offset}")
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{self._path} answered {answer.status}: {body[:300]!r}")
        return body

    def everything(self, count: int) -> list[bytes]:
        """Ask for all pages."""
        return [self.page(offset) for offset in range(0, count, PAGE)]

    def ids(self, count: int) -> list[str]:
        """Return the ids of all features."""
        return [str(f["id"]) for body in self.everything(count) for f in json.loads(body)["features"]]

    def seconds(self, count: int) -> tuple[float, float]:
        """Time one page, and all."""
        began = time.perf_counter()
        self.page()
        between = time.perf_counter()
        self.everything(count)
        return between - began, time.perf_counter() - between


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Return the medians of both peers in milliseconds for one page and for all, and how many times faster we are."""
    install()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        FileStore(folder / "store").publish(build_snapshot(ROOT / "geodata"))
        with served("ses_map.web.wsgi:app", {"SES_MAP_STORE": str(folder / "store")}) as ours:
            environment = prepare(folder, ours)
            with served("pygeoapi.flask_app:APP", environment, folder, PYTHON, "/conformance?f=json") as theirs:
                return _compare(Reader(ours, "/ogc"), Reader(theirs, ""), rounds)


def _compare(ours: Reader, theirs: Reader, rounds: int) -> dict[str, float]:
    count = json.loads(ours.page())["numberMatched"]
    if ours.ids(count) != theirs.ids(count):
        raise SystemExit("the peers do not give the same features")
    times = [(ours.seconds(count), theirs.seconds(count)) for _ in range(rounds)]
    (page, whole), (their_page, their_whole) = (
        tuple(1e3 * statistics.median(t[peer][n] for t in times) for n in (0, 1)) for peer in (0, 1)
    )
    ours_ms = {"page_ms": page, "all_ms": whole}
    theirs_ms = {"pygeoapi_page_ms": their_page, "pygeoapi_all_ms": their_whole}
    return {**ours_ms, **theirs_ms, "page_ratio": their_page / page, "all_ratio": their_whole / whole}


def rows(rounds: int = ROUNDS) -> list[Row]:
    """Return the rows of the table."""
    told = measure(rounds)
    asked = {"page": f"a page of {PAGE} {COLLECTION}", "all": f"all {COLLECTION} in pages of {PAGE}"}
    return [
        Row(
            f"OGC API - Features, {what}, against {PEER}",
            f"{told[f'{key}_ratio']:.1f} × faster ({told[f'{key}_ms']:.1f} "
            f"against {told[f'pygeoapi_{key}_ms']:.1f} ms)",
        )
        for key, what in asked.items()
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    show(rows(parser.parse_args().rounds))
