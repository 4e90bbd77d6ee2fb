"""The base layer and everything made of it by coverage operations.

A *coverage* is a set of polygons whose neighbours share exactly the same vertices. Unions and simplification here are
coverage operations, so that neighbours still do so at every scale. A coverage may have holes, and a check of its
validity does not find them: :func:`audit_geometry` does.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from topojson.core.topology import Topology

from ses_map.cells import (
    CELL_COLUMNS,
    CELL_ROWS,
    CELL_SOUTH,
    CELL_WEST,
    CELLS_A_DEGREE,
    NOWHERE,
    UNDECIDED,
    encode_cells,
)
from ses_map.crs import LONLAT, METRIC, Geometries, IntArray, project, require_crs, to_lonlat, to_metric
from ses_map.errors import SourceError
from ses_map.model import Problem, Severity

Properties = Sequence[Mapping[str, Any]]

#: Slivers below this area are rounding, not holes or clashes: 1 m².
SLIVER_M2 = 1.0

#: Borders are followed by points this far apart at most, in sides of a cell, and cells nearer than the slack (2 m or
#: more, far more than coordinates are rounded and straight lines bent) to a border are left to geometry.
_STEP, _SLACK = 0.25, 0.05
#: Sides are cut before they are projected, in metres: a straight line of this length is bent by less than 3 cm.
_STRAIGHT_M = 1000.0
#: Buffers are drawn wider by this: the chords of their arcs come nearer than a circle by half a per cent.
_ARCS = 1.01


def read_gminy(path: Path) -> gpd.GeoDataFrame:
    """Read the base layer.

    Parameters
    ----------
    path : Path
        TopoJSON with one object ``gminy``, features with ``terc`` (7 digits, as in the layer) and ``name``.

    Returns
    -------
    GeoDataFrame
        Columns ``terc``, ``name``, ``geometry``; CRS LONLAT; sorted by ``terc``, indexed by the 6-digit code.

    Raises
    ------
    SourceError
        When the file is not such a layer, or its polygons are not a valid coverage.
    """
    try:
        frame = gpd.read_file(path)[["terc", "name", "geometry"]]
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise SourceError(
            f"{path.name} is not a TopoJSON layer with terc and name ({error}): restore the file",
            f"Plik {path.name} nie jest warstwą TopoJSON z polami terc i name ({error}); przywróć plik.",
        ) from error
    frame = frame.set_crs(LONLAT, allow_override=True).sort_values("terc")
    frame.index = frame["terc"].str[:6]
    polygons = frame.geometry.to_numpy()
    if not (shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)):
        raise SourceError(
            f"{path.name} is not a valid coverage of polygons: neighbours must share their vertices",
            f"Wielokąty w {path.name} nakładają się albo nie stykają wierzchołkami; użyj poprawnej warstwy.",
        )
    return frame


def to_topology(objects: Mapping[str, tuple[Sequence[Any] | Geometries, Properties]], decimals: int) -> bytes:
    """Encode polygons so that every shared border is stored once.

    Parameters
    ----------
    objects : mapping
        Name of the TopoJSON object → (polygons of a valid coverage in LONLAT, longitude first; properties, one mapping
        per polygon, whose key ``id`` becomes the feature's id).
    decimals : int
        Decimal places of a degree to keep: 5 is about one metre, 4 about ten.

    Returns
    -------
    bytes
        TopoJSON (UTF-8), quantised and delta-encoded; the same input gives the same bytes.

    Notes
    -----
    Format: the TopoJSON Specification 1.0 (``transform``, ``arcs``).
    """
    scale = 10**decimals
    frames = [_on_grid(geometries, scale) for geometries, _ in objects.values()]
    topology = Topology(frames, prequantize=False, topology=True, object_name=list(objects)).to_dict()
    shapes = {
        name: [_topology_feature(*pair) for pair in zip(topology["objects"][name]["geometries"], own, strict=True)]
        for name, (_, own) in objects.items()
    }
    document = {
        "type": "Topology",
        "transform": {"scale": [1 / scale, 1 / scale], "translate": [0, 0]},
        "objects": {name: {"type": "GeometryCollection", "geometries": found} for name, found in shapes.items()},
        "arcs": [_deltas(arc) for arc in topology["arcs"]],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _on_grid(geometries: Sequence[Any] | Geometries, scale: int) -> gpd.GeoDataFrame:
    grid = shapely.transform(np.asarray(geometries, dtype=object), lambda a: np.round(a * scale))
    return gpd.GeoDataFrame(geometry=list(grid))


def _topology_feature(shape: Mapping[str, Any], properties: Mapping[str, Any]) -> dict[str, Any]:
    own = {k: v for k, v in properties.items() if k != "id"}
    named = {"id": properties["id"]} if "id" in properties else {}
    return {"type": shape["type"], "arcs": shape["arcs"], **named, **({"properties": own} if own else {})}


def _deltas(arc: Sequence[Sequence[float]]) -> list[list[int]]:
    steps = np.diff(np.asarray(arc, dtype=np.int64), axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    return [[int(x), int(y)] for x, y in steps]


def simplify(layer: gpd.GeoDataFrame, tolerance_m: float, decimals: int) -> Geometries:
    """Thin a whole layer for display without tearing neighbours apart.

    Parameters
    ----------
    layer : GeoDataFrame
        A valid coverage in METRIC.
    tolerance_m : float
        Square root of the area (m²) of the triangles that may go: see ``shapely.coverage_simplify``.
    decimals : int
        Decimal places of a degree to keep, at most 5.

    Returns
    -------
    array of polygons
        In LONLAT, in the order of the input, still a valid coverage.

    Raises
    ------
    CrsError
        When the layer is not in METRIC.
    ValueError
        When the tolerance or the rounding is too coarse for this layer: the result would not be a valid coverage.
    """
    require_crs(layer, METRIC)
    thin = shapely.coverage_simplify(layer.geometry.to_numpy(), tolerance_m)
    rounded: Geometries = shapely.transform(thin, lambda a: np.round(project(a, to_lonlat()), decimals))
    if not (shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded)):
        raise ValueError(f"{tolerance_m} m and {decimals} decimals tear this layer: choose a smaller tolerance")
    return rounded


def interior_cells(layer: gpd.GeoDataFrame, units: IntArray, margin_m: float) -> bytes:
    """Find the cells that lie wholly inside one polygon and farther than a margin from every other unit.

    Parameters
    ----------
    layer : GeoDataFrame
        Polygons in METRIC, a valid coverage.
    units : array of int, (polygons,)
        Number of each polygon's unit, from 0: within a unit every answer is the same on every day.
    margin_m : float
        Distance in metres within which another unit would have to be named.

    Returns
    -------
    bytes
        The file that :func:`ses_map.cells.decode_cells` reads; the same layer gives the same bytes.

    Raises
    ------
    CrsError
        When the layer is not in METRIC.
    """
    require_crs(layer, METRIC)
    polygons = layer.geometry.to_numpy()
    united = np.array([shapely.coverage_union_all(polygons[units == n]) for n in range(units.max() + 1)], dtype=object)
    whole = shapely.coverage_union_all(united)
    near = shapely.buffer(whole, margin_m * _ARCS)
    # Nobody is named abroad, so cores go as far as the edge of the country.
    abroad = shapely.difference(shapely.envelope(shapely.buffer(near, margin_m)), whole)
    cores = shapely.intersection(shapely.buffer(shapely.union(united, abroad), -margin_m * _ARCS), united)
    crossed = _crossed(shapely.boundary(np.concatenate([polygons, cores, [near]])))
    changes = np.flatnonzero(crossed[1:] != crossed[:-1]) + 1
    starts = np.sort(np.concatenate([changes, np.arange(CELL_ROWS) * CELL_COLUMNS]))
    starts = starts[np.diff(starts, prepend=-1) > 0]
    free = np.flatnonzero(~crossed[starts])
    roots, root = np.unique(_joined(starts, np.append(starts[1:], crossed.size), free), return_inverse=True)
    values = np.full(len(starts), UNDECIDED)
    values[free] = _values(starts[free[roots]], polygons, cores[units], near)[root]
    kept = (np.diff(values, prepend=UNDECIDED) != 0) | (starts % CELL_COLUMNS == 0)
    return encode_cells(np.diff(starts[kept], append=crossed.size), values[kept])


def _crossed(lines: Geometries) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Mark the cells that lines in METRIC cross or come near to, (rows · columns,).

    Of each point on a line the corners of a square around it are marked. The square holds all of the line up to the
    middle of the way to the next point, and the slack; it is smaller than a cell, so it reaches no cell that holds none
    of its corners.
    """
    lines = shapely.transform(shapely.segmentize(lines, _STRAIGHT_M), lambda a: project(a, to_lonlat()))
    lines = shapely.transform(lines, lambda a: (a - (CELL_WEST, CELL_SOUTH)) * CELLS_A_DEGREE)
    crossed = np.zeros((CELL_ROWS, CELL_COLUMNS), dtype=bool)
    for some in np.array_split(lines, 16):  # not all at once, for the sake of memory
        points = shapely.get_coordinates(shapely.segmentize(some, _STEP))
        sides = [np.floor(points + aside).astype(np.int32) for aside in (-_STEP / 2 - _SLACK, _STEP / 2 + _SLACK)]
        for column, row in ((x[:, 0], y[:, 1]) for x in sides for y in sides):
            held = (row >= 0) & (row < CELL_ROWS) & (column >= 0) & (column < CELL_COLUMNS)
            crossed[row[held], column[held]] = True
    return crossed.ravel()


def _joined(starts: IntArray, ends: IntArray, free: IntArray) -> IntArray:
    """Return for each free run one that no border parts from it, from each to one that touches it in the row above."""
    starts, ends = starts[free], ends[free]
    own = np.arange(len(free))
    above = np.minimum(np.searchsorted(ends, starts + CELL_COLUMNS, side="right"), len(free) - 1)
    joined = np.where((starts[above] < ends + CELL_COLUMNS) & (ends[above] > starts + CELL_COLUMNS), above, own)
    while (joined != joined[joined]).any():
        joined = joined[joined]
    return joined


def _values(cells: IntArray, polygons: Geometries, cores: Geometries, near: Any) -> IntArray:
    """Ask geometry about the middles of cells that no border crosses."""
    lon, lat = (cells % CELL_COLUMNS + 0.5) / CELLS_A_DEGREE, (cells // CELL_COLUMNS + 0.5) / CELLS_A_DEGREE
    points: Any = shapely.points(*to_metric().transform(CELL_WEST + lon, CELL_SOUTH + lat))
    values = np.where(shapely.intersects(near, points), UNDECIDED, NOWHERE)
    held, polygon = shapely.STRtree(polygons).query(points, predicate="intersects")
    inner = shapely.intersects(cores[polygon], points[held])
    values[held[inner]] = polygon[inner]
    return values


def outline(polygons: Geometries) -> Any:
    """Return the outer border of a coverage, its inner rings filled, in the CRS of the input."""
    united = shapely.coverage_union_all(polygons)
    rings = [shapely.Polygon(shapely.get_exterior_ring(part)) for part in shapely.get_parts(united)]
    return shapely.union_all(rings)


def audit_geometry(layer: gpd.GeoDataFrame, whole: Any) -> list[Problem]:
    """Measure where a layer leaves land of the outline in no polygon (hole) or in several (clash).

    Parameters
    ----------
    layer : GeoDataFrame
        Polygons in METRIC, indexed by code.
    whole : polygon
        The outline to fill, in METRIC.

    Returns
    -------
    list of Problem
        ``hole`` and ``clash``, with areas in m², sorted; empty when the layer fills the outline exactly once.

    Raises
    ------
    CrsError
        When the layer is not in METRIC.
    """
    require_crs(layer, METRIC)
    polygons = layer.geometry.to_numpy()
    holes = [p for p in shapely.get_parts(whole.difference(shapely.union_all(polygons))) if p.area > SLIVER_M2]
    problems = [_hole(p) for p in holes]
    left, right = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    left, right = left[left < right], right[left < right]
    areas = shapely.area(shapely.intersection(polygons[left], polygons[right]))
    for one, two, area in zip(left, right, areas, strict=True):
        if area > SLIVER_M2:
            problems.append(_clash(str(layer.index[one]), str(layer.index[two]), area))
    return sorted(problems)


def _hole(part: Any) -> Problem:
    lon, lat = to_lonlat().transform(*part.representative_point().coords[0])
    where = f"{lat:.4f}° N, {lon:.4f}° E"
    detail = f"Teren o powierzchni {part.area:.0f} m² przy {where} nie należy do żadnego wielokąta; uzupełnij warstwę."
    return Problem("hole", where, Severity.WARNING, detail)


def _clash(one: str, two: str, area_m2: float) -> Problem:
    detail = f"Wielokąty {one} i {two} nakładają się na {area_m2:.0f} m²; popraw granicę w warstwie."
    return Problem("clash", f"{one}+{two}", Severity.WARNING, detail)
