"""A newer snapshot while many ask: no request fails, no answer is mixed, and memory comes back to its level."""

import json
import os
import signal
import socket
import time

import pytest

from ses_map.build import build_snapshot
from ses_map.lookup import Lookup
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore
from ses_map.web.http.metrics import memory_of
from tests.builders import TODAY
from tests.load import children, json_of, of_one_snapshot, reading, staff, taken
from tests.serving import serving
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
    """Several hundred requests a second, kept connections and fresh ones, six publications."""
    with serving(tmp_path / "log", store=store.root, workers=2, threads=4) as (process, address):
        with reading(address, PATHS, of_one_snapshot(facts(editions))) as seen:
            levels = []
            for n in range(6):
                store.publish(editions[(n + 1) % 2])
                until(address, editions[(n + 1) % 2])
                time.sleep(1)
                levels.append(taken(process.pid))
        assert seen.wrong == [] and set(seen.statuses) == {200, 304}, (seen.statuses, seen.wrong[:3])
        assert set(seen.snapshots) == {e.id for e in editions} and sum(seen.statuses.values()) > 500
        staff(process)
        assert levels[-1] < 1.25 * levels[1], [f"{level / 2**20:.0f} MB" for level in levels]
        for worker in children(process.pid):  # most of it is the master's, after six publications too
            told = memory_of(worker)
            assert told["private"] < 0.5 * told["resident"], told
    log = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert not [line for line in log if line["level"] in ("error", "critical")]


def test_a_worker_that_dies_is_replaced_from_what_the_master_has(editions, store, tmp_path):
    with serving(tmp_path / "log", store=store.root, workers=2, threads=2) as (process, address):
        store.publish(editions[1])
        until(address, editions[1])
        old = staff(process)
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        until(address, editions[1])
        staff(process, without=old)
        assert (tmp_path / "log").read_text().count("serving snapshot") == 2, "loaded by the master alone"


def test_workers_are_replaced_by_hand_without_a_failure(editions, store, tmp_path):
    """``systemctl reload``: it is a ``SIGHUP``."""
    with serving(tmp_path / "log", store=store.root, workers=2, threads=4) as (process, address):
        until(address, editions[0])
        old = staff(process)
        with reading(address, PATHS[:2], of_one_snapshot(facts(editions))) as seen:
            process.send_signal(signal.SIGHUP)
            end = time.monotonic() + 20
            while old & set(children(process.pid)) and time.monotonic() < end:
                time.sleep(0.1)
        staff(process, without=old)
        assert seen.wrong == [] and seen.statuses


def test_what_is_under_way_is_answered_before_it_stops(store, tmp_path):
    body = json.dumps([{"teryt": "1601"}]).encode()
    head = f"POST /api/v1/lookup/batch HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}"
    head += "\r\nContent-Type: application/json"
    with serving(tmp_path / "log", store=store.root, workers=1, threads=2) as (process, address):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=20) as client:
            client.sendall(f"{head}\r\nExpect: 100-continue\r\n\r\n".encode())
            assert client.recv(100).startswith(b"HTTP/1.1 100 "), "it is under way"
            client.sendall(body[:5])
            process.send_signal(signal.SIGTERM)
            end = time.monotonic() + 60
            while "Handling signal: term" not in (tmp_path / "log").read_text():
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
    with serving(tmp_path / "log", store=store.root, workers=2, threads=2) as (process, address):
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
    """gunicorn itself, on an empty store: 503 until something is published."""
    store = FileStore(tmp_path / "empty")
    with serving(tmp_path / "log", store=store.root, bare=True, workers=1) as (_, address):
        assert json_of(address, "/healthz")["status"] == 503
        store.publish(editions[0])
        until(address, editions[0])
