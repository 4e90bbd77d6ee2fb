"""How the loading of snapshots goes in this process."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class LoadStatus:
    """Written by whatever loads snapshots, read by ``/healthz`` and ``/metrics``."""

    #: Why the newest snapshot is not the one in use, as told to readers; empty while all is well.
    trouble: str = ""
    #: When the snapshot in use was loaded, by the monotonic clock; 0 before that.
    loaded_at: float = 0.0
    #: Called each time that a snapshot could not be loaded, or the store not be asked.
    count_failure: Callable[[], None] = lambda: None
