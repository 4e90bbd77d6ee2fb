"""Every way of reading a query as the name of something that is there."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ses_map.model import Names
from ses_map.search.index import Entry, Kind, NameIndex
from ses_map.search.inflect import nominative_names
from ses_map.search.query import Query
from ses_map.search.ranking import Grade, Hit, is_settled, ranked
from ses_map.spelling import fold

#: Things that go on from a text are so many that the first of them are enough.
MOST = 24
#: Of things that must lie in what was named beside them, more have to be looked at.
_SIFTED = 500
#: Kinds that are called by adjectives: "Grodzisk" is no form of "grodziski".
_ADJECTIVES = (Kind.POWIAT, Kind.VOIVODESHIP)
#: Words of the longest name of a town.
_WORDS = 4
#: Digits of the code of what a kind names.
_DIGITS: dict[Kind | None, tuple[int, ...]] = {Kind.VOIVODESHIP: (2,), Kind.POWIAT: (4,), Kind.GMINA: (6,)}
#: What holds everything, folded.
COUNTRY = frozenset({"polska", "polsce", "poland", "polszcza", "polsza"})
#: Words that join two names, folded.
AND = frozenset({"i", "oraz", "lub", "albo", "and", "ta", "abo", "a", "czy"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a query can mean as it is spelled, the likeliest first."""

    hits: list[Hit]
    #: Whether the first is meant without doubt.
    is_settled: bool = False
    #: Whether nothing of the name lies in what was named beside it.
    is_elsewhere: bool = False
    #: How many more things are called just so.
    left: int = 0


