"""The index of the search of a copy: what can be found, cut into files that a browser fetches one at a time."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

import orjson

from ses_map.postcodes import Postcodes
from ses_map.search.index import Entry, Kind
from ses_map.search.inflect import ENDINGS
from ses_map.search.query import IDLE, MARKS, PREPOSITIONS
from ses_map.search.reading import AND, COUNTRY
from ses_map.search.reading import MOST as MOST_BEGUN
from ses_map.search.topic_words import topic_words
from ses_map.search.typos import LONGEST
from ses_map.spelling import fold, in_latin
from ses_map.teryt import is_city
from ses_map.vocabulary import GMINA_KINDS
from ses_map.web.http.links import entry_name
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.language import gettext

_ = gettext
_CYRILLIC = [chr(n) for n in range(0x0430, 0x0530)]
_OF_PLACES = (Kind.VILLAGE, Kind.PART)
#: Bytes of a shard; one that would be bigger is cut by its next letter.
MOST = 100_000
#: Texts that lead to one row, as far as a short list has to reckon with it.
_NAMES = 4

Files = dict[str, bytes]


#: Last element of a row: keys that it has beside its name.
Row = list[Any]


class Names:
    """Names of a snapshot, or of some of its voivodeships.

    Parameters
    ----------
    loaded : LoadedSnapshot
        Whose names.
    regions : sequence of str
        Codes of the voivodeships that are copied.
    """

    def __init__(self, loaded: LoadedSnapshot, regions: Sequence[str]) -> None:
        index = loaded.search.index
        self._people = index.people
        rows: dict[tuple[Any, ...], tuple[Row, list[str]]] = {}
        for number in range(len(index)):
            entry, others = index.entry(number), index.other_keys.get(number, [])
            if entry.unit[:2] in regions:
                row = row_of(entry)
                rows.setdefault((*row, *others), ([*row, *([[*others]] if others else [])], [*spelled(entry), *others]))
        #: Each text by which something is found, sorted, with the row that it leads to; rows of the same look are one.
        self.texts = sorted((text, row) for row, texts in rows.values() for text in texts)
        #: The folded names that a misspelt one is compared with: each with kind and people of the most important.
        self.whole: dict[str, tuple[int, int]] = {}
        for number in range(len(index)):
            entry = index.entry(number)
            for key in (fold(entry.name), *index.other_keys.get(number, [])) if entry.unit[:2] in regions else ():
                weight = (_kind(row_of(entry)), -entry.people)
                self.whole[key] = min(self.whole.get(key, weight), weight)

    def first(self, low: int, high: int, prefix: str) -> list[tuple[str, Row]]:
        """Return the most important of some texts that begin so, as many as the search looks at."""
        own = [(text, row) for text, row in self.texts[low:high] if text.startswith(prefix)]
        return sorted(own, key=lambda t: (_kind(t[1]), -self._people.get(t[1][2], 0)))[: _NAMES * MOST_BEGUN]


def _kind(row: Row) -> int:
    """Return the place of a kind in a list: districts of cities stand before villages."""
    return 2 * int(row[1]) - 3 * (row[1] == Kind.PART and is_city(row[2]))


def spelled(entry: Entry) -> list[str]:
    """List the folded texts by which an entry is found: its name, and the ends of the names of all but villages."""
    words = fold(entry.name).split()
    count = 1 if entry.kind in _OF_PLACES else len(words)
    return [" ".join(words[n:]) for n in range(min(count, len(words)))]


def row_of(entry: Entry) -> Row:
    """Write an entry as ``[name, kind, unit, parent or id]``."""
    return [entry.name, int(entry.kind), entry.unit, entry.id if entry.kind is Kind.CENTRE else entry.parent]


def rows_of(entries: Iterable[Entry]) -> list[Row]:
    """Write entries; localities that look and lead the same are one."""
    return list({tuple(row): row for row in map(row_of, entries)}.values())


def shards(names: Names, most: int = MOST) -> Files:
    """Cut the names by their first letters: file name → JSON; ``indeks.json`` lists the beginnings that there are.

    Parameters
    ----------
    names : Names
        What can be found.
    most : int
        Bytes of a shard; one that would be bigger keeps only what has exactly its text, and the rest is cut again.
    """
    found: Files = {}
    for beginning in sorted({text[:2] for text, _ in names.texts}):
        found |= _cut(names, beginning, most)
    files = {f"{beginning.replace(' ', '_')}.json": data for beginning, data in sorted(found.items())}
    lengths: dict[int, list[Any]] = defaultdict(list)
    for key, weight in sorted(names.whole.items()):
        lengths[len(key)].append([key, *weight])
    files |= {f"nazwy-{length}.json": orjson.dumps(own) for length, own in lengths.items() if length <= LONGEST}
    return files | {"indeks.json": orjson.dumps(sorted(found))}


def _cut(names: Names, beginning: str, most: int) -> Files:
    low = bisect_left(names.texts, beginning, key=itemgetter(0))
    high = bisect_left(names.texts, beginning + "\uffff", lo=low, key=itemgetter(0))
    data = _dumped(names.texts[low:high])
    if len(data) <= most:
        return {beginning: data}
    first = bisect_right(names.texts, beginning, lo=low, key=itemgetter(0))
    head = [*names.texts[low:first], *names.first(low, high, beginning + " "), *names.first(first, high, beginning)]
    found = {beginning: _dumped(head)}
    for longer in sorted({text[: len(beginning) + 1] for text, _ in names.texts[first:high]}):
        found |= _cut(names, longer, most)
    return found


def _dumped(texts: Iterable[tuple[str, Row]]) -> bytes:
    return orjson.dumps(list({id(row): row for _, row in texts}.values()))


def tables(loaded: LoadedSnapshot) -> dict[str, Any]:
    """Return the words and endings by which a query is read, from the tables of the search."""
    return {
        "endings": {ending: own.split() for ending, own in ENDINGS.items()},
        "marks": {word: int(kind) for word, kind in MARKS.items()},
        "idle": sorted(IDLE),
        "prepositions": sorted(PREPOSITIONS),
        "and": sorted(AND),
        "country": sorted(COUNTRY),
        "regions": sorted(loaded.search.index.regions),
    }


def postcodes(codes: Postcodes, regions: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Cut postcodes by their first two digits: ``kod-82.json`` → name and powiats by code."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for code, known in sorted(codes.items()):
        own = [p for p in known.powiaty if p[:2] in regions]
        if own:
            found[code[:2]][code] = [", ".join(known.places), *own]
    for start, own_codes in sorted(found.items()):
        yield f"kod-{start}.json", orjson.dumps(own_codes)


def units(loaded: LoadedSnapshot, regions: frozenset[str]) -> dict[str, Any]:
    """Name the units that rows refer to by code, and the letters that Ukrainian words are read by."""
    names, people = loaded.snapshot.names, loaded.search.index.people
    powiaty = {c: p for c, p in sorted(names.powiaty.items()) if c[:2] in regions}
    return {
        "voivodeships": {
            c: [v.name, v.slug, people.get(c, 0)] for c, v in sorted(names.voivodeships.items()) if c in regions
        },
        "powiaty": {c: [p.name, int(p.is_city), people.get(c, 0), p.seat] for c, p in powiaty.items()},
        "gminy": {c: [g.name, g.kind, people.get(c, 0)] for c, g in sorted(names.gminy.items()) if c[:2] in regions},
        "letters": {c: in_latin(c) for c in _CYRILLIC if in_latin(c) != c},
    }


def words() -> dict[str, Any]:
    """Return the words of this language: kinds in the order of :class:`~ses_map.search.index.Kind`, gminas, frames."""
    blank = {"name": "{}"}
    kinds = ("miasto", "powiat", "województwo", "gmina", "ośrodek", "miejscowość", "część miejscowości", "poradnik")
    return {
        "kinds": [gettext(k) for k in kinds],
        "gminy": {str(digit): gettext(kind.pl) for digit, kind in GMINA_KINDS.items()},
        "part": _("część: %(name)s") % blank,
        "gmina": _("gm. %(name)s") % blank,
        "powiat": _("pow. %(name)s") % blank,
        "voivodeship": _("woj. %(name)s") % blank,
        "topics": [{"name": entry_name(t), "page": t.id, "words": own} for t, own in topic_words().alone()],
        "fillers": topic_words().around(),
    }
