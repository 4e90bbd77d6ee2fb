"""A million points joined with gminas and centres, against the bare spatial index and geopandas; and the whole command.

``python scripts/bench/bulk_join.py [rows …]`` prints rows of the table of figures: a join of as many points as the
last number says, and ``ses-map locate`` for a register of each size.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from servers import ROOT
from table import Row, show

sys.path.insert(0, str(ROOT))

from ses_map.build import build_snapshot
from ses_map.crs import METRIC, project, to_metric
from ses_map.lookup import Lookup
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from tests.registers import write_register

SIZES, ROUNDS = (10_000, 100_000, 1_000_000), 3
DAY = date(2026, 11, 24)


def points_of_poland(snapshot: Snapshot, n: int) -> np.ndarray:
    """Return points spread evenly over the country: as many near borders as there are; (n, 2), longitude first."""
    dice, known = np.random.default_rng(2026), snapshot.gminy.polygons
    west, south, east, north = shapely.total_bounds(known)
    country = shapely.coverage_union_all(known)
    shapely.prepare(country)
    found = np.empty((0, 2))
    while len(found) < n:
        some = dice.uniform((west, south), (east, north), (n, 2)).round(6)
        found = np.vstack([found, some[shapely.contains_xy(country, some)]])
    return found[:n]


def seconds(do: Callable[[], object]) -> float:
    """Time one call."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def measure_join(snapshot: Snapshot, n: int) -> dict[str, float]:
    """Return the medians of the three peers in seconds and the ratios of ours to the others.

    The index is asked with points that were made and projected before; ours begins with degrees.
    """
    lonlat = points_of_poland(snapshot, n)
    finder = Lookup(snapshot)
    finder.warm_up()
    metric = shapely.transform(snapshot.gminy.polygons, lambda a: project(a, to_metric()))
    tree, points = shapely.STRtree(metric), shapely.points(project(lonlat, to_metric()))
    left = gpd.GeoDataFrame(geometry=points, crs=METRIC)
    right = gpd.GeoDataFrame({"teryt": snapshot.gminy.codes}, geometry=metric, crs=METRIC)
    peers: Sequence[Callable[[], object]] = (
        lambda: finder.join(lonlat[:, 1], lonlat[:, 0], DAY),
        lambda: tree.query(points, predicate="intersects"),
        lambda: gpd.sjoin(left, right, predicate="intersects"),
    )
    rounds = [[seconds(peer) for peer in peers] for _ in range(ROUNDS)]
    ours, index, sjoin = (statistics.median(peer) for peer in zip(*rounds, strict=True))
    return {"join_s": ours, "index_s": index, "sjoin_s": sjoin, "ratio": ours / index, "sjoin_ratio": ours / sjoin}


def measure_command(store: Path, snapshot: Snapshot, n: int, folder: Path) -> dict[str, float]:
    """Return seconds and peak memory of ``ses-map locate`` for a register of ``n`` rows, one in fifty spoilt."""
    register = write_register(folder / f"{n}.csv", snapshot, n, spoilt=0.02)
    command = [sys.executable, "-m", "ses_map", "--store", store, "locate", register, folder / f"{n}.parquet"]
    options = ["--source-title", "Próba", "--source-date", "2026-11", "--date", DAY.isoformat(), "--format", "json"]
    done = subprocess.run([*map(str, command), *options], cwd=ROOT, check=True, capture_output=True, text=True)
    summary = json.loads(done.stdout)
    if summary["rows"] != n or summary["accepted"] + summary["rejected"] != n:
        raise SystemExit(f"of {n} rows some were lost: {summary}")
    return {"rows": n, "seconds": summary["seconds"], "peak_memory_mb": summary["peak_memory_mb"]}


def measure(sizes: Sequence[int] = SIZES) -> dict[str, object]:
    """Measure both."""
    snapshot = build_snapshot(ROOT / "geodata")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        FileStore(folder / "store").publish(snapshot)
        commands = [measure_command(folder / "store", snapshot, n, folder) for n in sizes]
    return {"points": sizes[-1], **measure_join(snapshot, sizes[-1]), "commands": commands}


def rows(sizes: Sequence[int] = SIZES) -> list[Row]:
    """Return the rows of the table."""
    found = measure(sizes)
    index, sjoin = (f"{found['join_s']:.2f} against {found[peer]:.2f} s" for peer in ("index_s", "sjoin_s"))
    what = f"bulk join of {found['points']:,} points, against bare `shapely.STRtree.query` of points made before"
    return [
        Row(what, f"{found['ratio']:.2f} × its time ({index})", "≤ 1.3 ×", found["ratio"] <= 1.3),
        Row("the same, against `geopandas.sjoin`", f"{found['sjoin_ratio']:.2f} × its time ({sjoin})"),
        *(
            Row(
                f"`ses-map locate` of {row['rows']:,} rows: cleaned, located, joined, written",
                f"{row['seconds']:.0f} s, {row['peak_memory_mb']} MB at most",
            )
            for row in found["commands"]
        ),
    ]


if __name__ == "__main__":
    show(rows([int(n) for n in sys.argv[1:]] or SIZES))
