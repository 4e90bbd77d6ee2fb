"""From a query to the things that it can mean."""

from dataclasses import dataclass, replace

from ses_map.search.address import PARTS
from ses_map.search.index import Entry, Kind, NameIndex
from ses_map.search.inflect import nominative_names
from ses_map.search.query import IDLE, Query, parse_query
from ses_map.search.ranking import Grade, Hit
from ses_map.search.reading import Reader
from ses_map.search.topic_words import AskedTopic, topic_words
from ses_map.snapshot import Snapshot
from ses_map.spelling import fold

#: How many things a list of choices shows.
CHOICES = 12
#: Kinds of things found that are no area.
NO_UNITS = (Kind.CENTRE, Kind.TOPIC)
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
    #: Other things that it can mean, or all of them where none is certain; the likeliest first.
    others: tuple[Entry, ...] = ()
    #: Those of ``others`` that are called just so, or are larger and begin so.
    meant: tuple[Entry, ...] = ()
    #: How many there are, shown or not.
    total: int = 0
    #: Whether the names are only like the one that was typed.
    is_guess: bool = False
    #: Whether nothing of the name lies in what was named beside it.
    is_elsewhere: bool = False
    #: Whether it is only the beginning of names, or their end.
    is_begun: bool = False
    #: Powiats of a postcode, where no name came with it.
    powiaty: tuple[str, ...] = ()
    #: What the text asks about beside a place, or may ask about instead of one.
    topic: Entry | None = None
    #: Whether nothing else was typed, so that a place is only called alike.
    is_topic: bool = False

    @property
    def is_postcode(self) -> bool:
        """Whether nothing but a postcode was typed."""
        return bool(self.query.postcode and not self.query.name and not self.entry and not self.others)

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the areas that are meant; none where a name is only like the one that was typed."""
        entries = [self.entry] if self.entry else () if self.is_guess else self.meant
        return tuple(dict.fromkeys(e.unit for e in entries if e.kind not in NO_UNITS)) or self.powiaty

    @property
    def is_known(self) -> bool:
        """Whether the text, read as it is spelled, means something that is there."""
        is_doubtful = self.is_guess or self.is_elsewhere or self.is_begun
        return bool(
            self.entry or self.powiaty or (self.others and not is_doubtful) or self.query.teryt or self.query.point
        )


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
        self.postcodes = {code: own.powiaty for code, own in snapshot.postcodes.items()}
        self._reader = Reader(self.index, self.names, self.postcodes)

    def suggest(self, text: str, limit: int = 8) -> list[Entry]:
        """Return what :meth:`find` finds in its order, a topic that the text may be the beginning of beside it."""
        text = text[:LONGEST]
        query = parse_query(text)
        if query.postcode and not query.name and not query.is_no_place:
            powiaty = self.postcodes.get(query.postcode, ())[:limit]
            return [Entry(Kind.POWIAT, code, self.names.powiaty[code].name, code) for code in powiaty]
        found, asked = self._find(text, guesses=True), topic_words().begun(text)
        is_acronym = len(text.strip()) <= _ACRONYM
        shown = self._spelled(text) if is_acronym else found
        places = [e for e in (shown.entry, *shown.others) if e and e.kind is not Kind.TOPIC]
        if asked is None:
            return places[:limit]
        if found.topic and not found.is_topic:
            return [*places[: max(limit - 1, 1)], asked.topic][:limit]
        if not places or found.is_guess or (asked.is_literal and not is_acronym):
            return [asked.topic, *places][:limit]
        return [*places[: limit - asked.is_literal], asked.topic][:limit]

    def find(self, text: str, guesses: bool = True) -> Found:
        """Return the thing that the text means, or everything that it can mean.

        Parameters
        ----------
        guesses : bool
            Whether names that are only like an unknown one are looked for: the dearest part of a search.
        """
        found = self._find(text[:LONGEST], guesses)
        shown = found.others[:CHOICES]
        return replace(found, others=shown, meant=found.meant[:CHOICES], total=max(found.total, len(shown)))

    def _find(self, text: str, guesses: bool) -> Found:
        """Do what :meth:`find` does, with everything that was found."""
        found = self._spelled(text)
        asked = None
        for is_misspelt in (False, True) if guesses else (False,):
            asked = topic_words().read(text, is_misspelt) or asked
            if asked and (sure := self._beside(found, asked)):
                return sure
            if found.is_known:
                return found
        rests = self._rests(asked) if asked else []
        if not found.others and rests:
            found = self._spelled(rests[-1])
        if guesses and not found.others:
            found, asked = self._guessed(found), asked or topic_words().begun(text)
        return replace(found, topic=asked.topic if asked else None, is_topic=bool(asked and not rests))

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
        exact = dict.fromkeys((found.query.name, *asked.words))
        ways = (exact, nominative_names(found.query.name, self.index.words))
        called = ([e for key in way for e in self.index.exact(key) if e.kind is not Kind.CENTRE] for way in ways)
        places = tuple(next((own for own in called if own), ()))
        if not places:
            return Found(found.query, asked.topic, total=1)
        return Found(found.query, None, places, places, len(places), topic=asked.topic, is_topic=True)

    def _spelled(self, text: str) -> Found:
        """Return what the text means as it is spelled."""
        query = parse_query(text)
        if not query.name and query.postcode:
            return Found(query, powiaty=self.postcodes.get(query.postcode, ()))
        if query.is_no_place or query.point or query.teryt:
            return Found(query, is_guess=query.is_no_place)
        read = self._reader.read(query, fold(text))
        found = _found(query, read.hits, read.is_settled, is_elsewhere=read.is_elsewhere, is_guess=not read.hits)
        return replace(found, total=found.total + read.left)

    def _guessed(self, found: Found) -> Found:
        """Add the names that are like an unknown one."""
        hits = self._reader.like(found.query)
        return _found(found.query, hits, is_settled=False, is_guess=True)


def _found(
    query: Query, hits: list[Hit], is_settled: bool, is_guess: bool = False, is_elsewhere: bool = False
) -> Found:
    first = hits[0].entry if is_settled else None
    named = [h for h in hits if h.is_named]
    meant = tuple(h.entry for h in hits if h.is_named or not named or h.entry.kind is Kind.CITY)
    others = tuple(h.entry for h in hits[is_settled:])
    is_begun = not any(h.grade <= Grade.CONTINUED for h in hits)
    return Found(query, first, others, meant, len(named or hits), is_guess, is_elsewhere, is_begun)
