"""Which addresses are watched, and what the registry took from each."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

from ses_map.errors import SourceError
from ses_map.model import Assignment, Centre, Registry

#: Tables of the registry whose addresses are watched, those that it has.
TABLES = ("assignments", "centres", "coordinators", "offices", "contacts")
#: Addresses that nothing was taken from yet: where newer facts may appear.
FURTHER = Path(__file__).with_name("further.csv")

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S", re.IGNORECASE)


@dataclass(frozen=True)
class Watched:
    """One address, and what it is to the registry."""

    url: str
    #: Which tables name it, how often: ``assignments ×8``; or what it is, in the list of further addresses.
    named_by: tuple[str, ...]
    #: Claims that cite it.
    claims: tuple[Assignment, ...] = ()
    #: The centre that it speaks of: the only one whose claims cite it, or whose own site it is.
    centre: str = ""
    #: Whether it lies on that centre's own site.
    is_own: bool = False
    #: 2-digit code; empty where it is about several, or the country.
    voivodeship: str = ""


@dataclass(frozen=True, slots=True)
class Further:
    """An address of the list of further ones."""

    url: str
    voivodeship: str
    what: str


def read_further(path: Path = FURTHER) -> tuple[Further, ...]:
    """Read the list of further addresses: ``url``, ``voivodeship`` (2 digits, or empty), ``what``.

    Raises
    ------
    SourceError
        When it is no such table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        return tuple(Further(row["url"], row["voivodeship"] or "", row["what"] or "") for row in rows)
    except (OSError, ValueError, KeyError, csv.Error) as error:
        raise SourceError(
            f"{path} cannot be read ({error}): it has the columns url, voivodeship, what",
            f"Pliku {path} nie da się odczytać ({error}); ma mieć kolumny url, voivodeship, what.",
        ) from error


def watched_addresses(registry: Registry, further: Sequence[Further] = ()) -> tuple[Watched, ...]:
    """List every address of the registry and the further ones, each once, in their alphabetical order.

    An address is whatever text of a record begins like one, so a new column of a table is watched without a word here.
    """
    named: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    areas: dict[str, set[str]] = defaultdict(set)
    claims: dict[str, list[Assignment]] = defaultdict(list)
    homes = {centre.id: centre.voivodeship for centre in registry.centres}
    for table in TABLES:
        for record in getattr(registry, table, ()):
            for url in set(addresses_in(record)):
                named[url][table] += 1
                areas[url].add(_voivodeship(record, homes))
                if isinstance(record, Assignment):
                    claims[url].append(record)
    for item in further:
        named[urldefrag(item.url).url][item.what] += 0
        areas[urldefrag(item.url).url].add(item.voivodeship)
    sites = Sites(registry.centres)
    return tuple(_watched(url, named[url], areas[url], claims[url], sites) for url in sorted(named))


def _watched(url: str, named: dict[str, int], areas: set[str], claims: Sequence[Assignment], sites: "Sites") -> Watched:
    by = tuple(f"{what} ×{count}" if count else what for what, count in sorted(named.items()))
    cited = {claim.centre_id for claim in claims}
    own = sites.owner(url)
    centre = cited.pop() if len(cited) == 1 else "" if cited else own
    return Watched(url, by, tuple(claims), centre, bool(own) and own == centre, areas.pop() if len(areas) == 1 else "")


class Sites:
    """Whose site an address is on."""

    def __init__(self, centres: Iterable[Centre]) -> None:
        self._roots: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for centre in centres:
            if centre.website:
                host, path = _place(centre.website)
                self._roots[host].append((path.rstrip("/"), centre.id))

    def owner(self, url: str) -> str:
        """Return the only centre that has its website at the host and at or above the path, or an empty text.

        A host where several centres have their pages is nobody's.
        """
        host, path = _place(url)
        roots = self._roots.get(host, []) if host else []
        if len({centre for _, centre in roots}) != 1:
            return ""
        return next((centre for root, centre in roots if path == root or path.startswith(f"{root}/")), "")


def _place(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
        return (parts.hostname or "").removeprefix("www.") + port, parts.path or "/"
    except ValueError:
        return "", "/"


def addresses_in(record: Any) -> Iterator[str]:
    """Return every address in a record, its sources and lists included; what follows ``#`` is the reader's."""
    if isinstance(record, str):
        if _ADDRESS.match(record):
            yield urldefrag(record.strip()).url
    elif is_dataclass(record):
        for field in fields(record):
            yield from addresses_in(getattr(record, field.name))
    elif isinstance(record, dict):
        yield from addresses_in(tuple(record.values()))
    elif isinstance(record, Iterable):
        for part in record:
            yield from addresses_in(part)


def _voivodeship(record: Any, homes: dict[str, str]) -> str:
    """Return the code of the voivodeship that a record is about: its own, its centre's, or its subject's."""
    subject = str(getattr(record, "centre_id", "") or getattr(record, "subject", ""))
    return str(getattr(record, "voivodeship", "") or homes.get(subject, subject if len(subject) == 2 else ""))
