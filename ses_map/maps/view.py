"""What one map shows on one day, as plain values: units with status, centres with number and colour, labels."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import shapely

from ses_map.coverage import Claims
from ses_map.maps.palette import COLOURS, assign_colours, patterns
from ses_map.maps.texts import map_texts
from ses_map.model import Assignment, Coverage, Outcome, Reason
from ses_map.snapshot import Layer, Snapshot

#: Parts of an area smaller than this share of its largest part go without a number.
_LABELLED = 0.2

#: Order of the numbers that ``static/map.js`` knows.
STATUSES = ("found", "overlap", "expired", "no-source", "gap")


def status(coverage: Coverage) -> str:
    """Name the way a unit is drawn: one of :data:`STATUSES`."""
    if coverage.outcome is Outcome.FOUND:
        return "overlap" if coverage.is_overlap else "found"
    return str(coverage.reason or Reason.NO_SOURCE)


@dataclass(frozen=True)
class Atlas:
    """What all maps of a snapshot share: claims, numbers and colours of the centres, names."""

    snapshot: Snapshot

    @cached_property
    def claims(self) -> Claims:
        """All claims."""
        return Claims.of_registry(self.snapshot.registry)

    @cached_property
    def first_days(self) -> tuple[date, ...]:
        """First days of the periods within which every map stays the same: claims and names change on others."""
        ends = [n.valid_to for n in self.snapshot.registry.former_names if n.valid_to and n.valid_to < date.max]
        return tuple(sorted({*self.claims.epochs, *(end + timedelta(days=1) for end in ends)}))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Centre id → its number on every map, from 1, in the order of voivodeships."""
        return {c.id: n for n, c in enumerate(self.snapshot.registry.centres, start=1)}

    @cached_property
    def colours(self) -> dict[str, int]:
        """Centre id → index into the palette, the same on every map and every day."""
        layer = self.snapshot.layer("units/polska")
        holders = {u: {c.centre_id for c in (*self.claims.of(u[:4]), *self.claims.of(u))} for u in layer.codes}
        links: dict[str, set[str]] = {c.id: set() for c in self.snapshot.registry.centres}
        left, right = shapely.STRtree(layer.polygons).query(layer.polygons, predicate="intersects")
        for one, two in zip(left, right, strict=True):
            for centre in holders[layer.codes[one]]:
                links[centre] |= holders[layer.codes[two]]
        return assign_colours(links)

    def on(self, layer: Layer, as_of: date, links: bool = True, names: bool = True) -> dict[str, Any]:
        """Describe a map's units on a day for ``static/map.js``.

        Parameters
        ----------
        layer : Layer
            Units of the map, LONLAT.
        as_of : date
            The day.
        links : bool
            Whether the cards link to the pages of powiats and centres.
        names : bool
            Whether units can be labelled with their names.

        Returns
        -------
        dict
            Plain values; registry text is unescaped and must be written as text nodes.
        """
        units = {code: self.claims.on(code, as_of) for code in layer.codes}
        shown = sorted({c for u in units.values() for c in _centres(u)}, key=self.numbers.__getitem__)
        titles = {c.id: c.name for c in self.snapshot.registry.centres}
        return {
            "palette": COLOURS,
            "patterns": patterns(),
            "texts": map_texts(),
            "links": {"powiat": "/powiat/", "centre": "/owes/"} if links else None,
            "centres": {self.numbers[c]: [c, titles[c], self.colours[c]] for c in shown},
            "units": {code: self._unit(code, u, as_of) for code, u in units.items()},
            "bounds": _bounds(layer),
            "labels": self._labels(layer, units),
            "names": self._names(layer, as_of) if names else [],
        }

    def _unit(self, code: str, coverage: Coverage, as_of: date) -> list[Any]:
        name = self.snapshot.names.told_apart(code, as_of)
        numbers = [self.numbers[c] for c in _centres(coverage)]
        return [name, STATUSES.index(status(coverage)), numbers, _note(coverage)]

    def _labels(self, layer: Layer, units: dict[str, Coverage]) -> list[list[Any]]:
        """Place each centre's number inside each large part of its area, the largest part first."""
        areas: dict[tuple[str, str], list[Any]] = defaultdict(list)
        for code, coverage in units.items():
            for centre in _centres(coverage):
                areas[centre, status(coverage)].append(layer.by_code[code])
        found: list[tuple[float, list[Any]]] = []
        for (centre, _), polygons in sorted(areas.items()):
            parts = shapely.get_parts(shapely.coverage_union_all(polygons))
            largest = max(p.area for p in parts)
            wide = [p for p in parts if p.area >= _LABELLED * largest]
            found += [(p.area, [*_inside(p), str(self.numbers[centre])]) for p in wide]
        return [label for _, label in sorted(found, key=lambda pair: -pair[0])]

    def _names(self, layer: Layer, as_of: date) -> list[list[Any]]:
        names = self.snapshot.names
        return [[*_inside(layer.by_code[c]), names.name(c, as_of)] for c in layer.codes]


def _centres(coverage: Coverage) -> list[str]:
    return [s.centre_id for s in coverage.serving or coverage.last_known]


def _bounds(layer: Layer) -> list[list[float]]:
    """Give the south-western and north-eastern corners, as (lat, lon) for Leaflet."""
    west, south, east, north = (round(float(v), 3) for v in shapely.total_bounds(layer.polygons))
    return [[south, west], [north, east]]


def _inside(polygon: Any) -> list[float]:
    """Give a point well inside, as (lat, lon) for Leaflet."""
    point = shapely.get_point(shapely.maximum_inscribed_circle(polygon, tolerance=0.01), 0)
    return [round(point.y, 3), round(point.x, 3)]


def _note(coverage: Coverage) -> list[Any]:
    """Give what weakens or dates an answer: ``["ended", day]``, or ``["source", date, last day, is derived]``."""
    if coverage.last_known:
        return ["ended", str(coverage.last_known[0].basis.valid_to)]
    return _dated(coverage.serving[0].basis) if coverage.serving else []


def _dated(basis: Assignment) -> list[Any]:
    return ["source", basis.source.date, str(basis.valid_to or ""), int(basis.confidence == "derived")]
