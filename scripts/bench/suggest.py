"""Suggestions against an empty Flask view: the time within which 99 of 100 answers come, one connection, in turn."""

import http.client
import random
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from servers import ROOT, served
from table import Row, show

sys.path.insert(0, str(ROOT))

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore

ROUNDS, ASKED = 5, 1500


def typed(snapshot: Snapshot) -> list[str]:
    """Return beginnings of names as a person types them, two letters and more; one in ten with two letters swapped."""
    dice = random.Random(2026)
    texts = []
    while len(texts) < ASKED:
        name = dice.choice(snapshot.places.names)
        text = name[: dice.randint(2, max(2, len(name)))]
        if len(text) > 4 and dice.random() < 0.1:
            text = text[:2] + text[3] + text[2] + text[4:]
        texts.append(text)
    return texts


def ninety_ninth(base: str, paths: list[str]) -> float:
    """Ask for every path over one connection and give the 99th percentile of the times in seconds."""
    connection = http.client.HTTPConnection(base.removeprefix("http://"))
    times = []
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            raise SystemExit(f"{path} answered {answer.status}")
    connection.close()
    return sorted(times)[len(times) * 99 // 100]


def measure() -> dict[str, float]:
    """Return the 99th percentiles of both peers (the median of the rounds) and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        data = build_snapshot(ROOT / "geodata")
        FileStore(Path(folder)).publish(data.with_files(render_maps(data)))
        ours_paths = [f"/api/v1/suggest?q={quote(text)}" for text in typed(data)]
        empty_paths = ["/api/v1/lookup?lat=52&lon=19"] * len(ours_paths)
        with (
            served("empty_app:app", {}, Path(__file__).parent) as empty,
            served("ses_map.web.wsgi:app", {"SES_MAP_STORE": folder}) as ours,
        ):
            rounds = [(ninety_ninth(empty, empty_paths), ninety_ninth(ours, ours_paths)) for _ in range(ROUNDS)]
    empty_s, suggest_s = (sorted(peer)[len(peer) // 2] for peer in zip(*rounds, strict=True))
    return {"empty_ms": 1e3 * empty_s, "suggest_ms": 1e3 * suggest_s, "ratio": suggest_s / empty_s}


def rows() -> list[Row]:
    """Return the row of the table."""
    hints = measure()
    told = f"{hints['suggest_ms']:.2f} against {hints['empty_ms']:.2f} ms"
    what = "suggestions: time within which 99 of 100 come, against an empty view"
    return [Row(what, f"{hints['ratio']:.1f} × ({told})", "≤ 3 ×", hints["ratio"] <= 3)]


if __name__ == "__main__":
    show(rows())
