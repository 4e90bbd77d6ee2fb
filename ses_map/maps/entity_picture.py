"""Entities as one SVG file: their signs over the units, for paper and for browsers without JavaScript."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ses_map.crs import FloatArray
from ses_map.maps.drawing import INK, Frame, draw_path, svg, written
from ses_map.maps.signs import Sign, sign_of
from ses_map.maps.towns import COUNTRY, REGION, Town, draw_towns, place_towns
from ses_map.snapshot import Layer

#: Up to so many entities → side of a sign in the units of the drawing; the smallest are drawn without their letters.
SIZES = ((60, 42), (400, 26))
_SMALL = 11
#: Radii of the circles of counts; the larger ones have room for their number.
_LEAST_RADIUS, _MOST_RADIUS, _LETTERED_RADIUS = 3.0, 26.0, 13.0


@dataclass(frozen=True, slots=True)
class Placed:
    """An entity with its place, degrees."""

    lat: float
    lon: float
    kind: str
    name: str


def draw_entities(layer: Layer, entities: Sequence[Placed], towns: Sequence[Town] = ()) -> str:
    """Draw the signs of entities over the units of a layer.

    Parameters
    ----------
    layer : Layer
        Units in LONLAT.
    entities : sequence of Placed
        What to draw; the last lies on top.
    towns : sequence of Town
        What is named below them, the most important first.

    Returns
    -------
    str
        SVG without scripts, styles and references to elsewhere.
    """
    frame = Frame(layer)
    size = next((size for most, size in SIZES if len(entities) <= most), _SMALL)
    signs = (_draw(frame, e, sign_of(e.kind), size) for e in entities)
    return svg(frame, [*_ground(frame, layer, towns), *signs], "")


def _ground(frame: Frame, layer: Layer, towns: Sequence[Town]) -> list[str]:
    style = f'fill="#f3f6fa" stroke="{INK}" stroke-width="0.6"'
    lettering = REGION if len({code[:2] for code in layer.codes}) == 1 else COUNTRY
    names = draw_towns(place_towns(frame, towns, (), lettering))
    return [*(draw_path(frame, [layer.by_code[code]], style) for code in layer.codes), names]


def draw_counts(layer: Layer, lon: FloatArray, lat: FloatArray, count: Any, towns: Sequence[Town] = ()) -> str:
    """Draw how many entities are where, over the units of a layer: what a sign for each would only cover.

    Parameters
    ----------
    layer : Layer
        Units in LONLAT.
    lon, lat : array of float, (n,)
        Degrees.
    count : array of int, (n,)
        Entities there; a circle's area goes with it.

    Returns
    -------
    str
        SVG without scripts, styles and references to elsewhere; the smallest lie on top.
    """
    frame, most = Frame(layer), int(max(count, default=1))
    rows = sorted(zip(count.tolist(), lon.tolist(), lat.tolist(), strict=True), reverse=True)
    return svg(frame, [*_ground(frame, layer, towns), *(_circle(frame, most, *row) for row in rows)], "")


def _circle(frame: Frame, most: int, count: int, lon: float, lat: float) -> str:
    x, y = frame.at(lon, lat)
    radius = _LEAST_RADIUS + (_MOST_RADIUS - _LEAST_RADIUS) * (count / most) ** 0.5
    circle = f'<circle cx="{x:g}" cy="{y:g}" r="{radius:.1f}" fill="#cfe8ff" stroke="{INK}" stroke-width="1.2"/>'
    style = f'font-family="sans-serif" font-size="11" text-anchor="middle" fill="{INK}"'
    text = f'<text x="{x:g}" y="{y + 4:g}" {style}>{count}</text>' if radius > _LETTERED_RADIUS else ""
    return f"<g><title>{count}</title>{circle}{text}</g>"


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
