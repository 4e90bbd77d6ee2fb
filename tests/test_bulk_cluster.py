"""On the workers of a scheduler the same comes out, byte for byte, although one of them is killed half-way."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import dask.dataframe
import dask_geopandas
import geopandas as gpd
import pandas as pd
import pytest
from distributed import LocalCluster

from ses_map.bulk.cluster import locate_frame, scheduled
from ses_map.bulk.entities import ReadOptions
from ses_map.bulk.running import LocateRequest, locate_register
from ses_map.crs import LONLAT
from ses_map.errors import ImportFileError
from tests.builders import ROOT, TODAY
from tests.registers import HEADERS, write_register
from tests.serving import ses_map
from tests.test_bulk_entities import MAPPING

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

ROWS = 2_000
#: Workers that are threads of the test's own process.
THREADS = {"processes": False, "dashboard_address": "127.0.0.1:0", "worker_dashboard_address": "127.0.0.1:0"}


@contextmanager
def processes(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on this machine, as processes; all are ended on the way out."""
    file = folder / "scheduler.json"
    log = (folder / "dask.log").open("wb")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}

    def start(*arguments: object) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *map(str, arguments), "--scheduler-file", str(file), "--no-dashboard"]
        return subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log)

    started = [start("scheduler", "--host", "127.0.0.1", "--port", 0)]
    try:
        _wait(file.exists, started, log)
        alone = ("worker", "--host", "127.0.0.1", "--no-nanny", "--nthreads", 1, "--nworkers", 1)
        started += [start(*alone, "--local-directory", folder / name) for name in ("one", "two")]
        yield _address(file), started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
        log.close()


def _wait(ready, started, log) -> None:
    end = time.monotonic() + 180
    while not ready():
        assert time.monotonic() < end and started[0].poll() is None, Path(log.name).read_text()
        time.sleep(0.1)


def _address(file: Path) -> str:
    return json.loads(file.read_text())["address"]


@pytest.fixture
def order(snapshot, tmp_path) -> LocateRequest:
    path = write_register(tmp_path / "register.csv", snapshot, ROWS, spoilt=0.1)
    return LocateRequest(path, tmp_path / "here.parquet", tmp_path / "here.csv", MAPPING, TODAY, batch_rows=100)


def test_a_register_is_whole_although_a_worker_is_killed(order, snapshot, tmp_path):
    there = replace(order, out=tmp_path / "there.parquet", rejected=tmp_path / "there.csv")
    expected = locate_register(order, snapshot)
    with processes(tmp_path) as (address, workers), scheduled(address, snapshot, TODAY) as team:
        team.client.wait_for_workers(2, timeout=180)

        def kill_half_way(position: int, size: int, rows: int) -> None:
            if rows >= ROWS // 2 and workers[0].poll() is None:
                workers[0].send_signal(signal.SIGKILL)
                workers[0].wait()

        found = locate_register(there, snapshot, team.workers, kill_half_way)
        assert workers[0].returncode == -signal.SIGKILL and workers[1].poll() is None

    assert found == expected and found.rows == ROWS
    assert there.out.read_bytes() == order.out.read_bytes()
    assert there.rejected.read_bytes() == order.rejected.read_bytes()


def test_the_command_with_processes_of_its_own_gives_the_same(order, real_store, tmp_path):
    papers = ["--source-title", "Próba", "--source-date", "2026-11", "--date", TODAY.isoformat()]
    for out, scheduler in ((order.out, []), (tmp_path / "there.parquet", ["--scheduler", "local"])):
        done = ses_map("locate", order.path, out, *papers, "--batch-rows", 100, *scheduler, store=real_store)
        assert done.returncode == 0, done.stderr  # dask may complain of a busy machine
        assert f"wierszy: {ROWS}," in done.stdout

    assert (tmp_path / "there.parquet").read_bytes() == order.out.read_bytes()


def test_partitions_of_a_dask_dataframe_give_the_same(order, snapshot):
    locate_register(order, snapshot)
    expected = gpd.read_parquet(order.out).set_index("entity_id")
    cells = pd.read_csv(order.path, sep=";", dtype=str, keep_default_na=False)
    wish = ReadOptions(MAPPING, {h: MAPPING.field_of(h) for h in HEADERS})
    with (
        LocalCluster(n_workers=2, **THREADS) as cluster,
        scheduled(cluster.scheduler_address, snapshot, TODAY) as team,
    ):
        located = locate_frame(dask.dataframe.from_pandas(cells, npartitions=5), wish, team)
        assert isinstance(located, dask_geopandas.GeoDataFrame) and located.npartitions == 5
        found = located.compute()

    assert found.index.equals(cells.index) and found.crs == LONLAT
    assert found.loc[~found["accepted"], "problems"].notna().all()
    # Partitions do not know of each other: an id that comes again is left to the caller.
    accepted = found[found["accepted"]].drop_duplicates("entity_id").set_index("entity_id")
    assert accepted.index.tolist() == expected.index.tolist()
    for name in ("gmina", "powiat", "powiat_basis", "centres", "outcome", "problems", "postcode"):
        assert accepted[name].fillna("").tolist() == expected[name].fillna("").tolist(), name
    assert accepted.geometry.to_wkb().tolist() == expected.geometry.to_wkb().tolist()


def test_where_no_scheduler_answers_is_said(snapshot):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ImportFileError, match="no dask scheduler"), scheduled(address, snapshot, TODAY):
        pass
    with pytest.raises(ImportFileError, match="no dask scheduler"), scheduled("nonsense://x", snapshot, TODAY):
        pass


def test_where_nobody_works_nothing_is_written(order, snapshot, monkeypatch):
    monkeypatch.setattr("ses_map.bulk.cluster._PATIENCE_S", 1)
    with LocalCluster(n_workers=0, **THREADS) as cluster, pytest.raises(ImportFileError, match="no workers"):
        with scheduled(cluster.scheduler_address, snapshot, TODAY):
            pass
    with (
        LocalCluster(n_workers=1, **THREADS) as cluster,
        scheduled(cluster.scheduler_address, snapshot, TODAY) as team,
        pytest.raises(ImportFileError, match="no workers any more"),
    ):
        locate_register(order, snapshot, team.workers, lambda position, size, rows: cluster.scale(0))

    assert [p.name for p in order.path.parent.iterdir()] == ["register.csv"]
