"""``/healthz``: ready only once a snapshot is loaded; degraded while a newer one cannot be read."""

from typing import Any

from flask import Blueprint

from ses_map.web.site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, Any]:
    """Tell which snapshot is served."""
    edition = site().edition()
    trouble = site().trouble
    return {"status": "degraded" if trouble else "ok", "snapshot": edition.snapshot.id, "detail": trouble or None}
