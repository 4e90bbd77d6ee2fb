"""Publishers that die, race and are watched: whatever the moment, a reader finds one whole snapshot."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from ses_map.store import load_current
from ses_map.store.files import FileStore
from tests.builders import ROOT, parcel

WORDS = ("one", "two", "three")
WHOLE = {parcel(w).id: dict(parcel(w).files) for w in (*WORDS, "zero", "after")}
KILLS = 60
#: On a busy machine a publisher gets no further in the same time: then it is left more of it, up to so many rounds.
PATIENCE = 10


def publish(root: Path, words: Sequence[str], times: int, keep: int = 9) -> None:
    """Run in a process of its own: publish one word after another, and prune."""
    store = FileStore(root)
    for i in range(times):
        store.publish(parcel(words[i % len(words)]))
        if keep < len(words):
            store.prune(keep)


def nursery(root: Path) -> None:
    """Run in a process of its own: for each line on stdin fork a publisher, say its pid, bury it once it is dead."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            publish(root, WORDS, 1_000_000, keep=1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("dead\n")
        sys.stdout.flush()


def process(*arguments: object, **options: object) -> subprocess.Popen[str]:
    code = "import sys; from tests import test_store_kill; test_store_kill.main(*sys.argv[1:])"
    command = [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, **options)  # type: ignore[call-overload]


def main(role: str, root: str, *rest: str) -> None:
    if role == "nursery":
        nursery(Path(root))
    else:
        publish(Path(root), list(rest[1:]), int(rest[0]))


@contextmanager
def publisher_to_kill(mother: subprocess.Popen[str]) -> Iterator[int]:
    """A publisher at work; it is killed on the way out, and its death awaited."""
    to, back = mother.stdin, mother.stdout
    to.write("\n")
    to.flush()
    pid = int(back.readline())
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        assert back.readline() == "dead\n"


def test_killed_at_any_moment_a_publisher_leaves_a_whole_snapshot(tmp_path):
    store = FileStore(tmp_path / "snapshots")
    store.publish(parcel("zero"))
    moments = random.Random(1989)
    found = set()

    with process("nursery", store.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as mother:
        number = 0
        while number < KILLS or (len(found) < 3 and number < PATIENCE * KILLS):
            with publisher_to_kill(mother):
                time.sleep(moments.uniform(0.0, 0.06 * (1 + number // KILLS)))
            number += 1
            current = load_current(store)
            assert dict(current.files) == WHOLE[current.id]
            assert all(dict(store.load(i).files) == WHOLE[i] for i in store.ids())
            assert store.publish(parcel("after")) == load_current(store).id
            found.add(current.id)

    assert len(found) >= 3, "the publishers were killed before they did anything"
    assert list(store.root.glob(".tmp-*")), "no publisher was killed at work"


def test_what_the_killed_left_is_gone_after_an_hour(tmp_path):
    store = FileStore(tmp_path / "snapshots")
    with process("nursery", store.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as mother:
        for _ in range(20):
            with publisher_to_kill(mother):
                time.sleep(0.01)
    left = list(store.root.glob(".tmp-*"))
    for path in left:
        os.utime(path, (0, 0))
    store.publish(parcel("after"))

    assert left, "no publisher was killed at work"
    assert not list(store.root.glob(".tmp-*"))


def test_publishers_at_the_same_time_leave_a_current_snapshot(tmp_path):
    store = FileStore(tmp_path / "snapshots")
    pairs = [("one", "two"), ("two", "three"), ("three", "one")]
    running = [process("publish", store.root, 40, *pair, stderr=subprocess.PIPE) for pair in pairs]
    errors = [p.communicate()[1] for p in running]

    assert errors == ["", "", ""]
    assert [p.returncode for p in running] == [0, 0, 0]
    assert load_current(store).files["registry.json"] in (b"one", b"two", b"three")
    assert set(store.ids()) == {parcel(w).id for w in WORDS}
    assert all(dict(store.load(i).files) == WHOLE[i] for i in store.ids())
    assert not list(store.root.glob(".tmp-*"))


@pytest.mark.parametrize("readers", [1, 3])
def test_a_reader_never_sees_a_mixture(tmp_path, readers):
    store = FileStore(tmp_path / "snapshots")
    store.publish(parcel("zero"))
    seen: list[tuple[str, dict[str, bytes]]] = []
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                current = load_current(store)
                seen.append((current.id, dict(current.files)))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(PATIENCE):
            errors = process("publish", store.root, 90, *WORDS, stderr=subprocess.PIPE).communicate()[1]
            if errors or len({i for i, _ in seen}) >= 2:
                break
    finally:
        done.set()
        for thread in threads:
            thread.join()

    assert (errors, failures) == ("", [])
    assert all(files == WHOLE[i] for i, files in seen)
    assert len({i for i, _ in seen}) >= 2
    assert load_current(store).files["registry.json"] == b"three"


def test_a_reader_overtaken_by_publication_and_pruning_reads_the_new_snapshot(tmp_path):
    """The snapshot was current when it was asked for, and gone when it was to be read."""

    class Overtaken(FileStore):
        def current_id(self) -> str:
            current = super().current_id()
            if current == parcel("one").id:
                FileStore(self.root).publish(parcel("two"))
                FileStore(self.root).prune(1)
            return current

    FileStore(tmp_path).publish(parcel("one"))

    assert dict(load_current(Overtaken(tmp_path)).files) == dict(parcel("two").files)
