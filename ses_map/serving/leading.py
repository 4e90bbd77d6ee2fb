"""The master's part: it loads newer snapshots, whose memory workers share, and lets gunicorn replace the workers.

A timer of the process asks the store once a second. A newer snapshot is loaded by the master itself and checked; only
then the master sends itself ``SIGHUP``: gunicorn forks new workers, which have it, and tells the old ones to finish. A
snapshot that cannot be loaded changes nothing but ``/healthz``.

A thread would be simpler, but a process with threads must not fork; a second process that watches would have to be
watched itself.
"""

import ctypes
import gc
import logging
import os
import signal
from collections.abc import Callable
from typing import Any

from ses_map.errors import StoreError
from ses_map.web.state.snapshot_holder import SnapshotHolder

_log = logging.getLogger(__name__)

#: Seconds between two questions to the store.
_EVERY_S = 1.0
#: What of an edition depends on areas alone: small, and needed by most pages.
_SHARED = ("numbers", "steps", "surfaces", "borders", "unit_shapes", "by_slug")


def lead(server: Any) -> None:
    """Look for newer snapshots from now on, in this process.

    Parameters
    ----------
    server : gunicorn.arbiter.Arbiter
        The master, with the application loaded.
    """
    site: SnapshotHolder = server.app.wsgi().extensions["ses_map"]
    site.is_led = True
    leader = _Leader(site)
    signal.signal(signal.SIGALRM, leader.look)
    leader.safely(leader.prepare)


def stop() -> None:
    """Look no more: the timer must not ring while the interpreter is taken down."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)


def before_fork(server: Any) -> None:
    """End the threads and connections of the store, which no fork may have, and keep the collector away from all else.

    What the collector marks is written to, and so no longer shared.
    """
    site: SnapshotHolder = server.app.wsgi().extensions["ses_map"]
    site.store.close()
    gc.freeze()


class _Leader:
    def __init__(self, site: SnapshotHolder) -> None:
        self._site, self._pid = site, os.getpid()

    def look(self, *_: Any) -> None:
        """Load what is newer, when the timer says so."""
        if os.getpid() == self._pid:
            self.safely(self._replace)

    def safely(self, step: Callable[[], None]) -> None:
        """Do something whose failure must not end the master, and start the timer: gunicorn gets its turn between."""
        try:
            step()
        except StoreError:
            pass  # nothing is loaded yet, or was ever published; workers say so to whoever asks
        except Exception:  # whatever it is, the workers serve what they have
            _log.exception("a newer snapshot could not be made ready")
        finally:
            signal.setitimer(signal.ITIMER_REAL, _EVERY_S)

    def _replace(self) -> None:
        if self._site.refresh():
            os.kill(self._pid, signal.SIGHUP)  # gunicorn heeds it after this
            self.prepare()

    def prepare(self) -> None:
        """Work out once what every worker would work out, and give the memory of the edition before back."""
        gc.unfreeze()
        gc.collect()
        try:
            ctypes.CDLL(None).malloc_trim(0)
        except AttributeError:
            pass  # another C library
        if self._site.served_id:
            edition = self._site.edition()
            for name in _SHARED:
                getattr(edition, name)
