"""Registers in Parquet and GeoParquet as a stream of batches of text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from ses_map.bulk.register import Batch, named
from ses_map.errors import ImportFileError
from ses_map.imports.file_types import damaged
from ses_map.imports.sheets import cell_text
from ses_map.imports.vectors import points_of

_CRS84 = "OGC:CRS84"
_ADDED = ("lon (geometria)", "lat (geometria)")


class ParquetRegister:
    """A Parquet file; its geometry becomes two columns of degrees, unless it has columns ``lat`` and ``lon`` beside it.

    Numbers, days and truth become text as in ``imports.sheets``. Columns of lists and records are no cells: they are
    named in ``left`` and not read.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = pq.ParquetFile(path, pre_buffer=False)
        except (pa.ArrowInvalid, OSError) as error:
            raise damaged("Parquet", str(error)) from error
        schema = self._file.schema_arrow
        own, self._crs = _geometry(self._file.metadata.metadata or {})
        self._geometry = own
        plain = [f.name for f in schema if not pa.types.is_nested(f.type) and f.name != own]
        self._columns = [name for name in plain if schema.names.count(name) == 1]
        if {"lat", "lon"} <= set(self._columns):
            self._geometry = ""
        self.left = tuple(name for name in schema.names if name not in (*self._columns, own))
        self.headers, self.repeated = named([*self._columns, *(_ADDED if self._geometry else ())])
        self.size = self._file.metadata.num_rows
        self._read = 0

    def position(self) -> int:
        """Return how many rows were read."""
        return self._read

    def batches(self, rows: int) -> Iterator[Batch]:
        """Yield the rows in their order, at most so many at once."""
        columns = [*self._columns, *([self._geometry] if self._geometry else [])]
        try:
            for block in self._file.iter_batches(rows, columns=columns, use_threads=False):
                block.validate(full=True)
                numbers = np.arange(self._read + 2, self._read + 2 + block.num_rows, dtype=np.int64)
                self._read += block.num_rows
                yield Batch(pa.RecordBatch.from_arrays(self._texts(block), list(self.headers)), numbers)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, UnicodeDecodeError, OSError) as error:
            raise damaged("Parquet", str(error)) from error

    def _texts(self, block: pa.RecordBatch) -> list[pa.Array]:
        arrays = [_text(block.column(name)) for name in self._columns]
        if self._geometry:
            wkb = np.array(block.column(self._geometry).to_pylist(), dtype=object)
            arrays += [
                pa.array(d, pa.string()) for d in points_of(shapely.from_wkb(wkb, on_invalid="ignore"), self._crs)
            ]
        return arrays


def _text(cells: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_decode()
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type) or pa.types.is_string_view(cells.type):
        return cells.cast(pa.string())
    if pa.types.is_binary(cells.type) or pa.types.is_large_binary(cells.type):
        return pa.array([None] * len(cells), pa.string())
    coded = cells.dictionary_encode(null_encoding="encode")
    texts = [cell_text(value) or None for value in coded.dictionary.to_pylist()]
    return pa.array(texts, pa.string()).take(coded.indices)


def _geometry(metadata: dict[bytes, bytes]) -> tuple[str, Any]:
    """Return the column of geometries and its reference system; an empty name where there is none.

    Notes
    -----
    GeoParquet 1.1: a missing ``crs`` is OGC:CRS84.
    """
    if b"geo" not in metadata:
        return "", None
    try:
        about = json.loads(metadata[b"geo"])
        name = str(about["primary_column"])
        column = about["columns"][name]
        if column["encoding"] != "WKB":
            raise ValueError(f"encoding {column['encoding']}")
        return name, CRS.from_user_input(column.get("crs", _CRS84))
    except (ValueError, KeyError, TypeError, CRSError) as error:
        raise ImportFileError(
            f"GeoParquet says of its geometry what we cannot read ({error}): write it as WKB with a CRS",
            "Metadane GeoParquet są nieczytelne albo geometria nie jest w postaci WKB z układem współrzędnych; zapisz "
            "warstwę jeszcze raz.",
        ) from error
