"""All names of units in all their forms, ready to be found in a sentence."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ses_map.model import Registry
from ses_map.registry.sentence.inflection import ABBREVIATIONS, forms
from ses_map.registry.sentence.words import Token, fold
from ses_map.teryt import powiat_of, voivodeship_of


class Kind(StrEnum):
    """What a name names."""

    COUNTY = "county"
    CITY = "city"
    GMINA = "gmina"
    VOIVODESHIP = "voivodeship"
    NUTS3 = "nuts3"


@dataclass(frozen=True)
class Name:
    """One name and everything that carries it."""

    kind: Kind
    #: Nominative.
    text: str
    codes: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    #: ``current``, ``former`` or ``informal``.
    standing: str = "current"


@dataclass(frozen=True)
class Match:
    """A name found at a place: which, and the tokens it takes."""

    name: Name
    first: int
    #: Index after the last token.
    stop: int
    #: Codes of this and of every other name that the same words can be a form of ("Miedźna", "Miedźno").
    codes: tuple[str, ...]
    #: Whether the words are the name as it is.
    literal: bool = False


#: Names that people use and TERYT does not: powiat code → ways to say it.
INFORMAL = {
    "1432": ("warszawa zachód", "warszawsko zachodni"),
    "1006": ("łódź wschód", "łódzko wschodni"),
}


class Gazetteer:
    """Finds names of powiats, cities, gminas, voivodeships and NUTS 3 regions in tokens.

    Parameters
    ----------
    registry : Registry
        The areas and their former names.
    """

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.powiaty = {p.teryt: p for p in registry.powiaty}
        self.gminy = {g.teryt: g for g in registry.gminy}
        self.voivodeships = {v.teryt: v for v in registry.voivodeships}
        self._nuts3: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.powiaty):
            self._nuts3[self.powiaty[code].nuts3].append(code)
        self._gminas = Counter(powiat_of(code) for code in self.gminy)
        self._by_word: dict[Kind, dict[str, list[Name]]] = {kind: defaultdict(list) for kind in Kind}
        self._listed: dict[Kind, list[Name]] = {kind: [] for kind in Kind}
        for name in self._names():
            self._listed[name.kind].append(name)
            for form in name.words[0]:
                self._by_word[name.kind][form].append(name)

    def _names(self) -> Iterable[Name]:
        counties = [(p.name, p.teryt) for p in self.registry.powiaty if not p.is_city]
        cities = [(p.name, p.teryt) for p in self.registry.powiaty if p.is_city]
        former = [(n.name, n.teryt) for n in self.registry.former_names if len(n.teryt) == 4]
        informal = [(text, code) for code, texts in INFORMAL.items() for text in texts if code in self.powiaty]
        yield from _grouped(Kind.COUNTY, counties, "current")
        yield from _grouped(Kind.COUNTY, former, "former")
        yield from _grouped(Kind.COUNTY, informal, "informal")
        yield from _grouped(Kind.CITY, cities, "current")
        gminas = [(g.name, g.teryt) for g in self.registry.gminy]
        short = [(name.split(" (")[0], code) for name, code in gminas if " (" in name]  # "Dobra (Szczecińska)"
        yield from _grouped(Kind.GMINA, gminas + short, "current")
        yield from _grouped(Kind.VOIVODESHIP, [(v.name, v.teryt) for v in self.registry.voivodeships], "current")
        regions = [(_region_name(n.name), n.code) for n in self.registry.nuts3]
        yield from _grouped(Kind.NUTS3, regions, "current")

    def names(self, kind: Kind) -> list[Name]:
        """List the names of a kind once each."""
        return self._listed[kind]

    def match(self, kind: Kind, tokens: Sequence[Token], at: int) -> Match | None:
        """Find the longest name of a kind that begins at a token; the current name before a former one."""
        found = []
        for name in self._by_word[kind].get(tokens[at].norm, ()) if at < len(tokens) else ():
            stop = _match_words(name.words, tokens, at)
            if stop:
                found.append((stop, name.standing == "current", _is_literal(name, tokens[at:stop]), name))
        if not found:
            return None
        stop, current, literal, best = max(found, key=lambda f: f[:3])
        alike = [name for end, standing, _, name in found if (end, standing) == (stop, current)]
        codes = tuple(sorted({code for name in alike for code in name.codes}))
        return Match(best, at, stop, codes if kind is Kind.GMINA else best.codes, literal)

    def knows(self, norm: str) -> bool:
        """Return whether some name begins with a word."""
        return any(norm in by_word for by_word in self._by_word.values())

    def city_of(self, county: str) -> str:
        """Return the city with powiat rights that is the seat of a county, or an empty text."""
        seat, inside = self.powiaty[county].seat, voivodeship_of(county)
        found = [p.teryt for p in self.registry.powiaty if p.is_city and p.name == seat and p.teryt.startswith(inside)]
        return found[0] if found else ""

    def county_of(self, city: str) -> str:
        """Return the county whose seat is a city with powiat rights, or an empty text."""
        name, inside = self.powiaty[city].name, voivodeship_of(city)
        found = [p for p in self.registry.powiaty if not p.is_city and p.seat == name and p.teryt.startswith(inside)]
        return found[0].teryt if len(found) == 1 else ""

    def count_gminas(self, powiat: str) -> int:
        """Return how many gminas a powiat has."""
        return self._gminas[powiat]

    def powiaty_of(self, nuts3: str) -> list[str]:
        """List the powiats of a NUTS 3 region by code."""
        return self._nuts3[nuts3]


def _region_name(name: str) -> str:
    """Spell a NUTS 3 name as in a sentence: ``Opolski`` → ``opolski``, ``Miasto Łódź`` → ``Łódź``."""
    city = name.removeprefix("Miasto ")
    return city if city != name else name.lower()


def _grouped(kind: Kind, pairs: Iterable[tuple[str, str]], standing: str) -> Iterable[Name]:
    codes: dict[str, list[str]] = defaultdict(list)
    for text, code in pairs:
        codes[text].append(code)
    for text, own in codes.items():
        parts = [part.strip("()") for part in text.replace("-", " ").split()]
        words = tuple(forms(part, len(parts) == 1) for part in parts)
        yield Name(kind, text, tuple(sorted(own)), words, standing)


def _match_words(words: Sequence[frozenset[str]], tokens: Sequence[Token], at: int) -> int:
    """Return the index after the name, or 0; hyphens between its words may be there, missing, or spaced."""
    place = at
    for number, options in enumerate(words):
        bracket = number > 0 and place < len(tokens) and tokens[place].text == "("
        if number and place < len(tokens) and (tokens[place].is_hyphen or bracket):
            place += 1
        if place >= len(tokens):
            return 0
        norm = tokens[place].norm
        if norm in options:
            place += 1
        elif number and _is_short_for(norm, options) and place + 1 < len(tokens) and tokens[place + 1].text == ".":
            place += 2
        else:
            return 0
        if bracket:
            place += place < len(tokens) and tokens[place].text == ")"
    return place


def _is_literal(name: Name, tokens: Sequence[Token]) -> bool:
    return fold(name.text).replace("-", " ").split() == [t.norm for t in tokens if not t.is_hyphen]


def _is_short_for(norm: str, options: frozenset[str]) -> bool:
    whole = ABBREVIATIONS.get(norm)
    return any(o.startswith(norm) for o in options) if whole is None else bool(forms(whole) & options)
