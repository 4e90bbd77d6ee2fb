"""A newer snapshot while many ask: no request fails, no answer is mixed, no process ends, memory stays level."""

import json
import os
import signal
import time
from http.client import HTTPException

import pytest

from ses_map.build import build_snapshot
from ses_map.lookup import Lookup
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore
from ses_map.web.http.metrics import memory_of
from tests.builders import TODAY
from tests.faults.wire import connect, is_there
from tests.load import json_of, of_one_snapshot, reading, staff, taken
from tests.serving import get_text, serving, ses_map
from tests.web_builders import edit_rows, small_geodata

pytest_plugins = ["tests.web_fixtures"]

NAMES = {"pierwsza": "OWES WYDANIE PIERWSZE", "druga": "OWES WYDANIE DRUGIE"}
PATHS = ["/api/v1/lookup?teryt=1601", "/api/v1/lookup?lat=50.86&lon=17.47", "/", "/api/v1/centres", "/powiat/1601"]


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """Two snapshots of opolskie that differ in the name of the centre that serves Brzeg."""
    folder = small_geodata(tmp_path_factory.mktemp("editions") / "geodata", "16")
    (centre,) = Lookup(build_snapshot(folder)).by_teryt("1601", TODAY).coverage.centre_ids
    found = []
    for name in NAMES.values():
        edit_rows(folder, "registry/centres.csv", {"centre_id": centre}, name=name)
        data = build_snapshot(folder)
        found.append(data.with_files(render_maps(data)))
    return found


@pytest.fixture
def store(editions, tmp_path):
    kept = FileStore(tmp_path / "store")
    kept.publish(editions[0])
    return kept


def facts(editions):
    return {e.id: name.encode() for e, name in zip(editions, NAMES.values(), strict=True)}


def until(address, snapshot, within_s=120.0):
    """Wait until the snapshot is served by everybody who is asked."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if all(json_of(address, "/healthz")["snapshot"] == snapshot.id for _ in range(6)):
            return
        time.sleep(0.1)
    raise AssertionError(f"{snapshot.id} is not served")


def test_snapshots_are_published_under_load(editions, store, tmp_path):
    """Several hundred requests a second, kept connections and fresh ones, six publications, the same two workers."""
    with serving(tmp_path / "log", bare=True, cold=True, store=store.root, workers=2, threads=4) as (process, address):
        workers = staff(process)
        with reading(address, PATHS, of_one_snapshot(facts(editions))) as seen:
            levels = []
            for n in range(6):
                store.publish(editions[(n + 1) % 2])
                until(address, editions[(n + 1) % 2])
                time.sleep(0.5)
                levels.append(taken(process.pid))
        assert seen.wrong == [] and set(seen.statuses) == {200, 304}, (seen.statuses, seen.wrong[:3])
        assert set(seen.snapshots) == {e.id for e in editions} and sum(seen.statuses.values()) > 250
        assert staff(process) == workers
        assert levels[-1] < 1.25 * levels[1], [f"{level / 2**20:.0f} MB" for level in levels]
        for worker in workers:  # what the main process loaded is shared, each later snapshot is a worker's own
            told = memory_of(worker)
            assert told["private"] < 0.75 * told["resident"], told
    log = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert not [line for line in log if line["level"] in ("error", "critical")]


def test_a_worker_with_the_whole_country_takes_less_than_a_quarter_of_a_gigabyte(real_store, tmp_path):
    """Its part of what is shared included, after pages of every kind."""
    kinds = [
        "/",
        "/osrodki",
        "/planowanie",
        "/wojewodztwo/pomorskie",
        "/powiat/2207",
        "/szukaj?q=Kwidzyn",
        "/ogc/collections",
    ]
    with serving(tmp_path / "log", bare=True, cold=True, store=real_store, workers=2, threads=4) as (process, address):
        for _ in range(6):
            for path in [*kinds, "/api/v1/coverage", "/api/v1/entities", "/dane/entities.csv"]:
                get_text(f"{address}{path}")
        for worker in staff(process):
            assert memory_of(worker)["proportional"] < 250 * 2**20, memory_of(worker)


def answered(address, within_s=60.0):
    """Ask until somebody listens, and give the first answer."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        try:
            return json_of(address, "/healthz")
        except (OSError, HTTPException):
            time.sleep(0.02)
    raise AssertionError("nobody listens")


