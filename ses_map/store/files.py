"""Snapshots as folders: one per snapshot, and a pointer file that one atomic rename moves.

    <root>/current                  one line: the id of the current snapshot
    <root>/<id>/manifest.json       SHA-256 of every file
    <root>/<id>/...                 the files
    <root>/.tmp-...                 a publication that has not finished; the next one removes what was abandoned

A folder gets its final name only when all of it is on disk, and the pointer moves only after that. Whatever moment a
publisher dies at, readers see the old snapshot or the new one.
"""

import contextlib
import fcntl
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ses_map.errors import NotFoundError, NotReadyError, StoreError
from ses_map.snapshot import Snapshot
from ses_map.storage import sync, write_synced
from ses_map.store import NOT_READY, UNAVAILABLE, is_id, no_file, no_snapshot, verify, verify_file

_ABANDONED_AFTER_S = 3600


class FileStore:
    """A :class:`ses_map.store.Store` in a folder, which is made on first publication."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current_id(self) -> str:
        try:
            text = (self.root / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise NotReadyError(
                f"{self.root} holds no published snapshot: run 'ses-map build'",
                NOT_READY,
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.root / 'current'} cannot be read ({error})", UNAVAILABLE) from error
        if not is_id(text):
            raise StoreError(
                f"{self.root / 'current'} holds {text[:40]!r}, not a snapshot id: run 'ses-map build' again",
                UNAVAILABLE,
            )
        return text

    def ids(self) -> tuple[str, ...]:
        with _driver_errors(self.root):
            folders = [p for p in self.root.glob("*") if p.is_dir() and is_id(p.name)]
            return tuple(p.name for p in sorted(folders, key=lambda p: (_modified_ns(p), p.name), reverse=True))

    def load(self, snapshot_id: str) -> Snapshot:
        folder, digests = self._manifest(snapshot_id)
        with _driver_errors(folder):
            snapshot = Snapshot({name: (folder / name).read_bytes() for name in digests})
        return verify(snapshot, snapshot_id, digests)

    def read(self, snapshot_id: str, name: str) -> bytes:
        folder, digests = self._manifest(snapshot_id)
        if name not in digests:
            raise no_file(snapshot_id, name)
        with _driver_errors(folder):
            data = (folder / name).read_bytes()
        return verify_file(data, snapshot_id, name, digests[name])

    def _manifest(self, snapshot_id: str) -> tuple[Path, dict[str, str]]:
        folder = self.root / snapshot_id
        if not (is_id(snapshot_id) and folder.is_dir()):
            raise no_snapshot(snapshot_id, self.root)
        with _driver_errors(folder):
            digests = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if not isinstance(digests, dict) or not all(isinstance(d, str) for d in digests.values()):
            raise StoreError(f"snapshot {snapshot_id} is damaged: its manifest is no list of hashes", UNAVAILABLE)
        return folder, digests

    def publish(self, snapshot: Snapshot) -> str:
        with _driver_errors(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        with self._alone():
            self._sweep()
            try:
                self.load(snapshot.id)
            except (StoreError, NotFoundError):
                self._write_folder(snapshot)
            self._point_at(snapshot.id)
        return snapshot.id

    def prune(self, keep: int) -> tuple[str, ...]:
        old = self.ids()[keep:]
        if not old:
            return ()
        with self._alone():
            gone = tuple(i for i in old if i != self.current_id() and (self.root / i).is_dir())
            for snapshot_id in gone:
                doomed = Path(tempfile.mkdtemp(prefix=".tmp-", dir=self.root))
                (self.root / snapshot_id).rename(doomed / snapshot_id)
                shutil.rmtree(doomed)
        return gone

    def close(self) -> None:
        """Nothing is open between two questions."""

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one publisher at a time change the store; the system frees the lock of one that dies."""
        with _driver_errors(self.root):
            handle = os.open(self.root, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                os.close(handle)

    def _write_folder(self, snapshot: Snapshot) -> None:
        temporary = Path(tempfile.mkdtemp(prefix=".tmp-", dir=self.root))
        folder = temporary / snapshot.id
        try:
            for name, data in {**snapshot.files, "manifest.json": json.dumps(snapshot.digests).encode()}.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                write_synced(folder / name, data)
            for directory in [folder, *(p for p in folder.rglob("*") if p.is_dir())]:
                sync(directory)
            target = self.root / snapshot.id
            if target.exists():  # a damaged folder of the same id steps aside
                target.rename(folder.with_name("damaged"))
            folder.rename(target)
        finally:  # on a full disk half a snapshot must not take the place that the next one needs
            shutil.rmtree(temporary, ignore_errors=True)
        sync(self.root)

    def _point_at(self, snapshot_id: str) -> None:
        handle, name = tempfile.mkstemp(prefix=".tmp-", dir=self.root)
        try:
            os.close(handle)
            write_synced(Path(name), f"{snapshot_id}\n".encode())
            Path(name).chmod(0o644)
            os.replace(name, self.root / "current")
        finally:
            Path(name).unlink(missing_ok=True)
        sync(self.root)

    def _sweep(self) -> None:
        """Remove what publishers that died an hour ago or more left behind, by the clock of the disk that dates it."""
        os.utime(self.root)
        now_ns = _modified_ns(self.root)
        for path in self.root.glob(".tmp-*"):
            if now_ns - _modified_ns(path) > _ABANDONED_AFTER_S * 1e9:
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)


def _modified_ns(path: Path) -> int:
    """Return the time of the last change; what another publisher has just moved or removed is newer than all."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return sys.maxsize


@contextlib.contextmanager
def _driver_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be used as a store of snapshots ({error})", UNAVAILABLE) from error
