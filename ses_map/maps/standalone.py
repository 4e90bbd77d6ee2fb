"""One HTML file with map and table: opens from disk, asks nobody for anything."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import jinja2

from ses_map.maps.assets import leaflet_css, leaflet_js, map_js, own
from ses_map.maps.compose import compose
from ses_map.maps.render import charts, geometry_script, signs
from ses_map.maps.view import Atlas
from ses_map.snapshot import Snapshot
from ses_map.spelling import long_day, partial_day


def render_file(
    snapshot: Snapshot,
    templates: Path,
    slug: str,
    as_of: date,
    rows: Sequence[Any],
    counts: Mapping[str, int],
) -> str:
    """Render the page.

    Parameters
    ----------
    templates : Path
        Folder with ``embed/standalone.html``.

    Returns
    -------
    str
        HTML whose own policy allows exactly its inline scripts and styles, by hash, and no request at all.
    """
    chart = next(c for c in charts(snapshot) if c.slug == slug)
    view = Atlas(snapshot).on(chart.units, as_of, links=False, names=chart.gminy is not None)
    composed = compose(slug, view)
    styles = [leaflet_css().decode(), own("map.css").decode(), own("standalone.css").decode()]
    scripts = [leaflet_js().decode(), map_js().decode(), geometry_script(chart).decode(), composed.script]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(templates), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.add_extension("jinja2.ext.i18n")
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.filters.update(long_day=long_day, partial_day=partial_day)
    return environment.get_template("embed/standalone.html").render(
        chart={"title": chart.title, **signs(view)},
        box=composed.box,
        styles=styles,
        scripts=scripts,
        policy=_policy(styles, scripts),
        snapshot=snapshot,
        as_of=as_of,
        rows=rows,
        counts=counts,
        attribution=" · ".join(sorted({s.attribution for s in snapshot.sources})),
    )


def _policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    allowed = {"script-src": scripts, "style-src": styles}
    hashes = [f"{name} {' '.join(map(_source_hash, texts))}" for name, texts in allowed.items()]
    return "; ".join(["default-src 'none'", *hashes, "img-src data:", "base-uri 'none'", "form-action 'none'"])


def _source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
