"""The map as one SVG file, drawn by the server: for browsers without JavaScript, for paper, for a plain link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import shapely

from ses_map.maps.drawing import INK, WIDE, Frame, draw_lines, draw_path, draw_pattern, svg, written
from ses_map.maps.labels import LabelPlaces
from ses_map.maps.towns import (
    COUNTRY,
    REGION,
    Box,
    Rank,
    Town,
    TownLabel,
    draw_towns,
    find_towns,
    meet,
    place_towns,
    text_box,
)
from ses_map.maps.view import Atlas, Drawn
from ses_map.snapshot import Layer, Snapshot

#: Pictures are mostly shown smaller than they are drawn, so their patterns are drawn larger.
_ENLARGED = 1.5


class Pictures:
    """Draws the maps of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        #: Claims, numbers and colours of the centres, the same on every map.
        self.atlas = Atlas(snapshot)
        self._snapshot = snapshot
        self._country = snapshot.layer("units/polska")
        self._codes = {v.slug: v.teryt for v in snapshot.registry.voivodeships}
        self._places: dict[str, LabelPlaces] = {}

    def draw(self, slug: str, as_of: date, focus: str = "") -> str:
        """Draw the map of an area on a day.

        Parameters
        ----------
        focus : str
            4-digit code of a powiat to outline; another text outlines nothing.

        Returns
        -------
        str
            SVG without scripts, styles and references to elsewhere.
        """
        places = self.places(slug)
        layer, frame = places.layer, Frame(places.layer)
        view = self._view(places, as_of)
        outlined = [layer.by_code[code] for code in layer.codes if focus and code[:4] == focus]
        ring = draw_path(frame, outlined, f'fill="none" stroke="{INK}" stroke-width="6"') if outlined else ""
        numbers = _place_numbers(frame, view["labels"], 20 if slug == "polska" else 30)
        towns = draw_towns(self._towns(slug, frame, [n.box for n in numbers]))
        return svg(frame, [*_shapes(frame, layer, view), ring, towns, *map(_label, numbers)], _patterns(view))

    def draw_lines(self, slug: str, as_of: date, lines: Sequence[tuple[str, Any]]) -> str:
        """Draw the map of an area on a day with thick numbered lines on it.

        Parameters
        ----------
        lines : sequence of (str, geometry)
            Number and MultiLineString in LONLAT, along borders of the layer of the country.
        """
        places = self.places(slug)
        frame, view = Frame(places.layer), self._view(places, as_of)
        wide = 5 if slug == "polska" else 9
        style = 'stroke-linejoin="round" stroke-linecap="round"'
        halo = [draw_lines(frame, [g], f'stroke="#ffffff" stroke-width="{wide + 4}" {style}') for _, g in lines]
        drawn = [draw_lines(frame, [g], f'stroke="{INK}" stroke-width="{wide}" {style}') for _, g in lines]
        size = 13 if slug == "polska" else 24
        badges = [_Number(*frame.at(*_halfway(g)), number, size) for number, g in lines]
        towns = draw_towns(self._towns(slug, frame, [b.box for b in badges]))
        shapes = _shapes(frame, places.layer, view)
        return svg(frame, [*shapes, *halo, *drawn, towns, *map(_badge, badges)], _patterns(view))

    def _towns(self, slug: str, frame: Frame, taken: Sequence[Box]) -> list[TownLabel]:
        prefix = self._codes.get(slug, "")
        return place_towns(frame, self.seats(prefix), taken, REGION if prefix else COUNTRY)

    def seats(self, prefix: str) -> list[Town]:
        """List the seats of powiats in the country or one voivodeship, the most important first."""
        return [t for t in self._seats if t.gmina.startswith(prefix)]

    @cached_property
    def _seats(self) -> list[Town]:
        return [t for t in find_towns(self._snapshot) if t.rank is Rank.POWIAT]

    def _view(self, places: LabelPlaces, as_of: date) -> dict[str, Any]:
        return self.atlas.on(places.layer, as_of, links=False, names=False, places=places)

    def places(self, slug: str) -> LabelPlaces:
        """Return the units of a map with where their labels stand: the same on every day, so found once."""
        if slug not in self._places:
            self._places[slug] = LabelPlaces(self.layer(self._codes.get(slug, "")))
        return self._places[slug]

    def size(self, slug: str) -> tuple[int, int]:
        """Return width and height of the map of an area, in pixels."""
        return WIDE, Frame(self.places(slug).layer).high

    def layer(self, prefix: str) -> Layer:
        """Cut a voivodeship out of the layer of the country: the same borders, thinned alike."""
        chosen = [i for i, code in enumerate(self._country.codes) if code.startswith(prefix)]
        return Layer(tuple(self._country.codes[i] for i in chosen), self._country.polygons[chosen])


