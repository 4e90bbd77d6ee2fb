"""The current snapshot as tables that a GIS user asks in SQL: EPSG:4326, longitude first.

Rows are made anew from each snapshot, so their columns need no migrations: a column that is declared now is added, one
that is no more is dropped, in the transaction of a publication. Grants and views of others stay.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any
from zipfile import BadZipFile

import shapely
from geoalchemy2 import Geometry
from psycopg import sql
from sqlalchemy import Column, Connection, Date, Float, Index, Integer, Table, Text, delete, inspect, text
from sqlalchemy.schema import DropColumnComment, SetColumnComment
from sqlalchemy.types import TypeEngine

from ses_map import datasets
from ses_map.datasets.areas import GMINA_KIND_WORDS
from ses_map.model import Centre, Entity, Gmina
from ses_map.snapshot import Layer, Snapshot
from ses_map.store.postgis.tables import REVISION, SCHEMA, metadata

_log = logging.getLogger(__name__)

_SRID = 4326

#: Columns of a centre that its main office and contacts give.
_REACHED = ("seat_place", "street", "postcode", "website", "phone", "email")
#: Columns of sources, which not every table for GIS has.
_SOURCE = ("source_url", "source_title", "source_date")

_TYPES: dict[str, type[TypeEngine[Any]]] = {"text": Text, "integer": Integer, "float": Float, "date": Date}


def _table(
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
    return Column(
        name, kind, primary_key=is_key, index=is_indexed or None, nullable=is_nullable, comment=own.meaning.en
    )


def _columns(table: datasets.Table, without: Sequence[str]) -> tuple[datasets.Column, ...]:
    return tuple(c for c in table.columns if c.sql and c.sql not in without)


areas = Table(
    "areas",
    metadata,
    Column("code", Text, primary_key=True, comment="TERYT code of the gmina, 6 digits"),
    Column("name", Text),
    Column("kind", Text, comment=f"seventh digit of TERYT: {GMINA_KIND_WORDS.en}"),
    Column("powiat", Text, nullable=False),
    Column("voivodeship", Text, nullable=False),
    Column("population", Integer),
    Column("area_km2", Float),
    Column("geom", Geometry("MULTIPOLYGON", srid=_SRID, spatial_index=False)),
    Index("areas_geom", "geom", postgresql_using="gist"),
    comment="Gminas of the current snapshot; polygons of November 2020, names and codes of TERYT 2026-01-01",
)

centres = _table(
    "centres",
    datasets.CENTRES,
    "Social-economy support centres (OWES) of the current snapshot",
    key="id",
    instead={"website": _REACHED},
    without=_SOURCE,
)
offices = _table(
    "offices",
    datasets.OFFICES,
    "Where centres receive people: the main office (role main) and branches",
    indexed=("centre_id",),
)
contacts = _table(
    "contacts",
    datasets.CONTACTS,
    "What sources say of reaching coordinators and centres: the newest decides, the others are evidence",
    indexed=("subject",),
)
claims = _table(
    "claims",
    datasets.ASSIGNMENTS,
    "Claims by sources that a centre serves a unit: not facts, see the look-up for the answer of a day",
    indexed=("unit", "centre_id"),
)
entities = _table(
    "entities",
    datasets.ENTITIES,
    "Social-economy entities of the current snapshot; without a point where the source gives none",
    key="id",
    without=_SOURCE,
    geometry=Geometry("POINT", srid=_SRID, spatial_index=False),
)

Row = tuple[Any, ...]


_TABLES = (areas, centres, offices, contacts, claims, entities)
#: Names of all columns: rows are laid out anew when they change.
LAYOUT = tuple(str(column) for table in _TABLES for column in table.columns)


class Layers:
    """The rows of one snapshot; it is decoded at once, so that a transaction need not wait for that.

    A snapshot that cannot be decoded has no rows; a store keeps any files.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        used = [snapshot.digests.get(name, "") for name in ("registry.json", "layers/gminy.npz")]
        #: Hash of what the rows are made of.
        self.fingerprint = hashlib.sha256("\n".join((REVISION, *LAYOUT, *used)).encode()).hexdigest()
        self._rows: dict[Table, Iterable[Row]] = {}
        try:
            registry, layer = snapshot.registry, snapshot.gminy
        except (KeyError, TypeError, ValueError, AttributeError, OSError, EOFError, BadZipFile) as error:
            _log.warning("snapshot %s has no tables for GIS: it cannot be decoded (%r)", snapshot.id, error)
            return
        self._rows = {
            areas: area_rows(registry.gminy, layer),
            centres: (_centre_row(c) for c in registry.centres),
            offices: _numbered(datasets.OFFICES, registry.offices),
            contacts: _numbered(datasets.CONTACTS, registry.contacts),
            claims: _numbered(datasets.ASSIGNMENTS, registry.assignments),
            entities: (_entity_row(e) for e in registry.entities),
        }

    def lay_out(self, connection: Connection) -> None:
        """Replace the rows of all tables; others see the old ones until the transaction ends."""
        for table in _TABLES:
            table.create(connection, checkfirst=True)
            connection.execute(delete(table))
            _fit_columns(connection, table)
            _copy(connection, table, self._rows.get(table, ()))


