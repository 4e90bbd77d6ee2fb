"""Render every map of a snapshot into files: once at build, never in a request.

``maps/<slug>.json`` lists the periods between two changes of coverage, and for each the script and the legend; the
scripts, the geometry and Leaflet lie under ``assets/`` with the hash of their content in the name.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ses_map.boundaries import to_topology
from ses_map.maps.assets import hashed, leaflet_css, leaflet_js, map_js, own
from ses_map.maps.compose import compose, script_json
from ses_map.maps.fills import patterns
from ses_map.maps.legend import keys, legend
from ses_map.maps.towns import Rank, Town, find_towns
from ses_map.maps.view import Atlas, LabelPlaces
from ses_map.model import Coverage
from ses_map.snapshot import Layer, Snapshot

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Chart:
    """One map: its slug, its title, its layers in LONLAT and the decimals to draw them with."""

    slug: str
    title: str
    units: Layer
    gminy: Layer | None
    decimals: int
    #: The most important first.
    towns: tuple[Town, ...] = ()


def charts(snapshot: Snapshot) -> list[Chart]:
    """List the maps of a snapshot: the country, then each voivodeship."""
    towns = find_towns(snapshot)
    seats = tuple(t for t in towns if t.rank is Rank.POWIAT)
    found = [Chart("polska", "Polska", snapshot.layer("units/polska"), None, 4, seats)]
    for v in snapshot.registry.voivodeships:
        units, gminy = snapshot.layer(f"units/{v.slug}"), snapshot.layer(f"gminy/{v.slug}")
        own = tuple(t for t in towns if t.gmina.startswith(v.teryt))
        found.append(Chart(v.slug, f"Województwo {v.name}", units, gminy, 5, own))
    return found


def geometry_script(chart: Chart) -> bytes:
    """Write the shapes of a map and its towns by rank as a script that hands them to ``static/map*.js``."""
    objects: dict[str, Any] = {"units": (chart.units.polygons, [{"id": c} for c in chart.units.codes])}
    if chart.gminy:
        objects["gminy"] = (chart.gminy.polygons, [{} for _ in chart.gminy.codes])
    topology = to_topology(objects, chart.decimals).decode()
    key, towns = json.dumps(chart.slug), [[[t.lat, t.lon, t.name] for t in chart.towns if t.rank is r] for r in Rank]
    return f"sesMap.geometry[{key}] = {topology};\nsesMap.places[{key}] = {script_json(towns)};\n".encode()


def render_maps(snapshot: Snapshot, progress: Progress = lambda step: None) -> dict[str, bytes]:
    """Render all maps.

    Returns
    -------
    dict
        File name → bytes, to be added to the snapshot; the same snapshot gives the same bytes.
    """
    atlas = Atlas(snapshot)
    files: dict[str, bytes] = {}
    kept = {"leaflet.css": leaflet_css(), "map.css": own("map.css"), "leaflet.js": leaflet_js(), "map.js": map_js()}
    shared = [_asset(files, name, data) for name, data in kept.items()]
    country = snapshot.layer("units/polska")
    days = {first: atlas.coverage(country, first) for first in atlas.first_days}
    for chart in charts(snapshot):
        progress(chart.title)
        shapes = _asset(files, f"{chart.slug}-shapes.js", geometry_script(chart))
        periods = list(_periods(files, atlas, chart, days))
        index = {"title": chart.title, "shared": shared, "shapes": shapes, "periods": periods}
        files[f"maps/{chart.slug}.json"] = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    return files


def _asset(files: dict[str, bytes], name: str, data: bytes) -> str:
    files[f"assets/{hashed(name, data)}"] = data
    return hashed(name, data)


def signs(view: dict[str, Any]) -> dict[str, Any]:
    """Return what the page around a map shows: its legend, its keys, and the patterns that both and the map name."""
    shown, said = legend(view), keys(view)
    fills = [*view["fills"], *(row["fill"] for row in (*shown, *said))]
    return {"legend": shown, "keys": said, "patterns": patterns(fills)}


def _periods(
    files: dict[str, bytes], atlas: Atlas, chart: Chart, days: Mapping[date, Mapping[str, Coverage]]
) -> Iterator[dict[str, Any]]:
    """Compose the map anew for each first day on which it shows something else than the day before."""
    before: dict[str, Any] = {}
    places = LabelPlaces(chart.units)
    for first, coverage in days.items():
        view = atlas.on(chart.units, first, names=chart.gminy is not None, places=places, coverage=coverage)
        if view == before:
            continue
        before = view
        composed = compose(chart.slug, view)
        script = _asset(files, f"{chart.slug}.js", composed.script.encode())
        yield {"from": first.isoformat(), "box": composed.box, "script": script, **signs(view)}
