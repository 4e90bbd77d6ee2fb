"""The batch look-up of 10,000 points against the bare spatial index call plus JSON encoding, both in one run."""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import orjson
import shapely
from servers import ROOT
from table import Row, show

sys.path.insert(0, str(ROOT))

from ses_map.build import build_snapshot
from ses_map.crs import project, to_metric
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app

ROUNDS, ROWS = 9, 10_000
DAY = date(2026, 11, 24)


def places(snapshot: Snapshot) -> list[tuple[float, float]]:
    """Return ten thousand points of Poland, spread evenly: as many near borders as there are."""
    dice, known = random.Random(2026), snapshot.gminy.polygons
    bounds = shapely.total_bounds(known).tolist()
    tree, found = shapely.STRtree(known), []
    while len(found) < ROWS:
        lon, lat = dice.uniform(bounds[0], bounds[2]), dice.uniform(bounds[1], bounds[3])
        if len(tree.query(shapely.Point(lon, lat), predicate="intersects")):
            found.append((round(lat, 6), round(lon, 6)))
    return found


def seconds(do: Callable[[], object]) -> float:
    """Time one call."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def measure() -> dict[str, float]:
    """Return the medians of both peers in milliseconds and their ratio."""
    store = MemoryStore()
    snapshot = build_snapshot(ROOT / "geodata")
    store.publish(snapshot)
    app = create_app(Settings(), store, lambda: DAY)
    client, asked = app.test_client(), places(snapshot)
    body = orjson.dumps([{"id": n, "lat": lat, "lon": lon} for n, (lat, lon) in enumerate(asked)])
    metric = shapely.transform(snapshot.gminy.polygons, lambda a: project(a, to_metric()))
    tree, lonlat = shapely.STRtree(metric), np.array(asked)[:, ::-1]
    points = shapely.points(project(lonlat, to_metric()))

    def ask() -> bytes:
        answer = client.post("/api/v1/lookup/batch", data=body, content_type="application/json")
        if answer.status_code != 200:
            raise SystemExit(answer.get_data(as_text=True))
        return answer.data

    answers = orjson.loads(ask())
    peers = (lambda: tree.query(points, predicate="intersects"), lambda: orjson.dumps(answers), ask)
    rounds = [[seconds(peer) for peer in peers] for _ in range(ROUNDS)]
    index_s, json_s, batch_s = (statistics.median(peer) for peer in zip(*rounds, strict=True))
    whole = {"index_ms": 1e3 * index_s, "json_ms": 1e3 * json_s, "batch_ms": 1e3 * batch_s}
    return {**whole, "ratio": batch_s / (index_s + json_s)}


def rows() -> list[Row]:
    """Return the row of the table."""
    many = measure()
    told = f"{many['batch_ms']:.0f} against {many['index_ms'] + many['json_ms']:.0f} ms"
    what = "batch look-up of 10,000 points, against the bare index call and the JSON of its answers"
    return [Row(what, f"{many['ratio']:.1f} × ({told})", "≤ 3 ×", many["ratio"] <= 3)]


if __name__ == "__main__":
    show(rows())
