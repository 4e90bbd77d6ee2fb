"""Full and read-only disks: one sentence, the old state stays, and it works again once there is space."""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ses_map.errors import StoreError
from ses_map.store import load_current
from ses_map.store.files import FileStore
from tests.builders import ROOT, parcel
from tests.faults.disks import fill, read_only, small_disk
from tests.faults.tally import amount, check, note
from tests.faults.worlds import Worlds, is_whole, started
from tests.import_builders import assert_sealed, files_of, run, take
from tests.serving import ses_map

pytest_plugins = ["tests.import_fixtures"]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    return Worlds(tmp_path_factory.mktemp("worlds"))


def one_sentence(output: str) -> str:
    """What a command says when it fails: one line, no traceback."""
    said = [line for line in output.splitlines() if line.strip()]
    assert len(said) == 1 and "Traceback" not in output, output
    return said[0]


def test_a_full_disk_keeps_the_old_snapshot_and_takes_the_new_one_later(tmp_path, worlds):
    old, new = worlds.snapshots
    levels = random.Random(7)
    with small_disk(tmp_path / "disk", 4 * worlds.size) as disk:
        store = FileStore(disk / "snapshots")
        store.publish(old)
        client = started(store).test_client()
        for _ in range(amount(6, 60)):
            ballast = fill(disk, levels.randrange(worlds.size))
            note("disk full: store", injected=1)
            with pytest.raises(StoreError):
                store.publish(new)
            check("disk full: store", whole=load_current(store).id == old.id and is_whole(store, worlds))
            assert client.get("/api/v1/lookup?teryt=1601").json["snapshot"] == old.id
            ballast.unlink()
        assert store.publish(new) == load_current(store).id
        assert is_whole(store, worlds) and list(store.root.glob(".tmp-*")) == []


def test_a_full_disk_is_one_sentence_of_the_command(tmp_path, worlds):
    with small_disk(tmp_path / "disk", 4 * worlds.size) as disk:
        store = FileStore(disk / "snapshots")
        store.publish(worlds.snapshots[0])
        ballast = fill(disk)
        note("disk full: store", injected=1)
        failed = ses_map("build", store=store.root, geodata=worlds.new)
        assert failed.returncode == 1 and "No space left" in one_sentence(failed.stderr)
        check("disk full: store", whole=is_whole(store, worlds) and store.current_id() == worlds.snapshots[0].id)
        ballast.unlink()
        assert ses_map("build", store=store.root, geodata=worlds.new).returncode == 0
        assert store.current_id() == worlds.snapshots[1].id


def test_a_full_disk_keeps_the_old_tables_and_takes_the_new_ones_later(tmp_path, pomorskie, editions):
    size = sum(f.stat().st_size + 4096 for f in pomorskie.rglob("*")) + 2**20
    levels = random.Random(8)
    with small_disk(tmp_path / "disk", size) as disk:
        geo = Path(shutil.copytree(pomorskie, disk / "geodata"))
        before = files_of(geo)
        for _ in range(amount(3, 20)):
            ballast = fill(disk, levels.randrange(0, 8_192))
            note("disk full: import", injected=1)
            failed = run(geo, "centres", editions[0])
            assert failed.exit_code == 1 and "No space left" in one_sentence(failed.stderr)
            check("disk full: import", whole=files_of(geo) == before)
            ballast.unlink()
        take(geo, editions[0], "centres")
        assert files_of(geo) != before
        assert_sealed(geo)


def test_a_disk_that_turned_read_only_keeps_answering_and_recovers(tmp_path, worlds, pomorskie, editions):
    old, new = worlds.snapshots
    with small_disk(tmp_path / "disk", 64 * 2**20) as disk:
        store, geo = FileStore(disk / "snapshots"), Path(shutil.copytree(pomorskie, disk / "geodata"))
        store.publish(old)
        before = files_of(geo)
        with read_only(disk):
            note("read-only disk", injected=2)
            failed = ses_map("build", store=store.root, geodata=worlds.new)
            assert failed.returncode == 1 and "Read-only" in one_sentence(failed.stderr)
            refused = run(geo, "centres", editions[0])
            assert refused.exit_code == 1 and "niczego nie zmieniono" in one_sentence(refused.stderr)
            assert started(store).test_client().get("/healthz").json["status"] == "ok"
            check("read-only disk", whole=is_whole(store, worlds) and load_current(store).id == old.id)
            check("read-only disk", whole=files_of(geo) == before)
        assert store.publish(new) == load_current(store).id
        take(geo, editions[0], "centres")
        assert_sealed(geo)


UNPRIVILEGED = """
import os, sys
from pathlib import Path
from ses_map.errors import StoreError
from ses_map.store.files import FileStore
from tests.builders import parcel
open_, closed = FileStore(Path(sys.argv[1])), FileStore(Path(sys.argv[2]))
open_.publish(parcel("one")), open_.current_id()  # so that all modules are there before the rights are gone
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    closed.publish(parcel("two"))
except StoreError as error:
    assert "Permission denied" in str(error), error
    print(closed.current_id())
"""


def test_a_folder_without_rights_is_refused_and_stays(tmp_path):
    """Root ignores the modes of folders: as root, the publisher gives its rights up first."""
    home = Path(tempfile.mkdtemp())  # pytest's own folders let nobody else in
    try:
        store = FileStore(home / "snapshots")
        store.publish(parcel("one"))
        home.chmod(0o755)
        store.root.chmod(0o555)
        note("read-only directory", injected=1)
        arguments = [sys.executable, "-W", "ignore", "-c", UNPRIVILEGED, tmp_path / "open", store.root]
        done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ))
        assert (done.returncode, done.stdout.strip()) == (0, parcel("one").id), done.stderr
        check("read-only directory", whole=dict(load_current(store).files) == dict(parcel("one").files))
        store.root.chmod(0o755)
        assert store.publish(parcel("two")) == load_current(store).id
    finally:
        shutil.rmtree(home)
