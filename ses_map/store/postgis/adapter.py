"""The store: the protocol of ``ses_map.store`` in SQL."""

import contextlib
import os
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from sqlalchemy import Connection, select

from ses_map.errors import NotReadyError, StoreError
from ses_map.snapshot import Snapshot
from ses_map.store import UNAVAILABLE, is_id, no_file, no_snapshot, verify, verify_file
from ses_map.store.postgis import publishing
from ses_map.store.postgis.database import LONG_S, Database
from ses_map.store.postgis.tables import ASK_CURRENT, EARLIER, REVISION, blobs, files, snapshots
from ses_map.store.postgis.watch import Watch

#: Who asks for the current snapshot again after so many seconds is a server, and gets a watch.
_SERVER_AFTER_S = 0.5

#: Snapshots whose file names are remembered.
_REMEMBERED = 32


class PostgisStore:
    """A :class:`ses_map.store.Store` in a PostgreSQL database with PostGIS.

    Safe to share between threads and across a fork. A process that keeps asking which snapshot is current is answered
    from memory by a thread that listens to the database, so that it never waits for it.

    Parameters
    ----------
    url : str
        Address as libpq takes it: ``postgresql://user@host/database``.

    Raises
    ------
    StoreError
        When the address cannot be read.
    """

    def __init__(self, url: str) -> None:
        self._database = Database(url)
        self._lock = threading.Lock()
        self._watch: Watch | None = None
        #: When this process was first answered, by ``time.monotonic``.
        self._answered = float("inf")
        self._pid = 0
        #: Names of the files of snapshots that were read from: whoever guesses names costs the database nothing.
        self._names: dict[str, frozenset[str]] = {}

    def current_id(self) -> str:
        watch = self._watch_of_a_server()
        told = watch.told() if watch else None
        if told is not None:
            return told
        try:
            with self._database.reading() as connection:
                return self._read_current(connection.execute(ASK_CURRENT).first())
        finally:
            self._answered = min(self._answered, time.monotonic())

    @property
    def is_listening(self) -> bool:
        """Whether this process is told of a new snapshot by ``NOTIFY``; otherwise it asks."""
        return self._watch is not None and self._pid == os.getpid() and self._watch.is_listening

    @property
    def silent_s(self) -> float | None:
        """Seconds since the database last answered the watch of this process; ``None`` where there is none yet."""
        watch = self._watch if self._pid == os.getpid() else None
        return time.monotonic() - watch.heard if watch and watch.heard > float("-inf") else None

    def ids(self) -> tuple[str, ...]:
        try:
            with self._database.reading() as connection:
                return tuple(connection.scalars(select(snapshots.c.id).order_by(snapshots.c.number.desc())))
        except NotReadyError:
            return ()

    def load(self, snapshot_id: str) -> Snapshot:
        with self._opened(snapshot_id) as (connection, digests):
            snapshot = Snapshot(dict(_stream(connection, snapshot_id)))
        return verify(snapshot, snapshot_id, digests)

    def read(self, snapshot_id: str, name: str) -> bytes:
        if name not in self._names.get(snapshot_id, (name,)):
            raise no_file(snapshot_id, name)
        with self._opened(snapshot_id) as (connection, digests):
            if len(self._names) >= _REMEMBERED:
                self._names.clear()
            self._names[snapshot_id] = frozenset(digests)
            if name not in digests:
                raise no_file(snapshot_id, name)
            data = connection.scalar(select(blobs.c.data).where(blobs.c.digest == digests[name]))
        return verify_file(bytes(data or b""), snapshot_id, name, digests[name])

    def publish(self, snapshot: Snapshot) -> str:
        self.close()  # who publishes wants to see it at once
        self._names.clear()
        publishing.publish(self._database, snapshot)
        return snapshot.id

    def prune(self, keep: int) -> tuple[str, ...]:
        self.close()
        return publishing.prune(self._database, keep) if len(self.ids()) > keep else ()

    def _watch_of_a_server(self) -> Watch | None:
        with self._lock:
            if self._pid != os.getpid():  # the first question in this process: a thread does not outlive a fork
                self._pid, self._answered, self._watch = os.getpid(), float("inf"), None
            elif self._watch is None and time.monotonic() - self._answered > _SERVER_AFTER_S:
                self._watch = Watch(self._database, self._ask)
            return self._watch

    def close(self) -> None:
        """End the watch of this process; the next questions start another."""
        with self._lock:
            if self._watch is not None and self._pid == os.getpid():
                self._watch.end()
            self._watch, self._answered, self._pid = None, float("inf"), os.getpid()

    def _ask(self, connection: psycopg.Connection[Any]) -> str:
        return self._read_current(connection.execute(str(ASK_CURRENT).encode()).fetchone())

    def _read_current(self, row: Any) -> str:
        version, current = row or (REVISION, None)
        if version in EARLIER:
            why = f"are of an earlier version ({version}): run 'ses-map build' with this store"
            raise StoreError(f"the tables in the {self._database.place} {why}", UNAVAILABLE)
        if version != REVISION:
            raise self._database.later_version(version)
        if current is None:
            raise self._database.not_ready()
        return str(current)

    @contextlib.contextmanager
    def _opened(self, snapshot_id: str) -> Iterator[tuple[Connection, dict[str, str]]]:
        """Return the manifest of a snapshot, and a connection that sees what was there when it was read."""
        unknown = no_snapshot(snapshot_id, f"the {self._database.place}")
        try:
            with self._database.reading(LONG_S) as connection:
                if not (is_id(snapshot_id) and _is_kept(connection, snapshot_id)):
                    self.close()  # it may have been current a moment ago: ask anew
                    raise unknown
                yield connection, publishing.read_manifest(connection, snapshot_id)
        except NotReadyError:
            raise unknown from None


def _is_kept(connection: Connection, snapshot_id: str) -> bool:
    return connection.scalar(select(snapshots.c.id).where(snapshots.c.id == snapshot_id)) is not None


def _stream(connection: Connection, snapshot_id: str) -> Iterator[tuple[str, bytes]]:
    """Return the files one by one, so that the driver never holds all of them beside ours."""
    wanted = select(files.c.name, blobs.c.data).join(blobs, blobs.c.digest == files.c.digest)
    rows = connection.execution_options(yield_per=8).execute(wanted.where(files.c.snapshot_id == snapshot_id))
    return ((str(name), bytes(data)) for name, data in rows)
