"""What rows are located in: names, towns and polygons of one snapshot, each asked once about one text."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from ses_map.bulk.surroundings import Surroundings
from ses_map.imports.entities import known_clusters
from ses_map.imports.locate import Locator
from ses_map.imports.names import AreaNames
from ses_map.imports.towns import Gminy, Towns
from ses_map.lookup import Lookup
from ses_map.snapshot import Snapshot

V = TypeVar("V")

#: Texts that an answer is kept for; then all are forgotten, so that rubbish costs time and no memory.
_KEPT = 50_000

#: Files of a snapshot that are asked.
FILES = ("registry.json", "places.npz", "postcodes.json", "layers/gminy.npz", "layers/cells.npz")


class Memory(defaultdict[str, dict[str, V]]):
    """Answers by question and text."""

    def __init__(self) -> None:
        super().__init__(dict)

    def ask(self, question: str, text: str, answer: Callable[[str], V]) -> V:
        """Give the answer that is known, or find it."""
        known = self[question]
        if text not in known:
            if len(known) >= _KEPT:
                known.clear()
            known[text] = answer(text)
        return known[text]


class KnownNames(AreaNames):
    """Names that remember; nobody reads what was nearly meant by a million rows, so it is not looked for."""

    @cached_property
    def _memory(self) -> Memory[Gminy]:
        return Memory()

    @cached_property
    def _codes(self) -> Memory[str]:
        return Memory()

    def powiat(self, text: str) -> Gminy:
        """Give what :meth:`AreaNames.powiat` gives."""
        return self._memory.ask("powiat", text, self._powiat)

    def gmina(self, text: str) -> Gminy:
        """Give what :meth:`AreaNames.gmina` gives."""
        return self._memory.ask("gmina", text, super().gmina)

    def voivodeship(self, text: str) -> str:
        """Give what :meth:`AreaNames.voivodeship` gives."""
        return self._codes.ask("voivodeship", text, super().voivodeship)

    def near_powiat(self, text: str, voivodeship: str) -> str:
        """Suggest nothing."""
        return ""

    def near_gmina(self, text: str, powiat: str) -> str:
        """Suggest nothing."""
        return ""


class KnownTowns(Towns):
    """Towns that remember."""

    @cached_property
    def _memory(self) -> Memory[Gminy]:
        return Memory()

    def gminy(self, text: str) -> Gminy:
        """Give what :meth:`Towns.gminy` gives."""
        return self._memory.ask("gminy", text, super().gminy)

    def parts(self, text: str) -> Gminy:
        """Give what :meth:`Towns.parts` gives."""
        return self._memory.ask("parts", text, super().parts)


@dataclass(frozen=True)
class Served:
    """Who serves a place on the day, as written into a row."""

    outcome: str
    reason: str
    centres: str


class BatchContext:
    """One snapshot on one day.

    Parameters
    ----------
    snapshot : Snapshot
        Holds at least :data:`FILES`.
    as_of : date
        The day.
    """

    def __init__(self, snapshot: Snapshot, as_of: date) -> None:
        self.snapshot, self.as_of = snapshot, as_of
        self.finder = Lookup(snapshot)
        self.names = KnownNames(snapshot.registry)
        self.surroundings = Surroundings(self.finder.ground, snapshot.gminy.codes)
        self.locator = Locator(self.names, towns_of(snapshot, KnownTowns), lambda lat, lon: ())
        self.clusters = known_clusters(snapshot.registry)
        self._served: dict[str, Served] = {}

    def served(self, code: str) -> Served:
        """Tell who serves a gmina, a powiat or a voivodeship, as :meth:`Lookup.by_teryt` does."""
        if code not in self._served:
            answer = self.finder.by_teryt(code, self.as_of)
            coverage = answer.coverage
            reason = coverage.reason.value if coverage.reason else ""
            centres = "; ".join(s.centre_id for s in coverage.serving)
            self._served[code] = Served(answer.outcome.value, reason, centres)
        return self._served[code]


def towns_of(snapshot: Snapshot, kind: type[Towns] = Towns) -> Towns:
    """Give the localities and postcodes of a snapshot."""
    places, postcodes = snapshot.places, snapshot.postcodes
    named = ((places.names[n], places.parents[n], places.unit(n)) for n in range(len(places)))
    return kind(named, ((code, powiat) for code, powiaty in postcodes.items() for powiat in powiaty))
