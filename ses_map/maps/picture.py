"""The map as one SVG file, drawn by the server: for browsers without JavaScript, for paper, for a plain link."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from math import cos, radians
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely

from ses_map.maps.palette import COLOURS, patterns
from ses_map.maps.view import STATUSES, Atlas
from ses_map.snapshot import Layer, Snapshot

#: Width of the drawing in its own units, of which whole ones are written.
_WIDE = 1000
_MARGIN = 12
_INK = "#14213d"
#: What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Pictures:
    """Draws the maps of one snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        What to draw.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._atlas = Atlas(snapshot)
        self._country = snapshot.layer("units/polska")
        self._codes = {v.slug: v.teryt for v in snapshot.registry.voivodeships}

    def draw(self, slug: str, as_of: date, focus: str = "") -> str:
        """Draw the map of an area on a day.

        Parameters
        ----------
        slug : str
            ``polska`` or the slug of a voivodeship.
        as_of : date
            The day.
        focus : str
            4-digit code of a powiat to outline; another text outlines nothing.

        Returns
        -------
        str
            SVG without scripts, styles and references to elsewhere.
        """
        layer = self._layer(self._codes.get(slug, ""))
        view = self._atlas.on(layer, as_of, links=False, names=False)
        frame = _Frame(layer)
        shapes = [_shape(frame, code, layer, view) for code in layer.codes]
        outlined = [layer.by_code[code] for code in layer.codes if focus and code[:4] == focus]
        ring = _path(frame, outlined, f'fill="none" stroke="{_INK}" stroke-width="6"') if outlined else ""
        labels = [_label(frame, *label, size=20 if slug == "polska" else 30) for label in view["labels"]]
        defs = "".join(_pattern(p) for p in patterns())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {frame.high}" '
            f'width="{_WIDE}" height="{frame.high}"><defs>{defs}</defs>'
            f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(shapes)}{ring}{"".join(labels)}</svg>'
        )

    def _layer(self, prefix: str) -> Layer:
        """Cut a voivodeship out of the layer of the country: the same borders, thinned alike."""
        chosen = [i for i, code in enumerate(self._country.codes) if code.startswith(prefix)]
        return Layer(tuple(self._country.codes[i] for i in chosen), self._country.polygons[chosen])


class _Frame:
    """From degrees to the units of the drawing: plate carrée, true to scale along the middle parallel."""

    def __init__(self, layer: Layer) -> None:
        self.west, south, east, self.north = (float(v) for v in shapely.total_bounds(layer.polygons))
        self.shrink = cos(radians((south + self.north) / 2))
        self.scale = (_WIDE - 2 * _MARGIN) / ((east - self.west) * self.shrink)
        self.high = round((self.north - south) * self.scale) + 2 * _MARGIN

    def at(self, lon: float, lat: float) -> tuple[int, int]:
        x = (lon - self.west) * self.shrink * self.scale
        return round(x) + _MARGIN, round((self.north - lat) * self.scale) + _MARGIN


def _shape(frame: _Frame, code: str, layer: Layer, view: dict[str, Any]) -> str:
    name, state, centres, _ = view["units"][code]
    fill = _fill(STATUSES[state], view["centres"][centres[0]][2] if centres else 0)
    said = ", ".join([name, *(view["centres"][c][1] for c in centres)])
    attributes = f'fill="{fill}" stroke="{_INK}" stroke-width="1" stroke-linejoin="round"'
    return _path(frame, [layer.by_code[code]], attributes, f"<title>{_written(said)}</title>")


def _written(text: str) -> str:
    return escape(_UNWRITABLE.sub("\ufffd", text))


def _fill(status: str, colour: int) -> str:
    if status == "found":
        return COLOURS[colour]
    named = {"no-source": "ses-unknown", "gap": "ses-gap"}.get(status, f"ses-{status}-{colour}")
    return f"url(#{named})"


def _path(frame: _Frame, polygons: Iterable[Any], attributes: str, inside: str = "") -> str:
    rings = [r for p in polygons for part in shapely.get_parts(p) for r in (part.exterior, *part.interiors)]
    steps = "".join(_ring(frame, ring.coords) for ring in rings)
    return f'<path d="{steps}" fill-rule="evenodd" {attributes}>{inside}</path>'


def _ring(frame: _Frame, coordinates: Iterable[Any]) -> str:
    points = [frame.at(lon, lat) for lon, lat in coordinates]
    steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in pairwise(points) if a != b]
    return f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z" if steps else ""


def _label(frame: _Frame, lat: float, lon: float, text: str, size: int) -> str:
    x, y = frame.at(lon, lat)
    style = f'font-family="sans-serif" font-size="{size}" font-weight="700" text-anchor="middle" paint-order="stroke"'
    halo = f'fill="{_INK}" stroke="#ffffff" stroke-width="5"'
    return f'<text x="{x}" y="{y + size // 3}" {style} {halo}>{_written(text)}</text>'


def _pattern(p: dict[str, Any]) -> str:
    box = f'<rect width="8" height="8" fill={quoteattr(str(p["base"]))}/>'
    drawn = f'd={quoteattr(str(p["d"]))} stroke={quoteattr(str(p["stroke"]))} stroke-width="{p["width"]}"'
    line = f'<path {drawn} fill="none"/>'
    return f'<pattern id="{p["id"]}" width="8" height="8" patternUnits="userSpaceOnUse">{box}{line}</pattern>'