class Reader:
    """Reads queries as names of one snapshot."""

    def __init__(self, index: NameIndex, names: Names, postcodes: Mapping[str, tuple[str, ...]]) -> None:
        self.index, self.names, self.postcodes = index, names, postcodes

    @cached_property
    def _held(self) -> dict[str, frozenset[str]]:
        """Folded names by unit, against which qualifiers are compared; a powiat is also known by its seat."""
        held = {g.teryt: frozenset({fold(g.name)}) for g in self.names.gminy.values()}
        held |= {v.teryt: frozenset({fold(v.name)}) for v in self.names.voivodeships.values()}
        return held | {p.teryt: frozenset({fold(p.name), fold(p.seat)}) for p in self.names.powiaty.values()}

    @cached_property
    def _holder_names(self) -> frozenset[str]:
        return frozenset(fold(p) for p in set(self.index.places.parents)).union(*self._held.values()) - {""}

    @cached_property
    def _holders(self) -> list[str]:
        return sorted(self._holder_names)

    def read(self, query: Query, whole: str) -> Reading:
        """Read a query.

        Parameters
        ----------
        whole : str
            All of the text, folded: some names have words that a query drops: "Ośrodek … w Słupsku", "Osiedle Leśne".
        """
        called = [Hit(e, Grade.EXACT) for e in self.index.exact(whole)] if whole != query.name else []
        if any(hit.entry.kind is Kind.CENTRE for hit in called):
            return self._settled(query, called)
        towns: list[Hit] | None = None
        for name, extra in self._cuts(query):
            limit = _limit(query, extra)
            hits = self._fitting(self._hits(name, not extra, limit), query, extra)
            hits = called + [h for h in hits if not called or h.entry.kind is Kind.CITY]
            if towns is None and (extra or query.within):
                towns = self._towns(query)
            if hits and towns:
                return Reading(towns + [h for h in ranked(hits) if h.is_named and h.entry.kind is Kind.VILLAGE])
            if hits:
                found = self._settled(query, hits)
                left = max(self.index.count(name) - limit, 0) if limit == MOST else 0
                return replace(found, left=left)
        if towns:
            return Reading(towns)
        if query.has_street:
            for dropped in range(1, len(query.name.split())):
                if hits := self._fitting(self._beside_street(query.name, dropped), query):
                    return self._settled(query, hits)
        if called:
            return self._settled(query, called)
        elsewhere = self._named(query.name)
        return Reading(ranked(elsewhere, query.is_inflected), is_elsewhere=True)

    def like(self, query: Query) -> list[Hit]:
        """Return what a misspelt name may have meant, or the towns beside words that mean nothing."""
        for name, extra in self._cuts(query):
            limit = _limit(query, extra)
            near = self.index.near(name, limit)
            hits = [Hit(e, Grade.LIKE, wrong) for wrong, key in near for e in self.index.exact(key, limit)]
            if fitting := self._fitting(hits, query, extra) or ([] if extra else hits):
                return ranked(fitting)
        return ranked(self._cities(query.name))

    def _cuts(self, query: Query) -> Iterator[tuple[str, str]]:
        """Cut a name where what is left may hold something."""
        return ((name, extra) for name, extra in _cuts(query.name) if not extra or self._may_hold(extra))

    def _may_hold(self, extra: str) -> bool:
        """Return whether a unit or a locality with parts is called so, or its name begins so."""
        at = bisect_left(self._holders, extra)
        forms = nominative_names(extra, self.index.words)
        begins = at < len(self._holders) and self._holders[at].startswith(extra)
        return begins or extra in COUNTRY or any(form in self._holder_names for form in forms)

    def _settled(self, query: Query, hits: list[Hit]) -> Reading:
        found = ranked(hits, query.is_inflected)
        aside = self._aside(query, found[0].entry) if query.aside else []
        if aside:
            return Reading(aside + found)
        names = {query.name, *nominative_names(query.name, self.index.words)}
        return Reading(found, is_settled(query, found) and names.isdisjoint(self.index.regions))

    def _aside(self, query: Query, town: Entry) -> list[Hit]:
        """Return localities that a number follows, in a gmina of the town's name: villages have no streets."""
        name = fold(town.name)
        return [
            hit
            for hit in self._named(query.aside)
            if hit.grade is Grade.EXACT
            and hit.entry.kind in (Kind.VILLAGE, Kind.PART)
            and hit.entry.unit != town.unit
            and hit.entry.unit[:4] == town.unit[:4]
            and name in self._held.get(hit.entry.unit, ())
        ]

    def _named(self, name: str, limit: int = _SIFTED) -> list[Hit]:
        """Return what is called so, or of which it is a form."""
        hits = [Hit(e, Grade.EXACT) for e in self.index.exact(name, limit)]
        forms = dict.fromkeys(n for n in nominative_names(name, self.index.words) if n != name)
        inflected = ((form, e) for form in forms for e in self.index.exact(form, limit))
        return hits + [Hit(e, Grade.INFLECTED) for f, e in inflected if f != name + "i" or e.kind not in _ADJECTIVES]

    def _hits(self, name: str, is_whole: bool, limit: int) -> list[Hit]:
        """Return everything that a name can mean; one with something beside it is not the beginning of another."""
        hits, words = self._named(name, limit), name.split()
        hits += [Hit(e, Grade.CONTINUED) for e in self.index.continued(name, limit)]
        if len(words) > 1:
            hits += [Hit(e, Grade.CONTINUED) for e in self.index.shortened(words, limit)]
        if is_whole:
            hits += [Hit(e, Grade.BEGUN) for e in self.index.begun(name, limit)]
            hits += [] if len(hits) >= limit else [Hit(e, Grade.ENDING) for e in self.index.ending(name, limit)]
        return hits

    def _beside_street(self, name: str, dropped: int) -> list[Hit]:
        words = name.split()
        return self._named(" ".join(words[dropped:])) + self._named(" ".join(words[:-dropped]))

    def _cities(self, name: str) -> list[Hit]:
        """Return the towns that stand before or after words that nothing explains."""
        cities = ([h for h in self._named(part) if h.entry.kind is Kind.CITY] for part, _ in _cuts(name))
        return next((own for own in cities if own), [])

    def _towns(self, query: Query) -> list[Hit]:
        """Return the towns of a query that names several and nothing else."""
        said = {query.kind, *(kind for _, kind in query.within)}
        words = [w for part in (query.name, *(name for name, _ in query.within)) for w in part.split() if w not in AND]
        found: list[Hit] = []
        while words and said <= {None, Kind.CITY}:
            parts = ((n, self._named(" ".join(words[:n]))) for n in range(min(len(words), _WORDS), 0, -1))
            town = next(((n, h) for n, hits in parts for h in ranked(hits)[:1] if h.entry.kind is Kind.CITY), None)
            if town is None:
                return []
            words = words[town[0] :]
            found.append(town[1])
        return found if len({hit.entry.unit for hit in found}) > 1 else []

    def _fitting(self, hits: Iterable[Hit], query: Query, extra: str = "") -> list[Hit]:
        """Keep what is of the kind that was said and lies in everything that was named, or begun to be."""
        named = [*query.within, *([(extra, None)] if extra else [])]
        if not named and query.kind is None and not query.postcode:
            return list(hits)
        within = [(name, kind, {name, *nominative_names(name, self.index.words)}) for name, kind in named]
        postcode = self.postcodes.get(query.postcode, ())
        return list(self._sifted(hits, query.kind, [w for w in within if w[0] not in COUNTRY], postcode))

    def _sifted(
        self,
        hits: Iterable[Hit],
        said: Kind | None,
        within: list[tuple[str, Kind | None, set[str]]],
        postcode: tuple[str, ...],
    ) -> Iterator[Hit]:
        for hit in hits:
            entry = hit.entry
            if not _is_of(entry.kind, said) or (
                postcode and entry.kind is not Kind.CENTRE and entry.unit[:4] not in postcode
            ):
                continue
            held = [self._holds(entry, kind, name, forms) for name, kind, forms in within]
            if all(h is not None for h in held):
                yield hit if all(held) else Hit(entry, max(hit.grade, Grade.BEGUN), hit.wrong or hit.grade)

    def _holds(self, entry: Entry, kind: Kind | None, name: str, forms: set[str]) -> bool | None:
        """Return whether something lies in what was named; false where that is only the beginning of a name."""
        units = {entry.unit[:n] for n in _DIGITS.get(kind, (2, 4, 6)) if len(entry.unit) >= n}
        held = frozenset().union(*(self._held.get(u, frozenset()) for u in units), {fold(entry.parent)})
        return True if held & forms else False if any(h.startswith(name) for h in held) else None


def _limit(query: Query, extra: str) -> int:
    """Return of how many things the first are looked at: of many where they must lie in something."""
    return _SIFTED if extra or query.within or query.kind is not None or query.postcode else MOST


def _cuts(name: str) -> Iterator[tuple[str, str]]:
    """Take a name whole first, then as a name and what tells it from others, in either order."""
    words = name.split()
    for cut in range(len(words), 0, -1):
        ahead = (" ".join(words[:cut]), " ".join(words[cut:]))
        behind = (" ".join(words[-cut:]), " ".join(words[:-cut]))
        yield from dict.fromkeys((ahead, behind))


def _is_of(kind: Kind, said: Kind | None) -> bool:
    if said is Kind.VILLAGE:
        return kind in (Kind.VILLAGE, Kind.PART)
    return said is None or kind is said
