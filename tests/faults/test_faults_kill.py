"""kill -9 at seeded moments of build and publication: old or new, never a mixture, and the next run works.

Imports: ``tests/test_imports_kill.py``.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ses_map.cli.building import build_and_publish
from ses_map.settings import Settings
from ses_map.store import load_current
from ses_map.store.files import FileStore
from tests import test_store_kill as publications
from tests.builders import ROOT, parcel
from tests.faults.tally import amount, check, note
from tests.faults.worlds import Worlds, is_whole
from tests.import_builders import files_of

BUILDS, PUBLICATIONS = amount(8, 80), amount(10, 120)
#: Where half of the builders were done before they were killed there are more of them, up to so many times.
PATIENCE = 4


def nursery(store: Path) -> None:
    """Run in a process of its own: for each folder on stdin fork a builder, say its pid, bury it once it is dead."""
    for geodata in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            build_and_publish(Settings(store=store, geodata=Path(geodata.strip())))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdin.readline()  # not buried before it is killed: nobody else may have its number then
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


class Mother:
    """Starts builders."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._to, self._back = process.stdin, process.stdout

    def build(self, geodata: Path, kill_after_s: float | None = None) -> int:
        """Build in a new process and give how it ended; -9 where it was killed before it was done."""
        self._to.write(f"{geodata}\n")
        self._to.flush()
        pid = int(self._back.readline())
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            os.kill(pid, signal.SIGKILL)
        self._to.write("bury\n")
        self._to.flush()
        return int(self._back.readline())


@contextmanager
def mother(store: Path) -> Iterator[Mother]:
    code = "import sys; from pathlib import Path; from tests.faults import test_faults_kill as t; "
    code += "t.nursery(Path(sys.argv[1]))"
    command = [sys.executable, "-W", "ignore", "-c", code, str(store)]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Mother(process)
        process.stdin.close()


def test_killed_at_any_moment_a_build_leaves_the_old_snapshot_or_the_new_one(tmp_path):
    worlds, moments, ends = Worlds(tmp_path / "geodata"), random.Random(1990), []
    store, untouched = FileStore(tmp_path / "snapshots"), files_of(worlds.new)
    with mother(store.root) as builders:
        assert builders.build(worlds.old) == 0
        started = time.monotonic()
        assert builders.build(worlds.new) == 0
        whole_s = time.monotonic() - started
        for number in range(PATIENCE * BUILDS):
            if number >= BUILDS and ends.count(-signal.SIGKILL) >= BUILDS // 2:
                break
            before = store.current_id()
            following = worlds.old if before == worlds.snapshots[1].id else worlds.new
            # half of the moments near the end, where it writes
            moment = moments.uniform((number % 2) * 0.7, 1.1) * whole_s
            ends.append(builders.build(following, moment))
            whole_s = min(whole_s, moment) if ends[-1] == 0 else whole_s  # the machine has become quicker since
            note("kill -9: build", injected=int(ends[-1] == -signal.SIGKILL))
            check("kill -9: build", whole=is_whole(store, worlds) and store.current_id() in worlds.whole)
        assert builders.build(worlds.old) == 0, "the next build works"

    assert load_current(store).id == worlds.snapshots[0].id
    assert files_of(worlds.new) == untouched, "a build writes nothing to geodata"
    assert ends.count(-signal.SIGKILL) >= BUILDS // 2, "the builders were done before they were killed"


def test_killed_at_any_moment_a_publisher_leaves_a_whole_snapshot(tmp_path):
    store, moments = FileStore(tmp_path / "snapshots"), random.Random(2004)
    store.publish(parcel("zero"))
    with publications.process("nursery", store.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as nursery_:
        for _ in range(PUBLICATIONS):
            with publications.publisher_to_kill(nursery_):
                time.sleep(moments.uniform(0.0, 0.06))
            note("kill -9: publication", injected=1)
            current = load_current(store)
            kept = all(dict(store.load(i).files) == publications.WHOLE[i] for i in store.ids())
            check("kill -9: publication", whole=kept and dict(current.files) == publications.WHOLE[current.id])
            assert store.publish(parcel("after")) == load_current(store).id, "the next publication works"
