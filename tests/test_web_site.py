"""What a worker serves from: one snapshot or another, never a mixture; a broken one changes nothing."""

import threading
import time

import pytest

from ses_map.errors import NotReadyError, StoreError
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.state import snapshot_holder as site_module
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import SnapshotHolder
from tests.builders import TODAY, country
from tests.web_builders import BROWSER, LOOKUP, app_of, assert_error_page, assert_problem, drawn

pytest_plugins = ["tests.web_fixtures"]

A = drawn(country("020101 020201", "0201>a"))
B = drawn(country("020101 020201", "0201>b"))


@pytest.fixture
def always(monkeypatch):
    """The store is asked on every request."""
    monkeypatch.setattr(site_module, "_ASK_EVERY_S", -1.0)


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def client(store):
    return create_app(Settings(), store, lambda: TODAY).test_client()


def centre(client) -> str:
    return client.get("/api/v1/lookup?teryt=0201").json["centres"][0]["id"]


def test_after_publishing_it_is_ready_without_a_restart(client, store, published):
    assert_error_page(client.get("/", headers=BROWSER), 503)
    assert_problem(client.get("/healthz"), 503)
    store.publish(published)

    assert client.get("/").status_code == 200
    assert client.get("/healthz").json == {"status": "ok", "snapshot": published.id, "detail": None}
    assert client.get(LOOKUP).json["snapshot"] == published.id


def test_a_newer_snapshot_is_noticed(client, store, always):
    store.publish(A)
    assert centre(client) == "a"
    store.publish(B)

    assert centre(client) == "b"
    assert client.get("/healthz").json["snapshot"] == B.id


def test_going_back_to_an_older_one_is_noticed(client, store, always):
    for snapshot, name in ((A, "a"), (B, "b"), (A, "a")):
        store.publish(snapshot)
        assert centre(client) == name


def test_within_a_second_the_store_is_not_asked_again(store, monkeypatch):
    monkeypatch.setattr(site_module, "_ASK_EVERY_S", 3600.0)
    site = SnapshotHolder(store, lambda: TODAY)
    store.publish(A)
    first = site.loaded()
    store.publish(B)

    assert site.loaded() is first


