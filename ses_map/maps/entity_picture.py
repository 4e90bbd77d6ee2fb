"""Entities as one SVG file: their signs over the units, for paper and for browsers without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass

from ses_map.maps.drawing import INK, Frame, draw_path, svg, written
from ses_map.maps.signs import Sign, sign_of
from ses_map.snapshot import Layer

#: Up to so many entities → side of a sign in the units of the drawing; the smallest are drawn without their letters.
SIZES = ((60, 42), (400, 26))
_SMALL = 11


@dataclass(frozen=True, slots=True)
class Placed:
    """An entity with its place, degrees."""

    lat: float
    lon: float
    kind: str
    name: str


def draw_entities(layer: Layer, entities: Sequence[Placed]) -> str:
    """Draw the signs of entities over the units of a layer.

    Parameters
    ----------
    layer : Layer
        Units in LONLAT.
    entities : sequence of Placed
        What to draw; the last lies on top.

    Returns
    -------
    str
        SVG without scripts, styles and references to elsewhere.
    """
    frame = Frame(layer)
    units = [
        draw_path(frame, [layer.by_code[code]], f'fill="#f3f6fa" stroke="{INK}" stroke-width="0.6"')
        for code in layer.codes
    ]
    size = next((size for most, size in SIZES if len(entities) <= most), _SMALL)
    return svg(frame, [*units, *(_draw(frame, e, sign_of(e.kind), size) for e in entities)], "")


def _draw(frame: Frame, entity: Placed, sign: Sign, size: int) -> str:
    lettered = size > _SMALL
    x, y = frame.at(entity.lon, entity.lat)
    where = f'transform="translate({x - size / 2:g} {y - size / 2:g}) scale({size / 32:.4g})"'
    outline = f'<path d="{sign.d}" fill="{sign.fill}" stroke="{INK}" stroke-width="{2 if lettered else 4}"/>'
    return f"<g {where}><title>{written(entity.name)}</title>{outline}{_letters(sign) if lettered else ''}</g>"


def _letters(sign: Sign) -> str:
    size, base = (10.5, 20) if len(sign.letters) > 2 else (14, 21)
    style = f'font-family="sans-serif" font-size="{size}" font-weight="700" text-anchor="middle" fill="{INK}"'
    return f'<text x="16" y="{base}" {style}>{written(sign.letters)}</text>'
