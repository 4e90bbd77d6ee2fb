"""A batch of cells → rows of ``registry/entities.csv`` with who serves them, by the row rules of ``imports``.

What needs the whole file or a person is left to ``ses-map import``: no zeros are given back to codes, no village is
distinguished from its post office, no line joins the row above, and no row or coordinate is settled by its neighbours.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ses_map.bulk.context import BatchContext
from ses_map.bulk.output import GEOMETRY, SCHEMA, wkb_points
from ses_map.crs import IntArray, in_poland_bounds
from ses_map.imports import Mapping as ColumnMapping
from ses_map.imports.cleaning import read_cells
from ses_map.imports.entities import EntityRules, key_of
from ses_map.imports.fields import IGNORE
from ses_map.imports.grids import read_grids
from ses_map.imports.layout import Record
from ses_map.imports.locate import clues_of
from ses_map.imports.rows import Row, RowResult
from ses_map.spelling import fold, slug

#: Rows that are read before their points are looked up.
_AT_ONCE = 1_000

_PLAIN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class ReadOptions:
    """How cells are read."""

    #: Source, constants and tables of values.
    mapping: ColumnMapping
    #: Header → field, ``ignore`` or empty.
    fields: dict[str, str]


@dataclass(frozen=True)
class BatchResult:
    """What became of a batch: every row is in ``accepted`` or in ``refused``."""

    #: Rows in the order of the batch, of :data:`geoparquet.SCHEMA`.
    accepted: pa.RecordBatch
    #: Their numbers in the batch.
    kept: IntArray
    #: Number in the batch → why it was refused.
    refused: dict[int, str]
    #: How many accepted rows have each problem, and how many were refused for each.
    warned: Counter[str]
    reasons: Counter[str]


def read_entities(cells: pa.RecordBatch, options: ReadOptions, context: BatchContext) -> BatchResult:
    """Clean, locate and join a batch: text as it came, one column per header."""
    accepted: dict[int, Row] = {}
    refused: dict[int, str] = {}
    warned: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for number, (line, row) in enumerate(_rows(cells, options, context)):
        problems = "; ".join(sorted({f"{p.code}:{p.field}" for p in line.problems})) if line.problems else ""
        if line.refused:
            refused[number] = problems
            reasons.update({p.code for p in line.problems if p.refuses})
        else:
            accepted[number] = row | {"problems": problems}
            warned.update({p.code for p in line.problems})
    return BatchResult(
        accepted=_batch(list(accepted.values())),
        kept=np.array(list(accepted), dtype=np.int64),
        refused=refused,
        warned=warned,
        reasons=reasons,
    )


def _rows(cells: pa.RecordBatch, options: ReadOptions, context: BatchContext) -> Iterator[tuple[RowResult, Row]]:
    """Read row after row; of a few at once the points are looked up together."""
    rules = EntityRules(options.mapping, context.names)
    used = {header: name for header, name in options.fields.items() if name and name != IGNORE}
    record = Record("", 0, dict.fromkeys(used, ""))
    for start in range(0, cells.num_rows, _AT_ONCE):
        part = cells.slice(start, _AT_ONCE)
        columns = [part.column(header).to_pylist() for header in used]
        rows = zip(*columns, strict=True) if used else [()] * part.num_rows
        lines = [
            read_cells(record, options.mapping, zip(used.values(), row, strict=True), context.towns) for row in rows
        ]
        for line in lines:
            read_grids([line], _in_poland, _nowhere)
        clues = [clues_of(line) for line in lines]
        locator = context.locator(clues)
        for line, clue in zip(lines, clues, strict=True):
            place = locator.locate(clue)
            rules.check(line, place)
            row = rules.row(line, place, _id(line, rules.town_of(line, place)))
            yield line, row | context.served(place.gmina or place.powiat or place.voivodeship)


def _in_poland(lat: float, lon: float) -> tuple[str, ...]:
    """Say whether a point may lie in Poland; a batch must not depend on the rows around."""
    return ("",) if in_poland_bounds(lon, lat) else ()


def _nowhere(line: RowResult) -> str:
    return ""


def _id(line: RowResult, town: str) -> str:
    """Return the id that the register has for a row, or one made of its name, town and place.

    The latter needs no other row: what tells namesakes in one town apart is a hash of the powiat and the street.
    """
    number = line.get("number")
    stated = number if not number or _PLAIN_ID.fullmatch(number) else slug(number)
    if stated:
        return stated
    tail = hashlib.sha256(f"{line.powiat}|{fold(line.get('street'))}".encode()).hexdigest()[:8]
    return f"{key_of(line.get('name'), town)}-{tail}"


_TEXTS = pa.struct([(field.name, pa.string()) for field in SCHEMA if field.name != GEOMETRY])


def _batch(rows: list[Row]) -> pa.RecordBatch:
    arrays = {}
    for field, cells in zip(_TEXTS, pa.array(rows, _TEXTS).flatten(), strict=True):
        known = pc.if_else(pc.equal(cells, ""), None, cells)
        arrays[field.name] = known.cast(SCHEMA.field(field.name).type)
    arrays[GEOMETRY] = wkb_points(arrays["lon"], arrays["lat"])
    return pa.RecordBatch.from_arrays([arrays[field.name] for field in SCHEMA], schema=SCHEMA)
