"""Columns of the tables as rows of the API and as properties of features: names, schemas and values from one place."""

from collections.abc import Iterable, Mapping
from typing import Any

from ses_map.datasets import CENTRES, ENTITIES, SEPARATOR, Column, Table

Row = dict[str, Any]


#: What rows of the API have of a centre; ``website`` stands for every way to reach it.
CENTRE_COLUMNS = tuple(c for c in CENTRES.columns if c.api and c.api != "source_title")
ENTITY_COLUMNS = tuple(c for c in ENTITIES.columns if c.api)


def ogc_columns(table: Table) -> tuple[Column, ...]:
    """List the columns that features have."""
    return tuple(c for c in table.columns if c.ogc)


def api_row(columns: Iterable[Column], record: Any, instead: Mapping[str, Row]) -> Row:
    """Return a record as a row of the API; ``instead`` has what stands in the place of some keys."""
    row: Row = {}
    for column in columns:
        key = str(column.api)
        row |= instead.get(key) or {key: column.plain(record)}
    return row


def ogc_row(table: Table, record: Any) -> Row:
    """Return a record as the properties of a feature; several values are one text."""
    row: Row = {}
    for column in ogc_columns(table):
        value = column.plain(record)
        row[str(column.ogc)] = SEPARATOR.join(map(str, value)) or None if column.is_list else value
    return row


def json_schema(column: Column) -> dict[str, Any]:
    """Describe the value of a column in a row of the API."""
    kind: dict[str, Any] = {"type": column.type.json if column.is_required else [column.type.json, "null"]}
    if column.is_list:
        return {"type": "array", "items": {"type": column.type.json}}
    kind |= {"format": "date"} if column.type.sql == "date" else {}
    return kind | ({"examples": list(column.type.known)} if column.type.known else {})