def test_the_store_is_asked_again_after_a_second(store, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(site_module.time, "monotonic", lambda: now[0])
    site = SnapshotHolder(store, lambda: TODAY)
    store.publish(A)
    site.loaded()
    store.publish(B)
    seen = []
    for _ in range(4):
        seen.append(site.loaded().snapshot.id)
        now[0] += 0.4

    assert seen == [A.id, A.id, A.id, B.id]


def test_nothing_is_loaded_twice(store, always):
    loads = []
    original = store.load
    store.load = lambda i: loads.append(i) or original(i)
    store.publish(A)
    site = SnapshotHolder(store, lambda: TODAY)
    editions = {id(site.loaded()) for _ in range(5)}

    assert loads == [A.id]
    assert len(editions) == 1


def test_with_nothing_published_every_question_is_not_ready(store):
    site = SnapshotHolder(store, lambda: TODAY)
    for _ in range(2):
        with pytest.raises(NotReadyError):
            site.loaded()


def break_file(root, snapshot):
    path = root / snapshot.id / "registry.json"
    path.write_bytes(path.read_bytes()[:-2])


def break_manifest(root, snapshot):
    (root / snapshot.id / "manifest.json").write_text("{")


def break_pointer(root, snapshot):
    (root / "current").write_text("nonsense\n")


def remove_file(root, snapshot):
    (root / snapshot.id / "layers/gminy.npz").unlink()


def remove_folder(root, snapshot):
    (root / snapshot.id).rename(root / "gone")


def remove_pointer(root, snapshot):
    (root / "current").unlink()


@pytest.mark.parametrize(
    "damage", [break_file, break_manifest, break_pointer, remove_file, remove_folder, remove_pointer]
)
def test_a_newer_snapshot_that_is_broken_changes_nothing_but_health(tmp_path, always, damage, caplog):
    store = FileStore(tmp_path / "snapshots")
    store.publish(A)
    client = create_app(Settings(), store, lambda: TODAY).test_client()
    assert centre(client) == "a"
    store.publish(B)
    damage(store.root, B)

    assert centre(client) == "a"
    body = client.get("/healthz").json
    assert (body["status"], body["snapshot"]) == ("degraded", A.id)
    assert body["detail"]
    assert f"keeping snapshot {A.id}" in caplog.text
    assert len([r for r in caplog.records if r.levelname == "ERROR"]) == 1

    store.publish(A)
    assert client.get("/healthz").json == {"status": "ok", "snapshot": A.id, "detail": None}
    store.publish(B)
    assert centre(client) == "b"


@pytest.mark.parametrize(
    "files",
    [
        {"registry.json": b"{}"},
        {"registry.json": b"[1"},
        {"layers/gminy.npz": b"not an array"},
        {"layers/gminy.npz": None},
        {"registry.json": None},
    ],
)
def test_a_newer_snapshot_that_another_code_wrote_changes_nothing_but_health(client, store, always, files):
    """Its hashes are right, and yet it cannot be read: written by a version with another format."""
    store.publish(A)
    assert centre(client) == "a"
    store.publish(Snapshot({n: d for n, d in {**B.files, **files}.items() if d is not None}))

    assert centre(client) == "a"
    assert client.get("/healthz").json["status"] == "degraded"


def test_a_newer_snapshot_without_maps_changes_nothing_but_health(published, always):
    app = app_of(published)
    client = app.test_client()
    assert client.get("/").status_code == 200
    bare = {n: d for n, d in published.files.items() if not n.startswith("maps/")}
    app.extensions["ses_map"].store.publish(Snapshot(bare))

    assert client.get("/").status_code == 200
    assert client.get("/healthz").json["status"] == "degraded"


def test_a_first_snapshot_that_is_broken_is_503(tmp_path):
    store = FileStore(tmp_path / "snapshots")
    store.publish(A)
    break_file(store.root, A)
    client = create_app(Settings(), store, lambda: TODAY).test_client()

    assert_problem(client.get("/healthz"), 503)
    assert_problem(client.get(LOOKUP), 503)


def test_the_machine_is_not_told_to_readers(tmp_path, always):
    """``detail`` of /healthz is public: no folder, no driver's text."""
    store = FileStore(tmp_path / "snapshots")
    store.publish(A)
    client = create_app(Settings(), store, lambda: TODAY).test_client()
    client.get("/healthz")
    break_pointer(store.root, A)

    assert str(tmp_path) not in client.get("/healthz").get_data(as_text=True)


def test_a_first_load_by_many_threads_is_one_load(store, always):
    loads = []
    original = store.load
    store.publish(A)

    def slow(i):
        loads.append(i)
        time.sleep(0.05)
        return original(i)

    store.load = slow
    site = SnapshotHolder(store, lambda: TODAY)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(site.loaded().snapshot.id)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [A.id] * 6
    assert loads == [A.id]


def test_a_store_that_recovers_is_used_again(store, always):
    site = SnapshotHolder(store, lambda: TODAY)
    original = store.current_id

    def locked():
        raise StoreError("locked")

    store.publish(A)
    site.loaded()
    store.current_id = locked
    assert site.loaded().snapshot.id == A.id and site.trouble
    store.current_id = original
    assert site.loaded().snapshot.id == A.id and not site.trouble


class Interrupted(SnapshotHolder):
    """Another thread finishes the first load at the n-th moment that this one looks for a loaded snapshot."""

    def __init__(self, moment: int, store) -> None:
        self.looks, self.moment, self.kept = 0, moment, None
        super().__init__(store, lambda: TODAY)

    @property
    def _loaded(self):
        found = self.kept
        self.looks += 1
        if self.looks == self.moment and found is None:
            self.kept = LoadedSnapshot(A)
        return found

    @_loaded.setter
    def _loaded(self, loaded) -> None:
        self.kept = loaded


@pytest.mark.parametrize("moment", range(1, 7))
def test_a_first_load_may_be_finished_by_another_thread_at_any_moment(store, moment):
    store.publish(A)
    site = Interrupted(moment, store)

    assert [site.loaded().snapshot.id for _ in range(2)] == [A.id, A.id]
