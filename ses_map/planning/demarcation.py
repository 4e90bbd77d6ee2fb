"""Demarcation lines: where the area of one centre ends and that of another begins."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import shapely

from ses_map.lookup import Lookup
from ses_map.model import Coverage
from ses_map.planning.borders import Borders
from ses_map.planning.table import Column, Table


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
    measured = "długość wspólnej granicy, km, mierzona w układzie EPSG:2180 na granicach uogólnionych (PRG 2020)"
    columns = (
        Column("no", "Nr", "numer linii na mapie tej tabeli", 0),
        Column("one", "OWES", "ośrodek po jednej stronie"),
        Column("other", "Drugi OWES", "ośrodek po drugiej stronie"),
        Column("length_km", "Długość, km", measured, 1),
        Column("outer_km", "W tym granicą województw, km", measured, 1),
        Column("units_one", "Obszary po stronie pierwszego", "powiaty i gminy, których dotyka linia"),
        Column("units_other", "Obszary po stronie drugiego", "powiaty i gminy, których dotyka linia"),
        Column("pair", "Identyfikator", "identyfikatory obu ośrodków"),
    )
    names, titles = lookup.snapshot.names, {c.id: c.name for c in lookup.snapshot.registry.centres}

    def listed(units: Sequence[str]) -> str:
        return "; ".join(names.told_apart(u, as_of) for u in units)

    rows = [
        {
            "no": number,
            "one": titles[line.centres[0]],
            "other": titles[line.centres[1]],
            "length_km": line.length_km,
            "outer_km": line.outer_km,
            "units_one": listed(line.sides[0]),
            "units_other": listed(line.sides[1]),
            "pair": line.id,
        }
        for number, line in enumerate(lines, start=1)
    ]
    return Table("demarkacja", "Linie demarkacyjne między ośrodkami", columns, rows, key="pair")
