"""The citizen's way: a search, and the answer for a place, a gmina, a powiat, a postcode or one's own point."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from ses_map.errors import NotFoundError
from ses_map.model import Outcome
from ses_map.teryt import parse
from ses_map.web.http import parameters
from ses_map.web.http.links import link
from ses_map.web.pages import choices, place_page
from ses_map.web.pages.linked_data import linked_data
from ses_map.web.pages.place_page import PlacePage
from ses_map.web.state.snapshot_holder import current, holder

blueprint = Blueprint("answers", __name__)


def _answer(topic: PlacePage, template: str = "pages/answer.html") -> str:
    loaded, day = current(), parameters.as_of()
    area = loaded.snapshot.names.voivodeships[topic.answer.unit[:2]]
    values = {"loaded": loaded, "as_of": day, "today": holder().today(), "area": area, "topic": topic}
    return render_template(template, chart=loaded.citizen.chart(area.slug, day), linked_data=linked_data, **values)


@blueprint.get("/szukaj")
def search() -> str | Response:
    """Answer any query: go to the one page that it means, or show what it can mean."""
    text = parameters.query()
    found = current().search.find(text)
    if found.query.point:
        return _at(*found.query.point)
    address = choices.address(found)
    if address:
        return redirect(link(address), 303)
    return render_template("pages/search.html", **choices.page(found, text))


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
    """Answer for a postcode; one that reaches into several powiats is a choice."""
    loaded = current()
    powiaty = loaded.snapshot.postcodes.get(code, ())
    if not powiaty:
        raise NotFoundError(f"no postcode {code[:10]!r}", f"Nie znamy kodu pocztowego „{code[:10]}”.")
    if len(powiaty) > 1:
        return redirect(link("/szukaj", q=code), 303)
    return _answer(place_page.of_postcode(loaded, code, powiaty[0], parameters.as_of()))


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
        return render_template("pages/outside.html", answer=answer, loaded=loaded, as_of=day, today=holder().today())
    return _answer(place_page.of_point(loaded, answer, (lat, lon), day))
