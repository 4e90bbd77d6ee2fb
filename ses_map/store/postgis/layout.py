"""Tables for GIS as the declared columns make them, and the tables of a database fitted to that.

Rows for GIS are made anew from each snapshot, so their columns need no migrations: a column that is declared now is
added, one that is no more is dropped, in the transaction of a publication. Grants and views of others stay.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Column, Connection, Date, Float, Index, Integer, Table, Text, inspect, text
from sqlalchemy.schema import DropColumnComment, SetColumnComment
from sqlalchemy.types import TypeEngine

from ses_map import datasets
from ses_map.store.postgis.tables import SCHEMA, metadata

#: Columns of a centre that its main office and contacts give.
REACHED = ("seat_place", "street", "postcode", "website", "phone", "email")
#: Columns of sources, which not every table for GIS has.
SOURCE = ("source_url", "source_title", "source_date")

_TYPES: dict[str, type[TypeEngine[Any]]] = {"text": Text, "integer": Integer, "float": Float, "date": Date}


def declared(
    name: str,
    table: datasets.Table,
    comment: str,
    *,
    key: str = "",
    indexed: Sequence[str] = (),
    instead: Mapping[str, Sequence[str]] | None = None,
    without: Sequence[str] = (),
    geometry: TypeEngine[Any] | None = None,
) -> Table:
    """Return a table for GIS with the declared columns.

    Parameters
    ----------
    name : str
        Of the table in the database.
    table : datasets.Table
        Whose columns it has.
    comment : str
        What it holds.
    key : str
        Its primary key; without one rows are numbered.
    indexed : sequence of str
        Columns that are asked for.
    instead : mapping of str to sequence of str
        Column → texts in its place.
    without : sequence of str
        Columns that it does not have.
    geometry : TypeEngine, optional
        Type of a last column ``geom``.
    """
    columns: list[Column[Any]] = [] if key else [Column("number", Integer, primary_key=True, autoincrement=False)]
    for own in _columns(table, without):
        for column in (instead or {}).get(own.sql or "", (own.sql or "",)):
            columns.append(_column(own, column, column == key, column in indexed))
    further = [Column("geom", geometry), Index(f"{name}_geom", "geom", postgresql_using="gist")] if geometry else []
    return Table(name, metadata, *columns, *further, comment=comment)


def _column(own: datasets.Column, name: str, is_key: bool, is_indexed: bool) -> Column[Any]:
    kind: type[TypeEngine[Any]] = Text if own.is_list else _TYPES[own.type.sql]
    is_nullable = not is_key and kind is not Text
    return Column(name, kind, primary_key=is_key, index=is_indexed or None, nullable=is_nullable, comment=own.en)


def _columns(table: datasets.Table, without: Sequence[str]) -> tuple[datasets.Column, ...]:
    return tuple(c for c in table.columns if c.sql and c.sql not in without)


def spell_row(
    table: datasets.Table,
    record: Any,
    instead: Mapping[str, Sequence[Any]] | None = None,
    without: Sequence[str] = (),
) -> tuple[Any, ...]:
    """Spell a record in the order of :func:`declared`, with the same ``instead`` and ``without``."""
    row: list[Any] = []
    for column in _columns(table, without):
        given = (instead or {}).get(column.sql or "")
        row += given if given is not None else (_cell(column.value(record)),)
    return tuple(row)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return datasets.SEPARATOR.join(map(str, value))
    return value.value if isinstance(value, Enum) else value


def fit_columns(connection: Connection, table: Table) -> None:
    """Return a table without rows the columns that are declared, and no others, and say what each holds."""
    found = inspect(connection).get_columns(table.name, schema=SCHEMA)
    there = {column["name"]: column.get("comment") for column in found}
    quote = connection.dialect.identifier_preparer.quote
    changes = [f"DROP COLUMN {quote(name)}" for name in sorted(there.keys() - {c.name for c in table.columns})]
    for column in table.columns:
        if column.name not in there:
            kind = column.type.compile(connection.dialect)
            changes.append(f"ADD COLUMN {quote(column.name)} {kind}{'' if column.nullable else ' NOT NULL'}")
    if changes:
        connection.execute(text(f"ALTER TABLE {SCHEMA}.{quote(table.name)} {', '.join(changes)}"))
    for column in table.columns:
        if column.comment != there.get(column.name):
            connection.execute(SetColumnComment(column) if column.comment else DropColumnComment(column))
