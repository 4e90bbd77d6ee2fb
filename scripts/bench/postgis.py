"""Point look-up in this process against PostGIS: the same points, the same polygons, over a local socket.

PostGIS gets what it is best at: a GiST index, fresh statistics, one open connection and a prepared statement that only
asks for the code of the gmina. Ours gives the whole answer: who serves it on the day, and whose border is near.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from table import Row, show

from ses_map.build import build_snapshot
from ses_map.lookup import Lookup
from ses_map.snapshot import Snapshot
from ses_map.store.postgis import PostgisStore
from tests.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, ASKED, FEW = 15, 2000, 50
ON = date(2026, 11, 24)
_QUERY = b"SELECT code FROM ses_map.areas WHERE ST_Covers(geom, ST_SetSRID(ST_Point(%s, %s), 4326))"

Point = tuple[float, float]


def inhabited(snapshot: Snapshot) -> list[Point]:
    """Return points as people ask for them, longitude first: within a kilometre or so of a locality."""
    dice, lonlat = random.Random(2026), snapshot.places.lonlat
    known = lonlat[~np.isnan(lonlat).any(axis=1)].tolist()
    chosen = [dice.choice(known) for _ in range(ASKED)]
    return [(lon + dice.uniform(-0.01, 0.01), lat + dice.uniform(-0.01, 0.01)) for lon, lat in chosen]


def seconds_each(asks: Sequence[Callable[[float, float], object]], points: list[Point]) -> list[float]:
    """Return the mean time of one question of each peer, asked in turn about a few points at a time.

    Of each few points the best of the rounds counts, so that what else the machine does falls on neither peer.
    """
    total = [0.0] * len(asks)
    for start in range(0, len(points), FEW):
        few = points[start : start + FEW]
        best = [float("inf")] * len(asks)
        for peer, ask in enumerate(asks):
            for _ in range(ROUNDS):
                began = time.perf_counter()
                for lon, lat in few:
                    ask(lon, lat)
                best[peer] = min(best[peer], time.perf_counter() - began)
        total = [t + b for t, b in zip(total, best, strict=True)]
    return [t / len(points) for t in total]


def compare(finder: Lookup, connection: psycopg.Connection, points: list[Point]) -> list[float]:
    """Time both in turn; stop if they ever disagree about the gmina."""

    def ours(lon: float, lat: float) -> str:
        return finder.by_point(lat, lon, ON).gmina

    def theirs(lon: float, lat: float) -> set[str]:
        return {code for (code,) in connection.execute(_QUERY, (lon, lat), prepare=True)}

    differ = [p for p in points if {ours(*p)} - {""} != theirs(*p)]
    if len(differ) > len(points) / 1000:  # metres from a border, degrees and EPSG:2180 may draw a long side apart
        raise SystemExit(f"PostGIS and the look-up disagree on {len(differ)} points, {differ[0]} among them")
    return seconds_each((theirs, ours), points)


def measure() -> dict[str, float]:
    """Return the time of one question of both peers, and their ratio."""
    snapshot = build_snapshot(ROOT / "geodata")
    cluster = Cluster("shared_buffers=128MB")
    try:
        url = cluster.url(cluster.empty_database(), "ses_map")
        PostgisStore(url).publish(snapshot)
        finder = Lookup(snapshot)
        finder.warm_up()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE ses_map.areas")
            postgis_s, lookup_s = compare(finder, connection, inhabited(snapshot))
    finally:
        cluster.remove()
    return {"postgis_us": 1e6 * postgis_s, "lookup_us": 1e6 * lookup_s, "ratio": postgis_s / lookup_s}


def rows() -> list[Row]:
    """Return the row of the table."""
    found = measure()
    told = f"{found['lookup_us']:.1f} against {found['postgis_us']:.0f} µs"
    what = "point look-up in process, against PostGIS `ST_Covers` with index over a local socket"
    return [Row(what, f"{found['ratio']:.1f} × faster ({told})", "≥ 10 ×", found["ratio"] >= 10)]


if __name__ == "__main__":
    show(rows())
