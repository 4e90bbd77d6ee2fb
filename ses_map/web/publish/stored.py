"""Columns of the tables as rows of the API and as properties of features: names, schemas and values from one place."""

from collections.abc import Mapping, Sequence
from typing import Any

from ses_map.datasets import CENTRES, ENTITIES, SEPARATOR, Column, Table

Row = dict[str, Any]


def api_columns(table: Table, without: Sequence[str] = ()) -> tuple[Column, ...]:
    """List the columns that rows of the API have.

    Parameters
    ----------
    table : Table
        What is declared.
    without : sequence of str
        Keys that this list does not give.
    """
    return tuple(c for c in table.columns if c.api and c.api not in without)


#: What rows of the API have of a centre; ``website`` stands for every way to reach it.
CENTRE_COLUMNS = api_columns(CENTRES, without=("source_title",))
ENTITY_COLUMNS = api_columns(ENTITIES)


def ogc_columns(table: Table) -> tuple[Column, ...]:
    """List the columns that features have."""
    return tuple(c for c in table.columns if c.ogc)


def api_row(columns: Sequence[Column], record: Any, instead: Mapping[str, Row]) -> Row:
    """Spell a record as a row of the API.

    Parameters
    ----------
    columns : sequence of Column
        From :func:`api_columns`.
    record : Any
        What is spelled.
    instead : mapping of str to dict
        Key → what stands in its place.
    """
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
    kind = {"type": column.type.json if column.is_required else [column.type.json, "null"]}
    if column.is_list:
        return {"type": "array", "items": {"type": column.type.json}}
    return kind | ({"format": "date"} if column.type.sql == "date" else {})
