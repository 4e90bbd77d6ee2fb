"""Demarcation lines: where the area of one centre ends and that of another begins.

The borders that two units of a layer share are found once per snapshot, and grouped for any day.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import shapely

from ses_map.crs import FloatArray, Geometries, project, to_metric
from ses_map.lookup import Lookup
from ses_map.model import Coverage
from ses_map.planning.table import Column, Table
from ses_map.snapshot import Layer


@dataclass(frozen=True)
class Borders:
    """Shared borders, one entry for each pair of units that touch along a line."""

    #: Codes of the two units, the lower one first; in their order.
    pairs: tuple[tuple[str, str], ...]
    #: Length of each border, kilometres in EPSG:2180.
    length_km: FloatArray
    #: Each border as a MultiLineString in LONLAT.
    lines: Geometries


def find_borders(layer: Layer, unit_of: Mapping[str, str]) -> Borders:
    """Find the borders between units.

    Parameters
    ----------
    layer : Layer
        A coverage in LONLAT: neighbours share exactly the same vertices, as every layer of a snapshot promises.
    unit_of : mapping
        Code of a polygon → code of its unit; polygons that are not in it belong to no unit and give no border.

    Returns
    -------
    Borders
        Where units touch in a point only, there is no border.

    Notes
    -----
    In a coverage the edge between two vertices occurs in one polygon or in two. Edges are sorted; those that occur
    twice and lie between different units are the border. No geometry is intersected, so nothing is lost to rounding.
    """
    edges, owners = _edges(layer.polygons)
    order = np.lexsort(edges.T)
    edges, owners = edges[order], owners[order]
    twice = np.flatnonzero((edges[1:] == edges[:-1]).all(axis=1))
    units = np.array([unit_of.get(code, "") for code in layer.codes])
    sides = np.sort(np.column_stack([units[owners[twice]], units[owners[twice + 1]]]), axis=1)
    apart = (sides[:, 0] != sides[:, 1]) & (sides[:, 0] != "")
    return _grouped(sides[apart], edges[twice[apart]])


def _edges(polygons: Geometries) -> tuple[FloatArray, Any]:
    """Return every edge as (x1, y1, x2, y2), the lower end first, and the number of its polygon."""
    parts, of_polygon = shapely.get_parts(polygons, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    points, of_ring = shapely.get_coordinates(rings, return_index=True)
    same = of_ring[1:] == of_ring[:-1]
    first, last = points[:-1][same], points[1:][same]
    turned = (first[:, 0] > last[:, 0]) | ((first[:, 0] == last[:, 0]) & (first[:, 1] > last[:, 1]))
    first[turned], last[turned] = last[turned], first[turned].copy()
    return np.hstack([first, last]), of_polygon[of_part[of_ring[:-1][same]]]


def _grouped(sides: Any, edges: FloatArray) -> Borders:
    if not len(sides):
        return Borders((), np.empty(0), np.empty(0, dtype=object))
    pairs, number = np.unique(sides, axis=0, return_inverse=True)
    number = number.reshape(-1)
    ends = project(edges.reshape(-1, 2), to_metric()).reshape(-1, 2, 2)
    lengths = np.bincount(number, weights=np.hypot(*(ends[:, 1] - ends[:, 0]).T), minlength=len(pairs)) / 1000
    order = np.argsort(number, kind="stable")
    pieces: Any = shapely.linestrings(edges[order].reshape(-1, 2, 2))
    lines: Any = shapely.line_merge(shapely.multilinestrings(pieces, indices=number[order]))
    many = np.array([g if g.geom_type == "MultiLineString" else shapely.MultiLineString([g]) for g in lines])
    return Borders(tuple((str(a), str(b)) for a, b in pairs), lengths, many)


@dataclass(frozen=True)
class Line:
    """The common border of two centres."""

    #: Ids of the centres, in the order of the ids.
    centres: tuple[str, str]
    length_km: float
    #: How much of it is a border of voivodeships too.
    outer_km: float
    #: Units on the side of either centre, in the order of the codes.
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    #: Pairs of units that the line runs between: keys of :attr:`Borders.pairs`.
    pairs: tuple[tuple[str, str], ...]

    @property
    def id(self) -> str:
        """Both ids; the same on every day."""
        return "--".join(self.centres)


def find_lines(borders: Borders, coverage: Mapping[str, Coverage], region: str = "") -> list[Line]:
    """Find the lines between the centres of a day.

    Parameters
    ----------
    region : str
        2-digit code: only lines with a unit of this voivodeship on one side at least.

    Returns
    -------
    list of Line
        In the order of the ids. A line runs where one centre serves the one side only and another the other side only:
        not along areas that nobody serves, nor inside an overlap, where a centre serves both sides.
    """
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (one, two) in enumerate(borders.pairs):
        if not (one.startswith(region) or two.startswith(region)):
            continue
        left, right = _served(coverage, one), _served(coverage, two)
        for pair in product(left - right, right - left):
            found[min(pair), max(pair)].append(number)
    return [_line(borders, coverage, centres, found[centres]) for centres in sorted(found)]


def _served(coverage: Mapping[str, Coverage], unit: str) -> frozenset[str]:
    return coverage[unit].centre_ids if unit in coverage else frozenset()


def _line(borders: Borders, coverage: Mapping[str, Coverage], centres: tuple[str, str], numbers: list[int]) -> Line:
    pairs = [borders.pairs[n] for n in numbers]
    units = {u for pair in pairs for u in pair}
    own, other = (tuple(sorted(u for u in units if c in _served(coverage, u))) for c in centres)
    outer = [n for n in numbers if borders.pairs[n][0][:2] != borders.pairs[n][1][:2]]
    whole, along = (float(borders.length_km[chosen].sum()) for chosen in (numbers, outer))
    return Line(centres, round(whole, 1), round(along, 1), (own, other), tuple(pairs))


def line_shapes(borders: Borders, lines: Sequence[Line]) -> dict[str, Any]:
    """Return each line as one MultiLineString in the CRS of the borders, by its id.

    Parameters
    ----------
    borders : Borders
        Of any layer of the same units: the base layer for measuring, a thinned one for drawing.
    lines : sequence of Line
        What to draw; a pair of units that does not touch in this layer is passed over.
    """
    by_pair = dict(zip(borders.pairs, borders.lines, strict=True))
    found = {}
    for line in lines:
        parts = [p for pair in line.pairs if pair in by_pair for p in shapely.get_parts(by_pair[pair])]
        if parts:
            merged: Any = shapely.line_merge(shapely.MultiLineString(parts))
            found[line.id] = merged if merged.geom_type == "MultiLineString" else shapely.MultiLineString([merged])
    return found


def demarcation_table(lookup: Lookup, lines: Sequence[Line], as_of: date) -> Table:
    """List the lines with the units on either side, by the names of the day."""
    names, titles = lookup.snapshot.names, {c.id: c.name for c in lookup.snapshot.registry.centres}

    def units(side: int) -> Callable[[Line], str]:
        return lambda line: "; ".join(names.told_apart(u, as_of) for u in line.sides[side])

    measured = "długość wspólnej granicy, km, mierzona w układzie EPSG:2180 na granicach uogólnionych (PRG 2020)"
    touched = "powiaty i gminy, których dotyka linia"
    columns = (
        Column("no", "Nr", "numer linii na mapie tej tabeli", 0, lambda line: lines.index(line) + 1),
        Column("one", "OWES", "ośrodek po jednej stronie", value=lambda line: titles[line.centres[0]]),
        Column("other", "Drugi OWES", "ośrodek po drugiej stronie", value=lambda line: titles[line.centres[1]]),
        Column("length_km", "Długość, km", measured, 1),
        Column("outer_km", "W tym granicą województw, km", measured, 1),
        Column("units_one", "Obszary po stronie pierwszego", touched, value=units(0)),
        Column("units_other", "Obszary po stronie drugiego", touched, value=units(1)),
        Column("pair", "Identyfikator", "identyfikatory obu ośrodków", value=lambda line: line.id),
    )
    return Table.of("demarkacja", "Linie demarkacyjne między ośrodkami", columns, lines, key="pair")
