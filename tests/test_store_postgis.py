"""The store in PostgreSQL beyond the protocol: damage, tables made and migrated, roles, what GIS users see, secrets."""

import contextlib
import logging
import random
from datetime import date
from itertools import islice

import numpy as np
import psycopg
import pytest
import shapely
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from ses_map.errors import NotFoundError, NotReadyError, StoreError
from ses_map.lookup import Lookup
from ses_map.snapshot import Snapshot
from ses_map.store import load_current
from ses_map.store.memory import MemoryStore
from ses_map.store.postgis import PostgisStore, spatial, tables
from tests.builders import ROOT, country, parcel
from tests.postgres import PASSWORD, PASSWORD_IN_URL, Cluster

pytest_plugins = ["tests.postgres_fixtures"]

ONE, TWO, THREE = parcel("one"), parcel("two"), parcel("three")
SQUARES = country("020101 020102 020201", "0201>a !020102>a 0202>b/północny@2019-01-01..2020-12-31~2019-04?")


@pytest.fixture
def store(url: str) -> PostgisStore:
    return PostgisStore(url)


@given(st.lists(st.sampled_from([ONE, TWO, THREE, SQUARES]) | st.integers(0, 3), min_size=1, max_size=8))
@settings(max_examples=8)
def test_it_tells_the_story_that_memory_tells(cluster, steps):
    memory, ours = MemoryStore(), PostgisStore(cluster.url(cluster.empty_database()))
    for one in (memory, ours):
        one.publish(TWO)
    for step in steps:
        told = [s.prune(step) if isinstance(step, int) else s.publish(step) for s in (memory, ours)]
        assert told[0] == told[1]
        assert memory.ids() == ours.ids()
        assert memory.current_id() == ours.current_id()
    assert all(dict(ours.load(i).files) == dict(memory.load(i).files) for i in ours.ids())


DAMAGE = {
    "bit": "UPDATE ses_map.blobs SET data = set_bit(data, 3, 1 - get_bit(data, 3)) WHERE length(data) = 3",
    "short": "UPDATE ses_map.blobs SET data = substr(data, 2) WHERE length(data) = 3",
    "empty": "UPDATE ses_map.blobs SET data = '' WHERE length(data) = 3",
    "swapped": "UPDATE ses_map.blobs SET data = (SELECT data FROM ses_map.blobs WHERE length(data) > 3 LIMIT 1)",
    "gone": "DELETE FROM ses_map.blobs WHERE length(data) = 3",
    "not listed": "DELETE FROM ses_map.files WHERE name = 'registry.json'",
    "renamed": "UPDATE ses_map.files SET name = 'other.json' WHERE name = 'points.json'",
    "forged": "UPDATE ses_map.files SET digest = (SELECT max(digest) FROM ses_map.blobs)",
    "no list": "DELETE FROM ses_map.files",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_a_damaged_snapshot_is_refused_until_it_is_published_again(cluster, database, store, how):
    store.publish(ONE)
    cluster.sql(DAMAGE[how], database)

    with pytest.raises(StoreError, match=ONE.id):
        load_current(store)
    store.publish(ONE)
    assert load_current(store).files == ONE.files


@pytest.mark.parametrize("how", ["bit", "short", "empty", "swapped", "gone"])
def test_a_damaged_file_is_not_read_and_the_older_snapshot_still_loads(cluster, database, store, how):
    store.publish(SQUARES)
    store.publish(ONE)
    cluster.sql(DAMAGE[how] if how != "swapped" else DAMAGE["bit"], database)

    with pytest.raises(StoreError, match=ONE.id):
        store.read(ONE.id, "registry.json")
    assert store.read(ONE.id, "points.json") == b"{}"
    assert store.load(SQUARES.id).files == SQUARES.files


def test_a_file_is_kept_once_and_goes_with_the_last_snapshot_that_has_it(cluster, database, store):
    def kept() -> int:
        return cluster.sql("SELECT count(*) FROM ses_map.blobs", database)[0][0]

    store.publish(ONE)
    store.publish(TWO)
    assert kept() == 5, "both have the same points.json"
    assert store.prune(1) == (ONE.id,)
    assert kept() == 3
    assert load_current(store).files == TWO.files


def test_whoever_guesses_names_of_files_does_not_reach_the_database(own_cluster):
    store = PostgisStore(own_cluster.url(own_cluster.empty_database()))
    store.publish(ONE)
    for name in ("assets/x.js", "points.json"):
        with contextlib.suppress(NotFoundError):
            assert store.read(ONE.id, name) == b"{}"
    own_cluster.stop()

    for number in range(100):
        with pytest.raises(NotFoundError):
            store.read(ONE.id, f"assets/{number}.js")
    with pytest.raises(StoreError, match="does not answer"):
        store.read(ONE.id, "points.json")


def test_tables_are_made_once_and_made_again_where_they_were_dropped(cluster, database, store):
    for _ in range(2):
        with pytest.raises(NotReadyError, match="ses-map build"):
            store.current_id()
        assert store.ids() == () and store.prune(0) == ()
        store.publish(ONE)
        store.publish(ONE)
        assert cluster.sql("SELECT version_num FROM ses_map.alembic_version", database) == [(tables.REVISION,)]
        cluster.sql("DROP SCHEMA ses_map CASCADE", database)


def test_the_code_knows_the_tables_that_migrations_make(cluster, database, store):
    """No difference, by Alembic's own comparison; and the code's revision is the newest."""
    store.publish(ONE)
    folder = ScriptDirectory(str(ROOT / "ses_map/store/postgis/migrations"))
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(cluster.url(database)))
    options = {"include_schemas": True, "include_name": lambda name, kind, _: kind != "schema" or name == "ses_map"}
    with engine.connect() as connection:
        seen = MigrationContext.configure(connection, opts={**options, "version_table_schema": "ses_map"})
        changes = [c for c in compare_metadata(seen, spatial.metadata) if "alembic_version" not in str(c)]
    engine.dispose()

    assert changes == []
    assert folder.get_current_head() == tables.REVISION
    assert {s.revision for s in folder.walk_revisions()} == {tables.REVISION, *tables.EARLIER}


