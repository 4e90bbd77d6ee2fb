"""Areas turned into the text of SVG paths once, to be coloured many times."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import shapely

from ses_map.maps.drawing import MARGIN, Frame
from ses_map.maps.towns import COUNTRY, Town, place_towns
from ses_map.snapshot import Layer


class Canvas:
    """The drawing of a set of areas, without colours.

    Parameters
    ----------
    layer : Layer
        Polygons in LONLAT; they set the frame.
    areas : mapping
        Key → (multi)polygon in LONLAT, in the order in which they are drawn.
    towns : iterable of Town
        What is named on it, the most important first.
    """

    def __init__(
        self,
        layer: Layer,
        areas: Mapping[str, Any],
        towns: Iterable[Town] = (),
        lettering: tuple[int, int] = COUNTRY,
    ) -> None:
        self.frame = Frame(layer)
        #: Towns that have room on it.
        self.towns = place_towns(self.frame, towns, (), lettering)
        #: Key → what a path's ``d`` says, in whole units of the drawing.
        self.paths = {key: _steps(self.frame, polygon) for key, polygon in areas.items()}

    @property
    def high(self) -> int:
        """Height of the drawing in its units; the width is :data:`ses_map.maps.drawing.WIDE`."""
        return self.frame.high


def _steps(frame: Frame, polygon: Any) -> str:
    """Write every ring as relative steps; points that fall together are written once."""
    return "".join(_ring(frame, ring) for part in shapely.get_parts(polygon) for ring in shapely.get_rings(part))


def _ring(frame: Frame, ring: Any) -> str:
    lon, lat = shapely.get_coordinates(ring).T
    x = np.rint((lon - frame.west) * frame.shrink * frame.scale).astype(np.int64) + MARGIN
    y = np.rint((frame.north - lat) * frame.scale).astype(np.int64) + MARGIN
    right, down = np.diff(x), np.diff(y)
    moved = (right != 0) | (down != 0)
    if moved.sum() < 3:  # closed, and thinner than the pen
        return ""
    steps = " ".join(f"{a},{b}" for a, b in zip(right[moved].tolist(), down[moved].tolist(), strict=True))
    return f"M{x[0]},{y[0]}l{steps}z"
