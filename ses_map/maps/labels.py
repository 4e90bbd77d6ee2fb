"""Where labels stand inside the areas that they name; found once for each set of units."""

from collections.abc import Iterable
from typing import Any

import shapely

from ses_map.snapshot import Layer

#: Parts of an area smaller than this share of its largest part go without a label.
_LABELLED = 0.2


class LabelPlaces:
    """Points well inside areas of one layer.

    The same units are one area on many days, and finding the middle of an area is what costs most of composing a map.

    Parameters
    ----------
    layer : Layer
        Units in LONLAT.
    """

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self._found: dict[frozenset[str], list[tuple[float, float, float]]] = {}

    def of(self, codes: Iterable[str]) -> list[tuple[float, float, float]]:
        """Return a point for each large part of the area of some units.

        Returns
        -------
        list of (float, float, float)
            Size of the part in square degrees, latitude and longitude.
        """
        key = frozenset(codes)
        if key not in self._found:
            parts = shapely.get_parts(shapely.coverage_union_all([self.layer.by_code[c] for c in sorted(key)]))
            largest = max(p.area for p in parts)
            self._found[key] = [(p.area, *_inside(p)) for p in parts if p.area >= _LABELLED * largest]
        return self._found[key]

    def inside(self, code: str) -> tuple[float, float]:
        """Return latitude and longitude of a point inside the largest part of one unit."""
        _, lat, lon = max(self.of([code]))
        return lat, lon


def _inside(polygon: Any) -> tuple[float, float]:
    point = shapely.get_point(shapely.maximum_inscribed_circle(polygon, tolerance=0.01), 0)
    return round(point.y, 3), round(point.x, 3)
