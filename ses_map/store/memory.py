"""Snapshots in memory: for tests and for answers that nobody publishes."""

from ses_map.errors import NotReadyError
from ses_map.snapshot import Snapshot
from ses_map.store import NOT_READY, no_file, no_snapshot


class MemoryStore:
    """A :class:`ses_map.store.Store` that ends with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, Snapshot] = {}
        self._current = ""

    def current_id(self) -> str:
        if not self._current:
            raise NotReadyError("no snapshot in memory: publish one first", NOT_READY)
        return self._current

    def ids(self) -> tuple[str, ...]:
        return tuple(reversed(self._kept))

    def load(self, snapshot_id: str) -> Snapshot:
        try:
            return self._kept[snapshot_id]
        except KeyError:
            raise no_snapshot(snapshot_id, "memory") from None

    def read(self, snapshot_id: str, name: str) -> bytes:
        try:
            return self.load(snapshot_id).files[name]
        except KeyError:
            raise no_file(snapshot_id, name) from None

    def publish(self, snapshot: Snapshot) -> str:
        self._kept.setdefault(snapshot.id, snapshot)
        self._current = snapshot.id
        return snapshot.id

    def prune(self, keep: int) -> tuple[str, ...]:
        gone = tuple(i for i in self.ids()[keep:] if i != self._current)
        for snapshot_id in gone:
            del self._kept[snapshot_id]
        return gone

    def close(self) -> None:
        """Nothing is open."""