@dataclass(frozen=True, slots=True)
class _Number:
    """A number on the map, centred on a point of the drawing."""

    x: int
    y: int
    text: str
    size: int

    @property
    def box(self) -> Box:
        return text_box(self.x, self.y, self.text, self.size)


def _place_numbers(frame: Frame, labels: Sequence[tuple[float, float, str]], size: int) -> list[_Number]:
    """Place numbers in their areas; one that would lie on another moves a line up or down, and none is left out."""
    found: list[_Number] = []
    for lat, lon, text in labels:
        x, y = frame.at(lon, lat)
        tries = [_Number(x, y + step * size, text, size) for step in (0, 1, -1)]
        free = (n for n in tries if not any(meet(n.box, other.box) for other in found))
        found.append(next(free, tries[0]))
    return found


def _badge(number: _Number) -> str:
    x, y, text, size = number.x, number.y, number.text, number.size
    place = f'cx="{x}" cy="{y}" rx="{size * (len(text) + 2) // 4}" ry="{size * 3 // 4}"'
    disc = f'<ellipse {place} fill="#ffffff" stroke="{INK}" stroke-width="1.5"/>'
    style = f'font-family="sans-serif" font-size="{size}" font-weight="700" text-anchor="middle" fill="{INK}"'
    return f'{disc}<text x="{x}" y="{y + size // 3}" {style}>{written(text)}</text>'


def _halfway(line: Any) -> tuple[float, float]:
    """Return the middle of the longest part of a line, as (lon, lat)."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return point.x, point.y


def _shapes(frame: Frame, layer: Layer, view: dict[str, Any]) -> list[str]:
    return [_shape(frame, layer.by_code[code], unit, view) for code, unit in view["units"].items()]


def _shape(frame: Frame, polygon: Any, unit: Drawn, view: dict[str, Any]) -> str:
    attributes = f'fill="{view["fills"][unit.fill]}" stroke="{INK}" stroke-width="1" stroke-linejoin="round"'
    return draw_path(frame, [polygon], attributes, f"<title>{written(_said(unit, view))}</title>")


def _said(unit: Drawn, view: dict[str, Any]) -> str:
    """Describe what a unit is called, who serves it, and how each claim stands."""
    words = view["texts"]
    if not unit.centres:
        return f"{unit.name}: {words['gap'] if unit.gap else words['standing'][unit.standing]}"
    named = (f"{view['centres'][c.number][1]} ({words['each'][c.standing]})" for c in unit.centres)
    return ", ".join([unit.name, *named])


def _patterns(view: dict[str, Any]) -> str:
    return "".join(draw_pattern(p, _ENLARGED) for p in view["patterns"])


def _label(number: _Number) -> str:
    size, place = number.size, f'x="{number.x}" y="{number.y + number.size // 3}"'
    style = f'font-family="sans-serif" font-size="{size}" font-weight="700" text-anchor="middle" paint-order="stroke"'
    halo = f'fill="{INK}" stroke="#ffffff" stroke-width="5"'
    return f"<text {place} {style} {halo}>{written(number.text)}</text>"
