"""Files that the maps need in the browser, under names that carry their hash; from pinned packages and ``static/``."""

import hashlib
import re
from importlib.resources import files
from pathlib import PurePosixPath

_URL = re.compile(r"url\(([^)]+)\)")


def hashed(name: str, data: bytes) -> str:
    """Return the name under which a file can be cached for ever: ``map.js`` → ``map.3f2a….js``."""
    path = PurePosixPath(name)
    return f"{path.stem}.{hashlib.sha256(data).hexdigest()[:12]}{path.suffix}"


def leaflet_js() -> bytes:
    """Read Leaflet from the package XStatic-Leaflet, without the pointer to a source map that nobody serves."""
    data = files("xstatic.pkg.leaflet").joinpath("data/leaflet.js").read_bytes()
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", data)


def leaflet_css() -> bytes:
    """Read Leaflet's style without its pictures: the only one we show, the layer control's, is in ``map.css``."""
    text = files("xstatic.pkg.leaflet").joinpath("data/leaflet.css").read_text(encoding="utf-8")
    return _URL.sub("none", text).encode()


def cluster_js() -> bytes:
    """Read Leaflet.markercluster from the package XStatic-Leaflet-MarkerCluster; it needs Leaflet before it."""
    data = files("xstatic.pkg.leaflet_markercluster").joinpath("data/leaflet.markercluster.js").read_bytes()
    return re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", data)


def cluster_css() -> bytes:
    """Read the style of its movements; how a cluster looks is ours."""
    return files("xstatic.pkg.leaflet_markercluster").joinpath("data/MarkerCluster.css").read_bytes()


#: Our scripts in the order in which they need each other; Folium's own script comes after them.
SCRIPTS = ("shapes", "cards", "borders", "keyboard", "areas", "labels")


def map_js() -> bytes:
    """Read our scripts as one file: one request, and one text to compress."""
    return b"".join(own(name) for name in (*(f"map-{part}.js" for part in SCRIPTS), "map.js"))


def own(name: str) -> bytes:
    """Read one of our own files, such as ``map.css``."""
    return files("ses_map.maps").joinpath("static", name).read_bytes()
