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
from typing import Any

from ses_map.errors import StoreError
from ses_map.web.site import Site

_log = logging.getLogger(__name__)

#: Seconds between two questions to the store.
_EVERY_S = 1.0


def lead(server: Any) -> None:
    """Look for newer snapshots from now on, in this process.

    Parameters
    ----------
    server : gunicorn.arbiter.Arbiter
        The master, with the application loaded.
    """
    site: Site = server.app.wsgi().extensions["ses_map"]
    site.is_led = True
    gc.collect()
    leader = _Leader(site)
    signal.signal(signal.SIGALRM, leader.look)
    signal.setitimer(signal.ITIMER_REAL, _EVERY_S)


def freeze() -> None:
    """Keep the collector away from everything that exists: what it marks is written to, and so no longer shared."""
    gc.freeze()


class _Leader:
    def __init__(self, site: Site) -> None:
        self._site, self._pid = site, os.getpid()

    def look(self, *_: Any) -> None:
        """Load what is newer; the timer starts again only afterwards, so that gunicorn gets its turn between."""
        if os.getpid() != self._pid:
            return
        try:
            if self._site.refresh():
                _tidy()
                os.kill(self._pid, signal.SIGHUP)
        except StoreError:
            pass  # nothing is loaded yet, or was ever published; workers say so to whoever asks
        except Exception:  # whatever it is, it must not end the master: the workers serve what they have
            _log.exception("a newer snapshot could not be loaded")
        finally:
            signal.setitimer(signal.ITIMER_REAL, _EVERY_S)


def _tidy() -> None:
    """Give the memory of the edition before back to the system."""
    gc.unfreeze()
    gc.collect()
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except AttributeError:
        pass  # another C library
