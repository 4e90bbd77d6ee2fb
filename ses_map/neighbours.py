"""Neighbours between gminas: who lies beside whom, and how long the border is that they share.

The base layer is a coverage: neighbours share exactly the same vertices, so each side of a polygon is found again, as
it is, in the polygon on its other side. No tolerance is needed, and what a side belongs to is counted, not guessed.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from ses_map.crs import FloatArray, Geometries, project, to_metric

Indexes = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Neighbours:
    """Shared borders of the polygons of one layer, lengths and areas measured in EPSG:2180.

    Parameters
    ----------
    codes : tuple of str
        6-digit codes of the polygons, in the order of the layer; the indexes below count in it.
    pairs : array of int32, (n, 2)
        Pairs of polygons that share a border and not only a point, the lower index first, sorted.
    shared : array of float64, (n,)
        Length of each shared border, m.
    outer : array of float64, (polygons,)
        Length of each polygon's border that no other polygon shares, m.
    area : array of float64, (polygons,)
        Area of each polygon, m²: of the generalised boundaries, only to be set against lengths of the same borders.
    """

    codes: tuple[str, ...]
    pairs: Indexes
    shared: FloatArray
    outer: FloatArray
    area: FloatArray

    @property
    def is_known(self) -> bool:
        """Whether the snapshot has them: one that an older version published has none."""
        return bool(self.codes)

    @property
    def perimeter(self) -> FloatArray:
        """Whole border of each polygon, holes included, m."""
        whole = self.outer.copy()
        for side in (0, 1):
            np.add.at(whole, self.pairs[:, side], self.shared)
        return whole


def measure_neighbours(codes: Sequence[str], polygons: Geometries) -> Neighbours:
    """Measure the borders of a layer.

    Parameters
    ----------
    codes : sequence of str
        One per polygon.
    polygons : array of polygons
        A valid coverage in LONLAT, longitude first.

    Returns
    -------
    Neighbours
        Sides are matched by their coordinates as stored, and measured in METRIC.
    """
    ends, owner = _sides(polygons)
    metric = project(ends.reshape(-1, 2), to_metric()).reshape(-1, 2, 2)
    length = np.hypot(*(metric[:, 1] - metric[:, 0]).T)
    _, side, count = np.unique(ends.reshape(-1, 4), axis=0, return_inverse=True, return_counts=True)
    side = side.reshape(-1)
    alone = count[side] == 1
    outer = np.bincount(owner[alone], weights=length[alone], minlength=len(codes))
    order = np.argsort(side[~alone], kind="stable")
    owners, lengths = owner[~alone][order].reshape(-1, 2), length[~alone][order][::2]
    pairs, which = np.unique(np.sort(owners, axis=1), axis=0, return_inverse=True)
    area = shapely.area(shapely.transform(polygons, lambda a: project(a, to_metric())))
    return Neighbours(
        codes=tuple(codes),
        pairs=pairs.reshape(-1, 2).astype(np.int32),
        shared=np.bincount(which.reshape(-1), weights=lengths, minlength=len(pairs)).astype(np.float64),
        outer=outer.astype(np.float64),
        area=area,
    )


def _sides(polygons: Geometries) -> tuple[FloatArray, npt.NDArray[np.intp]]:
    """Return both ends of every side, the lesser first, and the polygon that it belongs to."""
    parts, of_part = shapely.get_parts(polygons, return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    follows = ring[1:] == ring[:-1]
    first, second = points[:-1][follows], points[1:][follows]
    turned = (first[:, 0] > second[:, 0]) | ((first[:, 0] == second[:, 0]) & (first[:, 1] > second[:, 1]))
    first[turned], second[turned] = second[turned], first[turned].copy()
    return np.stack([first, second], axis=1), of_part[of_ring[ring[:-1][follows]]]


_EMPTY = np.zeros(0)
#: What a snapshot without the file has.
NO_NEIGHBOURS = Neighbours((), np.zeros((0, 2), dtype=np.int32), _EMPTY, _EMPTY, _EMPTY)


def encode_neighbours(borders: Neighbours) -> bytes:
    """Write borders; the same borders give the same bytes."""
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {n: getattr(borders, n) for n in ("pairs", "shared", "outer", "area")}
    np.savez_compressed(buffer, codes=np.array(borders.codes, dtype="U6"), **arrays)
    return buffer.getvalue()


def decode_neighbours(data: bytes) -> Neighbours:
    """Read borders back from :func:`encode_neighbours`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        codes = tuple(str(c) for c in arrays["codes"])
        return Neighbours(codes, *(arrays[n] for n in ("pairs", "shared", "outer", "area")))
