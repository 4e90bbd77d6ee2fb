"""Drawing polygons as SVG text: what the maps of coverage and of numbers share."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import cos, pi, radians, sin, sqrt
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely

from ses_map.snapshot import Layer

#: Width of a drawing in its own units, of which whole ones are written.
WIDE = 1000
MARGIN = 12
INK = "#14213d"
#: Semi-major axis in metres and squared eccentricity of GRS 80, the ellipsoid of the Polish reference systems.
_AXIS_M, _ECCENTRICITY = 6_378_137.0, 0.006_694_380_022_9
#: What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Frame:
    """From degrees to the units of the drawing: plate carrée, true to scale along the middle parallel."""

    def __init__(self, layer: Layer) -> None:
        self.west, south, east, self.north = (float(v) for v in shapely.total_bounds(layer.polygons))
        self.shrink = cos(radians((south + self.north) / 2))
        self.scale = (WIDE - 2 * MARGIN) / ((east - self.west) * self.shrink)
        self.high = round((self.north - south) * self.scale) + 2 * MARGIN
        self.middle = (south + self.north) / 2

    @property
    def metres(self) -> float:
        """Length of one unit of the drawing along the middle parallel, in metres on the ellipsoid.

        Notes
        -----
        Radius of a parallel: a cos φ / √(1 − e² sin² φ). Away from it a drawing of Poland is out by at most 7 %.
        """
        bulge = sqrt(1 - _ECCENTRICITY * sin(radians(self.middle)) ** 2)
        degree = pi / 180 * _AXIS_M * cos(radians(self.middle)) / bulge
        return degree / (self.shrink * self.scale)

    def at(self, lon: float, lat: float) -> tuple[int, int]:
        """Place a point (degrees) on the drawing."""
        x = (lon - self.west) * self.shrink * self.scale
        return round(x) + MARGIN, round((self.north - lat) * self.scale) + MARGIN


def svg(frame: Frame, drawn: Sequence[str], defs: str) -> str:
    """Put a drawing together: no scripts, no styles, no references to elsewhere.

    ``data-metres`` says how long a unit is and ``data-parallel`` where: what a scale bar is made from.
    """
    scale = f'data-metres="{frame.metres:.3f}" data-parallel="{frame.middle:.2f}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {frame.high}" '
        f'width="{WIDE}" height="{frame.high}" {scale}><defs>{defs}</defs>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(drawn)}</svg>'
    )


def written(text: str) -> str:
    """Escape a text for XML; signs that XML cannot write become U+FFFD."""
    return escape(_UNWRITABLE.sub("\ufffd", text))


def draw_path(frame: Frame, polygons: Iterable[Any], attributes: str, inside: str = "") -> str:
    """Draw polygons as one path."""
    return f'<path d="{path_data(frame, polygons)}" fill-rule="evenodd" {attributes}>{inside}</path>'


def path_data(frame: Frame, polygons: Iterable[Any]) -> str:
    """Write polygons (LONLAT) as the data of one path, each step from the point before."""
    rings = [r for p in polygons for part in shapely.get_parts(p) for r in (part.exterior, *part.interiors)]
    return "".join(_ring(frame, ring.coords) for ring in rings)


def draw_lines(frame: Frame, lines: Iterable[Any], attributes: str, inside: str = "") -> str:
    """Draw lines (LineString or MultiLineString, LONLAT) as one path that is not filled."""
    steps = "".join(_ring(frame, part.coords, "") for line in lines for part in shapely.get_parts(line))
    return f'<path d="{steps}" fill="none" {attributes}>{inside}</path>'


def _ring(frame: Frame, coordinates: Iterable[Any], end: str = "z") -> str:
    points = [frame.at(lon, lat) for lon, lat in coordinates]
    steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in pairwise(points) if a != b]
    return f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}{end}" if steps else ""


def draw_pattern(p: Mapping[str, Any], scale: float = 1.0) -> str:
    """Draw a pattern of :mod:`ses_map.maps.fills`, larger where the drawing will be shown small."""
    size = p["size"]
    box = f'<rect width="{size}" height="{size}" fill={quoteattr(str(p["base"]))}/>'
    lines = "".join(
        f'<path d={quoteattr(str(d))} stroke={quoteattr(str(stroke))} stroke-width="{width}" fill="none"/>'
        for d, stroke, width in p["lines"]
    )
    larger = f' patternTransform="scale({scale:g})"' if scale != 1 else ""
    tile = f'id="{p["id"]}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{larger}'
    return f"<pattern {tile}>{box}{lines}</pattern>"
