"""Every name that a person may type, sorted, so that a prefix is a range and an exact name a look-up."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property, lru_cache

import numpy as np

from ses_map.localities import PlaceKind, Places
from ses_map.model import Registry
from ses_map.search.typos import LikeNames
from ses_map.spelling import fold, in_latin
from ses_map.teryt import FIRST_CITY_NUMBER, is_city

#: A prefix ends before this character, which no folded name holds.
_AFTER = "\uffff"
#: Letters and digits come after this sign, a space before it.
_LETTER = "!"
#: How the registry begins the names of some subregions.
_SUBREGION = re.compile("^(?:subregion|podregion|obszar) ")
#: Entries that are made once: of names that many places have, and of large towns.
_REMEMBERED = 20_000
#: How many names an entry has at most, as far as a short list has to reckon with it.
_NAMES = 8
#: One step of kind outweighs any number of people; districts of cities stand before villages.
_STEP = 10**9


class Kind(IntEnum):
    """What an entry is, in the order of its importance in a list."""

    CITY = 0
    POWIAT = 1
    VOIVODESHIP = 2
    GMINA = 3
    CENTRE = 4
    VILLAGE = 5
    PART = 6
    TOPIC = 7


_OF_PLACE = {PlaceKind.CITY: Kind.CITY, PlaceKind.VILLAGE: Kind.VILLAGE, PlaceKind.PART: Kind.PART}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found."""

    kind: Kind
    #: SIMC of a locality, TERYT of a unit, id of a centre, page of a topic.
    id: str
    name: str
    #: Gmina that holds a locality; the unit itself; the voivodeship of a centre; empty for a topic.
    unit: str
    #: Locality that it is a part of, or empty.
    parent: str = ""
    #: Inhabitants of the unit.
    people: int = 0


