"""What a search leads to: one page, or a list of things to choose from, each with who serves it."""

from dataclasses import dataclass
from typing import Any

from ses_map.errors import InvalidTerytError
from ses_map.model import Centre
from ses_map.search import Entry, Found, Kind
from ses_map.teryt import level, parse
from ses_map.web import parameters
from ses_map.web.language import gettext
from ses_map.web.links import entry_kind, entry_url, entry_where
from ses_map.web.site import current, site

_ = gettext


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list."""

    name: str
    kind: str
    where: str
    url: str
    #: Ids of the centres that serve it.
    centres: frozenset[str]
    #: Their names, or that none is known.
    owes: str


def address(found: Found) -> str:
    """Give the page that a query means without doubt, or an empty text."""
    if found.query.teryt:
        return _by_code(found.query.teryt)
    if found.entry:
        return entry_url(found.entry)
    return f"/kod/{found.query.postcode}" if len(found.powiaty) == 1 else ""


def _by_code(text: str) -> str:
    names = current().snapshot.names
    try:
        code = parse(text)
    except InvalidTerytError:
        return ""
    if code in names.voivodeships:
        return f"/wojewodztwo/{names.voivodeships[code].slug}"
    return f"/{level(code).value}/{code}" if code in names.powiaty or code in names.gminy else ""


def page(found: Found, text: str) -> dict[str, Any]:
    """Give everything that the page of a search shows."""
    names = current().snapshot.names
    entries = found.others or tuple(Entry(Kind.POWIAT, p, names.powiaty[p].name, p) for p in found.powiaty)
    lines = [_choice(entry) for entry in entries]
    return {
        "query": text,
        "found": found,
        "choices": lines,
        "same": _same(lines) if found.total <= len(lines) else None,
        "elsewhere": found.is_elsewhere,
        "example": f"{lines[0].name}, {lines[0].where}" if lines else "",
        "edition": current(),
        "as_of": parameters.as_of(),
        "today": site().today(),
    }


def _choice(entry: Entry) -> Choice:
    edition, day = current(), parameters.as_of()
    served: frozenset[str] = frozenset()
    if entry.kind is Kind.CENTRE:
        served = frozenset({entry.id})
    elif len(entry.unit) > 2:
        served = edition.lookup.claims.on(entry.unit, day).centre_ids
    named = ", ".join(edition.centres[c].name for c in sorted(served))
    who = "" if entry.kind in (Kind.CENTRE, Kind.VOIVODESHIP) else named or _("brak aktualnego wskazania")
    return Choice(entry.name, entry_kind(entry), entry_where(entry), entry_url(entry), served, who)


def _same(lines: list[Choice]) -> Centre | None:
    """Give the one centre that serves every choice, where there is one."""
    if len(lines) < 2 or len({line.centres for line in lines}) != 1 or len(lines[0].centres) != 1:
        return None
    return current().centres[next(iter(lines[0].centres))]
