"""The map as one SVG file, drawn by the server: for browsers without JavaScript, for paper, for a plain link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import shapely

from ses_map.maps.drawing import (
    INK,
    WIDE,
    Box,
    Frame,
    draw_line,
    draw_path,
    draw_pattern,
    draw_text,
    map_svg,
    meet,
    path_data,
    text_box,
)
from ses_map.maps.towns import COUNTRY, REGION, Town, draw_towns, find_seats, place_towns
from ses_map.maps.view import Atlas, Drawn, LabelPlaces
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
        style = f'fill="none" stroke="{INK}" stroke-width="6"'
        ring = draw_path(path_data(frame, *outlined), style) if outlined else ""
        numbers = _place_numbers(frame, view["labels"], 20 if slug == "polska" else 30)
        towns = self._draw_towns(slug, frame, numbers)
        return map_svg(frame, [*_shapes(frame, layer, view), ring, towns, *map(_label, numbers)], _patterns(view))

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
        halo = [draw_line(frame, g, f'stroke="#ffffff" stroke-width="{wide + 4}" {style}') for _, g in lines]
        drawn = [draw_line(frame, g, f'stroke="{INK}" stroke-width="{wide}" {style}') for _, g in lines]
        size = 13 if slug == "polska" else 24
        badges = [_Number(*frame.at(*_halfway(g)), number, size) for number, g in lines]
        shapes, towns = _shapes(frame, places.layer, view), self._draw_towns(slug, frame, badges)
        return map_svg(frame, [*shapes, *halo, *drawn, towns, *map(_badge, badges)], _patterns(view))

    def _draw_towns(self, slug: str, frame: Frame, numbers: "Sequence[_Number]") -> str:
        prefix = self._codes.get(slug, "")
        taken = [n.box for n in numbers]
        return draw_towns(place_towns(frame, self.seats(prefix), taken, REGION if prefix else COUNTRY))

    def seats(self, prefix: str) -> list[Town]:
        """List the seats of powiats in the country or one voivodeship, the most important first."""
        return [t for t in self._seats if t.gmina.startswith(prefix)]

    @cached_property
    def _seats(self) -> list[Town]:
        return find_seats(self._snapshot)

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


def _label(number: _Number, halo: int = 5) -> str:
    return draw_text(number.x, number.y + number.size // 3, number.text, number.size, "middle", bold=True, halo=halo)


def _badge(number: _Number) -> str:
    """Draw a number on a white disc."""
    size = number.size
    disc = f'cx="{number.x}" cy="{number.y}" rx="{size * (len(number.text) + 2) // 4}" ry="{size * 3 // 4}"'
    return f'<ellipse {disc} fill="#ffffff" stroke="{INK}" stroke-width="1.5"/>{_label(number, 0)}'


def _halfway(line: Any) -> tuple[float, float]:
    """Return the middle of the longest part of a line, as (lon, lat)."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    point = shapely.line_interpolate_point(longest, 0.5, normalized=True)
    return point.x, point.y


def _shapes(frame: Frame, layer: Layer, view: dict[str, Any]) -> list[str]:
    edge = f'stroke="{INK}" stroke-width="1" stroke-linejoin="round"'
    return [
        draw_path(
            path_data(frame, layer.by_code[code]), f'fill="{view["fills"][unit.fill]}" {edge}', _title(unit, view)
        )
        for code, unit in view["units"].items()
    ]


def _title(unit: Drawn, view: dict[str, Any]) -> str:
    """Describe what a unit is called, who serves it, and how each claim stands."""
    words = view["texts"]
    if not unit.centres:
        return f"{unit.name}: {words['gap'] if unit.gap else words['standing'][unit.standing]}"
    named = (f"{view['centres'][c.number][1]} ({words['each'][c.standing]})" for c in unit.centres)
    return ", ".join([unit.name, *named])


def _patterns(view: dict[str, Any]) -> str:
    return "".join(draw_pattern(p, _ENLARGED) for p in view["patterns"])
