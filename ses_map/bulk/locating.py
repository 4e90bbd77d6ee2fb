"""Clean columns → where each row is and who serves it, by the rules of ``imports.locate``, asked once per group."""

import re
from dataclasses import dataclass

import numpy as np

from ses_map.bulk.cleaning import Rows
from ses_map.bulk.columns import Column, Flags, Numbers, groups
from ses_map.bulk.context import BatchContext, Served
from ses_map.crs import FloatArray
from ses_map.imports.cell_problem import CellProblem
from ses_map.imports.layout import Record
from ses_map.imports.lines import Line
from ses_map.imports.locate import Clues, Point, no_point, outside
from ses_map.imports.points import AROUND
from ses_map.imports.rows import Row, with_codes

_CLUES = ("teryt", "gmina", "powiat", "voivodeship", "town", "postcode")
_NUMBER = re.compile(r"-?\d{1,3}(?:[.,]\d{1,12})?", re.ASCII)
#: Stands for the row, which the rules asked here do not look at.
_RECORD = Record("", 0, {})
_NOWHERE = Served("", "", "")
_NO_POINT = Point("", (), no_point(""))
_OUTSIDE = Point("", (), outside(""))


@dataclass(frozen=True)
class Places:
    """Where rows are: columns of a row of the registry, coordinates, and what follows from the place."""

    columns: dict[str, Column]
    #: Degrees, rounded as the registry keeps them; NaN where a row has none; (n,).
    lat: FloatArray
    lon: FloatArray
    #: Rows without any problem about their place.
    undisputed: Flags


def locate_rows(rows: Rows, context: BatchContext) -> Places:
    """Locate rows and join them with who serves them; what is wrong with a place is noted in ``rows.problems``."""
    lat, lon = _degrees(rows, "lat"), _degrees(rows, "lon")
    kinds, codes = _points(lat, lon, context)
    columns = [rows.column(name) for name in _CLUES]
    numbered = Column([""] * len(kinds), codes)
    first, inverse = groups([*columns, numbered], rows.n)
    texts = zip(*(c.texts(first) for c in columns), codes[first].tolist(), strict=True)
    places, lines = [], []
    for *clues, point in texts:
        row, problems = _located(context, Clues(**dict(zip(_CLUES, clues, strict=True))), kinds[point])
        places.append(row)
        lines.append(Line(_RECORD, {}, list(problems)))
    rows.note(lines, inverse)
    undisputed = np.array([not line.problems for line in lines], dtype=np.bool_)[inverse]
    keys = ("voivodeship", "powiat", "powiat_basis", "gmina", "outcome", "reason", "centres")
    known = np.array([bool(kind.around) for kind in kinds], dtype=np.bool_)[codes]
    made = {k: Column([p[k] for p in places], inverse) for k in keys}
    return Places(made, _rounded(lat, known), _rounded(lon, known), undisputed)


def _located(context: BatchContext, clues: Clues, point: Point) -> tuple[Row, tuple[CellProblem, ...]]:
    place = context.locator.resolve(with_codes(clues), point)
    code = place.gmina or place.powiat or place.voivodeship
    served = context.served(code) if code else _NOWHERE
    row = {
        "voivodeship": place.voivodeship,
        "powiat": place.powiat,
        "powiat_basis": place.basis,
        "gmina": place.gmina,
        "outcome": served.outcome,
        "reason": served.reason,
        "centres": served.centres,
    }
    return row, place.problems


def _degrees(rows: Rows, name: str) -> FloatArray:
    """Read a column of numbers; NaN where there is none, or none that can be read, which is noted."""
    column = rows.column(name)
    values = np.full(len(column.values), np.nan)
    for number, text in enumerate(column.values):
        if _NUMBER.fullmatch(text):
            values[number] = float(text.replace(",", "."))
        elif text:
            line = Line(_RECORD, {name: text})
            values[number] = float(line.number(name) or "nan")
            for problem in line.problems:
                rows.problems.add(problem.code, problem.field, column.codes == number)
    found: FloatArray = values[column.codes]
    return found


def _points(lat: FloatArray, lon: FloatArray, context: BatchContext) -> tuple[list[Point], Numbers]:
    """Say what coordinates mean: a list of meanings, and for each row the number of its own."""
    south, west, north, east = AROUND
    there = ~(np.isnan(lat) & np.isnan(lon))
    earth = (np.abs(lat) <= 90) & (np.abs(lon) <= 180)
    inside = np.flatnonzero(earth & (south < lat) & (lat < north) & (west < lon) & (lon < east))
    kinds, numbers = context.surroundings.near(lat[inside], lon[inside])
    codes = np.where(there, np.where(earth, 2, 1), 0)
    codes[inside] = numbers + 3
    return [Point(), _NO_POINT, _OUTSIDE, *(Point("", near) if near else _OUTSIDE for near in kinds)], codes


def _rounded(degrees: FloatArray, known: Flags) -> FloatArray:
    """Round to the six decimals that the registry keeps, and forget coordinates that mean no place in Poland."""
    rounded = [float(f"{value:.6f}") for value in degrees[known].tolist()]
    found = np.full(len(degrees), np.nan)
    found[known] = rounded
    return found
