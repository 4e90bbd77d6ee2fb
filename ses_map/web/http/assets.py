"""``/assets/<name>``: files whose name carries their hash, from the snapshot or from ``static/``."""

import mimetypes
from functools import cache, lru_cache
from importlib.resources import files

import brotli
from flask import Blueprint, Response, request

from ses_map.errors import NotFoundError
from ses_map.maps.assets import cluster_css, cluster_js, hashed
from ses_map.web.state.snapshot_holder import current, holder

blueprint = Blueprint("assets", __name__)


@cache
def own_assets() -> dict[str, tuple[str, bytes]]:
    """Return our static files, and those of pinned packages that no map brings: plain name → (hashed name, bytes)."""
    found = {item.name: item.read_bytes() for item in files("ses_map.web").joinpath("static").iterdir()}
    found |= {"markercluster.js": cluster_js(), "markercluster.css": cluster_css()}
    return {name: (hashed(name, data), data) for name, data in found.items()}


def asset_url(name: str) -> str:
    """Return the address of one of our static files."""
    return f"/assets/{own_assets()[name][0]}"


@lru_cache(maxsize=128)
def _packed(data: bytes) -> bytes:
    """Compress as far as it goes, once: a hashed file never changes, and the best costs 0.1 s and saves a tenth."""
    packed: bytes = brotli.compress(data, quality=11)
    return packed


def _find(name: str) -> bytes:
    own = dict(own_assets().values())
    if name in own:
        return own[name]
    found = current().snapshot.files.get(f"assets/{name}")
    return found if found is not None else holder().older_file(f"assets/{name}")


@blueprint.app_context_processor
def _helpers() -> dict[str, object]:
    return {"asset_url": asset_url}


@blueprint.get("/assets/<name>")
def asset(name: str) -> Response:
    """Serve one file."""
    kind = mimetypes.guess_type(name)[0]
    if kind not in ("text/css", "text/javascript", "application/javascript", "image/svg+xml", "image/png"):
        raise NotFoundError(f"no asset is called {name[:80]!r}", "Nie ma takiego pliku.")
    data, mimetype = _find(name), "text/javascript" if kind.endswith("javascript") else kind
    response = Response(data, mimetype=mimetype)
    if kind != "image/png" and request.accept_encodings["br"]:
        response = Response(_packed(data), mimetype=mimetype, headers={"Content-Encoding": "br"})
    response.vary.add("Accept-Encoding")
    return response
