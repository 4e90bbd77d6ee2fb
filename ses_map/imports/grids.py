"""Coordinates in metres: PL-1992 (EPSG:2180) and the zones of PL-2000 (EPSG:2176-2179), told by their ranges.

Which of two columns points east is told by the ranges, by the rows beside, by the places that rows name, or by the
headers; where nothing of these tells, no coordinate is taken.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from pyproj import CRS, Transformer

from ses_map.crs import LONLAT
from ses_map.errors import InvalidInputError
from ses_map.imports.cells import read_number
from ses_map.imports.rows import RowResult

#: From latitude and longitude to codes of areas there; none is abroad.
AtPoint = Callable[[float, float], tuple[str, ...]]
#: From a row to the code of the area that it names, or an empty text.
Named = Callable[[RowResult], str]


class _Grid(NamedTuple):
    """A reference system of Polish offices, and the ranges of its coordinates in Poland with a margin."""

    name: str
    epsg: int
    east: tuple[float, float]
    north: tuple[float, float]


_GRIDS = (
    _Grid("stopniach (WGS 84)", 4326, (13.6, 24.7), (48.5, 55.4)),
    _Grid("układzie PL-1992 (EPSG:2180)", 2180, (140_000, 890_000), (110_000, 800_000)),
    *(
        _Grid(
            f"układzie PL-2000 strefa {zone} (EPSG:{2171 + zone})", 2171 + zone,
            (zone * 1e6 + 330_000, zone * 1e6 + 670_000), (5_400_000, 6_100_000),
        )
        for zone in range(5, 9)
    ),
)  # fmt: skip
#: What is no coordinate in metres, at a glance.
_DEGREES = re.compile(r"-?\d{1,2}(?:[.,]\d*)?", re.ASCII)
#: Columns of coordinates, the one that is said to point east first; of ``x`` and ``y`` nobody says.
_SAID, _UNSAID = ("lon", "lat"), ("x", "y")


class _Reading(NamedTuple):
    """One way to read a pair: whether its second points east, and where it is then."""

    grid: _Grid
    is_swapped: bool
    lon: float
    lat: float
    codes: tuple[str, ...]


@cache
def _to_lonlat(epsg: int) -> Transformer:
    return Transformer.from_crs(CRS.from_epsg(epsg), LONLAT, always_xy=True)


def read_grids(lines: Sequence[RowResult], at_point: AtPoint, named: Named) -> None:
    """Read coordinates that are not yet degrees, put ``lat`` and ``lon`` into the rows, and say so once for a column.

    Rows of one sheet are read alike, where ranges leave a doubt.
    """
    for _, rows in groupby(lines, key=lambda line: line.record.sheet):
        pairs = [(line, names) for line in rows if (names := _columns(line))]
        for columns in (_SAID, _UNSAID):
            _read_columns([line for line, names in pairs if names == columns], columns, at_point, named)


def _columns(line: RowResult) -> tuple[str, str] | None:
    """Return the columns of a row that hold a pair to be read here: degrees that say so are none."""
    lon, lat = line.get("lon"), line.get("lat")
    if not (lon and lat):
        return _UNSAID if line.get("x") or line.get("y") else None
    if _DEGREES.fullmatch(lon) and _DEGREES.fullmatch(lat):
        return None
    pair = _numbers(line, _SAID)
    return _SAID if pair and max(map(abs, pair)) > 180 else None


def _numbers(line: RowResult, columns: tuple[str, str]) -> tuple[float, float] | None:
    try:
        first, second = (float(read_number(line.get(name).removesuffix("m"))) for name in columns)
    except InvalidInputError:
        return None
    return first, second


def _read_columns(lines: Sequence[RowResult], columns: tuple[str, str], at_point: AtPoint, named: Named) -> None:
    readings = [_readings(line, columns, at_point) for line in lines]
    is_swapped = _order(lines, readings, columns, named)
    told: dict[tuple[_Grid, bool], int] = defaultdict(int)
    for line, ways in zip(lines, readings, strict=True):
        left = [way for way in ways if is_swapped is None or way.is_swapped == is_swapped] or ways
        said = ", ".join(line.get(name) for name in columns)
        if len(left) != 1:
            # Degrees that are none, and say so, are told where the row is located.
            if left or columns == _UNSAID:
                _refuse(line, columns, said, left)
            continue
        way = left[0]
        line.values |= {"lon": f"{way.lon:.6f}", "lat": f"{way.lat:.6f}"}
        if not told[way.grid, way.is_swapped] and (way.grid is not _GRIDS[0]):
            east = columns[way.is_swapped]
            why = f"odczytano w {way.grid.name}, ze współrzędną wschodnią w kolumnie {east}, i przeliczono na stopnie"
            line.note("grid-read", columns[0], f"{why}; tak samo dalsze wiersze, sprawdź", said)
        told[way.grid, way.is_swapped] += 1


def _readings(line: RowResult, columns: tuple[str, str], at_point: AtPoint) -> list[_Reading]:
    """Return the ways to read a pair that put it into Poland."""
    pair = _numbers(line, columns)
    found = []
    for grid in _GRIDS if pair else ():
        for is_swapped, (east, north) in enumerate((pair, pair[::-1])) if pair else ():
            if grid.east[0] <= east <= grid.east[1] and grid.north[0] <= north <= grid.north[1]:
                lon, lat = _to_lonlat(grid.epsg).transform(east, north)
                if codes := at_point(lat, lon):
                    found.append(_Reading(grid, bool(is_swapped), lon, lat, codes))
    return found


def _order(
    lines: Sequence[RowResult], readings: Sequence[list[_Reading]], columns: tuple[str, str], named: Named
) -> bool | None:
    """Say whether the second column points east, by places that rows name, by rows that leave no doubt, by headers."""
    if all(len(ways) < 2 for ways in readings):
        return None
    votes, sure = [0, 0], {ways[0].is_swapped for ways in readings if len(ways) == 1}
    for line, ways in zip(lines, readings, strict=True):
        area = named(line) if len(ways) > 1 else ""
        fits = {way.is_swapped for way in ways if area and any(code.startswith(area) for code in way.codes)}
        if len(fits) == 1:
            votes[fits.pop()] += 1
    if max(votes) > 9 * min(votes):
        return votes[1] > votes[0]
    if len(sure) == 1 and not any(votes):
        return sure.pop()
    return False if columns == _SAID and not any(votes) else None


def _refuse(line: RowResult, columns: tuple[str, str], said: str, left: Sequence[_Reading]) -> None:
    if left:
        why = (
            "mogą leżeć w dwóch miejscach, zależnie od tego, która współrzędna jest wschodnia; wskaż ją w mapowaniu "
            "jako lon, a północną jako lat, albo podaj powiat"
        )
        line.note("ambiguous-grid", columns[0], why, said)
    else:
        why = "nie są w Polsce ani w stopniach, ani w układach PL-1992 i PL-2000; popraw je albo przelicz na stopnie"
        line.note("invalid-point", columns[0], why, said)
    for name in _SAID:
        line.values.pop(name, None)
