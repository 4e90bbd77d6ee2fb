"""What a worker serves from: one edition, replaced whole when a newer snapshot is published."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from flask import current_app, g, request

from ses_map.errors import NotFoundError, NotReadyError, StoreError
from ses_map.store import Store, load_current, read_intact
from ses_map.web.state.load_status import LoadStatus
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

_log = logging.getLogger(__name__)

#: How long a worker may serve a snapshot before it asks which one is current, in seconds.
_ASK_EVERY_S = 1.0


class SnapshotHolder:
    """Holds the edition in use and notices a newer one.

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
        self.load_status = LoadStatus()
        self._told = ""
        self._edition: LoadedSnapshot | None = None
        self._asked = float("-inf")
        self._lock = threading.Lock()

    def edition(self) -> LoadedSnapshot:
        """Return the edition in use.

        Raises
        ------
        NotReadyError
            When nothing has been published yet.
        StoreError
            When no kept snapshot can be read. A current one that cannot be is logged, :attr:`trouble` says so, and the
            one in use stays; a worker that has none yet takes the newest that is intact.
        """
        if self._edition is None or (not self.is_followed and time.monotonic() - self._asked > _ASK_EVERY_S):
            self._refresh()
        assert self._edition is not None  # noqa: S101 - _refresh raised otherwise
        return self._edition

    @property
    def trouble(self) -> str:
        """Why the newest snapshot is not the one in use; empty while all is well."""
        return self.load_status.trouble

    @trouble.setter
    def trouble(self, sentence: str) -> None:
        self.load_status.trouble = sentence

    @property
    def served_id(self) -> str:
        """Id of the snapshot in use, empty before there is one; the store is not asked."""
        return self._edition.snapshot.id if self._edition else ""

    def counts(self) -> dict[str, int]:
        """Count the powiats of the snapshot in use by today's standing; nothing before there is one."""
        return self._edition.standing_counts(self.today()) if self._edition else {}

    def refresh(self) -> bool:
        """Ask the store now; tell whether there is another edition than before.

        Raises
        ------
        StoreError
            As :meth:`edition`.
        """
        before = self._edition
        self._refresh()
        return self._edition is not before

    def _refresh(self) -> None:
        taken = self._lock.acquire(blocking=self._edition is None)
        if not taken:
            return  # another thread is loading; the old edition serves meanwhile
        try:
            self._load()
        finally:
            self._asked = time.monotonic()
            self._lock.release()

    def _load(self) -> None:
        try:
            current = self.store.current_id()
            if self._edition is None or self._edition.snapshot.id != current:
                edition = LoadedSnapshot(load_current(self.store))
                edition.prepare(with_maps=self._edition is not None and self._edition.has_maps)
                self._edition = edition
                self.load_status.loaded_at = time.monotonic()
                _log.info("serving snapshot %s", edition.snapshot.id)
            self._told = ""
            if self.trouble:
                self.trouble = ""
        except StoreError as error:
            if not isinstance(error, NotReadyError):
                self.load_status.count_failure()
            if self._edition is None:
                self._edition = self._intact()
            if self._edition is None:
                raise
            if self._told != str(error):
                _log.error("keeping snapshot %s: %s", self._edition.snapshot.id, error)
            self._told, self.trouble = str(error), error.polish

    def _intact(self) -> LoadedSnapshot | None:
        """Read the newest kept snapshot that this code can serve."""
        with contextlib.suppress(StoreError):
            for snapshot in read_intact(self.store):
                edition = LoadedSnapshot(snapshot)
                with contextlib.suppress(StoreError):
                    edition.prepare(with_maps=False)
                    return edition
        return None

    def older_asset(self, name: str) -> bytes:
        """Find a hashed file of an older snapshot, for a page that was opened before the last publication.

        Raises
        ------
        NotFoundError
            When no kept snapshot has it.
        """
        return self.older_file(f"assets/{name}")

    def older_file(self, name: str) -> bytes:
        """Find a file whose name carries its hash in any kept snapshot, as :meth:`older_asset`."""
        for snapshot_id in self.store.ids():
            try:
                return self.store.read(snapshot_id, name)
            except (StoreError, NotFoundError):
                continue
        raise NotFoundError(f"no kept snapshot has the file {name}", "Nie ma takiego pliku; odśwież stronę.")


def site() -> SnapshotHolder:
    """Return the site of the current application."""
    found: SnapshotHolder = current_app.extensions["ses_map"]
    return found


def current() -> LoadedSnapshot:
    """Return the edition that this request is answered from: one, whatever is published meanwhile."""
    if "edition" not in g:
        g.edition = site().edition()
        if request:
            request.environ["ses_map.snapshot"] = g.edition.snapshot.id
    edition: LoadedSnapshot = g.edition
    return edition
