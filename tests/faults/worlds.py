"""Two editions of a small world that builds in less than a second, and what a store may hold of them."""

import shutil
from pathlib import Path

from flask import Flask

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from ses_map.web import create_app
from tests.builders import TODAY
from tests.web_builders import app_of, edit_rows, small_geodata, tiles_of

#: Addresses of the small world: pages, answers of the API, data and a drawing, each with its day.
ADDRESSES = (
    "/?date=2026-11-24",
    "/wojewodztwo/opolskie?date=2026-11-24",
    "/powiat/1601?date=2026-11-24",
    "/osrodki?date=2026-11-24",
    "/zrodla?date=2026-11-24",
    "/planowanie?date=2026-11-24",
    "/api/v1/lookup?teryt=1601&date=2026-11-24",
    "/api/v1/lookup?lat=50.67&lon=17.92&date=2026-11-24",
    "/api/v1/centres?date=2026-11-24",
    "/api/v1/coverage?date=2026-11-24",
    "/mapa/opolskie.svg?date=2026-11-24",
    "/szukaj?q=qqqq&date=2026-11-24",
)


class Worlds:
    """Geodata of opolskie in two editions, and the snapshots that they build.

    Parameters
    ----------
    folder : Path
        Where the geodata go.
    """

    def __init__(self, folder: Path) -> None:
        self.old = small_geodata(folder / "old", "16")
        self.new = Path(shutil.copytree(self.old, folder / "new"))
        edit_rows(self.new, "reference/powiaty.csv", {"teryt": "1601"}, population="1")
        self.snapshots = [built(self.old), built(self.new)]
        #: Snapshot id → its files.
        self.whole = {s.id: dict(s.files) for s in self.snapshots}

    @property
    def size(self) -> int:
        """Bytes of the files of one snapshot."""
        return sum(map(len, self.snapshots[0].files.values()))


def built(geodata: Path) -> Snapshot:
    """Build as ``ses-map build`` does."""
    data = build_snapshot(geodata)
    return data.with_files({**render_maps(data), **tiles_of(data)})


def is_whole(store: FileStore, worlds: Worlds) -> bool:
    """Whether every kept snapshot, read again with its hashes, is one of the two editions byte for byte."""
    return all(dict(store.load(i).files) == worlds.whole.get(i) for i in store.ids())


def started(store: FileStore) -> Flask:
    """A worker that starts now."""
    return create_app(Settings(), store, lambda: TODAY)


def started_on(snapshot: Snapshot) -> Flask:
    """A worker over this snapshot alone."""
    return app_of(snapshot)
