"""From a query to the things that it can mean."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from ses_map.search.index import Entry, Kind, NameIndex
from ses_map.search.inflect import nominative_names
from ses_map.search.query import IDLE, PARTS, Query, parse_query
from ses_map.search.topic_words import AskedTopic, topic_words
from ses_map.snapshot import Snapshot
from ses_map.spelling import fold

#: How many things a list of choices shows.
CHOICES = 12
#: Digits of the code of what a kind names.
_DIGITS: dict[Kind | None, tuple[int, ...]] = {Kind.VOIVODESHIP: (2,), Kind.POWIAT: (4,), Kind.GMINA: (6,)}
#: A query longer than this is cut: no name is so long.
LONGEST = 200
#: Letters of an acronym (CIS, KIS), which is the beginning of many names as well.
_ACRONYM = 3


@dataclass(frozen=True, slots=True)
class Found:
    """What a query can mean."""

    query: Query
    #: The one thing meant, where that is certain.
    entry: Entry | None = None
    #: Other things of the same name, or all of them where none is certain; the likeliest first.
    others: tuple[Entry, ...] = ()
    #: How many there are, shown or not.
    total: int = 0
    #: Whether the names are only like the one that was typed.
    is_guess: bool = False
    #: Whether nothing of the name lies in what was named beside it.
    is_elsewhere: bool = False
    #: Powiats of a postcode, where no name came with it.
    powiaty: tuple[str, ...] = ()
    #: What the text asks about beside a place, or may ask about instead of one.
    topic: Entry | None = None
    #: Whether nothing else was typed, so that a place is only called alike.
    is_topic: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the text, read as it is spelled, means something that is there."""
        names = self.entry or self.powiaty or (self.others and not self.is_guess and not self.is_elsewhere)
        return bool(names or self.query.teryt or self.query.point)


