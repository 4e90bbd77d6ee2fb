"""What GIS users see in PostgreSQL: the tables of the current snapshot, made and migrated."""

import random
from dataclasses import replace
from datetime import date
from itertools import islice

import numpy as np
import pytest
import shapely

from ses_map.lookup import Lookup
from ses_map.model import Contact, ContactKind, Provenance
from ses_map.snapshot import Snapshot
from ses_map.store.postgis import PostgisStore, tables
from tests.builders import centre, country, office, parcel, registry
from tests.postgres import Cluster

pytest_plugins = ["tests.postgres_fixtures"]

ONE = parcel("one")
CLAIMED = registry(("020101", "020102", "020201"), "0201>a !020102>a 0202>b/północny@2019-01-01..2020-12-31~2019-04?")
MOVED = centre(
    "a", successor="b", offices=(office("a", "Tu"), office("a", "Tam", "branch", valid_to=date(2020, 12, 31)))
)
PHONE = Contact("02", ContactKind.PHONE, "71 000 00 00", Provenance("", "", "2024-03"))
SQUARES = country("020101 020102 020201", registry=replace(CLAIMED, centres=(MOVED, centre("b")), contacts=(PHONE,)))


@pytest.fixture
def store(url: str) -> PostgisStore:
    return PostgisStore(url)


def covering(cluster: Cluster, database: str, lon: float, lat: float) -> list[tuple[str]]:
    return cluster.sql(
        f"SELECT code FROM ses_map.areas WHERE ST_Covers(geom, ST_SetSRID(ST_Point({lon!r}, {lat!r}), 4326))", database
    )


def test_tables_for_gis_are_those_of_the_current_snapshot(cluster, database, store):
    store.publish(SQUARES)
    claims = cluster.sql(
        "SELECT unit, effect, centre_id, valid_to, confidence FROM ses_map.claims ORDER BY 1, 2", database
    )
    assert claims == [
        ("0201", "add", "a", None, "stated"),
        ("020102", "exclude", "a", None, "stated"),
        ("0202", "add", "b", date(2020, 12, 31), "derived"),
    ]
    assert cluster.sql("SELECT id, name, seat_place, successor FROM ses_map.centres ORDER BY 1", database) == [
        ("a", "OWES a", "Tu", "b"),
        ("b", "OWES b", "", ""),
    ]
    assert cluster.sql("SELECT centre_id, role, place, valid_to FROM ses_map.offices ORDER BY number", database) == [
        ("a", "main", "Tu", None),
        ("a", "branch", "Tam", date(2020, 12, 31)),
    ]
    assert cluster.sql("SELECT subject, kind, value, source_date FROM ses_map.contacts", database) == [
        ("02", "phone", "71 000 00 00", "2024-03")
    ]
    for code, polygon in SQUARES.gminy.by_code.items():
        assert covering(cluster, database, polygon.centroid.x, polygon.centroid.y) == [(code,)]

    store.publish(ONE)
    assert cluster.sql("SELECT count(*) FROM ses_map.areas", database) == [(0,)]
    store.publish(SQUARES)
    assert cluster.sql("SELECT count(*) FROM ses_map.areas", database) == [(3,)]
    kinds = cluster.sql(
        "SELECT f_table_name, type, srid FROM geometry_columns WHERE f_table_schema = 'ses_map'", database
    )
    assert sorted(kinds) == [("areas", "MULTIPOLYGON", 4326), ("entities", "POINT", 4326)]


def test_text_that_sql_cannot_hold_does_not_stop_a_publication(cluster, database, store):
    nasty = (
        country("020101", "0201>a")
        .files["registry.json"]
        .replace(b"OWES a", b"\\u0000'; DROP SCHEMA ses_map; --\\\\.\\t")
    )
    store.publish(Snapshot({**SQUARES.files, "registry.json": nasty}))

    assert cluster.sql("SELECT name FROM ses_map.centres", database) == [("\ufffd'; DROP SCHEMA ses_map; --\\.\t",)]


@pytest.mark.realdata
def test_postgis_and_the_look_up_find_the_same_gmina(cluster, database, store, snapshot):
    """A few hundred points of the country's box, without those where polygons of the layer meet."""
    store.publish(snapshot)
    dice, finder, on = random.Random(2026), Lookup(snapshot), date(2026, 11, 24)
    lon, lat = np.array([(dice.uniform(14.1, 24.2), dice.uniform(49.0, 54.9)) for _ in range(400)]).T
    rows = ", ".join(
        f"({i}, ST_SetSRID(ST_Point({x!r}, {y!r}), 4326))"
        for i, (x, y) in enumerate(zip(map(float, lon), map(float, lat), strict=True))
    )
    query = f"SELECT n, code FROM (VALUES {rows}) p(n, point) JOIN ses_map.areas ON ST_Covers(geom, point)"
    found: dict[int, set[str]] = {}
    for number, code in cluster.sql(query, database):
        found.setdefault(number, set()).add(code)

    ours = [finder.by_point(float(y), float(x), on) for x, y in zip(lon, lat, strict=True)]
    assert {i: {a.gmina} for i, a in enumerate(ours) if a.gmina} == found
    assert len(found) >= 200
    located = [e for e in snapshot.registry.entities if e.lat is not None]
    assert cluster.sql("SELECT count(*) FROM ses_map.entities WHERE geom IS NOT NULL", database) == [(len(located),)]
    wkb = cluster.sql(
        "SELECT code, ST_AsBinary(geom) FROM ses_map.areas WHERE geom IS NOT NULL ORDER BY code", database
    )
    for code, data in islice(wkb, 0, None, 100):
        assert shapely.equals_exact(
            shapely.from_wkb(data), shapely.MultiPolygon(_parts(snapshot.gminy.by_code[code])), 0
        )


def _parts(polygon):
    return getattr(polygon, "geoms", [polygon])


def test_tables_of_the_first_revision_are_migrated_with_what_they_hold(cluster, database, store):
    store.publish(SQUARES)
    # What the first revision had: no offices, no contacts, no successor.
    cluster.sql("DROP TABLE ses_map.offices, ses_map.contacts", database)
    cluster.sql("ALTER TABLE ses_map.centres DROP COLUMN successor", database)
    cluster.sql("UPDATE ses_map.alembic_version SET version_num = '0001'", database)
    cluster.sql("UPDATE ses_map.current SET spatial = 'of an earlier revision'", database)

    store.publish(ONE)

    assert cluster.sql("SELECT version_num FROM ses_map.alembic_version", database) == [(tables.REVISION,)]
    assert store.ids() == (ONE.id, SQUARES.id)
    assert store.load(SQUARES.id).files == SQUARES.files
    store.publish(SQUARES)
    assert cluster.sql("SELECT count(*) FROM ses_map.offices", database) == [(2,)]
