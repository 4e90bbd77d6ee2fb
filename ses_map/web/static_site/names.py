"""What the search of a copy can find: rows of plain values, and the words to say them with."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ses_map.search.cyrillic import in_latin
from ses_map.search.index import Entry, Kind, NameIndex
from ses_map.search.topic_words import topic_words
from ses_map.spelling import fold
from ses_map.web.http.links import entry_name
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.language import gettext

_ = gettext
#: More than there are names.
_ALL = 10**7
_CYRILLIC = [chr(n) for n in range(0x0430, 0x0530)]
_OF_PLACES = (Kind.VILLAGE, Kind.PART)

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
        self._index: NameIndex = loaded.search.index
        self._registry = loaded.snapshot.registry
        self._places = loaded.snapshot.places
        self._regions = frozenset(regions)

    def starting(self, prefix: str) -> list[Entry]:
        """Return everything one of whose names begins so, in the order in which the server suggests it."""
        return [e for e in self._index.starting(prefix, _ALL) if e.unit[:2] in self._regions]

    def beginnings(self) -> list[str]:
        """List the first two letters of every name."""
        registry = self._registry
        units = [v.name for v in registry.voivodeships] + [p.name for p in registry.powiaty]
        others = units + [g.name for g in registry.gminy] + [c.name for c in registry.centres]
        letters = {k[:1] for k in self._places.keys} | {w[:1] for n in others for w in fold(n).split()}
        return sorted({s[:2] for c in letters if c for e in self.starting(c) for s in spelled(e) if s.startswith(c)})


def spelled(entry: Entry) -> list[str]:
    """List the folded texts by which an entry is found: its name, and the ends of the names of all but villages."""
    words = fold(entry.name).split()
    count = 1 if entry.kind in _OF_PLACES else len(words)
    return [" ".join(words[n:]) for n in range(min(count, len(words)))]


def rows_of(entries: Iterable[Entry]) -> Iterator[Row]:
    """Write entries as ``[name, kind, unit, parent or id]``; localities that look and lead the same are one."""
    seen: set[tuple[Any, ...]] = set()
    for entry in entries:
        last = entry.id if entry.kind is Kind.CENTRE else entry.parent
        row = (entry.name, int(entry.kind), entry.unit, *((last,) if last else ()))
        if row not in seen:
            seen.add(row)
            yield list(row)


def units(loaded: LoadedSnapshot, regions: Sequence[str]) -> dict[str, Any]:
    """Name the units that rows refer to by code, and the letters that Ukrainian words are read by."""
    names = loaded.snapshot.names
    known = frozenset(regions)
    return {
        "voivodeships": {c: [v.name, v.slug] for c, v in sorted(names.voivodeships.items()) if c in known},
        "powiaty": {c: [p.name, int(p.is_city)] for c, p in sorted(names.powiaty.items()) if c[:2] in known},
        "gminy": {c: [g.name, g.kind] for c, g in sorted(names.gminy.items()) if c[:2] in known},
        "letters": {c: in_latin(c) for c in _CYRILLIC if in_latin(c) != c},
    }


def words() -> dict[str, Any]:
    """Return the words of this language: kinds in the order of :class:`~ses_map.search.Kind`, gminas, frames."""
    blank = {"name": "{}"}
    kinds = ("miasto", "powiat", "województwo", "gmina", "ośrodek", "miejscowość", "część miejscowości", "poradnik")
    return {
        "kinds": [gettext(k) for k in kinds],
        "gminy": {"1": _("miejska"), "2": _("wiejska"), "3": _("miejsko-wiejska")},
        "part": _("część: %(name)s") % blank,
        "gmina": _("gm. %(name)s") % blank,
        "powiat": _("pow. %(name)s") % blank,
        "voivodeship": _("woj. %(name)s") % blank,
        "topics": [{"name": entry_name(t), "page": t.id, "words": own} for t, own in topic_words().alone()],
        "fillers": topic_words().around(),
    }