class NameIndex:
    """Names of localities, units and centres of one snapshot."""

    def __init__(self, registry: Registry, places: Places) -> None:
        self.places = places
        self.entry = lru_cache(_REMEMBERED)(self._entry)
        self.people = people = _people(registry)
        self._others = [replace(e, people=people.get(e.unit, 0)) for e in _other_entries(registry)]
        count = len(places)
        kinds = np.array([2 * _OF_PLACE[PlaceKind(k)] for k in range(3)], dtype=np.int64)[places.kind]
        kinds[(places.kind == PlaceKind.PART) & (places.gmina // 100 % 100 >= FIRST_CITY_NUMBER)] = 2 * Kind.VILLAGE - 1
        own = np.array([people.get(places.unit(n), 0) for n in range(count)], dtype=np.int64)
        weights = (kinds * _STEP - own).tolist()
        weights += [2 * int(e.kind) * _STEP - e.people for e in self._others]
        named = ((fold(e.name), weights[n], n) for n, e in enumerate(self._others, start=count))
        whole = [*zip(places.keys, weights[:count], range(count), strict=True), *named]
        whole += self._acronyms(weights, count)
        called = list(dict.fromkeys(self._called(registry, whole)))
        whole += [(key, weights[n], n) for key, n in called]
        #: Keys that an entry has beside its own name, by its number.
        self.other_keys: dict[int, list[str]] = defaultdict(list)
        for key, number in (*called, *((k, n) for k, _, n in self._acronyms(weights, count))):
            self.other_keys[number].append(key)
        #: Names of several things, all of which are meant: "Trójmiasto".
        self.regions = frozenset(k for k, _ in called if k.startswith("subregion ")) | {
            fold(o.name) for o in registry.other_names if o.kind == "region" and " " in o.units
        }
        self._names = _Sorted(whole)
        self._ends = _Sorted(list(self._other_ends(weights, count, places)))
        #: Every word of every name: what a form may be one of.
        self.words = frozenset(" ".join(self._names.unique).split())
        self.like = LikeNames(self._names.unique)

    def _acronyms(self, weights: list[int], count: int) -> Iterator[tuple[str, int, int]]:
        for number, entry in enumerate(self._others, start=count):
            words = _acronyms(entry.name) if entry.kind is Kind.CENTRE else ()
            yield from ((fold(w), weights[number], number) for w in words)

    def _called(self, registry: Registry, whole: list[tuple[str, int, int]]) -> Iterator[tuple[str, int]]:
        """Return what people call places beside their names, names with a word abbreviated, and subregions."""
        numbers = {e.unit: n for n, e in enumerate(self._others, start=len(self.places)) if e.kind is not Kind.CENTRE}
        for city in np.flatnonzero(self.places.kind == PlaceKind.CITY).tolist():
            unit = self.places.unit(city)
            numbers |= {unit: city} | ({unit[:4]: city} if is_city(unit[:4]) else {})
        known = {key for key, _, _ in whole}
        for other in registry.other_names:
            if other.kind == "word":
                short, word = fold(other.name).split()
                yield from ((k.replace(word, short), n) for k, _, n in whole if f" {word} " in f"{k} ")
            keys = {fold(other.name), *({fold(in_latin(other.name))} - known)}
            yield from ((k, numbers[u]) for k in keys for u in other.units.split() if u in numbers)
        named = ((_SUBREGION.sub("", fold(a.subregion)), a.unit) for a in registry.assignments if a.subregion)
        yield from ((f"subregion {name}", numbers[unit]) for name, unit in named if unit in numbers)

    def _other_ends(self, weights: list[int], count: int, places: Places) -> Iterator[tuple[str, int, int]]:
        """Return the ends of names from their second word on: "trybunalski", "dobra robota"."""
        named = [(n, places.keys[n]) for n in np.flatnonzero(places.kind == PlaceKind.CITY).tolist()]
        for number, key in (*named, *enumerate((fold(e.name) for e in self._others), start=count)):
            words = key.split()
            yield from ((" ".join(words[start:]), weights[number], number) for start in range(1, len(words)))

    def _entry(self, number: int) -> Entry:
        """Return an entry by its number."""
        count = len(self.places)
        if number >= count:
            return self._others[number - count]
        places = self.places
        kind = _OF_PLACE[PlaceKind(int(places.kind[number]))]
        unit, parent = places.unit(number), places.parents[number]
        return Entry(kind, places.simc_of(number), places.names[number], unit, parent, self.people.get(unit, 0))

    def exact(self, key: str, limit: int | None = None) -> list[Entry]:
        """Return the entries of exactly this folded name, the most important first."""
        return [self.entry(n) for n in self._names.exact(key)[:limit]]

    def count(self, key: str) -> int:
        """Return how many entries have exactly this folded name."""
        return len(self._names.exact(key))

    def near(self, key: str, limit: int) -> list[tuple[int, str]]:
        """Return names that are like a misspelt one, the likeliest first, each with the number of wrong letters."""
        found = sorted((wrong, self._names.weight(name), name) for wrong, name in self.like.near(key))
        return [(wrong, name) for wrong, _, name in found[:limit]]

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.places) + len(self._others)

    def ending(self, key: str, limit: int) -> list[Entry]:
        """Return cities, units and centres whose name goes on to this from one of its later words."""
        return [self.entry(n) for n in self._ends.starting(key, limit)]

    def starting(self, prefix: str, limit: int) -> list[Entry]:
        """Return the entries whose folded name begins so: the exact ones, then by kind, then by population."""
        numbers = [*self._names.exact(prefix)[:limit], *self._names.starting(prefix, 2 * limit)]
        if len(numbers) < limit:
            numbers += self._ends.starting(prefix, limit)
        return [self.entry(n) for n in list(dict.fromkeys(numbers))[:limit]]

    def continued(self, key: str, limit: int) -> list[Entry]:
        """Return the entries whose folded name goes on after these whole words, by kind and population."""
        return [self.entry(n) for n in self._names.starting(key + " ", limit)]

    def begun(self, key: str, limit: int) -> list[Entry]:
        """Return the entries whose folded name goes on within the word, by kind and population."""
        return [self.entry(n) for n in self._names.starting(key, limit, _LETTER)]

    def shortened(self, words: Sequence[str], limit: int) -> list[Entry]:
        """Return the entries whose words begin with these, the first one whole: "ruda sl"."""
        numbers = self._names.within(f"{words[0]} {words[1]}")
        found = [n for n, key in numbers if _begin(key.split(), words)]
        return [self.entry(n) for n in dict.fromkeys(found)][:limit]


class _Sorted:
    """Keys in order, each with the weight and the number of its entry."""

    def __init__(self, rows: list[tuple[str, int, int]]) -> None:
        rows.sort()
        self._keys = [r[0] for r in rows]
        self._weights = np.array([r[1] for r in rows], dtype=np.int64)
        self._numbers = np.array([r[2] for r in rows], dtype=np.int32)

    @cached_property
    def unique(self) -> list[str]:
        return list(dict.fromkeys(self._keys))

    def _range(self, prefix: str, after: str = "") -> tuple[int, int]:
        low = bisect_left(self._keys, prefix + after)
        return low, bisect_left(self._keys, prefix + _AFTER, lo=low)

    def weight(self, key: str) -> int:
        return int(self._weights[bisect_left(self._keys, key)])

    def exact(self, key: str) -> list[int]:
        low = high = bisect_left(self._keys, key)
        while high < len(self._keys) and self._keys[high] == key:
            high += 1
        return list(dict.fromkeys(self._numbers[low:high].tolist()))

    def starting(self, prefix: str, limit: int, after: str = "") -> list[int]:
        low, high = self._range(prefix, after)
        weights = self._weights[low:high]
        most = _NAMES * limit
        chosen = np.argpartition(weights, most)[:most] if most < len(weights) else np.arange(len(weights))
        ordered = chosen[np.argsort(weights[chosen], kind="stable")]
        return list(dict.fromkeys(self._numbers[low + ordered].tolist()))[:limit]

    def within(self, prefix: str) -> list[tuple[int, str]]:
        low, high = self._range(prefix)
        order = low + np.argsort(self._weights[low:high], kind="stable")
        return [(int(self._numbers[i]), self._keys[i]) for i in order.tolist()]


def _people(registry: Registry) -> dict[str, int]:
    people = {p.teryt: p.population for p in registry.powiaty} | {g.teryt: g.population or 0 for g in registry.gminy}
    return people | {
        v.teryt: sum(n for c, n in people.items() if len(c) == 4 and c[:2] == v.teryt) for v in registry.voivodeships
    }


def _begin(words: Sequence[str], starts: Sequence[str]) -> bool:
    return len(words) == len(starts) and all(w.startswith(s) for w, s in zip(words, starts, strict=True))


def _acronyms(name: str) -> list[str]:
    """List the words of a centre's name that are its acronym: ``NOWES``, but not ``OWES``, which they all are."""
    return [w for w in name.replace("(", " ").replace(")", " ").split() if w.isupper() and len(w) > 3 and w != "OWES"]


def _other_entries(registry: Registry) -> Iterator[Entry]:
    """Return the entries of units and centres."""
    yield from (Entry(Kind.VOIVODESHIP, v.teryt, v.name, v.teryt) for v in registry.voivodeships)
    yield from (Entry(Kind.POWIAT, p.teryt, p.name, p.teryt) for p in registry.powiaty)
    yield from (Entry(Kind.GMINA, g.teryt, g.name, g.teryt) for g in registry.gminy)
    yield from (Entry(Kind.CENTRE, c.id, c.name, c.voivodeship) for c in registry.centres)
