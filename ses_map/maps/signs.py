"""Signs of the kinds of entities, and entities as one SVG file: for paper and for browsers without JavaScript.

Each sign has a shape and letters of its own, so that colour is never what tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ses_map.crs import FloatArray
from ses_map.maps.drawing import INK, Frame, draw_path, draw_text, map_svg, path_data, written
from ses_map.maps.towns import COUNTRY, REGION, Town, draw_towns, place_towns
from ses_map.snapshot import Layer
from ses_map.vocabulary import OTHER_KIND

#: Up to so many entities → side of a sign in the units of the drawing; the smallest are drawn without their letters.
SIZES = ((60, 42), (400, 26))
_SMALL = 11
#: Radii of the circles of counts; the larger ones have room for their number.
_LEAST_RADIUS, _MOST_RADIUS, _LETTERED_RADIUS = 3.0, 26.0, 13.0


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign in a box of 32 by 32 units."""

    #: One to three letters, the short name of the kind.
    letters: str
    #: Outline, as the ``d`` of an SVG path.
    d: str
    fill: str


_CIRCLE = "M16,2a14,14 0 1 0 0.01,0z"
_SQUARE = "M3,3h26v26h-26z"
_DIAMOND = "M16,0.5l15.5,15.5l-15.5,15.5l-15.5,-15.5z"
_HEXAGON = "M8,3h16l7.5,13l-7.5,13h-16l-7.5,-13z"
_OCTAGON = "M10,2h12l8,8v12l-8,8h-12l-8,-8v-12z"
_HOUSE = "M16,1l14,10v19h-28v-19z"
_SHIELD = "M3,2h26v16c0,7 -6,10 -13,13c-7,-3 -13,-6 -13,-13z"
_DROP = "M2,9a7,7 0 0 1 7,-7h14a7,7 0 0 1 7,7v8a7,7 0 0 1 -7,7h-2l-5,7l-5,-7h-2a7,7 0 0 1 -7,-7z"
_TRAPEZE = "M7,4h18l6,24h-30z"

#: Kind of :data:`~ses_map.vocabulary.ENTITY_KINDS` → sign; fills are light, under dark letters.
SIGNS = {
    "spoldzielnia_socjalna": Sign("S", _CIRCLE, "#ffffff"),
    "przedsiebiorstwo_spoleczne": Sign("PS", _DIAMOND, "#ffe2a8"),
    "cis": Sign("CIS", _SQUARE, "#cfe8ff"),
    "kis": Sign("KIS", _HEXAGON, "#d9f2d0"),
    "zaz": Sign("ZAZ", _OCTAGON, "#ffd6cc"),
    "wtz": Sign("WTZ", _HOUSE, "#fff4b8"),
    "fundacja": Sign("F", _SHIELD, "#ead9ff"),
    "stowarzyszenie": Sign("St", _DROP, "#d5f5f2"),
    OTHER_KIND: Sign("i", _TRAPEZE, "#ececec"),
}


def sign_of(kind: str) -> Sign:
    """Return the sign of a kind; a kind without one of its own has that of :data:`~ses_map.vocabulary.OTHER_KIND`."""
    return SIGNS.get(kind, SIGNS[OTHER_KIND])


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
    """
    frame = Frame(layer)
    size = next((size for most, size in SIZES if len(entities) <= most), _SMALL)
    return map_svg(frame, [*_ground(frame, layer, towns), *(_draw_sign(frame, e, size) for e in entities)])


def draw_counts(layer: Layer, lon: FloatArray, lat: FloatArray, count: Any, towns: Sequence[Town] = ()) -> str:
    """Draw how many entities are where, over the units of a layer: what a sign for each would only cover.

    Parameters
    ----------
    layer : Layer
        Units in LONLAT.
    lon, lat : array of float, (n,)
        Degrees.
    count : array of int, (n,)
        Entities there; a circle's area goes with it, and the smallest lie on top.
    """
    frame, most = Frame(layer), int(max(count, default=1))
    rows = sorted(zip(count.tolist(), lon.tolist(), lat.tolist(), strict=True), reverse=True)
    return map_svg(frame, [*_ground(frame, layer, towns), *(_circle(frame, most, *row) for row in rows)])


def _ground(frame: Frame, layer: Layer, towns: Sequence[Town]) -> list[str]:
    style = f'fill="#f3f6fa" stroke="{INK}" stroke-width="0.6"'
    lettering = REGION if len({code[:2] for code in layer.codes}) == 1 else COUNTRY
    areas = (draw_path(path_data(frame, layer.by_code[code]), style) for code in layer.codes)
    return [*areas, draw_towns(place_towns(frame, towns, (), lettering))]


def _circle(frame: Frame, most: int, count: int, lon: float, lat: float) -> str:
    x, y = frame.at(lon, lat)
    radius = _LEAST_RADIUS + (_MOST_RADIUS - _LEAST_RADIUS) * (count / most) ** 0.5
    circle = f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="#cfe8ff" stroke="{INK}" stroke-width="1.2"/>'
    text = draw_text(x, y + 4, str(count), 11, "middle") if radius > _LETTERED_RADIUS else ""
    return f"<g><title>{count}</title>{circle}{text}</g>"


def _draw_sign(frame: Frame, entity: Placed, size: int) -> str:
    sign, lettered = sign_of(entity.kind), size > _SMALL
    x, y = frame.at(entity.lon, entity.lat)
    where = f'transform="translate({x - size / 2:g} {y - size / 2:g}) scale({size / 32:.4g})"'
    outline = f'<path d="{sign.d}" fill="{sign.fill}" stroke="{INK}" stroke-width="{2 if lettered else 4}"/>'
    height, base = (10.5, 20) if len(sign.letters) > 2 else (14, 21)
    letters = draw_text(16, base, sign.letters, height, "middle", bold=True) if lettered else ""
    return f"<g {where}><title>{written(entity.name)}</title>{outline}{letters}</g>"
