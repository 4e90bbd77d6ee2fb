"""Truncated and bit-flipped files of a store, at seeded places: never served, and the newest intact snapshot is."""

import json
import random
import shutil
import time
import urllib.request
from pathlib import Path

import pytest

from ses_map.errors import NotReadyError, StoreError
from ses_map.store import load_current
from ses_map.store.files import FileStore
from ses_map.web.state import snapshot_holder as sites
from tests.faults.tally import amount, check, note
from tests.faults.worlds import Worlds, started
from tests.serving import serving

DAMAGES = amount(24, 300)
ADDRESS = "/api/v1/lookup?teryt=1601&date=2026-11-24"


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    return Worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="module")
def sound(worlds, tmp_path_factory):
    """A store that holds both, the new one current; to be copied."""
    store = FileStore(tmp_path_factory.mktemp("store") / "snapshots")
    for snapshot in worlds.snapshots:
        store.publish(snapshot)
    return store


def damage(path: Path, places: random.Random) -> str:
    """Flip one bit or cut the file off, somewhere."""
    data = bytearray(path.read_bytes())
    place = places.randrange(len(data))
    if places.random() < 0.5:
        path.write_bytes(data[:place])
        return f"{path.name} cut off after {place} bytes"
    data[place] ^= 1 << places.randrange(8)
    path.write_bytes(data)
    return f"{path.name}: a bit of byte {place}"


def victim(store: FileStore, places: random.Random) -> tuple[str, Path]:
    """A file of the current snapshot, its manifest, or the pointer."""
    kind = places.choice(["file", "file", "manifest", "pointer"])
    folder = store.root / store.current_id()
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    path = {"file": places.choice(files), "manifest": folder / "manifest.json", "pointer": store.root / "current"}[kind]
    return f"damaged {kind}", path


def current_or_none(store: FileStore):
    try:
        return load_current(store)
    except StoreError:
        return None


@pytest.mark.parametrize("seed", range(4))
def test_damage_is_found_and_the_newest_intact_snapshot_is_served(sound, worlds, tmp_path, monkeypatch, seed):
    monkeypatch.setattr(sites, "_ASK_EVERY_S", -1.0)
    old, new = worlds.snapshots
    running, places = started(sound).test_client(), random.Random(seed)
    right = {s.id: json.loads(client.get(ADDRESS).data) for s, client in _clients(worlds, tmp_path)}
    for number in range(DAMAGES // 4):
        store = FileStore(shutil.copytree(sound.root, tmp_path / str(number)))
        running.application.extensions["ses_map"].store = sound
        assert running.get(ADDRESS).json == right[new.id]
        name, path = victim(store, places)
        what = damage(path, places)
        note(name, injected=1)
        found = current_or_none(store)
        if found is not None:  # the line end of the pointer says nothing
            assert dict(found.files) == worlds.whole[new.id] and path.name == "current", what
        # a worker that runs has the current one in memory; one that starts takes the newest intact one and says so
        running.application.extensions["ses_map"].store = store
        fresh = started(store).test_client()
        served = new if name == "damaged pointer" else old
        for client, expected, is_well in (
            (running, new, found or name != "damaged pointer"),
            (fresh, served, found is not None),
        ):
            check(name, whole=client.get(ADDRESS).json == right[expected.id])
            health = client.get("/healthz").json
            assert (health["status"], health["snapshot"]) == ("ok" if is_well else "degraded", expected.id), what


def _clients(worlds, folder):
    for snapshot in worlds.snapshots:
        store = FileStore(folder / f"alone-{snapshot.id}")
        store.publish(snapshot)
        yield snapshot, started(store).test_client()


def test_with_every_snapshot_damaged_nothing_is_served(sound, worlds, tmp_path):
    store = FileStore(shutil.copytree(sound.root, tmp_path / "snapshots"))
    for snapshot in worlds.snapshots:
        damage(store.root / snapshot.id / "registry.json", random.Random(3))

    assert started(store).test_client().get(ADDRESS).status_code == 503


def test_a_pointer_that_is_lost_is_not_an_empty_store(sound, worlds, tmp_path):
    store = FileStore(shutil.copytree(sound.root, tmp_path / "snapshots"))
    (store.root / "current").unlink()
    with pytest.raises(NotReadyError):
        store.current_id()
    health = started(store).test_client().get("/healthz").json

    assert (health["status"], health["snapshot"]) == ("degraded", worlds.snapshots[1].id)


def test_the_server_starts_on_the_snapshot_before_and_takes_the_mended_one(sound, worlds, tmp_path):
    """The real command on a store whose current snapshot was damaged while it was not running."""
    old, new = worlds.snapshots
    store = FileStore(shutil.copytree(sound.root, tmp_path / "snapshots"))
    damage(store.root / new.id / "layers/gminy.npz", random.Random(5))
    note("damaged file", injected=1)
    with serving(tmp_path / "log", "--workers", 2, store=store.root) as (_, address):
        assert _health(address) == ("degraded", old.id)
        check("damaged file", whole=_get(f"{address}{ADDRESS}")["snapshot"] == old.id)
        store.publish(new)
        assert _settles(address, ("ok", new.id))


def _settles(address: str, state: tuple[str, str]) -> bool:
    """Whether both workers are in that state: twenty answers in a row, within ten seconds."""
    end, in_row = time.monotonic() + 60, 0
    while time.monotonic() < end and in_row < 20:
        in_row = in_row + 1 if _health(address) == state else 0
        time.sleep(0.05)
    return in_row == 20


def _health(address: str) -> tuple[str, str]:
    body = _get(f"{address}/healthz")
    return body["status"], body["snapshot"]


def _get(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=60) as response:
        return json.load(response)
