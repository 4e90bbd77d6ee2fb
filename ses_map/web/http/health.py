"""``/healthz``, ``/metrics`` and ``/.well-known/security.txt``: for those who watch over the service."""

import ipaddress
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, current_app, request
from werkzeug.exceptions import NotFound

from ses_map.web.http.metrics import Metrics, gauge, memory_of
from ses_map.web.state.snapshot_holder import holder

blueprint = Blueprint("health", __name__)

#: What proxies add: with one of these and no proxy that is believed, nobody knows whose the request is.
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")

#: RFC 9116 wants an end within a year; whoever still runs the service then has renewed it by running it.
_VALID = timedelta(days=180)


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """Return which snapshot is served: none is an error; degraded while a newer one cannot be read."""
    loaded = holder().loaded()
    trouble = holder().trouble
    return {"status": "degraded" if trouble else "ok", "snapshot": loaded.snapshot.id, "detail": trouble or None}


@blueprint.get("/metrics")
def metrics() -> Response:
    """Return the counters to those whom ``SES_MAP_METRICS`` names; for all others there is no such page."""
    counted: Metrics | None = current_app.extensions.get("ses_map_metrics")
    if counted is None or not _may_read():
        raise NotFound
    text = "\n".join((*counted.lines(), *_snapshot(), *_workers(counted), ""))
    return Response(text, mimetype="text/plain", content_type="text/plain; version=0.0.4; charset=utf-8")


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Name whom to tell of a hole (RFC 9116), the address of ``SES_MAP_REPORT``; without it there is no such file."""
    contact = current_app.config["SES_MAP_REPORT"]
    if not contact:
        abort(404)
    end = holder().today() + _VALID
    lines = (f"Contact: {contact}", f"Expires: {end.isoformat()}T00:00:00Z", "Preferred-Languages: pl, en", "")
    return Response("\n".join(lines), mimetype="text/plain")


def _may_read() -> bool:
    if "werkzeug.proxy_fix.orig" not in request.environ and any(name in request.headers for name in _FORWARDED):
        return False
    try:
        reader = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(reader in ipaddress.ip_network(n) for n in current_app.config["SES_MAP_READERS"].split())


def _snapshot() -> Iterator[str]:
    served, status = holder().served_id, holder()
    yield from gauge(
        "snapshot_info",
        "The snapshot in use by the worker that answers.",
        [(f'snapshot="{served}"', 1)] if served else [],
    )
    age_s = time.monotonic() - status.loaded_at if served else 0
    yield from gauge("snapshot_age_seconds", "Time since the snapshot in use was loaded.", [("", max(age_s, 0))])
    counts = [(f'standing="{standing}"', count) for standing, count in holder().counts().items()]
    yield from gauge("powiaty", "Powiats by the standing of today's answer in the snapshot in use.", counts)
    yield from gauge(
        "degraded", "1 while the worker that answers cannot read a newer snapshot.", [("", bool(status.trouble))]
    )


def _workers(counted: Metrics) -> Iterator[str]:
    taken = [memory_of(p) for p in counted.workers()]
    yield from gauge("workers", "Processes that answer.", [("", len(taken))])
    for kind, about in (
        ("resident", "all that is shared included"),
        ("proportional", "with a part of what is shared"),
        ("private", "without what is shared"),
    ):
        values = [(f'worker="{n}"', t[kind]) for n, t in enumerate(taken) if t]
        yield from gauge(f"worker_{kind}_bytes", f"Memory of a worker, {about}.", values)
