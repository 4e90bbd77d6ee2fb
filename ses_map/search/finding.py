"""From a query to the things that it can mean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from ses_map.search.index import Entry, Kind, NameIndex
from ses_map.search.inflect import nominative_names
from ses_map.search.query import Query, parse_query
from ses_map.snapshot import Snapshot
from ses_map.spelling import fold

#: How many things a list of choices shows.
CHOICES = 12
#: Digits of the code of what a kind names.
_DIGITS: dict[Kind | None, tuple[int, ...]] = {Kind.VOIVODESHIP: (2,), Kind.POWIAT: (4,), Kind.GMINA: (6,)}
#: A query longer than this is cut: no name is so long.
LONGEST = 200


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
        """Give what the text may be the beginning of, a misspelt one included."""
        query = parse_query(text[:LONGEST])
        key = query.name
        if not key:
            return []
        qualified = bool(query.within or query.kind is not None or query.postcode)
        found = self._fitting(self.index.starting(key, limit * 20 if qualified else limit), query, begun=True)[:limit]
        ways = self._named(key, query.is_inflected) if not found else ()
        found = found or next((own for way in ways if (own := self._fitting(way, query))), [])[:limit]
        return found or (self.index.near(key, limit, same_start=True)[:limit] if len(key) > 3 else [])

    def find(self, text: str, guesses: bool = True) -> Found:
        """Give the thing that the text means, or everything that it can mean.

        Parameters
        ----------
        text : str
            What was typed.
        guesses : bool
            Whether names that are only like an unknown one are looked for: the dearest part of a search.
        """
        query = parse_query(text[:LONGEST])
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
        near = self.index.near(query.name, CHOICES) if guesses else []
        near = (self._fitting(near, query) or near)[:CHOICES]
        return Found(query, None, tuple(near), len(near), is_guess=True)

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
        """Give what a name can mean, the surest way of reading it first."""
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
    """Tell whether another thing is as likely meant as the first.

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
