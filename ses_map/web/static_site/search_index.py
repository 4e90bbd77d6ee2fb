"""The index of the search of a copy: what can be found, cut into files that a browser fetches one at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from ses_map.postcodes import Postcodes
from ses_map.search.index import Entry, Kind, NameIndex
from ses_map.search.query import in_latin
from ses_map.search.topic_words import topic_words
from ses_map.spelling import fold
from ses_map.vocabulary import GMINA_KINDS
from ses_map.web.http.links import entry_name
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.language import gettext

_ = gettext
#: More than there are names.
_ALL = 10**7
_CYRILLIC = [chr(n) for n in range(0x0430, 0x0530)]
_OF_PLACES = (Kind.VILLAGE, Kind.PART)
#: Bytes of a shard; one that would be bigger is cut by its next letter.
MOST = 100_000
#: How many rows a shard that was cut keeps for who has typed no more than its letters.
_HEAD = 60

Files = dict[str, bytes]


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
        self._index: NameIndex = loaded.search.index
        self._snapshot = loaded.snapshot
        self._regions = frozenset(regions)

    def starting(self, prefix: str) -> list[Entry]:
        """Return everything one of whose names begins so, in the order in which the server suggests it."""
        return [e for e in self._index.starting(prefix, _ALL) if e.unit[:2] in self._regions]

    def beginnings(self) -> list[str]:
        """List the first two letters of every name."""
        registry = self._snapshot.registry
        named: Iterable[Any] = (*registry.voivodeships, *registry.powiaty, *registry.gminy, *registry.centres)
        letters = {k[:1] for k in self._snapshot.places.keys} | {w[:1] for n in named for w in fold(n.name).split()}
        return sorted({s[:2] for c in letters if c for e in self.starting(c) for s in spelled(e) if s.startswith(c)})


def spelled(entry: Entry) -> list[str]:
    """List the folded texts by which an entry is found: its name, and the ends of the names of all but villages."""
    words = fold(entry.name).split()
    count = 1 if entry.kind in _OF_PLACES else len(words)
    return [" ".join(words[n:]) for n in range(min(count, len(words)))]


def rows_of(entries: Iterable[Entry]) -> list[list[Any]]:
    """Write entries as ``[name, kind, unit, parent or id]``; localities that look and lead the same are one."""
    found = {}
    for entry in entries:
        last = entry.id if entry.kind is Kind.CENTRE else entry.parent
        row = (entry.name, int(entry.kind), entry.unit, *((last,) if last else ()))
        found[row] = list(row)
    return list(found.values())


def shards(names: Names, most: int = MOST) -> Files:
    """Cut the names by their first letters: file name → JSON; ``indeks.json`` lists the beginnings that there are.

    Parameters
    ----------
    names : Names
        What can be found.
    most : int
        Bytes of a shard; one keeps more only where more things than that have exactly its name.
    """
    found: Files = {}
    for beginning in names.beginnings():
        found |= _cut(names, beginning, most)
    files = {f"{beginning.replace(' ', '_')}.json": data for beginning, data in sorted(found.items())}
    return files | {"indeks.json": orjson.dumps(sorted(found))}


def _cut(names: Names, beginning: str, most: int) -> Files:
    entries = names.starting(beginning)
    data = orjson.dumps(rows_of(entries))
    if len(data) <= most:
        return {beginning: data}
    known = {s for e in entries for s in spelled(e) if s.startswith(beginning)}
    head = [e for n, e in enumerate(entries) if n < _HEAD or beginning in spelled(e)]
    found = {beginning: orjson.dumps(rows_of(head))}
    for longer in sorted({s[: len(beginning) + 1] for s in known if len(s) > len(beginning)}):
        found |= _cut(names, longer, most)
    return found


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
    names = loaded.snapshot.names
    return {
        "voivodeships": {c: [v.name, v.slug] for c, v in sorted(names.voivodeships.items()) if c in regions},
        "powiaty": {c: [p.name, int(p.is_city)] for c, p in sorted(names.powiaty.items()) if c[:2] in regions},
        "gminy": {c: [g.name, g.kind] for c, g in sorted(names.gminy.items()) if c[:2] in regions},
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
