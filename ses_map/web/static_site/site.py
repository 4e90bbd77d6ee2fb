"""Ask the application for everything, rewrite it and write it down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import orjson
from flask import Flask
from flask.testing import FlaskClient

from ses_map.errors import StoreError
from ses_map.maps.assets import hashed, map_js
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.store.memory import MemoryStore
from ses_map.vocabulary import LANGUAGES
from ses_map.web.app import create_app
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.static_site.addresses import ABOUT, INDEX, SEARCH, Addresses
from ses_map.web.static_site.extra import Copy, blueprint_of
from ses_map.web.static_site.folder import Folder, replacing
from ses_map.web.static_site.lists import asked_for, lead, list_files
from ses_map.web.static_site.papers import papers
from ses_map.web.static_site.rewriting import rewrite
from ses_map.web.static_site.search_index import Names, postcodes, shards, tables, units, words

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class CopyOptions:
    """What is to be copied."""

    as_of: date
    #: Slugs; none means the country.
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = tuple(LANGUAGES)


def export_site(
    snapshot: Snapshot, settings: Settings, options: CopyOptions, place: Path, force: bool, progress: Progress
) -> Folder:
    """Write a static copy of the site; the same snapshot, day and options give the same bytes.

    Parameters
    ----------
    snapshot : Snapshot
        With its maps.
    settings : Settings
        Where the templates are.
    options : CopyOptions
        What is to be copied.
    place : Path
        The folder; an earlier copy there is replaced whole.
    force : bool
        Whether anything else there may be replaced too.
    progress : callable
        Told the step, how many of its parts are done, and how many there are.

    Returns
    -------
    Folder
        How many files were written, and their size in bytes.

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
    copying = _Copying(create_app(settings, store, lambda: options.as_of), options)
    with replacing(place, force) as folder:
        copying.write(folder, progress)
    return folder


def _require_maps(snapshot: Snapshot) -> None:
    if f"assets/{hashed('map.js', map_js())}" not in snapshot.files:
        raise StoreError(
            f"snapshot {snapshot.id} has maps of another version: publish it again with 'ses-map build'",
            "Mapy w danych są z innej wersji programu.",
        )


class _Copying:
    """One copy at work."""

    def __init__(self, app: Flask, options: CopyOptions) -> None:
        self.app, self.options = app, options
        self.loaded: LoadedSnapshot = app.extensions["ses_map"].loaded()
        self.is_whole = not options.regions
        self.regions = tuple(v for v in self.loaded.voivodeships if self.is_whole or v.slug in options.regions)
        self.codes = frozenset(v.teryt for v in self.regions)
        #: Slug of the only voivodeship that is copied, or empty.
        self.only = self.regions[0].slug if len(self.regions) == 1 else ""
        app.register_blueprint(blueprint_of(Copy(options.as_of, self.regions, self.is_whole)))
        self.client: FlaskClient = app.test_client()

    @cached_property
    def pages(self) -> list[str]:
        """Paths of all pages, in an order that is always the same."""
        registry = self.loaded.snapshot.registry
        shown = {
            row["id"] for v in self.regions for row in self.loaded.citizen.chart(v.slug, self.options.as_of)["legend"]
        }
        found = ["/", "/osrodki", "/czym-jest-owes", "/zrodla", "/dostepnosc", ABOUT, SEARCH]
        found += [f"/wojewodztwo/{v.slug}" for v in self.regions]
        found += [f"/owes/{c.id}" for c in registry.centres if c.voivodeship in self.codes or c.id in shown]
        found += [f"/powiat/{p.teryt}" for p in registry.powiaty if p.teryt[:2] in self.codes]
        return found + [f"/gmina/{g.teryt}" for g in registry.gminy if g.teryt[:2] in self.codes]

    @cached_property
    def addresses(self) -> Addresses:
        slugs = {v.teryt: v.slug for v in self.loaded.voivodeships}
        return Addresses(frozenset(self.pages), list_files(), self.options.languages, slugs)

    def write(self, folder: Folder, progress: Progress) -> None:
        """Write everything, the pages first: they tell which assets and pictures are needed."""
        needs: set[str] = set()
        pages = [(path, language) for language in self.options.languages for path in self.pages]
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
        about = {
            "snapshot": self.loaded.snapshot.id,
            "date": self.options.as_of.isoformat(),
            "languages": list(self.options.languages),
            "voivodeships": [v.slug for v in self.regions],
        }
        for name, data in papers(dict(self.client.get("/").headers), about).items():
            folder.write(name, data)

    def _get(self, address: str) -> bytes:
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise StoreError(f"{address} answered {answer.status_code} during an export")
        return bytes(answer.data)

    def _write_page(self, folder: Folder, path: str, language: str) -> set[str]:
        file = self.addresses.page_file(path, language)
        region = f"voivodeship={self.only}&" if path == "/osrodki" and self.only else ""
        page = self._get(f"{path}?{region}lang={language}").decode()
        maps_lead = self.is_whole or path != "/"
        text, needs = rewrite(page, file, language, self.addresses, maps_lead)
        folder.write(file, text.encode())
        return needs

    def _write_lists(self, folder: Folder) -> None:
        for key, file in self.addresses.files.items():
            folder.write(file, lead(self._get(asked_for(key, self.only)), file, self.addresses))

    def _index(self) -> Iterator[tuple[str, bytes]]:
        yield from sorted(shards(Names(self.loaded, sorted(self.codes))).items())
        yield "obszary.json", orjson.dumps(units(self.loaded, self.codes) | tables(self.loaded))
        yield from postcodes(self.loaded.snapshot.postcodes, self.codes)
        for language in self.options.languages:
            with self.app.test_request_context(f"/?lang={language}"):
                yield f"slowa-{language}.json", orjson.dumps(words())