class Search:
    """Finds what people type, in one snapshot; safe to share between threads.

    Parameters
    ----------
    snapshot : Snapshot
        With its places and postcodes.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.index = NameIndex(snapshot.registry, snapshot.places)
        self.names = snapshot.names
        self.postcodes = snapshot.postcodes

    @cached_property
    def _held(self) -> dict[str, frozenset[str]]:
        """Folded names by unit, against which qualifiers are compared; a powiat is also known by its seat."""
        held = {g.teryt: frozenset({fold(g.name)}) for g in self.names.gminy.values()}
        held |= {v.teryt: frozenset({fold(v.name)}) for v in self.names.voivodeships.values()}
        return held | {p.teryt: frozenset({fold(p.name), fold(p.seat)}) for p in self.names.powiaty.values()}

    def suggest(self, text: str, limit: int = 8) -> list[Entry]:
        """Return what the text may be the beginning of, a misspelt one included; places first, unless it is a topic."""
        text = text[:LONGEST]
        found, asked = self._begun(text, limit), topic_words().begun(text)
        if asked is None:
            return found or self._like(text, limit)
        rests = self._rests(asked)
        if rests:
            beside = found or next((own for r in rests if (own := self._begun(r, limit))), self._like(rests[-1], limit))
            return [*beside[: max(limit - 1, 1)], asked.topic][:limit]
        if not found or (asked.is_literal and len(text.strip()) > _ACRONYM):
            return [asked.topic, *(found or self._like(text, limit))][:limit]
        return [*found[: limit - asked.is_literal], asked.topic][:limit]

    def _begun(self, text: str, limit: int) -> list[Entry]:
        """Return what begins with the text as it is spelled, or is a form of it."""
        query = parse_query(text)
        key = query.name
        if not key:
            return []
        qualified = bool(query.within or query.kind is not None or query.postcode)
        found = self._centres(text, query, lambda whole: self.index.starting(whole, limit))
        found = found or self._fitting(self.index.starting(key, limit * 20 if qualified else limit), query, begun=True)
        found = found[:limit]
        ways = self._named(key, query.is_inflected) if not found else ()
        return found or next((own for way in ways if (own := self._fitting(way, query))), [])[:limit]

    def _like(self, text: str, limit: int) -> list[Entry]:
        """Return what begins like a misspelt text."""
        key = parse_query(text).name
        return self.index.near(key, limit, same_start=True)[:limit] if len(key) > 3 else []

    def find(self, text: str, guesses: bool = True) -> Found:
        """Return the thing that the text means, or everything that it can mean.

        Parameters
        ----------
        guesses : bool
            Whether names that are only like an unknown one are looked for: the dearest part of a search.
        """
        text = text[:LONGEST]
        found = self._spelled(text)
        asked = None
        for is_misspelt in (False, True) if guesses else (False,):
            asked = topic_words().read(text, is_misspelt) or asked
            if asked and (sure := self._beside(found, asked)):
                return sure
            if found.is_known:
                return found
        rests = self._rests(asked) if asked else []
        found = replace(found, topic=asked.topic if asked else None, is_topic=bool(asked and not rests))
        if guesses and not found.others:
            found = self._guessed(found)
        if guesses and rests and not found.others:
            found = self._guessed(replace(found, query=parse_query(rests[-1])))
        return found

    def _rests(self, asked: AskedTopic) -> list[str]:
        """Return what may name a place beside a topic: nothing where the whole text is one."""
        found = [self._rest(rest) for rest in asked.rests]
        return [rest for rest in dict.fromkeys(found) if rest] if found and found[-1] else []

    def _rest(self, text: str) -> str:
        """Leave out parts that are nothing but prepositions, unless a place is called so (Koło)."""
        parts = [(part, fold(part).split()) for part in PARTS.split(text)]
        return ", ".join(p for p, words in parts if words and (words[-1] not in IDLE or self.index.exact(words[-1])))

    def _beside(self, found: Found, asked: AskedTopic) -> Found | None:
        """Join what a text means as a place and what it asks about, where both are clear; the place comes first."""
        rests = self._rests(asked)
        if rests:
            read = (self._spelled(rest) for rest in (() if found.is_known else rests))
            place = next((p for p in read if p.is_known), found)
            return replace(place, topic=asked.topic) if place.is_known else None
        if found.is_known and not asked.is_literal and self.index.exact(found.query.name):
            return replace(found, topic=asked.topic)
        return self._instead(found, asked) if found.is_known or asked.is_exact else None

    def _instead(self, found: Found, asked: AskedTopic) -> Found:
        """Take the topic alone, with the places that are called as it is, in any case; centres are told by more."""
        named = [e for word in asked.words for e in self.index.exact(word)]
        every = list(dict.fromkeys(filter(None, (found.entry, *found.others, *named))))
        called = {found.query.name, *asked.words, *nominative_names(found.query.name)}
        places = [e for e in every if e.kind is not Kind.CENTRE and fold(e.name) in called]
        if not places:
            return Found(found.query, asked.topic, total=1)
        total = max(found.total, len(every)) - len(every) + len(places)
        return Found(found.query, None, tuple(places[:CHOICES]), total, topic=asked.topic, is_topic=True)

    def _spelled(self, text: str) -> Found:
        """Return what the text means as it is spelled."""
        query = parse_query(text)
        if centres := self._centres(text, query, self.index.exact):
            return _settled(query, centres)
        if query.postcode and not query.name:
            return Found(query, powiaty=self.postcodes.get(query.postcode, ()))
        if not query.name:
            return Found(query)
        fitting = self._readings(query)
        if fitting:
            return _settled(query, fitting)
        exact = next((entries for entries in self._named(query.name, False) if entries), [])
        if exact:
            return Found(query, None, tuple(exact[:CHOICES]), len(exact), is_elsewhere=True)
        return Found(query, is_guess=True)

    def _centres(self, text: str, query: Query, named: Callable[[str], list[Entry]]) -> list[Entry]:
        """Return centres by a name of which a query drops words, such as "Ośrodek" and "w"."""
        whole = fold(text)
        return [e for e in named(whole) if e.kind is Kind.CENTRE] if whole != query.name else []

    def _guessed(self, found: Found) -> Found:
        """Add the names that are like an unknown one."""
        query = found.query
        near = self.index.near(query.name, CHOICES) if query.name else []
        near = (self._fitting(near, query) or near)[:CHOICES]
        return replace(found, others=tuple(near), total=len(near))

    def _readings(self, query: Query) -> list[Entry]:
        """Read the name whole first, then as a name and what tells it from others, in either order."""
        words = query.name.split()
        for cut in range(len(words), 0, -1):
            ahead = (" ".join(words[:cut]), " ".join(words[cut:]))
            behind = (" ".join(words[-cut:]), " ".join(words[:-cut]))
            for name, extra in dict.fromkeys((ahead, behind)):
                for entries in self._named(name, query.is_inflected):
                    fitting = self._fitting(entries, query, extra)
                    if fitting:
                        return fitting
        return []

    def _named(self, name: str, is_inflected: bool) -> Iterator[list[Entry]]:
        """Return what a name can mean, the surest way of reading it first."""
        exact = self.index.exact(name)
        if not is_inflected:
            yield exact
        inflected = list(dict.fromkeys(e for key in nominative_names(name) for e in self.index.exact(key)))
        yield sorted(inflected, key=lambda e: e.kind)
        words = name.split()
        if len(words) > 1:
            yield self.index.shortened(words, CHOICES)
        yield self.index.ending(name, CHOICES)

    def _fitting(self, entries: Iterable[Entry], query: Query, extra: str = "", begun: bool = False) -> list[Entry]:
        """Keep what is of the kind that was said and lies in everything that was named, or begun to be."""
        named = [*query.within, *([(extra, None)] if extra else [])]
        within = [_Holder(name, kind, frozenset(nominative_names(name)), begun) for name, kind in named]
        postcode = self.postcodes.get(query.postcode, ())
        return [
            e
            for e in entries
            if _is_of(e.kind, query.kind)
            and all(self._lies_in(e, holder) for holder in within)
            and (not postcode or e.kind is Kind.CENTRE or e.unit[:4] in postcode)
        ]

    def _lies_in(self, entry: Entry, holder: "_Holder") -> bool:
        units = {entry.unit[:n] for n in _DIGITS.get(holder.kind, (2, 4, 6)) if len(entry.unit) >= n}
        held = frozenset().union(*(self._held.get(u, frozenset()) for u in units), {fold(entry.parent)})
        return bool(held & holder.forms) or (holder.begun and any(h.startswith(holder.name) for h in held))


@dataclass(frozen=True, slots=True)
class _Holder:
    """What something was said to lie in."""

    name: str
    kind: Kind | None
    #: Every nominative that the name can be a form of.
    forms: frozenset[str]
    #: Whether the name may be unfinished.
    begun: bool


def _settled(query: Query, entries: list[Entry]) -> Found:
    """Take the first where nothing of its weight beside it carries the name."""
    first, *rest = entries
    if any(_rivals(first, e) for e in rest):
        return Found(query, None, tuple(entries[:CHOICES]), len(entries))
    return Found(query, first, tuple(rest[:CHOICES]), len(entries))


def _is_of(kind: Kind, said: Kind | None) -> bool:
    if said is Kind.VILLAGE:
        return kind in (Kind.VILLAGE, Kind.PART)
    return said is None or kind is said


def _rivals(first: Entry, other: Entry) -> bool:
    """Return whether another thing is as likely meant as the first.

    A city outweighs villages and parts, a village of its own the parts of others; a unit, its seat and its gminas are
    one place to ask for, unless they are two gminas and the gmina was what was asked for.
    """
    if first.kind is Kind.CITY:
        return other.kind is Kind.CITY
    if first.kind in (Kind.POWIAT, Kind.VOIVODESHIP, Kind.CENTRE):
        return other.kind is first.kind
    if first.kind is Kind.GMINA:
        return other.kind in (Kind.GMINA, Kind.VILLAGE) and other.unit != first.unit
    if first.kind is Kind.VILLAGE:
        return other.kind is Kind.VILLAGE
    return other.unit != first.unit
