"""Two files that appear together when all is done, and not at all before: accepted rows and refused ones.

The accepted are GeoParquet 1.1: points as WKB in CRS84, longitude first.
"""

import csv
import errno
import fcntl
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from ses_map.bulk.register import Batch
from ses_map.datasets import ENTITIES
from ses_map.errors import ImportFileError
from ses_map.imports.layout import unique_headers
from ses_map.inert import inert
from ses_map.storage import sync

_KINDS = {"float": pa.float64(), "integer": pa.int32(), "date": pa.date32()}

GEOMETRY = "geometry"
#: The columns of ``registry/entities.csv``; who serves the place on the day (``outcome``, ``reason`` and ids of
#: ``centres``, joined by semicolons); what was found odd; and the point. What is not known is null.
SCHEMA = pa.schema(
    [(column.name, _KINDS.get(column.type.sql, pa.string())) for column in ENTITIES.columns]
    + [(name, pa.string()) for name in ("centres", "outcome", "reason", "problems")]
    + [(GEOMETRY, pa.binary())]
)

#: Columns of the refused before those of the file: its row, why, and the text of one that has no cells.
_BEFORE = ("row", "problems", "text")


def wkb_points(lon: pa.Array, lat: pa.Array) -> pa.Array:
    """Write points as little-endian WKB, null where a coordinate is; degrees in CRS84."""
    x, y = (a.to_numpy(zero_copy_only=False) for a in (lon, lat))
    known = ~(np.isnan(x) | np.isnan(y))
    points = np.full(len(x), None, dtype=object)
    points[known] = shapely.to_wkb(shapely.points(x[known], y[known]), byte_order=1)
    return pa.array(points, pa.binary())


class Output:
    """Takes rows under the headers of a file; :func:`writing` makes it and publishes what it took."""

    def __init__(self, accepted: Path, rejected: IO[str], headers: Sequence[str]) -> None:
        self._accepted = pq.ParquetWriter(accepted, SCHEMA, compression="zstd")
        self._west = self._south = np.inf
        self._east = self._north = -np.inf
        self._refused = csv.writer(rejected, lineterminator="\n")
        self._refused.writerow(map(inert, unique_headers([*_BEFORE, *headers])))

    def accept(self, rows: pa.RecordBatch) -> None:
        """Write accepted rows, of :data:`SCHEMA`."""
        if not rows.num_rows:
            return
        self._accepted.write_batch(rows)
        lon, lat = (rows.column(name).drop_null().to_numpy(zero_copy_only=False) for name in ("lon", "lat"))
        if len(lon):
            self._west, self._east = min(self._west, lon.min()), max(self._east, lon.max())
            self._south, self._north = min(self._south, lat.min()), max(self._north, lat.max())

    def refuse(self, batch: Batch, why: Mapping[int, str]) -> None:
        """Write refused rows of a batch by their numbers, with the rows that are none, in the order of the file."""
        rows = list(why)
        cells = batch.cells.take(pa.array(rows, pa.int64())).to_pydict().values()
        texts = zip(*cells, strict=True) if rows else iter(())
        numbers = batch.numbers[rows].tolist() if rows else []
        lines = [(n, w, "", *t) for n, w, t in zip(numbers, why.values(), texts, strict=True)]
        lines += [(number, "wrong-number-of-cells:", text) for number, text in batch.broken]
        for line in sorted(lines, key=lambda line: line[0]):
            self._refused.writerow([line[0], *(inert(text) for text in line[1:])])

    def close(self) -> None:
        """Write the metadata and the footer."""
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": ["Point"],
            "crs": CRS.from_user_input("OGC:CRS84").to_json_dict(),
        }
        if np.isfinite(self._west):
            column["bbox"] = [float(v) for v in (self._west, self._south, self._east, self._north)]
        about = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
        self._accepted.add_key_value_metadata({"geo": json.dumps(about)})
        self._accepted.close()

    def abandon(self) -> None:
        """Let go of a file that is not finished and will be removed; one that is stays as it is."""
        if self._accepted.is_open:
            self._accepted.close()


@contextmanager
def writing(out: Path, rejected: Path, headers: Sequence[str]) -> Iterator[Output]:
    """Write two files beside their places, and move them there when the block has ended well.

    Whatever happens before, what was in the places stays; the accepted rows are moved last.

    Raises
    ------
    ImportFileError
        When a place cannot be written, or another run is writing to it.
    """
    try:
        with _beside(out) as rows, _beside(rejected) as refused:
            with refused.open("w", encoding="utf-8", newline="") as file:
                output = Output(rows, file, headers)
                try:
                    yield output
                    output.close()
                finally:
                    output.abandon()
            for path in (refused, rows):
                sync(path)
            refused.replace(rejected)
            rows.replace(out)
            sync(out.parent)
    except BlockingIOError as error:
        raise ImportFileError(
            f"another run is writing {out}: wait for it, or name another file",
            f"Plik {out.name} pisze właśnie inne polecenie; poczekaj, aż skończy, albo podaj inną nazwę.",
        ) from error
    except OSError as error:
        raise ImportFileError(
            f"{out} cannot be written ({error}): nothing was changed, free the disk or mend the rights",
            f"Nie da się zapisać {out.name} ({error.strerror or error}); niczego nie zmieniono, zwolnij miejsce albo "
            "popraw prawa.",
        ) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Lend a file beside a path that is this run's alone, and remove it in the end if it is still there."""
    lock = path.with_name(f".{path.name}.lock")
    new = path.with_name(f".{path.name}.new")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not lock.exists() or not os.path.samestat(os.fstat(handle), lock.stat()):
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(lock))
        try:
            yield new
        finally:
            new.unlink(missing_ok=True)
            lock.unlink(missing_ok=True)
    finally:
        os.close(handle)
