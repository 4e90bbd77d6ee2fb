"""The store in PostgreSQL beyond the protocol: damage, tables made and migrated, roles, secrets."""

import contextlib
import logging

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from ses_map.errors import NotFoundError, NotReadyError, StoreError
from ses_map.store import load_current
from ses_map.store.memory import MemoryStore
from ses_map.store.postgis import PostgisStore, spatial, tables
from tests.builders import ROOT, country, parcel
from tests.postgres import PASSWORD, PASSWORD_IN_URL

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
