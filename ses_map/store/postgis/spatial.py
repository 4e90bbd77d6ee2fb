"""The current snapshot as tables that a GIS user asks in SQL: EPSG:4326, longitude first."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from zipfile import BadZipFile

import shapely
from geoalchemy2 import Geometry
from psycopg import sql
from sqlalchemy import Column, Connection, Float, Index, Integer, Table, Text, delete

from ses_map import datasets
from ses_map.model import Centre, Entity, Gmina
from ses_map.snapshot import Layer, Snapshot
from ses_map.store.postgis.layout import REACHED, SOURCE, declared, fit_columns, spell_row
from ses_map.store.postgis.tables import REVISION, SCHEMA, metadata

_log = logging.getLogger(__name__)

_SRID = 4326

areas = Table(
    "areas",
    metadata,
    Column("code", Text, primary_key=True, comment="TERYT code of the gmina, 6 digits"),
    Column("name", Text),
    Column("kind", Text, comment="seventh digit of TERYT: 1 urban, 2 rural, 3 mixed"),
    Column("powiat", Text, nullable=False),
    Column("voivodeship", Text, nullable=False),
    Column("population", Integer),
    Column("area_km2", Float),
    Column("geom", Geometry("MULTIPOLYGON", srid=_SRID, spatial_index=False)),
    Index("areas_geom", "geom", postgresql_using="gist"),
    comment="Gminas of the current snapshot; polygons of November 2020, names and codes of TERYT 2026-01-01",
)

centres = declared(
    "centres",
    datasets.CENTRES,
    "Social-economy support centres (OWES) of the current snapshot",
    key="id",
    instead={"website": REACHED},
    without=SOURCE,
)
offices = declared(
    "offices",
    datasets.OFFICES,
    "Where centres receive people: the main office (role main) and branches",
    indexed=("centre_id",),
)
contacts = declared(
    "contacts",
    datasets.CONTACTS,
    "What sources say of reaching coordinators and centres: the newest decides, the others are evidence",
    indexed=("subject",),
)
claims = declared(
    "claims",
    datasets.ASSIGNMENTS,
    "Claims by sources that a centre serves a unit: not facts, see the look-up for the answer of a day",
    indexed=("unit", "centre_id"),
)
entities = declared(
    "entities",
    datasets.ENTITIES,
    "Social-economy entities of the current snapshot; without a point where the source gives none",
    key="id",
    without=SOURCE,
    geometry=Geometry("POINT", srid=_SRID, spatial_index=False),
)

Row = tuple[Any, ...]


_TABLES = (areas, centres, offices, contacts, claims, entities)
#: Names of all columns: rows are laid out anew when they change.
LAYOUT = tuple(str(column) for table in _TABLES for column in table.columns)


class Layers:
    """The rows of one snapshot; it is decoded at once, so that a transaction need not wait for that.

    A snapshot that cannot be decoded has no rows; a store keeps any files.

    Parameters
    ----------
    snapshot : Snapshot
        Whose registry and base layer are laid out.
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
            connection.execute(delete(table))
            fit_columns(connection, table)
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
    return ((number, *spell_row(table, record)) for number, record in enumerate(records, start=1))


def _centre_row(centre: Centre) -> Row:
    """Return a centre with the main office of which no end is stated."""
    details = centre.contact_on(date.max)
    reached = (details.place, details.street, details.postcode, details.website, details.phone, details.email)
    return spell_row(datasets.CENTRES, centre, {"website": reached}, SOURCE)


def _entity_row(entity: Entity) -> Row:
    point = None
    if entity.lat is not None and entity.lon is not None:
        point = _written(shapely.Point(entity.lon, entity.lat))
    return (*spell_row(datasets.ENTITIES, entity, without=SOURCE), point)
