"""The map of a scenario, as values: paths, fills, numbers and outlines that the page writes into its own SVG."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import shapely

from ses_map.maps.drawing import INK, WIDE, Frame, draw_path, draw_pattern, draw_text, map_svg, path_data, text_box
from ses_map.maps.fills import COLOURS, STANDINGS, fill_of, patterns
from ses_map.maps.towns import COUNTRY, REGION, Town, TownLabel, draw_towns, find_seats, place_towns
from ses_map.maps.view import Atlas
from ses_map.snapshot import Layer, Snapshot

#: Diagonal strokes over what has changed.
MOVED = (
    '<pattern id="ses-moved" width="16" height="16" patternUnits="userSpaceOnUse">'
    f'<path d="M-2,2 l4,-4 M0,16 l16,-16 M14,18 l4,-4" fill="none" stroke="{INK}" stroke-width="1.6"/></pattern>'
)
#: With more units than this, numbers are small.
_CROWD = 150


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit to draw."""

    code: str
    #: What it is called and who serves it: the name of its shape.
    title: str
    #: Who serves it in the scenario, or served it last.
    centres: tuple[str, ...]
    #: How far that may be believed: one of ``STANDINGS``; what the scenario says is drawn as confirmed.
    standing: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """One drawn unit; all texts are as they came, to be escaped where they are written."""

    code: str
    #: Data of an SVG path, whole units of the drawing.
    d: str
    #: A point inside, for the number.
    x: int
    y: int
    fill: str
    number: str
    title: str
    is_changed: bool


@dataclass(frozen=True)
class Sheet:
    """A whole drawing."""

    wide: int
    high: int
    patterns: Sequence[Mapping[str, Any]]
    shapes: tuple[Shape, ...]
    #: Centre id → its number on the map and in the tables.
    numbers: Mapping[str, str]
    #: Centre id → the fill of its area that stands best; the plain colour of one without an area.
    colours: Mapping[str, str]
    #: Towns that have room between the numbers.
    towns: tuple[TownLabel, ...]


class Editor:
    """Draws the scenarios of one snapshot; what does not depend on the scenario is made once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._atlas = Atlas(snapshot)
        self._slugs = {v.teryt: v.slug for v in snapshot.registry.voivodeships} | {"": "polska"}
        self._layer = cache(snapshot.layer)
        self._paths: dict[tuple[str, str], tuple[str, int, int] | None] = {}

    def draw(self, region: str, units: Sequence[Unit], new: Iterable[str]) -> Sheet:
        """Draw units.

        Parameters
        ----------
        units : sequence of Unit
            In the order of their codes, so that a gmina lies above the powiat it is taken from.

        Returns
        -------
        Sheet
            Units without a polygon in the layers are not on it.
        """
        numbers, colours = {c: str(n) for c, n in self._atlas.numbers.items()}, dict(self._atlas.colours)
        used = Counter(colours[c] for u in units for c in u.centres if c in colours)
        for place, centre in enumerate(sorted(new), start=1):
            numbers[centre] = f"N{place}"
            colours[centre] = min(range(len(COLOURS)), key=lambda i: (used[i], i))
            used[colours[centre]] += len(units)
        frame = Frame(self._units(region))
        drawn = [(u, self._path(frame, region, u.code)) for u in units]
        shapes = [_shape(unit, path, numbers, colours) for unit, path in drawn if path]
        shades = {c: COLOURS[i] for c, i in colours.items()} | _best_fills(units, colours)
        named = patterns([*(s.fill for s in shapes), *shades.values()])
        return Sheet(WIDE, frame.high, named, tuple(shapes), numbers, shades, self._towns(region, shapes, frame))

    def _towns(self, region: str, shapes: Sequence[Shape], frame: Frame) -> tuple[TownLabel, ...]:
        taken = [text_box(s.x, s.y, s.number, _letters(shapes)) for s in shapes]
        seats = (t for t in self._seats if t.gmina.startswith(region))
        return tuple(place_towns(frame, seats, taken, REGION if region else COUNTRY))

    @cached_property
    def _seats(self) -> list[Town]:
        return find_seats(self._snapshot)

    def write(self, region: str, sheet: Sheet) -> str:
        """Write a drawing as one SVG file: outlines of what has changed, numbers, no scripts and no styles."""
        edge = f'stroke="{INK}" stroke-linejoin="round"'
        areas = [draw_path(s.d, f'fill="{s.fill}" {edge} stroke-width="0.8"', s.title) for s in sheet.shapes]
        moved = [s for s in sheet.shapes if s.is_changed]
        lines = [draw_path(s.d, f'fill="url(#ses-moved)" {edge} stroke-width="4"') for s in moved]
        size = _letters(sheet.shapes)
        numbers = [draw_text(s.x, s.y + size // 3, s.number, size, "middle", bold=True, halo=4) for s in sheet.shapes]
        defs = "".join(map(draw_pattern, sheet.patterns)) + MOVED
        return map_svg(Frame(self._units(region)), [*areas, *lines, draw_towns(sheet.towns), *numbers], defs)

    def _units(self, region: str) -> Layer:
        return self._layer(f"units/{self._slugs[region]}")

    def _path(self, frame: Frame, region: str, code: str) -> tuple[str, int, int] | None:
        if (region, code) not in self._paths:
            self._paths[region, code] = self._find_path(frame, region, code)
        return self._paths[region, code]

    def _find_path(self, frame: Frame, region: str, code: str) -> tuple[str, int, int] | None:
        """Return the path and a point inside; one of a gmina that has no unit of its own comes from the gminas."""
        polygon = self._units(region).by_code.get(code)
        if polygon is None and len(code) == 6:
            polygon = self._layer(f"gminy/{self._slugs[code[:2]]}").by_code.get(code)
        if polygon is None:
            return None
        inside = shapely.point_on_surface(polygon)
        return path_data(frame, polygon), *frame.at(inside.x, inside.y)


def _best_fills(units: Iterable[Unit], colours: Mapping[str, int]) -> dict[str, str]:
    worst_first = sorted(units, key=lambda u: -STANDINGS.index(u.standing))
    return {c: fill_of(u.standing, [colours[c]]) for u in worst_first for c in u.centres}


def _shape(unit: Unit, path: tuple[str, int, int], numbers: Mapping[str, str], colours: Mapping[str, int]) -> Shape:
    d, x, y = path
    fill = fill_of(unit.standing, [colours[c] for c in unit.centres])
    number = "+".join(numbers[c] for c in unit.centres) or "–"
    return Shape(unit.code, d, x, y, fill, number, unit.title, unit.is_changed)


def _letters(shapes: Sequence[Shape]) -> int:
    """Return the size of the numbers: small where there are many units."""
    return 12 if len(shapes) > _CROWD else 20
