"""What a worker serves from: one edition, replaced whole when a newer snapshot is published."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import date

from flask import current_app, g

from ses_map.errors import NotFoundError, StoreError
from ses_map.store import Store, load_current
from ses_map.web.edition import Edition

_log = logging.getLogger(__name__)

#: How long a worker may serve a snapshot before it asks which one is current, in seconds.
_ASK_EVERY_S = 1.0


class Site:
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
        #: Why the newest snapshot is not the one in use; empty while all is well.
        self.trouble = ""
        self._told = ""
        self._edition: Edition | None = None
        self._asked = float("-inf")
        self._lock = threading.Lock()

    def edition(self) -> Edition:
        """Give the edition in use.

        Raises
        ------
        NotReadyError
            When nothing has been published yet.
        StoreError
            When the first snapshot cannot be read; later ones that cannot be are logged and the old one stays.
        """
        if self._edition is None or time.monotonic() - self._asked > _ASK_EVERY_S:
            self._refresh()
        assert self._edition is not None  # noqa: S101 - _refresh raised otherwise
        return self._edition

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
                edition = Edition(load_current(self.store))
                edition.prepare(with_maps=self._edition is not None and self._edition.has_maps)
                self._edition = edition
                _log.info("serving snapshot %s", edition.snapshot.id)
            self._told = self.trouble = ""
        except StoreError as error:
            if self._edition is None:
                raise
            if self._told != str(error):
                _log.error("keeping snapshot %s: %s", self._edition.snapshot.id, error)
            self._told, self.trouble = str(error), error.polish

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


def site() -> Site:
    """Give the site of the current application."""
    found: Site = current_app.extensions["ses_map"]
    return found


def current() -> Edition:
    """Give the edition that this request is answered from: one, whatever is published meanwhile."""
    if "edition" not in g:
        g.edition = site().edition()
    edition: Edition = g.edition
    return edition
