"""Point look-up in this process against PostGIS: the same points, the same polygons, over a local socket.

PostGIS gets what it is best at: a GiST index, fresh statistics, one open connection and a prepared statement that only
asks for the code of the gmina. Ours gives the whole answer: who serves it on the day, and whose border is near.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ses_map.build import build_snapshot
from ses_map.lookup import Lookup
from ses_map.snapshot import Snapshot
from ses_map.store.postgis import PostgisStore
from tests.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, ASKED = 15, 1000
ON = date(2026, 11, 24)
_QUERY = b"SELECT code FROM ses_map.areas WHERE ST_Covers(geom, ST_SetSRID(ST_Point(%s, %s), 4326))"

Point = tuple[float, float]


def inhabited(snapshot: Snapshot) -> list[Point]:
    """Give points as people ask for them, longitude first: within a kilometre or so of a locality."""
    dice, lonlat = random.Random(2026), snapshot.places.lonlat
    known = lonlat[~np.isnan(lonlat).any(axis=1)].tolist()
    chosen = [dice.choice(known) for _ in range(ASKED)]
    return [(lon + dice.uniform(-0.01, 0.01), lat + dice.uniform(-0.01, 0.01)) for lon, lat in chosen]


def seconds_each(ask: Callable[[float, float], object], points: list[Point]) -> float:
    """Ask for every point, one after another; give the mean time of one question."""
    began = time.perf_counter()
    for lon, lat in points:
        ask(lon, lat)
    return (time.perf_counter() - began) / len(points)


def compare(finder: Lookup, connection: psycopg.Connection, points: list[Point]) -> list[tuple[float, float]]:
    """Time both in turn; stop if they ever disagree about the gmina."""

    def ours(lon: float, lat: float) -> str:
        return finder.by_point(lat, lon, ON).gmina

    def theirs(lon: float, lat: float) -> set[str]:
        return {code for (code,) in connection.execute(_QUERY, (lon, lat), prepare=True)}

    differ = [p for p in points if {ours(*p)} - {""} != theirs(*p)]
    if len(differ) > len(points) / 1000:  # metres from a border, degrees and EPSG:2180 may draw a long side apart
        raise SystemExit(f"PostGIS and the look-up disagree on {len(differ)} points, {differ[0]} among them")
    return [(seconds_each(theirs, points), seconds_each(ours, points)) for _ in range(ROUNDS)]


def measure() -> dict[str, float]:
    """Give the time of one question of both peers (the best of the rounds), and their ratio."""
    snapshot = build_snapshot(ROOT / "geodata")
    cluster = Cluster("shared_buffers=128MB")
    try:
        url = cluster.url(cluster.empty_database(), "ses_map")
        PostgisStore(url).publish(snapshot)
        finder = Lookup(snapshot)
        finder.warm_up()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE ses_map.areas")
            rounds = compare(finder, connection, inhabited(snapshot))
    finally:
        cluster.remove()
    postgis_s, lookup_s = (min(peer) for peer in zip(*rounds, strict=True))
    return {"postgis_us": 1e6 * postgis_s, "lookup_us": 1e6 * lookup_s, "ratio": postgis_s / lookup_s}


def main() -> None:
    """Print the row of the README's table."""
    found = measure()
    print(
        "| point look-up in process, against PostGIS `ST_Covers` with index over a local socket | "
        f"{found['ratio']:.0f} × faster ({found['lookup_us']:.0f} against {found['postgis_us']:.0f} µs) | ≥ 10 × |"
    )


if __name__ == "__main__":
    main()