def test_tables_of_a_later_version_are_left_alone(cluster, database, store):
    store.publish(ONE)
    cluster.sql("UPDATE ses_map.alembic_version SET version_num = '9999'", database)

    for ask in (store.current_id, lambda: store.publish(TWO)):
        with pytest.raises(StoreError, match=r"later version of ses-map \(9999.*update ses-map"):
            ask()
    assert store.ids() == (ONE.id,)


def test_tables_of_an_earlier_version_want_a_build(cluster, database, store, monkeypatch):
    store.publish(ONE)
    monkeypatch.setattr("ses_map.store.postgis.adapter.EARLIER", ("0000",))
    cluster.sql("UPDATE ses_map.alembic_version SET version_num = '0000'", database)

    with pytest.raises(StoreError, match=r"earlier version \(0000\): run 'ses-map build'"):
        store.current_id()


def test_a_database_without_postgis_is_refused_in_a_sentence_and_left_as_it_was(cluster, database):
    cluster.sql("CREATE DATABASE bare OWNER ses_map")
    try:
        with pytest.raises(StoreError, match=r"has no PostGIS .*let an administrator run 'CREATE EXTENSION postgis'"):
            PostgisStore(cluster.url("bare", "ses_map")).publish(ONE)
        assert cluster.sql("SELECT 1 FROM pg_namespace WHERE nspname = 'ses_map'", "bare") == []
        administrator = PostgisStore(cluster.url("bare"))
        assert administrator.publish(ONE) == administrator.current_id()
    finally:
        cluster.sql("DROP DATABASE bare WITH (FORCE)")


def test_readers_need_no_more_than_select(cluster, database, store):
    store.publish(ONE)
    cluster.sql("DO $$BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN END$$")
    reader = PostgisStore(cluster.url(database, "reader"))
    with pytest.raises(StoreError, match="permission denied"):
        reader.current_id()
    cluster.sql(
        "GRANT USAGE ON SCHEMA ses_map TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA ses_map TO reader", database
    )

    assert load_current(reader).files == ONE.files
    assert reader.ids() == (ONE.id,)
    for change in (lambda: reader.publish(TWO), lambda: reader.prune(0)):
        with pytest.raises(StoreError, match="permission denied"):
            change()
    assert store.ids() == (ONE.id,)


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
    assert cluster.sql("SELECT id, name FROM ses_map.centres ORDER BY 1", database) == [
        ("a", "OWES a"),
        ("b", "OWES b"),
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


@pytest.mark.parametrize("wrong", ["", "x"])
def test_a_password_is_used_and_never_said(cluster, database, caplog, wrong):
    url = cluster.url_with_password(database).replace(PASSWORD_IN_URL, PASSWORD_IN_URL + wrong)
    store = PostgisStore(url)
    with caplog.at_level(logging.DEBUG):
        if not wrong:
            assert store.publish(ONE) == store.current_id()
            cluster.sql("DROP SCHEMA ses_map CASCADE", database)
        with pytest.raises(StoreError) as refused:
            store.current_id()

    error = refused.value
    said = f"{error} {error!r} {error.polish} {error.__cause__!r} {store!r} {caplog.text}"
    assert ("password authentication failed" in said) == bool(wrong)
    assert PASSWORD not in said and PASSWORD_IN_URL not in said
