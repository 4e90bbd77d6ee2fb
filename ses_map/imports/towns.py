"""Localities and postcodes by name, and the powiats they can lie in."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ses_map.spelling import fold
from ses_map.tables import read_table

Gminy = frozenset[str]

#: Texts of which the meaning is remembered.
KEPT = 50_000

_SHORT = {
    "sl": "slask",
    "wlkp": "wielkopolsk",
    "wielk": "wielkopolsk",
    "maz": "mazowieck",
    "podl": "podlask",
    "tryb": "trybunalsk",
    "gorn": "gornicz",
    "zdr": "zdroj",
}


class Towns:
    """Finds the gminas in which a town of some name lies.

    Parameters
    ----------
    places : iterable of (name, parent name, gmina)
        Localities of SIMC.
    postcodes : iterable of (postcode, powiat)
        As GeoNames has them.
    """

    def __init__(self, places: Iterable[tuple[str, str, str]], postcodes: Iterable[tuple[str, str]]) -> None:
        self._own: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._starts: dict[str, set[str]] = defaultdict(set)
        for name, parent, gmina in places:
            key = fold(name)
            (self._parts if parent else self._own)[key].add(gmina)
            self._starts[key.split(" ", 1)[0]].add(key)
        self._powiaty: dict[str, frozenset[str]] = defaultdict(frozenset)
        for code, powiat in postcodes:
            self._powiaty[code] |= {powiat}
        self.gminy = lru_cache(maxsize=KEPT)(self._gminy)
        self.parts = lru_cache(maxsize=KEPT)(self._parts_of)

    def _gminy(self, text: str) -> Gminy:
        """Return every gmina that has a locality of this name; parts of localities answer where none of its own does.

        Shortened words are completed (``Ruda Śl.``); a town and its part (``Mikołów-Borowa Wieś``) mean the gminas that
        have both.
        """
        key = fold(text)
        words = text.split("-")
        halves = [("-".join(words[:n]), "-".join(words[n:])) for n in range(1, len(words))]
        found = self._own.get(key) or self._parts.get(key, set())
        found = found or set().union(*(self.localities(t) & (self.gminy(p) | self.parts(p)) for t, p in halves))
        return frozenset(found or set().union(*(self._own.get(k) or self._parts[k] for k in self._completed(key))))

    def localities(self, text: str) -> Gminy:
        """Return the gminas where a locality of its own has exactly this name."""
        return frozenset(self._own.get(fold(text), ()))

    def _parts_of(self, text: str) -> Gminy:
        """Return the gminas where a part of a locality has this name."""
        return frozenset(self._parts.get(fold(text), ()))

    def _completed(self, key: str) -> list[str]:
        first, _, rest = key.partition(" ")
        starts = [_SHORT.get(word, word) for word in rest.split()]
        if not starts:
            return []
        return [k for k in self._starts.get(first, ()) if _begin(k.split()[1:], starts)]

    def powiaty_of(self, postcode: str) -> frozenset[str]:
        """Return the powiats that a postcode reaches into; empty where it is not known."""
        return self._powiaty.get(postcode, frozenset())


def _begin(words: list[str], starts: list[str]) -> bool:
    return len(words) == len(starts) and all(w.startswith(s) for w, s in zip(words, starts, strict=True))


def read_towns(geodata: Path) -> Towns:
    """Read localities and postcodes; rows that break their schema are reported by the build, not here."""
    places, _ = read_table(geodata, "reference/places.csv.gz")
    postcodes, _ = read_table(geodata, "reference/postcodes.csv")
    named = zip(places["name"], places["parent_name"], places["gmina"], strict=True)
    return Towns(named, zip(postcodes["postcode"], postcodes["powiat"], strict=True))
