"""Pages for people: server-rendered first, the map added to the table."""

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request

from ses_map.errors import NotFoundError
from ses_map.lookup import coverage_rows, standing_counts
from ses_map.spelling import collation
from ses_map.web.http import links, parameters
from ses_map.web.pages import centre_filters
from ses_map.web.pages.centre_area import area_of_centre
from ses_map.web.pages.linked_data import centre_data
from ses_map.web.publish.api.rows import known_problems
from ses_map.web.state.snapshot_holder import current, holder
from ses_map.web.wording.language import language
from ses_map.web.wording.problem_names import problem_name

blueprint = Blueprint("pages", __name__)


@blueprint.app_context_processor
def _helpers() -> dict[str, Any]:
    """Return templates links that keep the day and the language."""
    return links.helpers()


def _page(template: str, slug: str, **values: Any) -> str:
    loaded, day = current(), parameters.as_of()
    chart = loaded.citizen.chart(slug, day)
    picture = f"/mapa/{slug}.svg?date={day.isoformat()}&lang={language()}"
    shown = {"loaded": loaded, "as_of": day, "today": holder().today(), "chart": chart, "picture": picture}
    return render_template(template, **shown, **values)


@blueprint.get("/")
def home() -> str:
    """Show the country: choose a powiat, map, every unit, all centres."""
    rows = coverage_rows(current().lookup, parameters.as_of())
    regions = [(v, list(own)) for v, own in groupby(rows, key=lambda r: r.voivodeship)]
    regions.sort(key=lambda pair: collation(pair[0].name))
    return _page("pages/home.html", "polska", by_voivodeship=regions, counts=standing_counts(rows))


@blueprint.get("/zrodla")
def sources() -> str:
    """List the papers of every source, and every known defect of the data on the day."""
    loaded, day = current(), parameters.as_of()
    problems = [
        (problem_name(code), list(own)) for code, own in groupby(known_problems(loaded, day), key=lambda p: p.code)
    ]
    today = holder().today()
    return render_template("pages/sources.html", loaded=loaded, as_of=day, today=today, problems=problems)


@blueprint.get("/czym-jest-owes")
def explanation() -> str:
    """Describe what an OWES is, whom it helps and with what, and which law says so."""
    return render_template("pages/explanation.html", as_of=parameters.as_of(), today=holder().today())


@blueprint.get("/dostepnosc")
def accessibility() -> str:
    """Describe how far everybody can use the site, and how that is known."""
    return render_template("pages/accessibility.html", loaded=current(), as_of=parameters.as_of())


@blueprint.get("/wojewodztwo/<slug>")
def voivodeship(slug: str) -> str:
    """Show one voivodeship."""
    area = current().by_slug.get(slug)
    if area is None:
        raise NotFoundError(f"no voivodeship has the slug {slug[:40]!r}", f"Nie ma województwa „{slug[:40]}”.")
    rows = coverage_rows(current().lookup, parameters.as_of(), area.teryt)
    return _page("pages/voivodeship.html", slug, area=area, rows=rows, counts=standing_counts(rows))


@blueprint.get("/owes/<centre_id>")
def centre(centre_id: str) -> str:
    """Show one centre: contact, area, services, sources."""
    loaded = current()
    found = loaded.centres.get(centre_id)
    if found is None:
        shown = centre_id[:40]
        raise NotFoundError(f"no centre has the id {shown!r}", f"Nie ma OWES o identyfikatorze „{shown}”.")
    area = loaded.snapshot.names.voivodeships[found.voivodeship]
    served = area_of_centre(coverage_rows(loaded.lookup, parameters.as_of()), centre_id)
    return _page("pages/centre.html", area.slug, centre=found, area=area, served=served, centre_data=centre_data)


@blueprint.get("/osrodki")
def centres() -> str:
    """List centres by the services and audiences that their sources name."""
    loaded = current()
    values = centre_filters.page(loaded, request.args, parameters.voivodeship())
    day, today = parameters.as_of(), holder().today()
    return render_template("pages/centres.html", loaded=loaded, as_of=day, today=today, **values)


@blueprint.get("/mapa/<name>.svg")
def picture(name: str) -> Response:
    """Draw a map without JavaScript: the country, or a voivodeship by slug or code."""
    loaded = current()
    area = loaded.by_slug.get(name) or loaded.snapshot.names.voivodeships.get(name)
    if area is None and name != "polska":
        raise NotFoundError(f"no map is called {name[:40]!r}", f"Nie ma mapy „{name[:40]}”.")
    focus = request.args.get("focus", "")
    svg = loaded.citizen.pictures.draw(area.slug if area else "polska", parameters.as_of(), focus)
    return Response(svg, mimetype="image/svg+xml")
