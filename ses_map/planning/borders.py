"""Borders that two units of a layer share, and how long they are: found once per snapshot, grouped for any day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from ses_map.crs import FloatArray, Geometries, project, to_metric
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
