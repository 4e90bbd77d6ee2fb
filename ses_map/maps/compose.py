"""Compose a map with Folium and take its output apart into markup and script.

Folium writes one page with inline script and style. The strict Content-Security-Policy of every page allows neither, so
the page's parts are rendered one by one: the markup is an empty box, the style is replaced by ``static/map.css``, and
the script becomes a file of our own origin. Folium's ids are random; they are numbered here, so the same map gives the
same bytes.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

import folium

from ses_map.maps.elements import Areas, Borders, Finish, Labels, Towns, View, script_json
from ses_map.maps.texts import LAYERS

_ID = re.compile(r"[0-9a-f]{32}")
_BOX = re.compile(r'<div class="folium-map" id="(map_\d+)"\s*></div>')


@dataclass(frozen=True)
class Composed:
    """One map, taken apart."""

    #: Id of the element that the script fills.
    box: str
    script: str


def compose(slug: str, view_data: dict[str, Any]) -> Composed:
    """Compose the map of one area on one day.

    Parameters
    ----------
    slug : str
        Key of the geometry that the script draws: ``polska`` or a voivodeship's slug.
    view_data : dict
        From :meth:`ses_map.maps.view.Atlas.on`.

    Raises
    ------
    ValueError
        When the markup is more than an empty box, and could carry what the policy of the pages forbids.
    """
    chart = folium.Map(
        location=view_data["bounds"][0],
        tiles=None,
        zoom_start=6,
        zoom_control=False,
        scrollWheelZoom=False,
        zoomSnap=0.25,
        attributionControl=False,
        minZoom=5,
        maxZoom=13,
    )
    chart.default_js, chart.default_css = [], []
    view = View()
    view.add_to(chart)
    of_areas, of_gminy, of_powiaty, of_centres, of_voivodeships, of_numbers, of_towns, of_names = LAYERS
    areas = Areas(slug, view, of_areas, True)
    areas.add_to(chart)
    if slug != "polska":
        Borders(slug, view, of_gminy, "gmina").add_to(chart)
    Borders(slug, view, of_powiaty, "powiat").add_to(chart)
    Borders(slug, view, of_centres, "centre").add_to(chart)
    Borders(slug, view, of_voivodeships, "voivodeship").add_to(chart)
    Labels(slug, view, of_numbers, "labels", True).add_to(chart)
    Towns(slug, view, of_towns, True).add_to(chart)
    if view_data["names"]:
        Labels(slug, view, of_names, "names", False).add_to(chart)
    control = folium.LayerControl(collapsed=True)
    control.add_to(chart)
    Finish(areas, view, control).add_to(chart)
    composed = _take_apart(chart)
    return replace(composed, script=composed.script.replace(View.PLACEHOLDER, script_json(view_data)))


def _take_apart(chart: folium.Map) -> Composed:
    figure: Any = chart.get_root()
    figure.render()
    html, script = figure.html.render().strip(), figure.script.render().strip()
    numbers: dict[str, str] = {}

    def numbered(text: str) -> str:
        return _ID.sub(lambda m: numbers.setdefault(m.group(), str(len(numbers))), text)

    html, script = numbered(html), numbered(re.sub(r"\n\s+", "\n", script))
    box = _BOX.fullmatch(html)
    if box is None:
        raise ValueError(f"Folium's markup is more than the map's box ({html[:200]}): move what it adds to a file")
    return Composed(box.group(1), f'"use strict";\n(function () {{\n{script}\n}})();\n')
