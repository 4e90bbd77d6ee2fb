"""The map of a scenario, as values: paths, fills, numbers and outlines that the page writes into its own SVG."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import shapely

from ses_map.maps.drawing import WIDE, Frame
from ses_map.maps.palette import COLOURS, patterns
from ses_map.maps.view import Atlas
from ses_map.snapshot import Layer, Snapshot


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit to draw."""

    code: str
    #: What it is called and who serves it: the name of its shape.
    title: str
    #: Who serves it in the scenario, or served it last.
    centres: tuple[str, ...]
    #: ``found``, ``overlap``, ``expired``, ``no-source`` or ``gap``.
    status: str
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
    patterns: Sequence[Mapping[str, str | float]]
    shapes: tuple[Shape, ...]
    #: Centre id → its number on the map and in the tables.
    numbers: Mapping[str, str]
    #: Centre id → its colour.
    colours: Mapping[str, str]


class Editor:
    """Draws the scenarios of one snapshot; what does not depend on the scenario is made once.

    Parameters
    ----------
    snapshot : Snapshot
        With its display layers.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._atlas = Atlas(snapshot)
        self._slugs = {v.teryt: v.slug for v in snapshot.registry.voivodeships}
        self._frames: dict[str, Frame] = {}
        self._layers: dict[str, Layer] = {}
        self._paths: dict[tuple[str, str], tuple[str, int, int]] = {}

    @cached_property
    def _numbers(self) -> dict[str, str]:
        return {c: str(n) for c, n in self._atlas.numbers.items()}

    def draw(self, region: str, units: Sequence[Unit], new: Iterable[str]) -> Sheet:
        """Draw units.

        Parameters
        ----------
        region : str
            2-digit code of a voivodeship, or empty for the country.
        units : sequence of Unit
            In the order of their codes, so that a gmina lies above the powiat it is taken from.
        new : iterable of str
            Ids of the centres that are not in the registry.

        Returns
        -------
        Sheet
            Units without a polygon in the layers are not on it.
        """
        frame_name = f"units/{self._slugs[region] if region else 'polska'}"
        numbers, colours = dict(self._numbers), dict(self._atlas.colours)
        used = Counter(colours[c] for u in units for c in u.centres if c in colours)
        for place, centre in enumerate(sorted(new), start=1):
            numbers[centre] = f"N{place}"
            colours[centre] = min(range(len(COLOURS)), key=lambda i: (used[i], i))
            used[colours[centre]] += len(units)
        drawn = [(u, self._path(frame_name, u.code)) for u in units]
        shapes = [_shape(unit, path, numbers, colours) for unit, path in drawn if path]
        frame = self._frame(frame_name)
        shades = {c: COLOURS[i] for c, i in colours.items()}
        return Sheet(WIDE, frame.high, patterns(), tuple(shapes), numbers, shades)

    def _frame(self, name: str) -> Frame:
        if name not in self._frames:
            self._frames[name] = Frame(self._layer(name))
        return self._frames[name]

    def _layer(self, name: str) -> Layer:
        if name not in self._layers:
            self._layers[name] = self._snapshot.layer(name)
        return self._layers[name]

    def _path(self, frame_name: str, code: str) -> tuple[str, int, int] | None:
        """Give the path and a point inside; one of a gmina that has no unit of its own comes from the gminas."""
        key = (frame_name, code)
        if key not in self._paths:
            polygon = self._layer(frame_name).by_code.get(code)
            if polygon is None and len(code) == 6:
                polygon = self._layer(f"gminy/{self._slugs[code[:2]]}").by_code.get(code)
            if polygon is None:
                return None
            frame = self._frame(frame_name)
            inside = shapely.point_on_surface(polygon)
            self._paths[key] = (_steps(frame, polygon), *frame.at(inside.x, inside.y))
        return self._paths[key]


def _steps(frame: Frame, polygon: Any) -> str:
    """Write a polygon as the data of a path, each step from the point before."""
    drawn = []
    for part in shapely.get_parts(polygon):
        for ring in (part.exterior, *part.interiors):
            points = [frame.at(lon, lat) for lon, lat in ring.coords]
            steps = " ".join(f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in pairwise(points) if a != b)
            if steps:
                drawn.append(f"M{points[0][0]},{points[0][1]}l{steps}z")
    return "".join(drawn)


def _shape(unit: Unit, path: tuple[str, int, int], numbers: Mapping[str, str], colours: Mapping[str, int]) -> Shape:
    d, x, y = path
    colour = colours[unit.centres[0]] if unit.centres else 0
    named = {"no-source": "ses-unknown", "gap": "ses-gap"}.get(unit.status, f"ses-{unit.status}-{colour}")
    fill = COLOURS[colour] if unit.status == "found" else f"url(#{named})"
    number = "+".join(numbers[c] for c in unit.centres) or ("0" if unit.status == "gap" else "?")
    return Shape(unit.code, d, x, y, fill, number, unit.title, unit.is_changed)
