"""Pages for people: server-rendered first, the map added to the table."""

from itertools import groupby

from flask import Blueprint, Response, request

from ses_map.errors import NotFoundError
from ses_map.lookup import coverage_rows, standing_counts
from ses_map.web.http import parameters
from ses_map.web.http.rendering import render_map, render_page
from ses_map.web.publish.api.rows import known_problems
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.problem_names import problem_name

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> str:
    """Show the country: search, map, all centres, and how each voivodeship stands, whose page has its powiats."""
    rows = coverage_rows(current().lookup, parameters.as_of())
    regions = [(v, standing_counts(r for r in rows if r.voivodeship == v)) for v in current().voivodeships]
    return render_map("pages/home.html", "polska", regions=regions, counts=standing_counts(rows))


@blueprint.get("/zrodla")
def sources() -> str:
    """List the papers of every source, and every known defect of the data on the day."""
    loaded, day = current(), parameters.as_of()
    problems = [
        (problem_name(code), list(own)) for code, own in groupby(known_problems(loaded, day), key=lambda p: p.code)
    ]
    return render_page("pages/sources.html", problems=problems)


@blueprint.get("/czym-jest-owes")
def explanation() -> str:
    """Describe what an OWES is, whom it helps and with what, and which law says so."""
    return render_page("pages/explanation.html")


@blueprint.get("/dostepnosc")
def accessibility() -> str:
    """Describe how far everybody can use the site, and how that is known."""
    return render_page("pages/accessibility.html")


@blueprint.get("/wojewodztwo/<slug>")
def voivodeship(slug: str) -> str:
    """Show one voivodeship."""
    area = current().by_slug.get(slug)
    if area is None:
        raise NotFoundError(f"no voivodeship has the slug {slug[:40]!r}", f"Nie ma województwa „{slug[:40]}”.")
    rows = coverage_rows(current().lookup, parameters.as_of(), area.teryt)
    return render_map("pages/voivodeship.html", slug, area=area, rows=rows, counts=standing_counts(rows))


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
