"""A newer snapshot while many ask: no request fails, no answer is mixed, and memory comes back to its level."""

import json
import os
import signal
import time

import pytest

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore
from tests.load import children, json_of, of_one_snapshot, reading, taken
from tests.serving import serving
from tests.web_builders import edit_rows, small_geodata

pytest_plugins = ["tests.web_fixtures"]

#: It serves the powiat brzeski.
CENTRE = "byczynski-owes"
NAMES = {"pierwsza": "OWES WYDANIE PIERWSZE", "druga": "OWES WYDANIE DRUGIE"}
PATHS = ["/api/v1/lookup?teryt=1601", "/api/v1/lookup?lat=50.86&lon=17.47", "/", "/api/v1/centres", "/powiat/1601"]


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """Two snapshots of opolskie that differ in the name of the centre that serves Brzeg."""
    folder = small_geodata(tmp_path_factory.mktemp("editions") / "geodata", "16")
    found = []
    for name in NAMES.values():
        edit_rows(folder, "registry/centres.csv", {"centre_id": CENTRE}, name=name)
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


def until(address, snapshot, within_s=30.0):
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
            time.sleep(1)
            level = taken(process.pid)
            for n in range(6):
                store.publish(editions[(n + 1) % 2])
                until(address, editions[(n + 1) % 2])
            time.sleep(1)
            after = taken(process.pid)
        assert seen.wrong == [] and set(seen.statuses) == {200, 304}, (seen.statuses, seen.wrong[:3])
        assert set(seen.snapshots) == {e.id for e in editions} and sum(seen.statuses.values()) > 500
        assert len(children(process.pid)) == 2
        assert after < 1.3 * level, f"{level / 2**20:.0f} MB before, {after / 2**20:.0f} MB after"
    log = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert not [line for line in log if line["level"] in ("error", "critical")]


def test_a_worker_that_dies_is_replaced_from_what_the_master_has(editions, store, tmp_path):
    with serving(tmp_path / "log", store=store.root, workers=2, threads=2) as (process, address):
        store.publish(editions[1])
        until(address, editions[1])
        old = children(process.pid)
        for pid in old:
            os.kill(pid, signal.SIGKILL)
        until(address, editions[1])
        assert len(children(process.pid)) == 2 and not set(old) & set(children(process.pid))
        assert (tmp_path / "log").read_text().count("serving snapshot") == 2, "loaded by the master alone"


def test_a_broken_snapshot_changes_nothing_but_health(editions, store, tmp_path):
    for snapshot in reversed(editions):
        store.publish(snapshot)
    path = store.root / editions[1].id / "registry.json"
    whole = path.read_bytes()
    path.write_bytes(whole[:-2])
    with serving(tmp_path / "log", store=store.root, workers=2, threads=2) as (process, address):
        with reading(address, PATHS[:2], of_one_snapshot(facts(editions)), kept=2, fresh=1) as seen:
            until(address, editions[0])
            workers = children(process.pid)
            (store.root / "current").write_text(editions[1].id)
            told = state(address, "degraded")
            assert told["detail"] and told["snapshot"] == editions[0].id and children(process.pid) == workers
            path.write_bytes(whole)
            assert state(address, "ok", editions[1])["detail"] is None
        assert seen.wrong == []


def state(address, status, snapshot=None, within_s=30.0):
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
