"""One suite for every store: the protocol's docstring is the contract, this is its teeth."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ses_map.errors import NotFoundError, NotReadyError, StoreError
from ses_map.store import Store, load_current
from ses_map.store import files as files_module
from ses_map.store.files import FileStore
from ses_map.store.memory import MemoryStore
from ses_map.store.opening import open_store
from tests.builders import parcel

pytest_plugins = ["tests.postgres_fixtures"]

ONE, TWO, THREE = parcel("one"), parcel("two"), parcel("three")


@pytest.fixture(params=["memory", "files", pytest.param("postgis", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "postgis":
        return open_store(request.getfixturevalue("url"))
    return MemoryStore() if request.param == "memory" else FileStore(tmp_path / "snapshots")


@pytest.fixture
def folder(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "snapshots")


def test_before_the_first_publication_nothing_is_ready(store):
    with pytest.raises(NotReadyError) as refusal:
        store.current_id()

    assert "nie są jeszcze gotowe" in refusal.value.polish
    assert store.ids() == ()
    with pytest.raises(NotReadyError):
        load_current(store)


def test_what_is_published_is_current_and_comes_back(store):
    assert store.publish(ONE) == ONE.id
    assert store.current_id() == ONE.id
    assert store.ids() == (ONE.id,)
    assert dict(store.load(ONE.id).files) == dict(ONE.files)
    assert load_current(store).id == ONE.id


def test_the_newest_is_first_and_older_ones_are_kept(store):
    for snapshot in (ONE, TWO, THREE):
        store.publish(snapshot)

    assert store.ids() == (THREE.id, TWO.id, ONE.id)
    assert [store.load(i).files["registry.json"] for i in store.ids()] == [b"three", b"two", b"one"]


def test_publishing_the_same_again_changes_only_which_is_current(store):
    for snapshot in (ONE, TWO, ONE, ONE):
        store.publish(snapshot)

    assert store.current_id() == ONE.id
    assert store.ids() == (TWO.id, ONE.id)


@pytest.mark.parametrize("unknown", ["0" * 16, "", "..", "../snapshots", "current", "ABCDEF0123456789", "\u0661" * 16])
def test_an_id_that_nothing_has_is_not_found(store, unknown):
    store.publish(ONE)

    with pytest.raises(NotFoundError, match="no snapshot") as refusal:
        store.load(unknown)

    assert refusal.value.polish.startswith("Nie ma migawki")


def test_one_file_can_be_read_alone(store):
    store.publish(ONE)
    store.publish(TWO)

    assert store.read(ONE.id, "registry.json") == b"one"
    assert store.read(TWO.id, "layers/gminy.npz") == b"two" * 99


@pytest.mark.parametrize("name", ["more.json", "", "layers", "manifest.json", "../current", "/etc/passwd"])
def test_a_file_that_the_snapshot_has_not_is_not_found(store, name):
    store.publish(ONE)

    with pytest.raises(NotFoundError) as refusal:
        store.read(ONE.id, name)

    assert refusal.value.polish == f"Nie ma pliku {name}."


def test_a_file_of_no_snapshot_is_not_found(store):
    with pytest.raises(NotFoundError, match=f"no snapshot {ONE.id}"):
        store.read(ONE.id, "registry.json")


@pytest.mark.parametrize(
    ("keep", "gone"), [(5, []), (3, []), (2, [ONE]), (1, [TWO, ONE]), (0, [TWO, ONE])], ids=lambda v: str(v)[:2]
)
def test_pruning_keeps_the_newest_and_the_current(store, keep, gone):
    for snapshot in (ONE, TWO, THREE):
        store.publish(snapshot)

    assert store.prune(keep) == tuple(s.id for s in gone)
    assert set(store.ids()) == {ONE.id, TWO.id, THREE.id} - {s.id for s in gone}
    assert load_current(store).id == THREE.id


def test_pruning_never_takes_the_current_however_old(store):
    for snapshot in (ONE, TWO, THREE, ONE):
        store.publish(snapshot)

    assert store.prune(1) == (TWO.id,)
    assert store.ids() == (THREE.id, ONE.id)
    assert load_current(store).files == ONE.files


def test_what_is_gone_can_be_published_again(store):
    for snapshot in (ONE, TWO):
        store.publish(snapshot)
    store.prune(1)
    store.publish(ONE)

    assert store.ids() == (ONE.id, TWO.id)
    assert load_current(store).files == ONE.files


def test_stores_agree_on_pruning_nothing(store):
    assert store.prune(3) == ()


def test_a_file_may_hold_any_bytes_and_lie_deep(store):
    odd = parcel("x").with_files({"assets/a/b/ż.bin": bytes(range(256)), "assets/empty": b""})

    assert dict(store.load(store.publish(odd)).files) == dict(odd.files)


@given(st.lists(st.sampled_from([ONE, TWO, THREE]) | st.integers(1, 3), min_size=1, max_size=8))
def test_stores_tell_the_same_story(tmp_path_factory, steps):
    memory, files = MemoryStore(), FileStore(tmp_path_factory.mktemp("store"))
    for one in (memory, files):
        one.publish(TWO)
    for step in steps:
        told = [s.prune(step) if isinstance(step, int) else s.publish(step) for s in (memory, files)]
        assert told[0] == told[1]
        assert memory.ids() == files.ids()
        assert memory.current_id() == files.current_id()


def damage(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "gone":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "short":
        path.write_bytes(data[:-1])
    elif how == "longer":
        path.write_bytes(data + b"0")
    else:
        data[len(data) // 2] ^= 1
        path.write_bytes(data)


@pytest.mark.parametrize("how", ["bit", "short", "longer", "empty", "gone"])
@pytest.mark.parametrize("name", ["registry.json", "layers/gminy.npz", "points.json", "manifest.json"])
def test_a_damaged_snapshot_is_refused_and_the_older_still_loads(folder, name, how):
    folder.publish(ONE)
    folder.publish(TWO)
    damage(folder.root / TWO.id / name, how)

    with pytest.raises(StoreError, match=TWO.id):
        load_current(folder)
    assert folder.load(ONE.id).files == ONE.files
    folder.publish(ONE)
    assert load_current(folder).files == ONE.files


@pytest.mark.parametrize("how", ["bit", "short", "longer", "empty", "gone"])
def test_a_damaged_file_is_not_read_and_the_others_are(folder, how):
    folder.publish(ONE)
    damage(folder.root / ONE.id / "registry.json", how)

    with pytest.raises(StoreError, match=ONE.id):
        folder.read(ONE.id, "registry.json")
    assert folder.read(ONE.id, "points.json") == b"{}"


@pytest.mark.parametrize("manifest", [b"null", b"5", b"[1]", b"[]", b'"x"', b"{}", b"\xff", b'{"registry.json": "0"}'])
def test_a_manifest_of_another_shape_is_refused(folder, manifest):
    folder.publish(ONE)
    (folder.root / ONE.id / "manifest.json").write_bytes(manifest)

    with pytest.raises(StoreError, match=ONE.id):
        load_current(folder)


def test_publishing_a_damaged_snapshot_again_repairs_it(folder):
    folder.publish(ONE)
    damage(folder.root / ONE.id / "registry.json", "bit")
    folder.publish(ONE)

    assert load_current(folder).files == ONE.files
    assert not list(folder.root.glob(".tmp-*"))


@pytest.mark.parametrize("pointer", [b"", b"\n", b"one", b"../x", b"\xff", ONE.id[:15].encode(), f"{ONE.id}x".encode()])
def test_a_pointer_to_nonsense_is_refused_until_the_next_publication(folder, pointer):
    folder.publish(ONE)
    (folder.root / "current").write_bytes(pointer)

    with pytest.raises(StoreError, match="current"):
        load_current(folder)
    folder.publish(TWO)
    assert load_current(folder).files == TWO.files


def test_a_pointer_to_a_snapshot_that_is_gone_is_a_store_error(folder):
    """``load_current`` promises NotReadyError or StoreError: "not found" would read as a wrong address."""
    folder.publish(ONE)
    (folder.root / ONE.id).rename(folder.root / "elsewhere")

    with pytest.raises(StoreError):
        load_current(folder)


@pytest.mark.parametrize("ask", [lambda s: s.current_id(), lambda s: s.publish(ONE), lambda s: load_current(s)])
def test_a_root_that_is_no_folder_is_a_store_error(tmp_path, ask):
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreError, match="file"):
        ask(FileStore(tmp_path / "file"))


def test_nothing_is_left_over(folder):
    for snapshot in (ONE, TWO, ONE):
        folder.publish(snapshot)
    folder.prune(1)

    assert sorted(p.name for p in folder.root.iterdir()) == sorted([ONE.id, TWO.id, "current"])
    assert json.loads((folder.root / ONE.id / "manifest.json").read_text()) == ONE.digests


def test_what_a_dead_publisher_left_is_swept_after_an_hour(folder):
    folder.publish(ONE)
    stale, fresh = folder.root / ".tmp-stale", folder.root / ".tmp-fresh"
    for path in (stale, fresh):
        (path / ONE.id).mkdir(parents=True)
    (folder.root / ".tmp-pointer").write_text("x")
    for path in (stale, folder.root / ".tmp-pointer"):
        os.utime(path, (path.stat().st_mtime - 3700,) * 2)
    folder.publish(TWO)

    assert [p.name for p in folder.root.glob(".tmp-*")] == [".tmp-fresh"]


def test_what_another_publisher_finishes_during_the_sweep_does_not_matter(folder, monkeypatch):
    folder.publish(ONE)
    other = folder.root / ".tmp-other"
    other.write_text("a pointer about to be renamed into place")

    modified_ns = files_module._modified_ns

    def finished(path: Path) -> int:
        if path == other:
            other.unlink()
        return modified_ns(path)

    monkeypatch.setattr(files_module, "_modified_ns", finished)

    assert folder.publish(TWO) == TWO.id and not other.exists()


def test_a_snapshot_made_current_during_pruning_stays(folder):
    """Somebody rolls back to an old snapshot between the moment that pruning looks and the moment that it removes."""

    class Interrupted(FileStore):
        def ids(self) -> tuple[str, ...]:
            FileStore(self.root).publish(ONE)
            return super().ids()

    for snapshot in (ONE, TWO, THREE):
        folder.publish(snapshot)
    Interrupted(folder.root).prune(1)

    assert load_current(folder).files == ONE.files
