"""Names of areas and of localities in single cells, resolved to every code they can mean; postcodes too."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from ses_map.model import Registry
from ses_map.places import read_localities
from ses_map.postcode_reach import read_postcodes
from ses_map.registry.sentence import Gazetteer
from ses_map.registry.sentence.gazetteer import Kind
from ses_map.registry.sentence.words import tokenise
from ses_map.spelling import fold
from ses_map.tables import read_table
from ses_map.vocabulary import GMINA_KINDS

#: Texts of each kind of which the meaning is remembered: cells come again and again.
KEPT = 50_000
#: Least likeness, 0 to 100, of a name that is worth suggesting.
_LIKENESS = 75

_GRODZKI = frozenset({"grodzki", "grodzkiego"})
_CITY_WORDS = _GRODZKI | {"m", "miasto", "miasta", "prawach", "st"}
_COUNTY_WORDS = frozenset({"ziemski", "ziemskiego"})
_LEAD = _CITY_WORDS | _COUNTY_WORDS | {"powiat", "powiatu", "pow", "na", "o", "statusie"}
_GMINA_WORDS = frozenset("gmina gminy gm i st".split()).union(*(kind.cells for kind in GMINA_KINDS.values()))


class AreaNames:
    """Finds the codes that a cell of a column of powiats, gminas or voivodeships can mean, and remembers them."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.powiaty = {p.teryt: p for p in registry.powiaty}
        self.gminy = {g.teryt: g for g in registry.gminy}
        self.voivodeships = {v.teryt: v for v in registry.voivodeships}
        self.voivodeship = lru_cache(maxsize=KEPT)(self._voivodeship)
        self.powiat = lru_cache(maxsize=KEPT)(self._powiat)
        self.gmina = lru_cache(maxsize=KEPT)(self._gmina)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Every name in every form."""
        return Gazetteer(self.registry)

    @cached_property
    def _seats(self) -> dict[str, set[str]]:
        seats: dict[str, set[str]] = defaultdict(set)
        for powiat in self.registry.powiaty:
            seats[fold(powiat.seat)].add(powiat.teryt)
        return seats

    @cached_property
    def _voivodeships_by_name(self) -> dict[str, str]:
        names = ((fold(v.name), v.teryt) for v in self.registry.voivodeships)
        return {form: teryt for name, teryt in names for form in (name, f"{name}go", f"{name.removesuffix('e')}m")}

    @cached_property
    def _gminy_by_name(self) -> dict[str, set[str]]:
        names: dict[str, set[str]] = defaultdict(set)
        for gmina in self.registry.gminy:
            names[fold(gmina.name)].add(gmina.teryt)
        return names

    def _voivodeship(self, text: str) -> str:
        """Return the code of a voivodeship, by code or name (``śląskie``, ``woj. śląskiego``), or an empty text."""
        tidy = re.sub(r"^(?:w )?(?:wojewodztw(?:o|a|ie)|woj) ", "", fold(text))
        return tidy.zfill(2) if tidy.zfill(2) in self.voivodeships else self._voivodeships_by_name.get(tidy, "")

    def _powiat(self, text: str) -> frozenset[str]:
        """Return the codes of every powiat that a cell can mean: ``bielski``, ``m. Ruda Śl.``, ``Bielsko-Biała``.

        A city or town without powiat rights that is the seat of a powiat (``Cieszyn``) means that powiat.
        """
        words = {t.norm for t in tokenise(text)}
        counties, cities = self._longest(Kind.COUNTY, text), self._longest(Kind.CITY, text)
        seat = _without(_LEAD, text)
        if words & _COUNTY_WORDS:
            return counties or frozenset(self._seats.get(seat, ())) - cities
        if cities and (words & _CITY_WORDS or not counties):
            return cities
        if counties and words & _GRODZKI:
            return frozenset(filter(None, map(self.gazetteer.city_of, counties)))
        return counties or frozenset(self._seats.get(seat, ()))

    def _longest(self, kind: Kind, text: str, aside: frozenset[str] = _LEAD) -> frozenset[str]:
        """Find the names of a kind that the whole cell consists of, words such as ``powiat`` aside."""
        tokens = tokenise(text)
        found = [m for m in (self.gazetteer.match(kind, tokens, i) for i in range(len(tokens))) if m]
        best = max(found, key=lambda m: m.stop - m.first, default=None)
        if not best:
            return frozenset()
        rest = [t.norm for t in (*tokens[: best.first], *tokens[best.stop :]) if t.is_word]
        return frozenset() if set(rest) - aside else frozenset(best.name.codes)

    def _gmina(self, text: str) -> frozenset[str]:
        """Return the codes of every gmina that a cell can mean: ``Kwidzyn``, ``gm. Kwidzyn``, ``M. Kwidzyn``.

        Where the cell tells the kind (``gmina miejska``, ``m.``, ``Kwidzyn - gmina wiejska``), only those of the kind.
        """
        words, said = fold(text).split(), set()
        for end in (0, -1):
            while len(words) > 1 and " ".join(words) not in self._gminy_by_name and words[end] in _GMINA_WORDS:
                said.add(words.pop(end))
        codes = frozenset(self._gminy_by_name.get(" ".join(words), ())) or self._longest(Kind.GMINA, text, _GMINA_WORDS)
        codes = frozenset(c for c in codes if self._is_accented(c, text)) or codes
        kind = next((k for k in reversed(GMINA_KINDS) if said & GMINA_KINDS[k].cells and "i" not in said), "")
        return frozenset(c for c in codes if self.gminy[c].kind == kind) or codes

    def _is_accented(self, gmina: str, text: str) -> bool:
        """Check whether a text spells a gmina with its accents: ``Rogoźno`` is not Rogóźno; ``rogozno`` may be both."""
        name = self.gminy[gmina].name
        return not name.isascii() and name.casefold() in text.casefold()

    def near_powiat(self, text: str, voivodeship: str) -> str:
        """Suggest the name of the powiat that a misspelt cell may have meant, or give an empty text."""
        inside = [p for p in self.registry.powiaty if p.teryt.startswith(voivodeship)]
        return self._near(_without(_LEAD, text), [p.name for p in inside])

    def near_gmina(self, text: str, powiat: str) -> str:
        """Suggest the name of a gmina of the powiat (or of any, where it is empty)."""
        inside = [g.name for g in self.registry.gminy if g.teryt.startswith(powiat)]
        return self._near(_without(_GMINA_WORDS, text), inside)

    @staticmethod
    def _near(text: str, names: list[str]) -> str:
        found = process.extractOne(text[:60], {n: fold(n) for n in names}, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
        return str(found[2]) if found else ""

    def show(self, code: str) -> str:
        """Name a unit with its code: ``2402 bielski``."""
        area = self.powiaty.get(code) or self.gminy.get(code) or self.voivodeships.get(code)
        return f"{code} {area.name}" if area else code


def _without(words: frozenset[str], text: str) -> str:
    return " ".join(w for w in fold(text).split() if w not in words)


Gminy = frozenset[str]

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


#: Words on either side of a break that may be of one name, and letters of the longest.
_WORDS, _LONGEST_NAME = 3, 60


class Towns:
    """Finds the gminas in which a town of some name lies.

    Parameters
    ----------
    places : iterable of (name, parent name, gmina)
        Localities of SIMC.
    postcodes : iterable of (postcode, powiat)
        Each with the powiats that it may reach; gone through once a postcode is asked for.
    """

    def __init__(self, places: Iterable[tuple[str, str, str]], postcodes: Iterable[tuple[str, str]]) -> None:
        self._own: dict[str, set[str]] = defaultdict(set)
        self._parts: dict[str, set[str]] = defaultdict(set)
        self._starts: dict[str, set[str]] = defaultdict(set)
        for name, parent, gmina in places:
            key = fold(name)
            (self._parts if parent else self._own)[key].add(gmina)
        for key in (*self._own, *self._parts):
            self._starts[key.split(" ", 1)[0]].add(key)
        self._postcodes = postcodes
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

    def mended(self, text: str) -> str:
        """Join the lines of a text where the words around the break are the name of one locality."""
        first, *others = text.split("\n")
        lines = [first]
        for line in others:
            if self._is_broken(lines[-1], line):
                lines[-1] += f" {line}"
            else:
                lines.append(line)
        return "\n".join(lines)

    def _is_broken(self, line: str, following: str) -> bool:
        before = re.split(r"[,;:.\d]", line[-_LONGEST_NAME:])[-1].split()[-_WORDS:]
        said = re.match(r"([^,;:\d(]*)(?=[,;:(]|$)", following[:_LONGEST_NAME])
        after = said[1].split()[:_WORDS] if said else []
        names = (" ".join(before[n:] + after[:m]) for n in range(len(before)) for m in range(1, len(after) + 1))
        return any(self._own.get(fold(name)) or (name.endswith(".") and self._completed(fold(name))) for name in names)

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

    @cached_property
    def _powiaty(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = defaultdict(frozenset)
        for code, powiat in self._postcodes:
            found[code] |= {powiat}
        return found

    def powiaty_of(self, postcode: str) -> frozenset[str]:
        """Return the powiats that a postcode reaches into; empty where it is not known."""
        return self._powiaty.get(postcode, frozenset())


def _begin(words: list[str], starts: list[str]) -> bool:
    return len(words) == len(starts) and all(w.startswith(s) for w, s in zip(words, starts, strict=True))


def read_towns(geodata: Path) -> Towns:
    """Read localities and postcodes; rows that break their schema are reported by the build, not here."""
    places, _ = read_table(geodata, "reference/places.csv.gz")
    named = zip(*(places[column].tolist() for column in ("name", "parent_name", "gmina")), strict=True)
    return Towns(named, _reached(geodata))


def _reached(geodata: Path) -> Iterator[tuple[str, str]]:
    """Yield each postcode with each powiat that it may reach; nothing is read before it is asked."""
    places, _, _ = read_localities(geodata)
    for code, own in read_postcodes(geodata, places)[0].items():
        yield from ((code, powiat) for powiat in own.powiaty)
