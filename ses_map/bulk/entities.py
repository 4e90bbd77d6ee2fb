"""A batch of cells → rows of ``registry/entities.csv`` with who serves them, by the rules of ``imports.entities``.

What needs the whole file or a person is left to ``ses-map import``: no zeros are given back to codes, no village is
told from its post office, and no row is settled by its neighbours.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from ses_map.bulk.cleaning import Rows, clean_rows
from ses_map.bulk.columns import Column, Numbers, groups
from ses_map.bulk.context import BatchContext
from ses_map.bulk.geoparquet import SCHEMA, wkb_points
from ses_map.bulk.locating import Places, locate_rows
from ses_map.imports import Mapping as ColumnMapping
from ses_map.imports.entities import clusters_of, kind_of, status_of
from ses_map.imports.identities import key_of
from ses_map.imports.layout import Record
from ses_map.imports.lines import Line
from ses_map.imports.provenance import life_of, provenance_of, read_count, read_postcode, read_website
from ses_map.imports.rows import Row, require_name
from ses_map.registry.rows import parts
from ses_map.spelling import fold, slug

_PLAIN_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AS_THEY_ARE = ("name", "operator", "founders", "town", "street", "activity")


@dataclass(frozen=True)
class ReadOptions:
    """How cells are read.

    Parameters
    ----------
    mapping : Mapping
        Source, constants and tables of values.
    fields : mapping
        Header → field, ``ignore`` or empty.
    """

    mapping: ColumnMapping
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """What became of a batch: every row is in ``accepted`` or in ``refused``."""

    #: Rows in the order of the batch, of :data:`geoparquet.SCHEMA`.
    accepted: pa.RecordBatch
    #: Their numbers in the batch.
    kept: Numbers
    refused: Numbers
    #: Why each of the latter was refused.
    why: list[str]
    #: How many accepted rows have each problem, and how many were refused for each.
    warned: dict[str, int]
    reasons: dict[str, int]


def read_entities(cells: pa.RecordBatch, options: ReadOptions, context: BatchContext) -> Result:
    """Clean, locate and join a batch.

    Parameters
    ----------
    cells : RecordBatch
        Text as it came, one column per header.
    options : ReadOptions
        How to read it.
    context : BatchContext
        Names, polygons and claims.
    """
    rows = clean_rows(cells, options.mapping, options.fields)
    places = locate_rows(rows, context)
    _require_name(rows)
    _require_place(rows, places)
    columns = {name: rows.column(name) for name in _AS_THEY_ARE} | places.columns
    columns |= _own(rows, options.mapping, context)
    columns["entity_id"] = _ids(rows, places, context)
    sure = places.columns["powiat_basis"].flags(lambda basis: basis in ("teryt", "stated")) & places.undisputed
    columns["confidence"] = Column(["medium", "high"], sure.astype(np.int64))
    columns["problems"] = rows.problems.texts()
    gone = rows.problems.refused
    kept, refused = np.flatnonzero(~gone), np.flatnonzero(gone)
    return Result(
        _batch(columns, places, kept),
        kept,
        refused,
        columns["problems"].texts(refused),
        rows.problems.warnings(),
        rows.problems.reasons(),
    )


def _require_name(rows: Rows) -> None:
    """Refuse rows without a name, but for those whose name was refused already."""
    told = [flags for (_, name), flags in rows.problems.found.items() if name in ("name", "name_address")]
    bare = ~np.logical_or.reduce([rows.column("name").filled_cells(), *told])
    line = Line(Record("", 0, {}), {})
    require_name(line, "podmiot")
    for problem in line.problems:
        rows.problems.add(problem.code, problem.field, bare, problem.refuses)


def _require_place(rows: Rows, places: Places) -> None:
    """Refuse rows without even a voivodeship; those without a powiat are kept and told of."""
    named = rows.column("name").filled_cells()
    lost = named & ~places.columns["powiat"].filled_cells()
    nowhere = lost & ~places.columns["voivodeship"].filled_cells()
    rows.problems.add("entity-unlocated", "town", lost)
    rows.problems.add("entity-unlocated", "town", nowhere, refuses=True)


def _own(rows: Rows, mapping: ColumnMapping, context: BatchContext) -> dict[str, Column]:
    """Give the columns that a row says of itself, place and name aside."""
    unnamed = rows.column("name").where(rows.column("kind").filled_cells(), Column.filled("", rows.n))
    named = Rows(rows.n, rows.columns | {"name": unnamed}, rows.problems, rows.headers)
    life, source = ("valid_from", "valid_to"), ("source_url", "source_title", "source_date")
    made = named.ask(("kind", "name"), lambda line: {"kind": kind_of(line, mapping)})
    made |= rows.ask(("status_ps",), lambda line: {"status_ps": status_of(line)})
    made |= rows.ask(("spheres",), lambda line: {"spheres": "; ".join(parts(line.get("spheres")))})
    made |= rows.ask(("clusters",), lambda line: {"clusters": clusters_of(line, context.clusters)})
    made |= rows.ask(life, life_of)
    made |= rows.ask(source, lambda line: provenance_of(line, mapping))
    for name, read, code in _CONVERTED:
        made |= rows.ask((name,), partial(_converted, name, read, code))
    return made


_Reader = Callable[[str], str]
_CONVERTED: tuple[tuple[str, _Reader, str], ...] = (
    ("postcode", read_postcode, "invalid-postcode"),
    ("website", read_website, "invalid-website"),
    ("jobs", read_count, "invalid-number"),
)


def _converted(name: str, read: _Reader, code: str, line: Line) -> Row:
    return {name: line.converted(name, read, code)}


def _ids(rows: Rows, places: Places, context: BatchContext) -> Column:
    """Give each row the id that the register has for it, or one made of its name, town and place.

    The latter needs no other row: what tells namesakes in one town apart is a hash of the powiat and the street.
    """
    told = ["number", "name", "town", "street"]
    columns = [*(rows.column(name) for name in told), places.columns["powiat"]]
    first, inverse = groups(columns, rows.n)
    return Column([_id(context, *texts) for texts in zip(*(c.texts(first) for c in columns), strict=True)], inverse)


def _id(context: BatchContext, number: str, name: str, town: str, street: str, powiat: str) -> str:
    stated = number if _PLAIN_ID.fullmatch(number) else slug(number)
    if stated:
        return stated
    where = town or (context.names.powiaty[powiat].name if powiat else "")
    tail = hashlib.sha256(f"{powiat}|{fold(street)}".encode()).hexdigest()[:8]
    return f"{key_of(name, where)}-{tail}"


def _batch(columns: Mapping[str, Column], places: Places, kept: Numbers) -> pa.RecordBatch:
    lat, lon = places.lat[kept], places.lon[kept]
    special = {
        "lat": pa.array(lat, pa.float64(), mask=np.isnan(lat)),
        "lon": pa.array(lon, pa.float64(), mask=np.isnan(lon)),
        "geometry": wkb_points(lon, lat),
    }
    arrays = [special[f.name] if f.name in special else columns[f.name].take(kept).to_arrow(f.type) for f in SCHEMA]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
