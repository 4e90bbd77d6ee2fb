"""What is dear is made by one worker of a run and read by all of them."""

import fcntl
from collections.abc import Callable

import pytest

from ses_map.errors import NotReadyError
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore


def shared(request: pytest.FixtureRequest, name: str, make: Callable[[], Snapshot]) -> Snapshot:
    """Return the snapshot of this name; the first worker that asks makes it, while others who ask wait.

    It lies in the folder of temporary files that all workers of this run, and no other run, have in common. The system
    frees the lock of a worker that dies, and the next one makes what is missing.
    """
    base = request.getfixturevalue("tmp_path_factory").getbasetemp()
    common = base.parent if hasattr(request.config, "workerinput") else base
    store = FileStore(common / f"shared-{name}")
    with (common / f"shared-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            return store.load(store.current_id())
        except NotReadyError:
            snapshot = make()
            store.publish(snapshot)
            return snapshot
