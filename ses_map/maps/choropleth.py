"""Maps of areas as one SVG file: classes of numbers, and kinds of change.

Classes are of one hue; "brak danych" and zero are patterns, never the lowest class. Kinds of change have letters.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from ses_map.maps.drawing import INK, WIDE, Frame, draw_path, draw_pattern, draw_text, map_svg, path_data, svg
from ses_map.maps.fills import HATCH, pattern
from ses_map.maps.towns import COUNTRY, Town, draw_towns, place_towns
from ses_map.snapshot import Layer

#: ColorBrewer "Blues", five classes (Harrower and Brewer 2003); from few to many.
SHADES = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")

#: Sign of an area → how it is filled: the number of a class, ``u`` unknown, ``z`` zero, ``m`` of several centres.
FILLS = {str(n): shade for n, shade in enumerate(SHADES)} | {
    "u": "url(#ses-unknown)",
    "z": "url(#ses-zero)",
    "m": "url(#ses-several)",
}
_PATTERNS = (
    pattern("ses-unknown", "#f4f4f4", ("M3,4 h2", "#5f6368", 2.5)),
    pattern("ses-zero", "#ffffff", ("M0,4 h8", "#8a94a6", 0.9)),
    pattern("ses-several", "#fff6e0", ("M0,0 l8,8 M8,0 l-8,8", INK, 0.9)),
)
#: Kind of change → letter on the map and in the legend.
LETTERS = {"gained": "Z", "lost": "S", "moved": "P", "fewer": "M", "more": "W", "reason": "B"}
_CHANGES = (
    pattern("ses-gained", "#44bb99", ("M4,2 v4 M2,4 h4", INK, 0.9)),
    pattern("ses-lost", "#ee8866", ("M2,4 h4", INK, 0.9)),
    pattern("ses-moved", "#77aadd", (HATCH, INK, 0.9)),
    pattern("ses-fewer", "#eedd88", ("M2,2 h4 M4,6 h0.1", INK, 0.9)),
    pattern("ses-more", "#99ddff", ("M2,2 h4 M2,6 h4", INK, 0.9)),
    pattern("ses-reason", "#f4f4f4", ("M3,4 h2", "#5f6368", 2.5)),
)
_ROW, _PEN = 34, f'stroke="{INK}" stroke-width="0.7" stroke-linejoin="round"'


class Canvas:
    """Areas turned into the text of SVG paths once, to be coloured many times.

    Parameters
    ----------
    layer : Layer
        Polygons in LONLAT; they set the frame.
    areas : mapping
        Key → (multi)polygon in LONLAT, in the order in which they are drawn.
    towns : iterable of Town
        What is named on it, the most important first.
    """

    def __init__(
        self,
        layer: Layer,
        areas: Mapping[str, Any],
        towns: Iterable[Town] = (),
        lettering: tuple[int, int] = COUNTRY,
    ) -> None:
        self.frame = Frame(layer)
        #: Towns that have room on it.
        self.towns = place_towns(self.frame, towns, (), lettering)
        #: Key → what a path's ``d`` says, in whole units of the drawing.
        self.paths = {key: path_data(self.frame, polygon) for key, polygon in areas.items()}


def number_patterns() -> str:
    """Write the patterns that :data:`FILLS` names, for the ``defs`` of a drawing."""
    return "".join(map(draw_pattern, _PATTERNS))


def draw_choropleth(
    canvas: Canvas, signs: Mapping[str, str], texts: Mapping[str, str], legend: Iterable[tuple[str, str]], title: str
) -> str:
    """Draw a map of numbers with its legend below.

    Parameters
    ----------
    signs : mapping
        Key of an area → its sign, one of :data:`FILLS`; an area without one is unknown.
    texts : mapping
        Key → name and value.
    legend : iterable of (str, str)
        Sign and text of each line.
    title : str
        What the map shows, of which day; said above the legend.
    """
    areas = (
        draw_path(d, f'fill="{FILLS[signs.get(key, "u")]}" {_PEN}', texts.get(key, key))
        for key, d in canvas.paths.items()
    )
    y = canvas.frame.high + _ROW
    lines = [draw_text(12, y, title, 22, bold=True)]
    for sign, text in legend:
        y += _ROW
        lines.append(f'<rect x="12" y="{y - 20}" width="40" height="24" fill="{FILLS[sign]}" {_PEN}/>')
        lines.append(draw_text(64, y, text, 22))
    return svg(WIDE, y + 20, [*areas, draw_towns(canvas.towns), *lines], number_patterns())


def change_patterns() -> str:
    """Write the patterns of the kinds of change, for the ``defs`` of a drawing."""
    return "".join(map(draw_pattern, _CHANGES))


def change_fill(kind: str) -> str:
    """Return the fill of a kind of change."""
    return f"url(#ses-{kind})"


def outline_changes(picture: str, canvas: Canvas, codes: Iterable[str]) -> str:
    """Outline units on a map of coverage of the same layer.

    Parameters
    ----------
    codes : iterable of str
        What to outline; codes that the layer does not hold are passed over.
    """
    steps = "".join(canvas.paths.get(code, "") for code in codes)
    ring = f'<path d="{steps}" fill="none" stroke-linejoin="round" '
    body, end = picture.removesuffix("</svg>"), "</svg>"
    return f'{body}{ring}stroke="#ffffff" stroke-width="7"/>{ring}stroke="{INK}" stroke-width="4"/>{end}'


def draw_differences(layer: Layer, canvas: Canvas, kinds: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """Draw what kind of change each unit underwent.

    Parameters
    ----------
    layer : Layer
        Units in LONLAT.
    kinds : mapping
        Code → kind, one of :data:`LETTERS`; other units are white.
    """
    drawn = [
        draw_path(d, f'fill="{change_fill(kinds[key]) if key in kinds else "#ffffff"}" {_PEN}', texts.get(key, key))
        for key, d in canvas.paths.items()
    ]
    drawn.append(draw_towns(canvas.towns))
    for code in (code for code in layer.codes if code in kinds):
        point = shapely.point_on_surface(layer.by_code[code])
        x, y = canvas.frame.at(point.x, point.y)
        drawn.append(draw_text(x, y + 9, LETTERS[kinds[code]], 24, "middle", bold=True, halo=4))
    return map_svg(canvas.frame, drawn, change_patterns())
