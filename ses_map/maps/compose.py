"""Compose a map with Folium and take its output apart into markup and script.

Folium writes one page with inline script and style. The strict Content-Security-Policy of every page allows neither, so
the page's parts are rendered one by one: the markup is an empty box, the style is replaced by ``static/map.css``, and
the script becomes a file of our own origin. Folium's ids are random; they are numbered here, so the same map gives the
same bytes.

Axis order: Folium and Leaflet want (lat, lon); this package is the only place where that order exists.
"""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

import folium
from branca.element import MacroElement
from folium.map import Layer
from jinja2 import Template

from ses_map.maps.texts import LAYERS

_ID = re.compile(r"[0-9a-f]{32}")
_BOX = re.compile(r'<div class="folium-map" id="(map_\d+)"\s*></div>')


def script_json(value: Any) -> str:
    """Write a value as JSON that may stand in a script: no ``</script>`` and no line separators inside strings."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


#: Stands for the data until the script is finished: the figure renders once more what elements write, so text of the
#: registry must not be in it.
_VIEW_DATA = "SES_MAP_VIEW_DATA"


class _Call(MacroElement):
    """A statement of the script, such as one call of ``static/map.js``."""

    def __init__(self, name: str, statement: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = name
        self.statement = statement

    _template = Template("{% macro script(this, kwargs) %}{{ this.statement }};{% endmacro %}")


class _Drawn(Layer):
    """A layer that the layer control lists, and one call of ``static/map.js`` draws."""

    def __init__(self, title: str, call: str, shown: bool = True) -> None:
        super().__init__(name=title, overlay=True, control=True, show=shown)
        self.call = call

    _template = Template("{% macro script(this, kwargs) %}const {{ this.get_name() }} = {{ this.call }};{% endmacro %}")


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
    data = _Call("view", "")
    view = data.get_name()
    data.statement = f"const {view} = {_VIEW_DATA}"
    layers = _layers(slug, view, bool(view_data["names"]))
    control = folium.LayerControl(collapsed=True)
    names = [e.get_name() for e in (chart, layers[0])]
    finish = _Call("finish", f"sesMap.finish({', '.join([*names, view, control.get_name()])})")
    for element in (data, *layers, control, finish):
        element.add_to(chart)
    composed = _take_apart(chart)
    return replace(composed, script=composed.script.replace(_VIEW_DATA, script_json(view_data)))


def _layers(slug: str, view: str, is_named: bool) -> list[_Drawn]:
    """List the layers as they lie on each other: areas, borders, numbers, towns, names of units."""
    areas, *borders, numbers, towns, names = LAYERS
    levels = ("gmina", "powiat", "centre", "voivodeship")
    drawn = [
        (title, f'sesMap.borders("{slug}", "{level}", {view})') for title, level in zip(borders, levels, strict=True)
    ]
    found = [
        _Drawn(areas, f'sesMap.areas("{slug}", {view})'),
        *(_Drawn(*each) for each in (drawn[1:] if slug == "polska" else drawn)),
        _Drawn(numbers, f'sesMap.labels({view}.labels, "map-label-labels")'),
        _Drawn(towns, f'sesMap.towns("{slug}")'),
    ]
    if is_named:
        found.append(_Drawn(names, f'sesMap.labels({view}.names, "map-label-names")', shown=False))
    return found


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
