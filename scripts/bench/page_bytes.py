"""Bytes of the national page and of its layer, against the same units through default Folium.

The peer is what Folium writes for the same 382 units with the same texts in a tooltip, made the usual way: boundaries
in EPSG:2180 united, reprojected to EPSG:4326 and handed to ``folium.GeoJson``. Only its one HTML file is counted, under
brotli of the same quality; the ten scripts, styles and fonts that it then loads from four other hosts come on top and
are not counted.
"""

import re
from datetime import date
from pathlib import Path

import brotli
import folium
import geopandas as gpd
import numpy as np
import shapely
from table import Row, show

from ses_map.build import build_snapshot
from ses_map.coverage import Claims, split_units, unite
from ses_map.crs import LONLAT, METRIC, project, to_metric
from ses_map.maps.render import render_maps
from ses_map.maps.view import Atlas
from ses_map.settings import Settings
from ses_map.snapshot import Layer, Snapshot
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2026, 11, 24)
QUALITY = 5


def transferred(snapshot: Snapshot, path: str) -> int:
    """Count the bytes of a page and of every file it names, as a browser that takes brotli receives them."""
    store = MemoryStore()
    store.publish(snapshot)
    client = create_app(Settings(), store, lambda: DAY).test_client()
    headers = {"Accept-Encoding": "br"}
    page = client.get(path).get_data(as_text=True)
    names = [path, *dict.fromkeys(re.findall(r'(?:src|href)="(/assets/[^"]+)"', page))]
    return sum(len(client.get(name, headers=headers).data) for name in names)


def layer_bytes(snapshot: Snapshot) -> int:
    """Count the bytes of what draws the national layer: its shapes, and who serves what on the day."""
    chart = LoadedSnapshot(snapshot).citizen.chart("polska", DAY)
    scripts = (snapshot.files[f"assets/{chart[key]}"] for key in ("shapes", "script"))
    return sum(len(brotli.compress(script, quality=QUALITY)) for script in scripts)


def default_folium(snapshot: Snapshot) -> tuple[int, int]:
    """Count the bytes of what Folium writes by default: as it is, and under brotli."""
    layer = full_units(snapshot)
    view = Atlas(snapshot).on(layer, DAY)
    drawn = [view["units"][c] for c in layer.codes]
    frame = gpd.GeoDataFrame(
        {
            "name": [unit.name for unit in drawn],
            "owes": ["; ".join(view["centres"][c.number][1] for c in unit.centres) for unit in drawn],
            "note": ["; ".join(str(v) for c in unit.centres[:1] for v in c[1:]) for unit in drawn],
        },
        geometry=list(layer.polygons),
        crs=METRIC,
    )
    chart = folium.Map(location=[52, 19], zoom_start=6)
    folium.GeoJson(frame.to_crs(LONLAT), tooltip=folium.GeoJsonTooltip(["name", "owes", "note"])).add_to(chart)
    page = chart.get_root().render().encode()
    return len(page), len(brotli.compress(page, quality=QUALITY))


def full_units(snapshot: Snapshot) -> Layer:
    """Unite the base layer to the same units, in METRIC, without simplification."""
    base = snapshot.gminy
    units = split_units([p.teryt for p in snapshot.registry.powiaty], base.codes, Claims.of_registry(snapshot.registry))
    metric = shapely.transform(base.polygons, lambda a: project(a, to_metric()))
    united = unite(metric, [units[c] for c in base.codes])
    polygons = np.empty(len(united), dtype=object)
    polygons[:] = list(united.values())
    return Layer(tuple(united), polygons)


def measure() -> dict[str, float]:
    """Return bytes of our pages, of our national layer and of the peer, and the ratios."""
    data = build_snapshot(ROOT / "geodata")
    snapshot = data.with_files(render_maps(data))
    home, layer = transferred(snapshot, "/"), layer_bytes(snapshot)
    regions = {v.slug: transferred(snapshot, f"/wojewodztwo/{v.slug}") for v in snapshot.registry.voivodeships}
    frames = (transferred(snapshot, f"/embed/wojewodztwo/{v.slug}") for v in snapshot.registry.voivodeships)
    raw, compressed = default_folium(snapshot)
    return {
        "largest_frame_bytes": max(frames),
        "home_bytes": home,
        "largest_voivodeship_bytes": max(regions.values()),
        "layer_bytes": layer,
        "folium_bytes": compressed,
        "folium_raw_bytes": raw,
        "layer_ratio": layer / compressed,
        "page_ratio": home / compressed,
    }


def rows() -> list[Row]:
    """Return the rows of the table; kilobytes are of 1024 bytes."""
    size = measure()
    kilo = {name: size[name] / 1024 for name in size if name.endswith("_bytes")}
    home, region, frame = (kilo[f"{name}_bytes"] for name in ("home", "largest_voivodeship", "largest_frame"))
    peer = f"{kilo['folium_bytes']:.0f} KB"
    return [
        Row("national page `/`, everything transferred (brotli)", f"{home:.0f} KB", "≤ 150 KB", home <= 150),
        Row("page of the largest voivodeship, everything transferred (brotli)", f"{region:.0f} KB"),
        Row("frame of the largest voivodeship, the same", f"{frame:.0f} KB", "≤ 100 KB", frame <= 100),
        Row(
            "national layer, against the same layer through default Folium (its HTML alone, brotli)",
            f"{size['layer_ratio']:.2f} of its bytes ({kilo['layer_bytes']:.0f} KB against {peer})",
            "≤ 0.25",
            size["layer_ratio"] <= 0.25,
        ),
        Row("whole national page, against that HTML alone", f"{size['page_ratio']:.2f} ({home:.0f} KB against {peer})"),
    ]


if __name__ == "__main__":
    show(rows())
