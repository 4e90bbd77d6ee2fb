"""A visit's route as one SVG file: numbered stops, straight lines with their direction, borders and a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

import numpy as np
import shapely

from ses_map.crs import geodesic_km
from ses_map.maps.drawing import INK, MARGIN, WIDE, Box, Frame, draw_path, draw_text, map_svg, meet, path_data
from ses_map.snapshot import Layer

_LAND, _BORDER, _LINE, _HALO = "#eef2f7", "#9aa7b8", "#0b4f9e", "#ffffff"
_RADIUS, _LETTERS = 23, 30
#: The least the map shows, in degrees of latitude; its height by its width; room around the stops.
_LEAST, _SHAPE, _ROOM = 0.25, 0.72, 1.4
#: Width and height of every drawing.
ROUTE_SIZE = (WIDE, round((WIDE - 2 * MARGIN) * _SHAPE) + 2 * MARGIN)
_BARS = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Mark:
    """One stop on the map."""

    #: Its number in the programme.
    number: int
    #: Degrees, WGS 84.
    lat: float
    lon: float
    #: What is written beside it: the town.
    label: str


def draw_route(layer: Layer, marks: Sequence[Mark]) -> str:
    """Draw the route.

    Parameters
    ----------
    layer : Layer
        Polygons in LONLAT for the background; the drawing shows those around the stops.
    marks : sequence of Mark
        The stops that have a place, in the order of the visit. A line joins two whose numbers follow each other: where
        a stop without a place lies between them, nothing is drawn.

    Returns
    -------
    str
        SVG without scripts, styles and references to elsewhere.
    """
    west, south, east, north = shapely.total_bounds(layer.polygons)
    corners = [Mark(0, south, west, ""), Mark(0, north, east, "")]
    view = _view(marks or corners)
    around = np.empty(1, dtype=object)
    around[0] = view
    frame = Frame(Layer(("",), around))
    land = layer.polygons[shapely.intersects(layer.polygons, view)]
    attributes = f'fill="{_LAND}" stroke="{_BORDER}" stroke-width="1" stroke-linejoin="round"'
    drawn = [draw_path(path_data(frame, polygon), attributes) for polygon in land]
    spots = _spots(frame, marks)
    follow = [(a, b) for a, b in pairwise(marks) if b.number == a.number + 1]
    drawn += [_leg(frame.at(a.lon, a.lat), frame.at(b.lon, b.lat)) for a, b in follow]
    boxes = [_number_box(x, y, [m.number for m in at]) for (x, y), at in spots]
    drawn += [_label(*spot, boxes) for spot in spots]
    drawn += [_number(x, y, [m.number for m in at]) for (x, y), at in spots]
    return map_svg(frame, [*drawn, _scale(frame, view)])


def _view(marks: Sequence[Mark]) -> shapely.Polygon:
    """Return the rectangle that holds the stops with room around them."""
    lons, lats = [m.lon for m in marks], [m.lat for m in marks]
    lon, lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    shrink = cos(radians(lat))
    high = max((max(lats) - min(lats)) * _ROOM, (max(lons) - min(lons)) * _ROOM * shrink * _SHAPE, _LEAST) / 2
    wide = high / _SHAPE / shrink
    return shapely.box(lon - wide, lat - high, lon + wide, lat + high)


Spot = tuple[tuple[int, int], list[Mark]]


def _spots(frame: Frame, marks: Sequence[Mark]) -> list[Spot]:
    """Bring together what would lie on top of each other."""
    found: list[Spot] = []
    for mark in marks:
        x, y = frame.at(mark.lon, mark.lat)
        near = next((at for (u, v), at in found if hypot(x - u, y - v) < _RADIUS), None)
        if near is None:
            found.append(((x, y), [mark]))
        else:
            near.append(mark)
    return found


def in_words(numbers: Sequence[int]) -> str:
    """Write numbers with runs of them drawn together: 1–3, 5."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}{'–' if len(r) > 2 else ', '}{r[-1]}" for r in runs)


