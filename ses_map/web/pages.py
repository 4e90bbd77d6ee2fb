"""Pages for people: server-rendered first, the map added to the table."""

from itertools import groupby
from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from ses_map.errors import NotFoundError
from ses_map.lookup import coverage_rows, rows_of_centre, status_counts
from ses_map.teryt import Level, level, parse, powiat_of, voivodeship_of
from ses_map.web import parameters
from ses_map.web.bodies import known_problems
from ses_map.web.site import current, site

blueprint = Blueprint("pages", __name__)


@blueprint.app_context_processor
def _helpers() -> dict[str, Any]:
    """Give templates links that keep the day that the page is for."""

    def link(path: str) -> str:
        day = g.get("as_of") if request.args.get("date") else None
        return f"{path}?date={day.isoformat()}" if day else path

    return {"link": link}


def _page(template: str, slug: str, **values: Any) -> str:
    edition, day = current(), parameters.as_of()
    chart = edition.chart(slug, day)
    return render_template(template, edition=edition, as_of=day, today=site().today(), chart=chart, **values)


@blueprint.get("/")
def home() -> str:
    """Show the country: choose a powiat, map, every unit, all centres."""
    rows = coverage_rows(current().lookup, parameters.as_of())
    regions = [(v, list(own)) for v, own in groupby(rows, key=lambda r: r.voivodeship)]
    return _page("pages/home.html", "polska", by_voivodeship=regions, counts=status_counts(rows))


@blueprint.get("/zrodla")
def sources() -> str:
    """List the papers of every source, and every known defect of the data on the day."""
    edition, day = current(), parameters.as_of()
    problems = [(code, list(own)) for code, own in groupby(known_problems(edition, day), key=lambda p: p.code)]
    today = site().today()
    return render_template("pages/sources.html", edition=edition, as_of=day, today=today, problems=problems)


@blueprint.get("/wojewodztwo/<slug>")
def voivodeship(slug: str) -> str:
    """Show one voivodeship."""
    area = current().by_slug.get(slug)
    if area is None:
        raise NotFoundError(f"no voivodeship has the slug {slug[:40]!r}", f"Nie ma województwa „{slug[:40]}”.")
    rows = coverage_rows(current().lookup, parameters.as_of(), area.teryt)
    return _page("pages/voivodeship.html", slug, area=area, rows=rows, counts=status_counts(rows))


@blueprint.get("/powiat")
def choose_powiat() -> Response:
    """Send the choice of the form without JavaScript to the powiat's own address."""
    day = f"?date={parameters.as_of().isoformat()}" if request.args.get("date") else ""
    return redirect(f"/powiat/{powiat_of(parse(request.args.get('teryt', '')))}{day}", 303)


@blueprint.get("/powiat/<code>")
def powiat(code: str) -> str:
    """Answer for one powiat: who serves it, why, and how to reach them."""
    edition, day = current(), parameters.as_of()
    answer = edition.lookup.by_teryt(code, day)
    if level(answer.unit) is not Level.POWIAT or answer.unit != code:
        raise NotFoundError(f"{code!r} is not a powiat", f"Kod {code} nie jest kodem powiatu.")
    area = edition.snapshot.names.voivodeships[voivodeship_of(answer.unit)]
    return _page("pages/powiat.html", area.slug, answer=answer, area=area, powiat=answer.unit)


@blueprint.get("/owes/<centre_id>")
def centre(centre_id: str) -> str:
    """Show one centre: contact, area, services, sources."""
    edition = current()
    found = edition.centres.get(centre_id)
    if found is None:
        shown = centre_id[:40]
        raise NotFoundError(f"no centre has the id {shown!r}", f"Nie ma OWES o identyfikatorze „{shown}”.")
    area = edition.snapshot.names.voivodeships[found.voivodeship]
    rows = rows_of_centre(coverage_rows(edition.lookup, parameters.as_of()), centre_id)
    return _page("pages/centre.html", area.slug, centre=found, area=area, rows=rows)
