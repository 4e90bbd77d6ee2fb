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
from sqlalchemy import Column, Connection, Date, Float, Index, Integer, Table, Text, delete

from ses_map.model import Assignment, Centre, Contact, Entity, Gmina, Office, Provenance
from ses_map.snapshot import Layer, Snapshot
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

_OF_CENTRE = ("name", "operator", "voivodeship", "seat_place", "street", "postcode", "website", "phone", "email")
centres = Table(
    "centres",
    metadata,
    Column("id", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in _OF_CENTRE),
    Column("valid_from", Date),
    Column("valid_to", Date, comment="last day in being"),
    Column("successor", Text, nullable=False, comment="id of the centre that took over, or empty"),
    comment="Social-economy support centres (OWES) of the current snapshot",
)

_SOURCE = ("source_url", "source_title", "source_date")
_OF_OFFICE = ("role", "place", "street", "postcode", "phone", "email", "hours", "step_free")
offices = Table(
    "offices",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("centre_id", Text, nullable=False, index=True),
    *(Column(name, Text, nullable=False) for name in (*_OF_OFFICE, *_SOURCE)),
    Column("valid_from", Date, comment="empty: the source does not say"),
    Column("valid_to", Date, comment="last day in use; empty: the source does not say"),
    comment="Where centres receive people: the main office (role main) and branches",
)

contacts = Table(
    "contacts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False, index=True, comment="id of a centre, or code of a voivodeship"),
    *(Column(name, Text, nullable=False) for name in ("kind", "value", *_SOURCE)),
    comment="What sources say of reaching coordinators and centres: the newest decides, the others are evidence",
)

claims = Table(
    "claims",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("unit", Text, nullable=False, index=True, comment="TERYT code: powiat 4 digits, gmina 6"),
    Column("effect", Text, nullable=False, comment="add or exclude"),
    Column("centre_id", Text, nullable=False, index=True),
    Column("valid_from", Date, comment="empty: the source does not say"),
    Column("valid_to", Date, comment="last day in force; empty: the source does not say"),
    *(Column(name, Text, nullable=False) for name in ("subregion", "confidence", *_SOURCE, "sentence")),
    comment="Claims by sources that a centre serves a unit: not facts, see the look-up for the answer of a day",
)

_OF_ENTITY = (
    "name", "kind", "operator", "gmina", "powiat", "voivodeship", "town", "street", "postcode", "website", "status_ps",
)  # fmt: skip
entities = Table(
    "entities",
    metadata,
    Column("id", Text, primary_key=True),
    *(Column(name, Text, nullable=False) for name in _OF_ENTITY),
    Column("valid_from", Date),
    Column("valid_to", Date, comment="last day in being"),
    Column("geom", Geometry("POINT", srid=_SRID, spatial_index=False)),
    Index("entities_geom", "geom", postgresql_using="gist"),
    comment="Social-economy entities of the current snapshot; without a point where the source gives none",
)

Row = tuple[Any, ...]


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
        self.fingerprint = hashlib.sha256("\n".join((REVISION, *used)).encode()).hexdigest()
        self._rows: dict[Table, Iterable[Row]] = {}
        try:
            registry, layer = snapshot.registry, snapshot.gminy
        except (KeyError, TypeError, ValueError, AttributeError, OSError, EOFError, BadZipFile) as error:
            _log.warning("snapshot %s has no tables for GIS: it cannot be decoded (%r)", snapshot.id, error)
            return
        self._rows = {
            areas: area_rows(registry.gminy, layer),
            centres: (_centre_row(c) for c in registry.centres),
            offices: (_office_row(number, o) for number, o in enumerate(registry.offices, start=1)),
            contacts: (_contact_row(number, c) for number, c in enumerate(registry.contacts, start=1)),
            claims: (_claim_row(number, a) for number, a in enumerate(registry.assignments, start=1)),
            entities: (_entity_row(e) for e in registry.entities),
        }

    def lay_out(self, connection: Connection) -> None:
        """Replace the rows of all tables; others see the old ones until the transaction ends."""
        for table in (areas, centres, offices, contacts, claims, entities):
            connection.execute(delete(table))
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
    """Give a row for each gmina and for each polygon that no gmina has, in the order of codes."""
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


def _centre_row(centre: Centre) -> Row:
    """Give a centre with the main office of which no end is stated."""
    details = centre.contact_on(date.max)
    own = (centre.name, centre.operator, centre.voivodeship)
    reach = (details.place, details.street, details.postcode, details.website, details.phone, details.email)
    return (centre.id, *own, *reach, centre.valid_from, centre.valid_to, centre.successor)


def _office_row(number: int, office: Office) -> Row:
    told = (office.role.value, *(getattr(office, name) for name in _OF_OFFICE[1:]))
    return (number, office.centre_id, *told, *_papers(office.source), office.valid_from, office.valid_to)


def _contact_row(number: int, contact: Contact) -> Row:
    return (number, contact.subject, contact.kind.value, contact.value, *_papers(contact.source))


def _papers(source: Provenance) -> Row:
    return (source.url, source.title, source.date)


def _claim_row(number: int, claim: Assignment) -> Row:
    source = (*_papers(claim.source), claim.sentence)
    held = (claim.unit, claim.effect.value, claim.centre_id, claim.valid_from, claim.valid_to)
    return (number, *held, claim.subregion, claim.confidence.value, *source)


def _entity_row(entity: Entity) -> Row:
    point = None
    if entity.lat is not None and entity.lon is not None:
        point = _written(shapely.Point(entity.lon, entity.lat))
    return (entity.id, *(getattr(entity, name) for name in _OF_ENTITY), entity.valid_from, entity.valid_to, point)