def _leg(start: tuple[int, int], end: tuple[int, int]) -> str:
    """Draw a line with the head of an arrow in its middle."""
    (x, y), (u, v) = start, end
    far = hypot(u - x, v - y)
    if far < 2 * _RADIUS:
        return ""
    line = f'<path d="M{x},{y}L{u},{v}" stroke="{_LINE}" stroke-width="5" fill="none"/>'
    along, across = (u - x) / far, (v - y) / far
    tip = ((x + u) / 2 + 14 * along, (y + v) / 2 + 14 * across)
    corners = [(tip[0] - 28 * along + s * 14 * across, tip[1] - 28 * across - s * 14 * along) for s in (1, -1)]
    points = " ".join(f"{a:.0f},{b:.0f}" for a, b in (tip, *corners))
    return f'{line}<polygon points="{points}" fill="{_LINE}" stroke="{_HALO}" stroke-width="3" paint-order="stroke"/>'


def _half(numbers: Sequence[int]) -> float:
    return max(_RADIUS, len(in_words(numbers)) * _LETTERS * 0.3 + 9)


def _number_box(x: int, y: int, numbers: Sequence[int]) -> Box:
    half = _half(numbers)
    return x - half, y - _RADIUS, x + half, y + _RADIUS


def _number(x: int, y: int, numbers: Sequence[int]) -> str:
    half = _half(numbers)
    box = f'x="{x - half:.0f}" y="{y - _RADIUS}" width="{2 * half:.0f}" height="{2 * _RADIUS}" rx="{_RADIUS}"'
    text = f'x="{x}" y="{y + _LETTERS // 3}" font-family="sans-serif" font-size="{_LETTERS}" font-weight="700"'
    return (
        f'<rect {box} fill="{INK}" stroke="{_HALO}" stroke-width="4"/>'
        f'<text {text} text-anchor="middle" fill="#ffffff">{in_words(numbers)}</text>'
    )


def _label(at: tuple[int, int], marks: Sequence[Mark], boxes: list[Box]) -> str:
    """Write the towns of a spot where they cover nothing: right, left, below or above it, or else nowhere."""
    towns = list(dict.fromkeys(m.label[:40] for m in marks if m.label))
    text = ", ".join(towns[:3]) + (" …" if len(towns) > 3 else "")
    wide, half = len(text) * _LETTERS * 0.56, _half([m.number for m in marks]) + 8
    (x, y), high = at, _LETTERS * 0.6
    places = (
        ("start", x + half, y, (x + half, x + half + wide)),
        ("end", x - half, y, (x - half - wide, x - half)),
        ("middle", x, y + _RADIUS + 22, (x - wide / 2, x + wide / 2)),
        ("middle", x, y - _RADIUS - 22, (x - wide / 2, x + wide / 2)),
    )
    for anchor, left, middle, (west, east) in places:
        box = (west, middle - high, east, middle + high)
        if text and west > 0 and east < WIDE and not any(meet(box, other) for other in boxes):
            boxes.append(box)
            return draw_text(round(left), round(middle + _LETTERS // 3), text, _LETTERS, anchor, halo=6)
    return ""


def _scale(frame: Frame, view: shapely.Polygon) -> str:
    """Draw a bar of a round number of kilometres, true along the middle parallel, and say which way is north."""
    west, south, east, north = view.bounds
    middle = (south + north) / 2
    pixels = (WIDE - 2 * MARGIN) / geodesic_km(west, middle, east, middle)
    bar = next((b for b in reversed(_BARS) if b * pixels <= WIDE * 0.3), _BARS[0])
    long, y = round(bar * pixels), frame.high - 26
    back = f'<rect x="14" y="{y - 52}" width="{long + 40}" height="66" rx="6" fill="{_HALO}" fill-opacity="0.85"/>'
    line = f'<path d="M30,{y - 12}v12h{long}v-12" stroke="{INK}" stroke-width="3" fill="none"/>'
    return back + line + draw_text(34, y - 18, f"{bar} km", _LETTERS)