def _copy(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Send rows the way that a million of them take seconds."""
    columns = sql.SQL(", ").join(sql.Identifier(c.name) for c in table.columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(SCHEMA, table.name), columns)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in row])


def area_rows(gminy: Iterable[Gmina], layer: Layer) -> Iterator[Row]:
    """Return a row for each gmina and for each polygon that no gmina has, in the order of codes."""
    known = {g.teryt: g for g in gminy}
    for code in sorted(known.keys() | layer.by_code.keys()):
        gmina, polygon = known.get(code), layer.by_code.get(code)
        facts = (gmina.name, gmina.kind) if gmina else (None, None)
        numbers = (gmina.population, gmina.area_km2) if gmina else (None, None)
        yield (code, *facts, code[:4], code[:2], *numbers, None if polygon is None else _written(_multi(polygon)))


def _multi(polygon: Any) -> Any:
    return shapely.MultiPolygon([polygon]) if polygon.geom_type == "Polygon" else polygon


def _written(geometry: Any) -> str:
    """Write a geometry as PostGIS reads it in COPY."""
    return str(shapely.to_wkb(shapely.set_srid(geometry, _SRID), hex=True, include_srid=True))


def _numbered(table: datasets.Table, records: Iterable[Any]) -> Iterator[Row]:
    return ((number, *_spell_row(table, record)) for number, record in enumerate(records, start=1))


def _centre_row(centre: Centre) -> Row:
    """Return a centre with the main office of which no end is stated."""
    details = centre.contact_on(date.max)
    reached = (details.place, details.street, details.postcode, details.website, details.phone, details.email)
    return _spell_row(datasets.CENTRES, centre, {"website": reached}, _SOURCE)


def _entity_row(entity: Entity) -> Row:
    point = None
    if entity.lat is not None and entity.lon is not None:
        point = _written(shapely.Point(entity.lon, entity.lat))
    return (*_spell_row(datasets.ENTITIES, entity, without=_SOURCE), point)


def _spell_row(
    table: datasets.Table,
    record: Any,
    instead: Mapping[str, Sequence[Any]] | None = None,
    without: Sequence[str] = (),
) -> tuple[Any, ...]:
    """Spell a record in the order of :func:`_table`, with the same ``instead`` and ``without``."""
    row: list[Any] = []
    for column in _columns(table, without):
        given = (instead or {}).get(column.sql or "")
        row += given if given is not None else (_cell(column.value(record)),)
    return tuple(row)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return datasets.SEPARATOR.join(map(str, value))
    return value.value if isinstance(value, Enum) else value


def _fit_columns(connection: Connection, table: Table) -> None:
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
