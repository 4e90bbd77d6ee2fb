"""The citizen's way: a search, and the answer for a place, a gmina, a powiat, a postcode or one's own point.

A search leads to one page, or to a list of things to choose from, each with who serves it.
"""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from ses_map.errors import InvalidInputError, InvalidTerytError, NotFoundError
from ses_map.lookup import answer_postcode
from ses_map.model import Centre, Office, Outcome, Standing
from ses_map.postcodes import near_postcodes
from ses_map.search.finding import Found
from ses_map.search.index import Entry, Kind
from ses_map.teryt import level, parse
from ses_map.web.http import parameters
from ses_map.web.http.links import entry_kind, entry_url, entry_where, link, picture_url
from ses_map.web.http.rendering import render_map, render_page
from ses_map.web.pages import place_page
from ses_map.web.pages.linked_data import linked_data
from ses_map.web.pages.place_page import PlacePage
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import gettext
from ses_map.web.wording.language import mark as _

blueprint = Blueprint("answers", __name__)

#: How the centre of a choice is named where no source confirms it.
_WHO = {
    Standing.UNCONFIRMED: _("prawdopodobnie %(name)s"),
    Standing.ENDED: _("wskazanie zakończone; ostatnio %(name)s"),
    Standing.NONE: _("brak wskazania"),
}


def _answer(topic: PlacePage, template: str = "pages/answer.html") -> str:
    area = current().snapshot.names.voivodeships[topic.answer.unit[:2]]
    return render_map(
        template,
        area.slug,
        area=area,
        topic=topic,
        nearest=partial(_nearest, topic),
        picture=picture_url(topic.answer.unit[:2], topic.powiat),
        linked_data=linked_data(topic, parameters.as_of()),
    )


def _nearest(topic: PlacePage, centre: str) -> tuple[Office, float] | None:
    """Return a centre's nearest office on the day and the kilometres to it; nothing where either end is unknown."""
    return current().offices.nearest(centre, topic.mark, topic.answer.as_of) if topic.mark else None


