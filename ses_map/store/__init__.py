"""Where snapshots live: a narrow protocol and its adapters.

:class:`Store` is the contract; ``tests/test_store.py`` holds every adapter to it.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from ses_map.errors import NotFoundError, StoreError
from ses_map.snapshot import Snapshot

#: What people are told while a store cannot be read, and before anything was published.
UNAVAILABLE = "Magazyn danych jest chwilowo niedostępny; spróbuj za chwilę."
NOT_READY = "Dane nie są jeszcze gotowe; spróbuj za chwilę."


class Store(Protocol):
    """Keeps immutable snapshots and says which one is current.

    Any method can raise :exc:`ses_map.errors.StoreError`. A reader sees one snapshot or another, never a mixture:
    :meth:`publish` makes a snapshot current in one step, after all of it is safely kept. Publishing the same snapshot
    again changes nothing but which one is current. A kept snapshot never changes.
    """

    def current_id(self) -> str:
        """Return the id of the current snapshot, cheaply enough to ask on every request.

        Raises
        ------
        NotReadyError
            When nothing has been published.
        """

    def ids(self) -> tuple[str, ...]:
        """List the kept snapshots, the newest first."""

    def load(self, snapshot_id: str) -> Snapshot:
        """Read a kept snapshot and verify it against its hash.

        Raises
        ------
        NotFoundError
            When no snapshot has the id.
        StoreError
            When its files are missing or damaged.
        """

    def read(self, snapshot_id: str, name: str) -> bytes:
        """Read one file of a kept snapshot, verified, without loading the others.

        Raises
        ------
        NotFoundError
            When no snapshot has the id, or it has no such file.
        StoreError
            When the file is missing or damaged.
        """

    def publish(self, snapshot: Snapshot) -> str:
        """Keep the snapshot, make it current, and give its id."""

    def prune(self, keep: int) -> tuple[str, ...]:
        """Forget all but the ``keep`` newest snapshots and the current one; give the ids that are gone."""

    def close(self) -> None:
        """Let go of threads and connections of this process; the next question takes up what it needs."""


def load_current(store: Store) -> Snapshot:
    """Read the current snapshot.

    Raises
    ------
    NotReadyError
        When nothing has been published.
    StoreError
        When it cannot be read.
    """
    current = store.current_id()
    while True:
        try:
            return store.load(current)
        except (NotFoundError, StoreError) as error:
            newer = store.current_id()
            if newer == current:
                why = f"the current snapshot {current} cannot be read ({error}): publish again with 'ses-map build'"
                raise StoreError(why, error.polish) from error
            current = newer  # another was published, and this one pruned, while it was read


def read_intact(store: Store) -> Iterator[Snapshot]:
    """Read the kept snapshots one after the other, the newest first; damaged ones are passed over.

    For a reader that has none in memory when the current one cannot be read: an older answer is better than none.

    Raises
    ------
    StoreError
        When the store cannot even list what it keeps.
    """
    for snapshot_id in store.ids():
        try:
            snapshot = store.load(snapshot_id)
        except (NotFoundError, StoreError):
            continue
        yield snapshot


def is_id(text: str) -> bool:
    """Return whether a text has the form of a snapshot's id."""
    return re.fullmatch(r"[0-9a-f]{16}", text) is not None


def no_snapshot(snapshot_id: str, place: object) -> NotFoundError:
    """Return the error of a snapshot that is not kept."""
    return NotFoundError(f"no snapshot {snapshot_id} in {place}", f"Nie ma migawki {snapshot_id}.")


def no_file(snapshot_id: str, name: str) -> NotFoundError:
    """Return the error of a file that a snapshot does not have."""
    return NotFoundError(f"snapshot {snapshot_id} has no file {name}", f"Nie ma pliku {name}.")


def verify(snapshot: Snapshot, snapshot_id: str, digests: Mapping[str, str]) -> Snapshot:
    """Check a snapshot that was read against its id and its manifest (file → SHA-256), and return it."""
    if snapshot.digests != digests or snapshot.id != snapshot_id:
        why = f"snapshot {snapshot_id} is damaged: its files do not have the hashes of its manifest"
        raise StoreError(why, UNAVAILABLE)
    return snapshot


def verify_file(data: bytes, snapshot_id: str, name: str, digest: str) -> bytes:
    """Check one file that was read against the manifest, and return it."""
    if hashlib.sha256(data).hexdigest() != digest:
        why = f"{name} of snapshot {snapshot_id} is damaged: it has not the hash of the manifest"
        raise StoreError(why, UNAVAILABLE)
    return data
