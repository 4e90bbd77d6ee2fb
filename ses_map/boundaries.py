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
import numpy.typing as npt
import shapely
from topojson.core.topology import Topology

from ses_map.crs import LONLAT, METRIC, FloatArray, Geometries, project, require_crs, to_lonlat, to_metric
from ses_map.errors import SourceError
from ses_map.model import Problem, Severity
from ses_map.snapshot import CELL_COLUMNS, CELL_ROWS, CELL_SOUTH, CELL_WEST, CELLS_A_DEGREE

IntArray = npt.NDArray[np.intp]
Properties = Sequence[Mapping[str, Any]]

#: Slivers below this area are rounding, not holes or clashes: 1 m².
SLIVER_M2 = 1.0


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


def interior_cells(layer: gpd.GeoDataFrame, units: Sequence[str], margin_m: float) -> np.ndarray[Any, Any]:
    """Find the cells that lie wholly inside one polygon and farther than a margin from every other unit.

    Parameters
    ----------
    layer : GeoDataFrame
        Polygons in METRIC.
    units : sequence of str
        One per polygon: within a unit every answer is the same on every day.
    margin_m : float
        Distance in metres within which another unit would have to be named.

    Returns
    -------
    array of int16, (rows, columns) of :class:`ses_map.snapshot.Cells`
        Index of the polygon, or -1.

    Raises
    ------
    CrsError
        When the layer is not in METRIC.
    """
    require_crs(layer, METRIC)
    polygons = layer.geometry.to_numpy()
    inner = {unit: shapely.buffer(whole, -margin_m - 1) for unit, whole in _united(polygons, units).items()}
    lon = CELL_WEST + np.arange(CELL_COLUMNS + 1) / CELLS_A_DEGREE
    lat = CELL_SOUTH + np.arange(CELL_ROWS + 1) / CELLS_A_DEGREE
    x, y = to_metric().transform(*np.meshgrid(lon, lat))
    values = np.full((CELL_ROWS, CELL_COLUMNS), -1, dtype=np.int16)
    bounds = shapely.bounds(layer.geometry.to_crs(LONLAT).to_numpy())
    for index, (polygon, unit) in enumerate(zip(polygons, units, strict=True)):
        core = shapely.intersection(shapely.buffer(polygon, -1), inner[unit])
        rows, columns = _covered_cells(core, bounds[index], x, y)
        values[rows, columns] = index
    return values


def _united(polygons: Geometries, units: Sequence[str]) -> dict[str, Any]:
    keys = np.asarray(units)
    return {unit: shapely.coverage_union_all(polygons[keys == unit]) for unit in sorted(set(units))}


def _covered_cells(core: Any, bounds: FloatArray, x: FloatArray, y: FloatArray) -> tuple[IntArray, IntArray]:
    """Return rows and columns of the cells that a polygon covers; ``x`` and ``y`` are the corners of all cells."""
    west, south, east, north = bounds
    left, right = (int((v - CELL_WEST) * CELLS_A_DEGREE) for v in (west, east))
    low, high = (int((v - CELL_SOUTH) * CELLS_A_DEGREE) for v in (south, north))
    xs, ys = x[low : high + 2, left : right + 2], y[low : high + 2, left : right + 2]
    shapely.prepare(core)
    inside = shapely.contains_xy(core, xs, ys)
    rows, columns = np.nonzero(inside[:-1, :-1] & inside[1:, :-1] & inside[:-1, 1:] & inside[1:, 1:])
    corners = [(xs[rows + r, columns + c], ys[rows + r, columns + c]) for r, c in ((0, 0), (0, 1), (1, 1), (1, 0))]
    squares = shapely.polygons(np.stack([np.stack(pair, axis=-1) for pair in corners], axis=1))
    covered = shapely.covers(core, squares)
    return rows[covered] + low, columns[covered] + left


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