@blueprint.get("/szukaj")
def search() -> str | Response:
    """Answer any query: go to the one page that it means, or show what it can mean."""
    text = parameters.query()
    found = current().search.find(text)
    if found.query.point:
        return _at(*found.query.point)
    address = _only_page(found)
    if address:
        return redirect(link(address), 303)
    lines = [_choice(entry) for entry in found.others or _reached(found)]
    same = _same(lines) if found.total <= len(lines) else None
    return render_page("pages/search.html", query=text, found=found, choices=lines, same=same, near=_near(found))


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list of a search."""

    name: str
    kind: str
    where: str
    url: str
    #: Ids of the centres that serve it.
    centres: frozenset[str] = frozenset()
    #: Their names, and how far they may be believed; or that none is known.
    owes: str = ""
    #: Whether a source confirms on the day that they serve it.
    is_confirmed: bool = False


def _only_page(found: Found) -> str:
    """Return the page that a query means without doubt, or an empty text."""
    if found.query.teryt:
        return _by_code(found.query.teryt)
    if found.entry:
        return entry_url(found.entry)
    return f"/kod/{found.query.postcode}" if found.powiaty and not _reached(found) else ""


def _reached(found: Found) -> tuple[Entry, ...]:
    """Return the areas to choose from for a postcode, the likeliest first; none where one answer holds for all."""
    if not found.powiaty:
        return ()
    loaded, day = current(), parameters.as_of()
    codes = answer_postcode(loaded.lookup, found.query.postcode, day).candidates
    kinds = {4: Kind.POWIAT, 6: Kind.GMINA}
    return tuple(Entry(kinds[len(c)], c, loaded.snapshot.names.name(c, day), c) for c in codes)


def _near(found: Found) -> list[Choice]:
    """Return the known postcodes nearest to one that nobody knows."""
    known, code = current().snapshot.postcodes, found.query.postcode
    if not code or found.query.name or code in known:
        return []
    return [Choice(c, "", ", ".join(known[c].places), f"/kod/{c}") for c in near_postcodes(known, code)]


def _by_code(text: str) -> str:
    names = current().snapshot.names
    try:
        code = parse(text)
    except InvalidTerytError:
        return ""
    if code in names.voivodeships:
        return f"/wojewodztwo/{names.voivodeships[code].slug}"
    return f"/{level(code).value}/{code}" if code in names.powiaty or code in names.gminy else ""


def _choice(entry: Entry) -> Choice:
    loaded, described = current(), (entry.name, entry_kind(entry), entry_where(entry), entry_url(entry))
    if entry.kind is Kind.CENTRE:
        return Choice(*described, frozenset({entry.id}))
    if len(entry.unit) <= 2:
        return Choice(*described)
    coverage = loaded.lookup.claims.on(entry.unit, parameters.as_of())
    owes = ", ".join(loaded.centres[s.centre_id].name for s in coverage.serving or coverage.last_known)
    is_confirmed = coverage.standing is Standing.CONFIRMED
    if not is_confirmed:
        owes = gettext(_WHO[coverage.standing]) % {"name": owes}
    return Choice(*described, coverage.centre_ids, owes, is_confirmed)


def _same(lines: list[Choice]) -> Centre | None:
    """Return the one centre that is confirmed to serve every choice, where there is one."""
    if not all(line.is_confirmed for line in lines):
        return None
    if len(lines) < 2 or len({line.centres for line in lines}) != 1 or len(lines[0].centres) != 1:
        return None
    return current().centres[next(iter(lines[0].centres))]


@blueprint.get("/miejsce/<simc>")
def place(simc: str) -> str:
    """Answer for a locality."""
    loaded = current()
    number = loaded.snapshot.places.number_of(simc)
    if number is None:
        raise NotFoundError(f"no locality has SIMC {simc[:20]!r}", f"Nie ma miejscowości o numerze SIMC „{simc[:20]}”.")
    return _answer(place_page.of_place(loaded, loaded.snapshot.places.place(number), parameters.as_of()))


@blueprint.get("/gmina/<code>")
def gmina(code: str) -> str:
    """Answer for a gmina."""
    return _answer(place_page.of_gmina(current(), code, parameters.as_of()))


@blueprint.get("/powiat")
def choose_powiat() -> Response:
    """Send old forms that name a powiat in a parameter to its own address."""
    return redirect(link(f"/powiat/{parse(request.args.get('teryt', ''))[:4]}"), 303)


@blueprint.get("/powiat/<code>")
def powiat(code: str) -> str:
    """Answer for one powiat: who serves it, why, and how to reach them."""
    return _answer(place_page.of_powiat(current(), code, parameters.as_of()), "pages/powiat.html")


@blueprint.get("/kod/<code>")
def postcode(code: str) -> str | Response:
    """Answer for a postcode; one that may reach areas which are served otherwise is a choice."""
    try:
        answer = answer_postcode(current().lookup, code, parameters.as_of())
    except InvalidInputError as error:
        raise NotFoundError(f"no postcode {code[:10]!r}", f"Nie znamy kodu pocztowego „{code[:10]}”.") from error
    if answer.outcome is Outcome.AMBIGUOUS:
        return redirect(link("/szukaj", q=code), 303)
    return _answer(place_page.of_postcode(current(), answer))


@blueprint.get("/punkt")
def no_point() -> Response:
    """Lead to the search: the address of an answer for a point holds no point."""
    return redirect(link("/"), 303)


@blueprint.post("/punkt")
def point() -> str | Response:
    """Answer for the visitor's own point; it comes in the body, so that no log of addresses holds it."""
    return _at(*parameters.point())


def _at(lat: float, lon: float) -> str | Response:
    loaded, day = current(), parameters.as_of()
    answer = loaded.lookup.by_point(lat, lon, day)
    if answer.outcome is Outcome.OUTSIDE:
        return render_page("pages/outside.html", answer=answer)
    return _answer(place_page.of_point(loaded, answer, (lat, lon), day))
