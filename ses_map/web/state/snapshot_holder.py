"""What a worker serves from: one snapshot, replaced whole when a newer snapshot is published."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from flask import current_app, g, request

from ses_map.errors import NotFoundError, NotReadyError, StoreError
from ses_map.store import Store, load_current, read_intact
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

_log = logging.getLogger(__name__)

#: How long a worker may serve a snapshot before it asks which one is current, in seconds.
_ASK_EVERY_S = 1.0


class SnapshotHolder:
    """Holds the snapshot in use and notices a newer one.

    Parameters
    ----------
    store : Store
        Where snapshots are published.
    today : callable
        Gives the day that answers without a ``date`` are for.
    """

    def __init__(self, store: Store, today: Callable[[], date]) -> None:
        self.store = store
        self.today = today
        #: Whether a thread of this process loads newer snapshots; without one a request does, once a second.
        self.is_followed = False
        #: Why the newest snapshot is not the one in use, as told to readers; empty while all is well.
        self.trouble = ""
        #: When the snapshot in use was loaded, by the monotonic clock; 0 before that.
        self.loaded_at = 0.0
        #: Called each time that a snapshot could not be loaded, or the store not be asked.
        self.count_failure: Callable[[], None] = lambda: None
        self._told = ""
        self._loaded: LoadedSnapshot | None = None
        self._asked = float("-inf")
        self._lock = threading.Lock()

    def loaded(self) -> LoadedSnapshot:
        """Return the snapshot in use.

        Raises
        ------
        NotReadyError
            When nothing has been published yet.
        StoreError
            When no kept snapshot can be read. A current one that cannot be is logged, :attr:`trouble` says so, and the
            one in use stays; a worker that has none yet takes the newest that is intact.
        """
        if self._loaded is None or (not self.is_followed and time.monotonic() - self._asked > _ASK_EVERY_S):
            self._refresh()
        assert self._loaded is not None  # noqa: S101 - _refresh raised otherwise
        return self._loaded

    @property
    def served_id(self) -> str:
        """Id of the snapshot in use, empty before there is one; the store is not asked."""
        return self._loaded.snapshot.id if self._loaded else ""

    def counts(self) -> dict[str, int]:
        """Count the powiats of the snapshot in use by today's standing; nothing before there is one."""
        return self._loaded.citizen.standing_counts(self.today()) if self._loaded else {}

    def refresh(self) -> bool:
        """Ask the store now; tell whether there is another snapshot than before.

        Raises
        ------
        StoreError
            As :meth:`loaded`.
        """
        before = self._loaded
        self._refresh()
        return self._loaded is not before

    def _refresh(self) -> None:
        taken = self._lock.acquire(blocking=self._loaded is None)
        if not taken:
            return  # another thread is loading; the old snapshot serves meanwhile
        try:
            self._load()
        finally:
            self._asked = time.monotonic()
            self._lock.release()

    def _load(self) -> None:
        try:
            current = self.store.current_id()
            if self._loaded is None or self._loaded.snapshot.id != current:
                loaded = LoadedSnapshot(load_current(self.store))
                loaded.prepare(with_maps=self._loaded is not None and self._loaded.citizen.has_maps)
                self._loaded = loaded
                self.loaded_at = time.monotonic()
                _log.info("serving snapshot %s", loaded.snapshot.id)
            self._told = self.trouble = ""
        except StoreError as error:
            if not isinstance(error, NotReadyError):
                self.count_failure()
            if self._loaded is None:
                self._loaded = self._intact()
            if self._loaded is None:
                raise
            if self._told != str(error):
                _log.error("keeping snapshot %s: %s", self._loaded.snapshot.id, error)
            self._told, self.trouble = str(error), error.polish

    def _intact(self) -> LoadedSnapshot | None:
        """Read the newest kept snapshot that this code can serve."""
        with contextlib.suppress(StoreError):
            for snapshot in read_intact(self.store):
                loaded = LoadedSnapshot(snapshot)
                with contextlib.suppress(StoreError):
                    loaded.prepare(with_maps=False)
                    return loaded
        return None

    def older_file(self, name: str) -> bytes:
        """Find a file whose name carries its hash in any kept snapshot, for a page opened before the last publication.

        Raises
        ------
        NotFoundError
            When no kept snapshot has it.
        """
        for snapshot_id in self.store.ids():
            try:
                return self.store.read(snapshot_id, name)
            except (StoreError, NotFoundError):
                continue
        raise NotFoundError(f"no kept snapshot has the file {name}", "Nie ma takiego pliku; odśwież stronę.")


def holder() -> SnapshotHolder:
    """Return the snapshot holder of the current application."""
    found: SnapshotHolder = current_app.extensions["ses_map"]
    return found


def current() -> LoadedSnapshot:
    """Return the loaded snapshot that this request is answered from: one, whatever is published meanwhile."""
    loaded: LoadedSnapshot | None = g.get("loaded")
    if loaded is None:
        loaded = g.loaded = holder().loaded()
        if request:
            request.environ["ses_map.snapshot"] = loaded.snapshot.id
    return loaded
