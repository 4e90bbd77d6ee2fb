"""Maps of what changed: units outlined on the maps of two days, and a map of the kinds of change."""

from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from ses_map.maps.canvas import Canvas
from ses_map.maps.drawing import INK, draw_pattern, svg, written
from ses_map.maps.fills import pattern
from ses_map.maps.towns import draw_towns
from ses_map.snapshot import Layer

#: Kind of change → letter on the map and in the legend.
LETTERS = {"gained": "Z", "lost": "S", "moved": "P", "fewer": "M", "more": "W", "reason": "B"}

_HATCH = "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"
_PATTERNS = {
    "gained": pattern("ses-gained", "#44bb99", ("M4,2 v4 M2,4 h4", INK, 0.9)),
    "lost": pattern("ses-lost", "#ee8866", ("M2,4 h4", INK, 0.9)),
    "moved": pattern("ses-moved", "#77aadd", (_HATCH, INK, 0.9)),
    "fewer": pattern("ses-fewer", "#eedd88", ("M2,2 h4 M4,6 h0.1", INK, 0.9)),
    "more": pattern("ses-more", "#99ddff", ("M2,2 h4 M2,6 h4", INK, 0.9)),
    "reason": pattern("ses-reason", "#f4f4f4", ("M3,4 h2", "#5f6368", 2.5)),
}
_SAME = "#ffffff"


def change_patterns() -> str:
    """Write the patterns of the kinds of change, for the ``defs`` of a drawing."""
    return "".join(draw_pattern(p) for p in _PATTERNS.values())


def change_fill(kind: str) -> str:
    """Return the fill of a kind of change."""
    return f"url(#{_PATTERNS[kind]['id']})"


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
    drawn = []
    for code, d in canvas.paths.items():
        fill = change_fill(kinds[code]) if code in kinds else _SAME
        title = f"<title>{written(texts.get(code, code))}</title>"
        pen = f'stroke="{INK}" stroke-width="0.7" stroke-linejoin="round"'
        drawn.append(f'<path d="{d}" fill="{fill}" fill-rule="evenodd" {pen}>{title}</path>')
    changed = [code for code in layer.codes if code in kinds]
    drawn.append(draw_towns(canvas.towns))
    drawn += [_letter(canvas, layer.by_code[code], LETTERS[kinds[code]]) for code in changed]
    return svg(canvas.frame, drawn, change_patterns())


def _letter(canvas: Canvas, polygon: Any, text: str) -> str:
    point = shapely.point_on_surface(polygon)
    x, y = canvas.frame.at(point.x, point.y)
    style = f'font-family="sans-serif" font-size="24" font-weight="700" text-anchor="middle" fill="{INK}"'
    return f'<text x="{x}" y="{y + 9}" {style} paint-order="stroke" stroke="#ffffff" stroke-width="4">{text}</text>'
