"""How a worker comes to a newer snapshot: a thread asks the store once a second and loads what is newer.

Requests are answered from the old one meanwhile, each from one alone. A snapshot that cannot be loaded changes nothing
but ``/healthz`` and ``/metrics``.
"""

import ctypes
import gc
import logging
import os
import signal
import threading
import time

from ses_map.errors import StoreError
from ses_map.web.state.snapshot_holder import SnapshotHolder

_log = logging.getLogger(__name__)

#: Seconds between two questions to the store.
_EVERY_S = 1.0


def prepare(holder: SnapshotHolder) -> None:
    """Work out once, in the main process, what every worker would work out, and close what no fork may share."""
    _warm_up(holder)
    holder.store.close()


def follow(holder: SnapshotHolder, main: int) -> None:
    """Serve what the store says from now on, in this worker.

    What the main process loaded may be old by now: a worker that replaces one that died begins long after it.

    Parameters
    ----------
    holder : SnapshotHolder
        Of the application that this process serves.
    main : int
        Process id of the main process, which may be gone before this worker asks for its own parent.
    """
    holder.is_followed = True
    reload(holder)
    threading.Thread(target=_follow, args=(holder, main), name="snapshot-reloader", daemon=True).start()


def _follow(holder: SnapshotHolder, main: int) -> None:
    while os.getppid() == main:
        time.sleep(_EVERY_S)
        if reload(holder):
            _give_back()
    os.kill(os.getpid(), signal.SIGTERM)  # the main process was killed; nobody would ever stop this one


def reload(holder: SnapshotHolder) -> bool:
    """Load what is newer; tell whether there was something. Nothing that fails here may end a worker, or its thread."""
    try:
        is_new = holder.refresh()
        if is_new:
            _warm_up(holder)
    except StoreError:
        return False  # nothing is loaded yet, or was ever published; whoever asks is told
    except Exception:  # whatever it is, requests are answered from what is there
        _log.exception("a newer snapshot could not be made ready")
        return False
    return is_new


def _warm_up(holder: SnapshotHolder) -> None:
    if holder.served_id:
        holder.loaded().warm_up()


def _give_back() -> None:
    """Return the memory of the snapshot before to the system."""
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except AttributeError:
        pass  # another C library
