"""Ask the application for everything, rewrite it and write it down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from flask.testing import FlaskClient

from ses_map.errors import StoreError
from ses_map.maps.assets import hashed, map_js
from ses_map.model import Voivodeship
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.store.memory import MemoryStore
from ses_map.web.app import create_app
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.static_site.addresses import ABOUT, INDEX, SEARCH, Addresses
from ses_map.web.static_site.extra import Copy, blueprint_of
from ses_map.web.static_site.folder import Folder, replacing
from ses_map.web.static_site.lists import asked_for, lead, list_files
from ses_map.web.static_site.names import Names, units, words
from ses_map.web.static_site.papers import papers
from ses_map.web.static_site.rewriting import rewrite
from ses_map.web.static_site.shards import postcodes, shards

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Asked:
    """What is to be copied."""

    as_of: date
    #: Slugs; none means the country.
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("pl", "en", "uk")


@dataclass(frozen=True)
class Written:
    """What came of it."""

    files: int
    size: int


def export_site(
    snapshot: Snapshot, settings: Settings, asked: Asked, place: Path, force: bool, progress: Progress
) -> Written:
    """Write a static copy of the site; the same snapshot, day and options give the same bytes.

    Parameters
    ----------
    snapshot : Snapshot
        With its maps.
    settings : Settings
        Where the templates are.
    asked : Asked
        What is to be copied.
    place : Path
        The folder; an earlier copy there is replaced whole.
    force : bool
        Whether anything else there may be replaced too.
    progress : callable
        Told the step, how many of its parts are done, and how many there are.

    Raises
    ------
    StoreError
        When the maps of the snapshot are of another version of the code.
    InvalidInputError
        When the place cannot be used.
    """
    _require_maps(snapshot)
    store = MemoryStore()
    store.publish(snapshot)
    copy = _Copying(create_app(settings, store, lambda: asked.as_of), asked)
    with replacing(place, force) as folder:
        copy.write(folder, progress)
    return Written(folder.files, folder.size)


def _require_maps(snapshot: Snapshot) -> None:
    if f"assets/{hashed('map.js', map_js())}" not in snapshot.files:
        raise StoreError(
            f"snapshot {snapshot.id} has maps of another version: publish it again with 'ses-map build'",
            "Mapy w danych są z innej wersji programu.",
        )


class _Copying:
    """One copy at work."""

    def __init__(self, app: Flask, asked: Asked) -> None:
        self.app, self.asked = app, asked
        self.loaded: LoadedSnapshot = app.extensions["ses_map"].loaded()
        app.register_blueprint(blueprint_of(Copy(asked.as_of, self.regions, self.is_whole)))
        self.client: FlaskClient = app.test_client()

    @property
    def is_whole(self) -> bool:
        return not self.asked.regions

    @cached_property
    def regions(self) -> tuple[Voivodeship, ...]:
        return tuple(v for v in self.loaded.voivodeships if self.is_whole or v.slug in self.asked.regions)

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(v.teryt for v in self.regions)

    @cached_property
    def only(self) -> str:
        """Slug of the only voivodeship that is copied, or empty."""
        return self.regions[0].slug if len(self.regions) == 1 else ""

    @cached_property
    def pages(self) -> list[str]:
        """Paths of all pages, in an order that is always the same."""
        registry = self.loaded.snapshot.registry
        shown = {
            row["id"] for v in self.regions for row in self.loaded.citizen.chart(v.slug, self.asked.as_of)["legend"]
        }
        found = ["/", "/osrodki", "/czym-jest-owes", "/zrodla", "/dostepnosc", ABOUT, SEARCH]
        found += [f"/wojewodztwo/{v.slug}" for v in self.regions]
        found += [f"/owes/{c.id}" for c in registry.centres if c.voivodeship in self.codes or c.id in shown]
        found += [f"/powiat/{p.teryt}" for p in registry.powiaty if p.teryt[:2] in self.codes]
        return found + [f"/gmina/{g.teryt}" for g in registry.gminy if g.teryt[:2] in self.codes]

    @cached_property
    def addresses(self) -> Addresses:
        slugs = {v.teryt: v.slug for v in self.loaded.voivodeships}
        return Addresses(frozenset(self.pages), list_files(self.only), self.asked.languages, slugs)

    def write(self, folder: Folder, progress: Progress) -> None:
        """Write everything, the pages first: they tell which assets and pictures are needed."""
        needs: set[str] = set()
        pages = [(path, language) for language in self.asked.languages for path in self.pages]
        for number, (path, language) in enumerate(pages):
            progress("Strony", number, len(pages))
            needs |= self._write_page(folder, path, language)
        files = sorted(n for n in needs if n.startswith(("assets/", "mapa/")))
        for number, name in enumerate(files):
            progress("Pliki", number, len(files))
            folder.write(name, self._get(f"/{name}"))
        self._write_lists(folder)
        progress("Wyszukiwarka", 0, 1)
        for name, data in self._index():
            folder.write(f"{INDEX}{name}", data)
        headers = dict(self.client.get("/").headers)
        for name, data in papers(headers, self._about()).items():
            folder.write(name, data)

    def _get(self, address: str) -> bytes:
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise StoreError(f"{address} answered {answer.status_code} during an export")
        return bytes(answer.data)

    def _write_page(self, folder: Folder, path: str, language: str) -> frozenset[str]:
        file = self.addresses.page_file(path, language)
        asked = f"?voivodeship={self.only}" if path == "/osrodki" and self.only else ""
        page = self._get(f"{path}{asked}{'&' if asked else '?'}lang={language}").decode()
        maps_lead = self.is_whole or path != "/"
        rewritten = rewrite(page, file, language, self.addresses, maps_lead)
        folder.write(file, rewritten.text.encode())
        return rewritten.needs

    def _write_lists(self, folder: Folder) -> None:
        for key, file in self.addresses.files.items():
            folder.write(file, lead(self._get(asked_for(key, self.only)), file, self.addresses))

    def _index(self) -> Iterator[tuple[str, bytes]]:
        codes = sorted(self.codes)
        yield from sorted(shards(Names(self.loaded, codes)).items())
        yield "obszary.json", orjson.dumps(units(self.loaded, codes))
        yield from postcodes(self.loaded.snapshot.postcodes, self.codes)
        for language in self.asked.languages:
            with self.app.test_request_context(f"/?lang={language}"):
                yield f"slowa-{language}.json", orjson.dumps(words())

    def _about(self) -> dict[str, Any]:
        return {
            "snapshot": self.loaded.snapshot.id,
            "date": self.asked.as_of.isoformat(),
            "languages": list(self.asked.languages),
            "voivodeships": [v.slug for v in self.regions],
        }
