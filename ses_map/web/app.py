"""The application: wiring only."""

from collections.abc import Callable
from datetime import date

from flask import Flask
from flask_compress import Compress

from ses_map.settings import Settings
from ses_map.store import Store
from ses_map.web import (
    answers,
    api,
    assets,
    caching,
    correct,
    data,
    dates,
    embed,
    embedding,
    errors,
    formats,
    framing,
    headers,
    health,
    language,
    oembed,
    ogc,
    pages,
    planning,
    proxies,
    rate,
    security,
    tiles,
    ways,
)
from ses_map.web.kept import Shelf, keep_answers
from ses_map.web.point import answer_points_first
from ses_map.web.site import Site


def create_app(settings: Settings, store: Store, today: Callable[[], date] | None = None) -> Flask:
    """Make the application.

    Parameters
    ----------
    settings : Settings
        Where the templates are, and the day, where one is set.
    store : Store
        Where the published snapshots are; a new one is noticed while the application runs.
    today : callable, optional
        Gives the day that answers without a ``date`` are for, asked anew each time; that of the settings by default.

    Returns
    -------
    Flask
        A WSGI application; it starts even before anything is published and then answers 503.
    """
    app = Flask("ses_map.web", static_folder=None, template_folder=str(settings.templates.resolve()))
    app.config.update(
        MAX_CONTENT_LENGTH=64 * 1024,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=5,
        COMPRESS_MIN_SIZE=4096,
        COMPRESS_MIMETYPES=list(formats.COMPRESSED),
        SES_MAP_REPORT=settings.report,
        SES_MAP_OPERATOR=(settings.operator.strip(), settings.operator_url),
    )
    app.json = formats.JsonProvider(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update({**formats.FILTERS, **dates.FILTERS})
    app.jinja_env.globals["first_way"] = ways.first_way
    app.extensions["ses_map"] = site = Site(store, today or settings.day)
    version = caching.code_version(settings.templates)
    language.install(app)
    errors.install(app)
    proxies.install(app)
    rate.install(app)
    framing.install(app, settings.framers)
    caching.install(app, version)
    headers.install(app)
    Compress(app)
    pages_of = (answers, pages, correct, planning, data, embed, embedding, security)
    for module in (*pages_of, api, ogc, oembed, assets, tiles, health):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(ogc.promised)
    kept = keep_answers(app.wsgi_app, site, Shelf(), settings.framers)
    flask, first = app.wsgi_app, answer_points_first(kept, site, version)
    limiter = rate.Limiter(settings.rate) if settings.rate else None
    first = rate.limit_requests(first, flask, limiter) if limiter else first
    first = proxies.believe_proxies(proxies.check_hosts(first, flask, settings.hosts), settings.proxies)
    app.wsgi_app = first  # type: ignore[method-assign, assignment]
    return app
