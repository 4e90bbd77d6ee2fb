"""What a search leads to: one page, or a list of things to choose from, each with who serves it."""

from dataclasses import dataclass, replace
from typing import Any

from ses_map.errors import InvalidTerytError
from ses_map.model import Centre, Standing
from ses_map.search.finding import Found
from ses_map.search.index import Entry, Kind
from ses_map.teryt import level, parse
from ses_map.web.http import parameters
from ses_map.web.http.links import entry_kind, entry_url, entry_where
from ses_map.web.state.snapshot_holder import current, holder
from ses_map.web.wording.language import gettext

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
    #: Their names, and how far they may be believed; or that none is known.
    owes: str
    #: Whether a source confirms on the day that they serve it.
    is_confirmed: bool = False


def address(found: Found) -> str:
    """Return the page that a query means without doubt, or an empty text."""
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
    """Return everything that the page of a search shows."""
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
        "loaded": current(),
        "as_of": parameters.as_of(),
        "today": holder().today(),
    }


def _choice(entry: Entry) -> Choice:
    loaded, day = current(), parameters.as_of()
    line = Choice(entry.name, entry_kind(entry), entry_where(entry), entry_url(entry), frozenset(), "")
    if entry.kind is Kind.CENTRE:
        return replace(line, centres=frozenset({entry.id}))
    if len(entry.unit) <= 2:
        return line
    coverage = loaded.lookup.claims.on(entry.unit, day)
    shown = coverage.serving or coverage.last_known
    named = ", ".join(loaded.centres[s.centre_id].name for s in shown)
    is_confirmed = coverage.standing is Standing.CONFIRMED
    said = named if is_confirmed else gettext(_WHO[coverage.standing]) % {"name": named}
    return replace(line, centres=coverage.centre_ids, owes=said, is_confirmed=is_confirmed)


#: How the centre of a choice is named where no source confirms it.
_WHO = {
    Standing.UNCONFIRMED: _("prawdopodobnie %(name)s"),
    Standing.ENDED: _("wskazanie zakończone; ostatnio %(name)s"),
    Standing.NONE: _("brak wskazania"),
}


def _same(lines: list[Choice]) -> Centre | None:
    """Return the one centre that is confirmed to serve every choice, where there is one."""
    if not all(line.is_confirmed for line in lines):
        return None
    if len(lines) < 2 or len({line.centres for line in lines}) != 1 or len(lines[0].centres) != 1:
        return None
    return current().centres[next(iter(lines[0].centres))]
