"""The application: wiring only."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from ses_map.settings import Settings
from ses_map.store import Store
from ses_map.web import planning
from ses_map.web.embed import generator
from ses_map.web.embed import views as embed
from ses_map.web.http import (
    assets,
    caching,
    errors,
    formats,
    frame_policy,
    headers,
    health,
    limits,
    parameters,
    rendering,
    request_head,
    tiles,
)
from ses_map.web.http.fast_path import answer_points_first
from ses_map.web.http.response_cache import ResponseCache, keep_answers
from ses_map.web.pages import answers, centres, correction, discovery, overview
from ses_map.web.pages.ways import first_way
from ses_map.web.publish import api, ogc
from ses_map.web.publish.opendata import views as opendata
from ses_map.web.state.snapshot_holder import SnapshotHolder
from ses_map.web.wording import language

#: Every wing's views, in the order in which their rules are tried.
_VIEWS = (
    answers, overview, centres, correction, planning, opendata, embed, generator,
    api, ogc, assets, tiles, health, discovery,
)  # fmt: skip


def create_app(settings: Settings, store: Store, today: Callable[[], date] | None = None) -> Flask:
    """Make the application: it starts even before anything is published and then answers 503.

    Parameters
    ----------
    store : Store
        Where the published snapshots are; a new one is noticed while the application runs.
    today : callable, optional
        Gives the day that answers without a ``date`` are for, asked anew each time; that of the settings by default.
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
    app.jinja_env.globals["first_way"] = first_way
    app.extensions["ses_map"] = holder = SnapshotHolder(store, today or settings.day)
    version = caching.code_version(settings.templates)
    _install(app, settings, version)
    for module in _VIEWS:
        app.register_blueprint(module.blueprint)
    app.register_blueprint(generator.oembed_blueprint)
    app.register_blueprint(ogc.promised)
    app.wsgi_app = _guarded(app, settings, holder, version)  # type: ignore[method-assign]
    return app


def _install(app: Flask, settings: Settings, version: str) -> None:
    """Install what goes around every view; the order is that in which a request meets them."""
    parameters.install(app)
    language.install(app)
    rendering.install(app)
    errors.install(app)
    request_head.install(app)
    limits.install(app)
    frame_policy.install(app, settings.framers)
    caching.install(app, version)
    headers.install(app)
    Compress(app)


def _guarded(app: Flask, settings: Settings, holder: SnapshotHolder, version: str) -> Callable[..., Any]:
    """Put before Flask what answers without it, the innermost first: kept answers, points, limits, hosts, proxies."""
    flask = app.wsgi_app
    kept = keep_answers(flask, holder, ResponseCache(), settings.framers)
    first = answer_points_first(kept, holder, version)
    limiter = limits.Limiter(settings.rate) if settings.rate else None
    first = limits.limit_requests(first, flask, limiter) if limiter else first
    first = request_head.check_hosts(first, flask, settings.hosts)
    if settings.proxies:  # each of ours appends to X-Forwarded-For; the outermost tells the client and its scheme
        first = ProxyFix(first, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
    return request_head.read_encoding(first)
