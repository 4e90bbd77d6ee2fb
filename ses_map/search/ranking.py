"""The order of what a text can mean, and whether the first of it is meant without doubt.

Suggestions, the page of a search, look-ups of programs and the search of a static copy have this one order.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from ses_map.search.index import Entry, Kind
from ses_map.search.query import Query
from ses_map.spelling import fold

#: A shorter text is the beginning of too many names to tell one, or to doubt a town that is called just so.
_TELLING = 5


_UNITS = (Kind.GMINA, Kind.POWIAT)


class Grade(IntEnum):
    """How a text is read as a name, the surest way first."""

    EXACT = 0
    #: A form of the name: "Krakowem".
    INFLECTED = 1
    #: The name goes on after whole words or is shortened: "Gorzów", "Ruda Śl.".
    CONTINUED = 2
    #: The text ends within a word.
    BEGUN = 3
    #: The name's later words: "trybunalski".
    ENDING = 4
    #: Some letters are wrong.
    LIKE = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a text can mean."""

    entry: Entry
    grade: Grade
    #: How many letters are wrong.
    wrong: int = 0

    @property
    def is_named(self) -> bool:
        """Whether the text is its name or a form of it."""
        return self.grade <= Grade.INFLECTED


def is_district(entry: Entry) -> bool:
    """Return whether it is a part of a city with powiat rights."""
    return entry.kind is Kind.PART and entry.unit[2:4] > "60"


def _is_own_district(entry: Entry) -> bool:
    """Return whether it is one of the districts into which a city is divided by law, or the core of one.

    SIMC has "Ursynów" without a holder, and "Jeżyce" as a part of "Poznań-Jeżyce".
    """
    return is_district(entry) and (not entry.parent or fold(entry.parent).endswith(" " + fold(entry.name)))


def ranked(hits: Iterable[Hit], is_inflected: bool = False) -> list[Hit]:
    """Sort what was found, the likeliest first; each thing once, and no unit that is nothing but a town beside it.

    Parameters
    ----------
    is_inflected : bool
        Whether a preposition says that the name is not in its nominative.
    """
    found: dict[Entry, Hit] = {}
    for hit in sorted(hits, key=lambda hit: _order(hit, is_inflected)):
        found.setdefault(hit.entry, hit)
    towns = {e.unit for e in found if e.kind is Kind.CITY}
    seats = {unit[:4] for unit in towns if unit[2:4] > "60"}
    return [h for h in found.values() if h.entry.kind not in _UNITS or not {h.entry.unit} & (towns | seats)]


def _order(hit: Hit, is_inflected: bool) -> tuple[int | str, ...]:
    entry = hit.entry
    same = (-entry.people, entry.name, entry.unit, entry.parent)
    grade = 1 - hit.grade if is_inflected and hit.is_named else hit.grade
    if not hit.is_named:
        step = 2 if hit.grade is Grade.CONTINUED and entry.kind is Kind.CITY else 5
        return step, grade, hit.wrong, entry.kind, not is_district(entry), *same
    step = 0 if entry.kind is Kind.CITY else 1 if entry.kind in (Kind.POWIAT, Kind.VOIVODESHIP) else 4
    step = 3 if is_district(entry) else step
    return step, entry.kind, grade, step == 3 and not _is_own_district(entry), *same


def is_settled(query: Query, hits: Sequence[Hit]) -> bool:
    """Return whether the first is meant: nothing larger fits as well, and nothing of its weight carries the name."""
    first, *rest = hits
    if not rest and not first.is_named:
        return first.grade < Grade.LIKE and len(query.name) >= _TELLING
    if first.is_named:
        return not any(_competes(first, other, query) for other in rest)
    if first.grade is not Grade.CONTINUED or first.entry.kind is not Kind.CITY:
        return False
    return not any(h.is_named or (h.entry.kind is Kind.CITY and h.grade <= Grade.BEGUN) for h in rest)


def _competes(first: Hit, other: Hit, query: Query) -> bool:
    if not other.is_named:
        is_begun = other.grade in (Grade.CONTINUED, Grade.BEGUN) and _is_larger(other.entry, first.entry)
        is_short = other.grade is Grade.BEGUN and len(query.name) < _TELLING and first.entry.kind is Kind.CITY
        return is_begun and not is_short
    if first.grade < other.grade:
        return other.entry.kind in (Kind.CITY, Kind.VOIVODESHIP) and _is_larger(other.entry, first.entry)
    if first.grade > other.grade:
        return not query.is_inflected and other.entry.unit[:4] != first.entry.unit[:4]
    return _rivals(first.entry, other.entry)


def _is_larger(other: Entry, first: Entry) -> bool:
    """Return whether another place is larger than the first one; areas are compared with areas."""
    if other.kind is Kind.CITY:
        return first.kind in (Kind.POWIAT, Kind.GMINA, Kind.VILLAGE, Kind.PART) or other.people > first.people
    if other.kind is first.kind and first.kind in (Kind.GMINA, Kind.POWIAT):
        return other.people > first.people
    return other.kind is Kind.VOIVODESHIP and first.kind is Kind.POWIAT


def _rivals(first: Entry, other: Entry) -> bool:
    """Return whether another thing of the name is as likely meant as the first.

    A city outweighs villages and parts, a village of its own the parts of others; a unit, its seat and its gminas, and
    villages of one gmina, are one place to ask for, unless they are two gminas and the gmina was what was asked for.
    """
    if first.kind in (Kind.CITY, Kind.VILLAGE):
        return other.kind is first.kind and other.unit != first.unit
    if first.kind in (Kind.POWIAT, Kind.VOIVODESHIP, Kind.CENTRE):
        return other.kind is first.kind
    if first.kind is Kind.GMINA:
        return other.kind in (Kind.GMINA, Kind.VILLAGE) and other.unit != first.unit
    return other.unit != first.unit and (_is_own_district(other) or not _is_own_district(first))
