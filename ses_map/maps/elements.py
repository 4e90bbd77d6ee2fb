"""Folium elements of our maps: each writes one call of ``static/map.js``.

Axis order: Folium and Leaflet want (lat, lon); this package is the only place where that order exists.
"""

import json
from typing import Any

from branca.element import MacroElement
from folium.map import Layer
from jinja2 import Template


def script_json(value: Any) -> str:
    """Write a value as JSON that may stand in a script: no ``</script>`` and no line separators inside strings."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class View(MacroElement):
    """The data of the map, once, for the elements after it.

    The figure renders what elements write once more, so text of the registry must not be in it: a placeholder stands
    for the data until the script is finished.
    """

    PLACEHOLDER = "SES_MAP_VIEW_DATA"
    _template = Template(
        "{% macro script(this, kwargs) %}const {{ this.get_name() }} = " + PLACEHOLDER + ";{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "view"


class _Drawn(Layer):
    """A layer that the layer control lists and ``static/map.js`` draws."""

    def __init__(self, slug: str, view: View, title: str, shown: bool) -> None:
        super().__init__(name=title, overlay=True, control=True, show=shown)
        self.slug = slug
        self.view = view


class Areas(_Drawn):
    """Units, filled by who serves them."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        'const {{ this.get_name() }} = sesMap.areas("{{ this.slug }}", {{ this.view.get_name() }});'
        "{% endmacro %}"
    )


class Borders(_Drawn):
    """Borders of one level: voivodeship, powiat, gmina, or centre (demarcation lines)."""

    def __init__(self, slug: str, view: View, title: str, level: str, shown: bool = True) -> None:
        super().__init__(slug, view, title, shown)
        self.level = level

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "const {{ this.get_name() }} = "
        'sesMap.borders("{{ this.slug }}", "{{ this.level }}", {{ this.view.get_name() }});'
        "{% endmacro %}"
    )


class Labels(_Drawn):
    """Text on the map: the ``labels`` (numbers of centres) or ``names`` (of units) of the view."""

    def __init__(self, slug: str, view: View, title: str, key: str, shown: bool) -> None:
        super().__init__(slug, view, title, shown)
        self.key = key

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "const {{ this.get_name() }} = "
        'sesMap.labels({{ this.view.get_name() }}.{{ this.key }}, "map-label-{{ this.key }}");'
        "{% endmacro %}"
    )


class Towns(_Drawn):
    """Towns by name, as many as the zoom has room for."""

    _template = Template(
        '{% macro script(this, kwargs) %}const {{ this.get_name() }} = sesMap.towns("{{ this.slug }}");{% endmacro %}'
    )


class Finish(MacroElement):
    """Controls with names in the language of the page, scale, attribution, focus on the unit that the page asks for."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "sesMap.finish({{ this._parent.get_name() }}, {{ this.areas.get_name() }}, {{ this.view.get_name() }}, "
        "{{ this.control.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, areas: Areas, view: View, control: MacroElement) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "finish"
        self.areas = areas
        self.view = view
        self.control = control
