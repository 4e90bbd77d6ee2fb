"""What one map shows on one day, as plain values: units with standing, centres with number and colour, labels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import shapely

from ses_map.coverage import Claims
from ses_map.maps.fills import STANDINGS, assign_colours, fill_of, patterns
from ses_map.maps.texts import map_texts
from ses_map.model import Coverage, Reason, Serving, Standing
from ses_map.snapshot import Layer, Snapshot

#: Parts of an area smaller than this share of its largest part go without a label.
_LABELLED = 0.2


class Claimed(NamedTuple):
    """One centre of a unit; written as a list."""

    #: Of the centre, on every map.
    number: int
    #: Index into :data:`~ses_map.maps.fills.STANDINGS`.
    standing: int
    #: Of the source: YYYY, YYYY-MM, YYYY-MM-DD or empty.
    dated: str
    #: Last day, empty where none is stated.
    until: str
    #: 1 where only the name of the subregion led to the unit.
    derived: int


class Drawn(NamedTuple):
    """One unit; written as a list."""

    name: str
    #: Index into :data:`~ses_map.maps.fills.STANDINGS`.
    standing: int
    #: Index into the fills of the view.
    fill: int
    #: Centres that serve it, or served it last.
    centres: tuple[Claimed, ...]
    #: 1 where a source says that nobody serves it.
    gap: int


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
        """First days of the periods within which every map stays the same: standings and names change on others."""
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

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {c.id: c.name for c in self.snapshot.registry.centres}

    def coverage(self, layer: Layer, as_of: date) -> dict[str, Coverage]:
        """Return who serves each unit of a layer on a day."""
        return {code: self.claims.on(code, as_of) for code in layer.codes}

    def on(
        self,
        layer: Layer,
        as_of: date,
        links: bool = True,
        names: bool = True,
        places: LabelPlaces | None = None,
        coverage: Mapping[str, Coverage] | None = None,
    ) -> dict[str, Any]:
        """Describe a map's units on a day for ``static/map*.js``.

        Parameters
        ----------
        layer : Layer
            Units of the map, LONLAT.
        links : bool
            Whether the cards link to the pages of powiats and centres.
        names : bool
            Whether units can be labelled with their names.
        places : LabelPlaces, optional
            Where labels of this layer stand: what was found for one day serves others.
        coverage : mapping, optional
            What :meth:`coverage` gives for the day, for these units or more.

        Returns
        -------
        dict
            Plain values; registry text is unescaped and must be written as text nodes.
        """
        known, places = coverage or self.coverage(layer, as_of), places or LabelPlaces(layer)
        units = {code: known[code] for code in layer.codes}
        shown = sorted({s.centre_id for u in units.values() for s in _shown(u)}, key=self.numbers.__getitem__)
        filled = {code: self.fill(u) for code, u in units.items()}
        fills = sorted({*filled.values()})
        at = {fill: n for n, fill in enumerate(fills)}
        return {
            "fills": fills,
            "patterns": patterns(fills),
            "texts": map_texts(),
            "links": {"powiat": "/powiat/", "centre": "/owes/"} if links else None,
            "centres": {self.numbers[c]: [c, self._titles[c], self.colours[c]] for c in shown},
            "units": {code: self._unit(code, u, as_of, at[filled[code]]) for code, u in units.items()},
            "bounds": _bounds(layer),
            "labels": self._labels(places, units),
            "names": self._names(places, as_of) if names else [],
        }

    def fill(self, coverage: Coverage) -> str:
        """Return the fill of a unit: by its standing, in the colour of the centre that stands best."""
        best_first = sorted(_shown(coverage), key=lambda s: STANDINGS.index(s.standing))
        return fill_of(coverage.standing, [self.colours[s.centre_id] for s in best_first])

    def _unit(self, code: str, coverage: Coverage, as_of: date, fill: int) -> Drawn:
        name = self.snapshot.names.told_apart(code, as_of)
        standing, gap = STANDINGS.index(coverage.standing), int(coverage.reason is Reason.GAP)
        centres = tuple(self._claimed(s) for s in _shown(coverage))
        return Drawn(name, standing, fill, centres, gap)

    def _claimed(self, serving: Serving) -> Claimed:
        """Name a centre of a unit with what dates or weakens its claim."""
        basis, standing = serving.basis, serving.standing
        until = basis.ends if standing is Standing.ENDED else basis.valid_to
        derived = int(basis.confidence == "derived")
        return Claimed(
            self.numbers[serving.centre_id], STANDINGS.index(standing), basis.source.date, str(until or ""), derived
        )

    def _labels(self, places: LabelPlaces, units: Mapping[str, Coverage]) -> list[list[Any]]:
        """Place the number of each centre, or the numbers of several, inside each large part of what it names."""
        areas: dict[tuple[tuple[int, ...], Standing], list[str]] = defaultdict(list)
        for code, coverage in units.items():
            numbers = tuple(sorted(self.numbers[s.centre_id] for s in _shown(coverage)))
            if numbers:
                areas[numbers, coverage.standing].append(code)
        found: list[tuple[float, list[Any]]] = []
        for (numbers, _), codes in sorted(areas.items()):
            found += [(size, [lat, lon, "+".join(map(str, numbers))]) for size, lat, lon in places.of(codes)]
        return [label for _, label in sorted(found, key=lambda pair: -pair[0])]

    def _names(self, places: LabelPlaces, as_of: date) -> list[list[Any]]:
        names = self.snapshot.names
        return [[*places.inside(code), names.name(code, as_of)] for code in places.layer.codes]


def _shown(coverage: Coverage) -> tuple[Serving, ...]:
    return coverage.serving or coverage.last_known


def _bounds(layer: Layer) -> list[list[float]]:
    """Return the south-western and north-eastern corners, as (lat, lon) for Leaflet."""
    west, south, east, north = (round(float(v), 3) for v in shapely.total_bounds(layer.polygons))
    return [[south, west], [north, east]]