def test_workers_that_die_are_replaced_and_serve_the_newest_at_once(editions, store, tmp_path):
    """What the main process loaded is older by then."""
    with serving(tmp_path / "log", bare=True, store=store.root, workers=2, threads=2) as (process, address):
        store.publish(editions[1])
        until(address, editions[1])
        old = staff(process)
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        assert answered(address)["snapshot"] == editions[1].id
        staff(process, without=old)
        until(address, editions[1])
    assert (tmp_path / "log").read_text().count(f"serving snapshot {editions[0].id}") == 1, "loaded once, then forked"


def test_workers_end_with_the_main_process(store, tmp_path):
    """They hold the port: a new service could not start beside them."""
    with serving(tmp_path / "log", bare=True, store=store.root, workers=2, threads=2) as (process, _):
        workers = staff(process)
        process.kill()
        process.wait(60)
        end = time.monotonic() + 60
        while any(is_there(pid) for pid in workers):
            assert time.monotonic() < end, "workers without a main process"
            time.sleep(0.05)


def test_a_port_that_is_served_is_not_shared(store, tmp_path):
    """Every worker listens for itself, and the system would let a second service in (``SO_REUSEPORT``)."""
    with serving(tmp_path / "log", bare=True, store=store.root, workers=1, threads=2) as (_, address):
        second = ses_map("serve", "--port", address.rpartition(":")[2], store=store.root)
        assert second.returncode == 1 and "Address already in use" in second.stderr
        assert second.stderr.count("\n") == 1, second.stderr


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_what_is_under_way_is_answered_before_it_stops(store, tmp_path, stop):
    body = json.dumps([{"teryt": "1601"}]).encode()
    head = f"POST /api/v1/lookup/batch HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}"
    head += "\r\nContent-Type: application/json"
    with serving(tmp_path / "log", bare=True, store=store.root, workers=1, threads=2) as (process, address):
        with connect(address) as client:
            client.sendall(f"{head}\r\nExpect: 100-continue\r\n\r\n".encode())
            assert client.recv(100).startswith(b"HTTP/1.1 100 "), "it is under way"
            client.sendall(body[:5])
            process.send_signal(stop)
            end = time.monotonic() + 60
            while "Stopping worker-1" not in (tmp_path / "log").read_text():
                assert time.monotonic() < end, "the signal is not taken"
                time.sleep(0.05)
            client.sendall(body[5:])
            told = b"".join(iter(lambda: client.recv(65536), b""))
        assert told.startswith(b"HTTP/1.1 200 ") and b'"found"' in told
        assert process.wait(60) == 0


def test_a_broken_snapshot_changes_nothing_but_health(editions, store, tmp_path):
    for snapshot in reversed(editions):
        store.publish(snapshot)
    path = store.root / editions[1].id / "registry.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-2])
    with serving(tmp_path / "log", bare=True, store=store.root, workers=2, threads=2) as (process, address):
        with reading(address, PATHS[:2], of_one_snapshot(facts(editions)), kept=2, fresh=1) as seen:
            until(address, editions[0])
            workers = staff(process)
            (store.root / "current").write_text(editions[1].id)
            told = state(address, "degraded")
            assert told["detail"] and told["snapshot"] == editions[0].id and staff(process) == workers
            path.write_bytes(whole)
            assert state(address, "ok", editions[1])["detail"] is None
        assert seen.wrong == []


def state(address, status, snapshot=None, within_s=120.0):
    """Wait until the service is in a state."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        told = json_of(address, "/healthz")
        if told["status"] == status and (snapshot is None or told["snapshot"] == snapshot.id):
            return told
        time.sleep(0.1)
    raise AssertionError(told)


def test_it_waits_for_a_first_snapshot(editions, tmp_path):
    """The server alone, on an empty store: 503 until something is published."""
    store = FileStore(tmp_path / "empty")
    with serving(tmp_path / "log", store=store.root, bare=True, workers=1) as (_, address):
        assert json_of(address, "/healthz")["status"] == 503
        store.publish(editions[0])
        until(address, editions[0])
