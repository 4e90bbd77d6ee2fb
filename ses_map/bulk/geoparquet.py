"""Located entities as GeoParquet 1.1: points as WKB in CRS84, longitude first."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from ses_map.schemas import SCHEMAS

#: Columns that are no text.
_KINDS = {
    "lat": pa.float64(),
    "lon": pa.float64(),
    "jobs": pa.int32(),
    "valid_from": pa.date32(),
    "valid_to": pa.date32(),
}

GEOMETRY = "geometry"
#: The columns of ``registry/entities.csv``; who serves the place on the day (``outcome``, ``reason`` and ids of
#: ``centres``, joined by semicolons); what was found odd; and the point. What is not known is null.
SCHEMA = pa.schema(
    [(name, _KINDS.get(name, pa.string())) for name in SCHEMAS["registry/entities.csv"].columns]
    + [(name, pa.string()) for name in ("centres", "outcome", "reason", "problems")]
    + [(GEOMETRY, pa.binary())]
)


def wkb_points(lon: pa.Array, lat: pa.Array) -> pa.Array:
    """Write points as little-endian WKB, null where a coordinate is; degrees in CRS84."""
    x, y = (a.to_numpy(zero_copy_only=False) for a in (lon, lat))
    known = ~(np.isnan(x) | np.isnan(y))
    points = np.full(len(x), None, dtype=object)
    points[known] = shapely.to_wkb(shapely.points(x[known], y[known]), byte_order=1)
    return pa.array(points, pa.binary())


class Writer:
    """Writes batches of :data:`SCHEMA` as row groups, and at the end what they hold.

    Parameters
    ----------
    path : Path
        The file, which is overwritten.
    """

    def __init__(self, path: Path) -> None:
        self._file = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self._west = self._south = np.inf
        self._east = self._north = -np.inf

    def write(self, rows: pa.RecordBatch) -> None:
        """Add rows."""
        if not rows.num_rows:
            return
        self._file.write_batch(rows)
        lon, lat = (rows.column(name).drop_null().to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
        if len(lon):
            self._west, self._east = min(self._west, lon.min()), max(self._east, lon.max())
            self._south, self._north = min(self._south, lat.min()), max(self._north, lat.max())

    def close(self) -> None:
        """Write the metadata and the footer."""
        self._file.add_key_value_metadata({"geo": json.dumps(self._geo())})
        self._file.close()

    def abandon(self) -> None:
        """Let go of a file that is not finished and will be removed; one that is stays as it is."""
        if self._file.is_open:
            self._file.close()

    def _geo(self) -> dict[str, Any]:
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": ["Point"],
            "crs": CRS.from_user_input("OGC:CRS84").to_json_dict(),
        }
        if np.isfinite(self._west):
            column["bbox"] = [float(v) for v in (self._west, self._south, self._east, self._north)]
        return {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
