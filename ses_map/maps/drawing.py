"""Drawing polygons as SVG text: what the maps of coverage and of numbers share."""

import re
from collections.abc import Iterable, Mapping
from math import cos, pi, radians, sin, sqrt
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import shapely

from ses_map.snapshot import Layer

#: West, north, east and south of what is drawn, in units of the drawing.
Box = tuple[float, float, float, float]

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


def svg(wide: int, high: int, drawn: Iterable[str], defs: str = "", attributes: str = "") -> str:
    """Put a drawing together on white: no scripts, no styles, no references to elsewhere."""
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" {attributes}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><defs>{defs}</defs>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(drawn)}</svg>'
    )


def map_svg(frame: Frame, drawn: Iterable[str], defs: str = "") -> str:
    """Put a map together.

    ``data-metres`` says how long a unit is and ``data-parallel`` where: what a scale bar is made from.
    """
    scale = f'data-metres="{frame.metres:.3f}" data-parallel="{frame.middle:.2f}"'
    return svg(WIDE, frame.high, drawn, defs, scale)


def writable(text: str) -> str:
    """Return a text that XML can hold: other signs become U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def written(text: str) -> str:
    """Escape a text for XML."""
    return escape(writable(text))


def draw_text(
    x: float, y: float, text: str, size: float, anchor: str = "start", *, bold: bool = False, halo: float = 0
) -> str:
    """Write a text; a white halo of some width keeps it legible on every fill."""
    style = f'font-family="sans-serif" font-size="{size:g}" text-anchor="{anchor}" fill="{INK}"'
    style += ' font-weight="700"' if bold else ""
    style += f' paint-order="stroke" stroke="#ffffff" stroke-width="{halo:g}" stroke-linejoin="round"' if halo else ""
    return f'<text x="{x:g}" y="{y:g}" {style}>{written(text)}</text>'


def draw_path(d: str, attributes: str, title: str = "") -> str:
    """Draw areas of :func:`path_data` as one path, with what a pointer is told of it."""
    said = f"<title>{written(title)}</title>" if title else ""
    return f'<path d="{d}" fill-rule="evenodd" {attributes}>{said}</path>'


def path_data(frame: Frame, *polygons: Any) -> str:
    """Write polygons (LONLAT) as the data of one path; rings thinner than a unit are left out."""
    rings = shapely.get_rings(shapely.get_parts(polygons))
    return "".join(_steps(frame, ring, 3, "z") for ring in rings)


def draw_line(frame: Frame, line: Any, attributes: str) -> str:
    """Draw a LineString or MultiLineString (LONLAT) as one path that is not filled."""
    steps = "".join(_steps(frame, part, 1, "") for part in shapely.get_parts(line))
    return f'<path d="{steps}" fill="none" {attributes}></path>'


def _steps(frame: Frame, line: Any, least: int, end: str) -> str:
    """Write a line as relative steps; points that fall together are written once."""
    lon, lat = shapely.get_coordinates(line).T
    x = np.rint((lon - frame.west) * frame.shrink * frame.scale).astype(np.int64) + MARGIN
    y = np.rint((frame.north - lat) * frame.scale).astype(np.int64) + MARGIN
    right, down = np.diff(x), np.diff(y)
    moved = (right != 0) | (down != 0)
    if moved.sum() < least:
        return ""
    steps = " ".join(f"{a},{b}" for a, b in zip(right[moved].tolist(), down[moved].tolist(), strict=True))
    return f"M{x[0]},{y[0]}l{steps}{end}"


def meet(one: Box, other: Box) -> bool:
    """Return whether two boxes share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def text_width(text: str, size: float) -> float:
    """Estimate how wide a text will be drawn: the font is the reader's."""
    return len(text) * size * 0.6


def text_box(x: float, y: float, text: str, size: float) -> Box:
    """Return the room of a text that is centred on a point."""
    half = text_width(text, size) / 2
    return x - half, y - size / 2, x + half, y + size / 2


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
