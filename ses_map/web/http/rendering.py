"""Pages from templates: what every page is given, and the names and filters that all templates use."""

from typing import Any

from flask import Flask, render_template

from ses_map.web.http import formats, links, parameters
from ses_map.web.state.snapshot_holder import current, holder
from ses_map.web.wording import dates


def install(app: Flask) -> None:
    """Register the filters of templates, and links that keep the day and the language."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update({**formats.FILTERS, **dates.FILTERS})
    app.context_processor(links.helpers)


def render_page(template: str, **values: Any) -> str:
    """Render a page of the loaded snapshot: it knows ``loaded``, its day ``as_of``, and ``today``.

    No context processor does this, because the pages of errors have neither a snapshot nor a day for certain.
    """
    return render_template(template, loaded=current(), as_of=parameters.as_of(), today=holder().today(), **values)


def render_map(template: str, slug: str, **values: Any) -> str:
    """Render a page beside the map of ``polska`` or of the voivodeship with a slug, drawn and as a picture."""
    chart = current().citizen.chart(slug, parameters.as_of())
    return render_page(template, **{"chart": chart, "picture": links.picture_url(slug), **values})
