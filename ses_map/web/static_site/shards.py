"""The index of the search, cut into files that a browser fetches one at a time."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from ses_map.web.static_site.names import Names, rows_of, spelled

#: Bytes of a shard; one that would be bigger is cut by its next letter.
MOST = 100_000
#: How many rows a shard that was cut keeps for who has typed no more than its letters.
_HEAD = 60

Files = dict[str, bytes]


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
    return {_file(b): data for b, data in sorted(found.items())} | {"indeks.json": orjson.dumps(sorted(found))}


def _file(beginning: str) -> str:
    return f"{beginning.replace(' ', '_')}.json"


def _cut(names: Names, beginning: str, most: int) -> Files:
    entries = names.starting(beginning)
    data = orjson.dumps(list(rows_of(entries)))
    if len(data) <= most:
        return {beginning: data}
    known = {s for e in entries for s in spelled(e) if s.startswith(beginning)}
    head = [e for n, e in enumerate(entries) if n < _HEAD or beginning in spelled(e)]
    found = {beginning: orjson.dumps(list(rows_of(head)))}
    for longer in sorted({s[: len(beginning) + 1] for s in known if len(s) > len(beginning)}):
        found |= _cut(names, longer, most)
    return found


def postcodes(codes: Mapping[str, tuple[str, ...]], regions: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """Cut postcodes by their first two digits: ``kod-82.json`` → powiats by code."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for code, powiaty in sorted(codes.items()):
        own = [p for p in powiaty if p[:2] in regions]
        if own:
            found[code[:2]][code] = own
    for start, own_codes in sorted(found.items()):
        yield f"kod-{start}.json", orjson.dumps(own_codes)
