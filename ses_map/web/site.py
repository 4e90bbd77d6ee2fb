"""What a worker serves from: one loaded snapshot, replaced whole when a newer one is published."""

import json
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zipfile import BadZipFile

from flask import current_app, g

from ses_map.errors import NotFoundError, StoreError
from ses_map.lookup import Lookup, Speller
from ses_map.maps import Editor, Pictures
from ses_map.model import Centre, Coordinator, Entity, Voivodeship
from ses_map.planning import Ground
from ses_map.search import Search, Spot, find_offices, find_spots
from ses_map.snapshot import Snapshot
from ses_map.spelling import collation
from ses_map.store import Store, load_current

_log = logging.getLogger(__name__)

#: How long a worker may serve a snapshot before it asks which one is current, in seconds.
_ASK_EVERY_S = 1.0
_UNREADABLE = "Nowszych danych nie da się odczytać tą wersją programu."


@dataclass(frozen=True)
class Edition:
    """One snapshot with everything that answers from it."""

    snapshot: Snapshot

    @cached_property
    def lookup(self) -> Lookup:
        """Look-ups in this snapshot."""
        return Lookup(self.snapshot)

    @cached_property
    def speller(self) -> Speller:
        """Spells the answers."""
        return Speller(self.snapshot)

    @cached_property
    def centres(self) -> dict[str, Centre]:
        """Centres by id."""
        return {c.id: c for c in self.snapshot.registry.centres}

    @cached_property
    def coordinators(self) -> dict[str, Coordinator]:
        """Coordinators by voivodeship."""
        return {c.voivodeship: c for c in self.snapshot.registry.coordinators}

    @cached_property
    def search(self) -> Search:
        """Finds names."""
        return Search(self.snapshot)

    @cached_property
    def offices(self) -> dict[str, tuple[float, float]]:
        """Centre id → latitude and longitude of the town of its office, where the town is certain."""
        return find_offices(self.snapshot.registry.centres, self.search.index)

    @cached_property
    def spots(self) -> dict[str, Spot]:
        """Entity id → where it is shown on a map; those without a certain place are left out."""
        return find_spots(self.snapshot.registry.entities, self.search.index)

    @cached_property
    def pictures(self) -> Pictures:
        """Draws maps for browsers without JavaScript."""
        return Pictures(self.snapshot)

    @cached_property
    def ground(self) -> Ground:
        """What scenarios stand on: it keeps what they share, figures of today above all."""
        return Ground(self.lookup, self.offices)

    @cached_property
    def editor(self) -> Editor:
        """Draws scenarios: it keeps the paths of the units."""
        return Editor(self.snapshot)

    @cached_property
    def voivodeships(self) -> list[Voivodeship]:
        """Voivodeships in the order of the Polish alphabet."""
        return sorted(self.snapshot.registry.voivodeships, key=lambda v: collation(v.name))

    @cached_property
    def _entities(self) -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = defaultdict(list)
        for entity in sorted(self.snapshot.registry.entities, key=lambda e: collation(e.name)):
            found[entity.powiat].append(entity)
        return found

    def entities_of(self, powiat: str) -> list[Entity]:
        """List the entities of a powiat by name."""
        return self._entities.get(powiat, [])

    @cached_property
    def by_slug(self) -> dict[str, Voivodeship]:
        """Voivodeships by slug."""
        return {v.slug: v for v in self.snapshot.registry.voivodeships}

    @cached_property
    def _maps(self) -> dict[str, dict[str, Any]]:
        names = [n for n in self.snapshot.files if n.startswith("maps/")]
        return {n.removeprefix("maps/").removesuffix(".json"): json.loads(self.snapshot.files[n]) for n in names}

    @property
    def has_maps(self) -> bool:
        """Whether the maps were rendered into the snapshot; without them only the API can answer."""
        return bool(self._maps)

    def prepare(self, with_maps: bool) -> None:
        """Read everything now, so that a snapshot that cannot be read is refused before anybody is answered from it.

        Parameters
        ----------
        with_maps : bool
            Whether a snapshot without rendered maps is refused too.

        Raises
        ------
        StoreError
            When another version of the code wrote it.
        """
        try:
            self.lookup.warm_up()
            self.search.index.warm_up()
            _ = self.speller, self.snapshot.problems, self.snapshot.sources, self.snapshot.points, self.offices
            for slug in ("polska", *self.by_slug) if with_maps else ():
                self.chart(slug, date.max)
        except (KeyError, TypeError, ValueError, AttributeError, OSError, EOFError, BadZipFile) as error:
            raise StoreError(
                f"snapshot {self.snapshot.id} cannot be read ({error!r}): build it again with this version", _UNREADABLE
            ) from error

    def chart(self, slug: str, as_of: date) -> dict[str, Any]:
        """Give the rendered map of an area for a day: shared files, shapes, and the period's script and legend.

        Raises
        ------
        StoreError
            When the snapshot was published without maps.
        """
        index = self._maps.get(slug)
        if index is None:
            raise StoreError(
                f"snapshot {self.snapshot.id} has no map {slug}: publish it with 'ses-map build'", _UNREADABLE
            )
        period = next(p for p in reversed(index["periods"]) if p["from"] <= as_of.isoformat())
        return {**index, **period}


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
        for snapshot_id in self.store.ids():
            try:
                return self.store.read(snapshot_id, f"assets/{name}")
            except (StoreError, NotFoundError):
                continue
        raise NotFoundError(f"no kept snapshot has the asset {name}", "Nie ma takiego pliku; odśwież stronę.")


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
