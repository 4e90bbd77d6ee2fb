"""One function opens a store from a setting; who keeps snapshots in a folder never loads a database driver."""

from pathlib import Path

import pytest

from ses_map.errors import StoreError
from ses_map.store.files import FileStore
from ses_map.store.opening import open_store
from tests.test_contracts import loaded

DRIVERS = {"sqlalchemy", "geoalchemy2", "psycopg", "alembic"}


def test_a_path_is_a_folder(tmp_path):
    store = open_store(tmp_path)

    assert isinstance(store, FileStore) and store.root == tmp_path


def test_an_address_is_a_database_and_nothing_is_connected_to():
    from ses_map.store.postgis import PostgisStore

    assert isinstance(open_store("postgresql://nobody@127.0.0.1:1/nothing"), PostgisStore)


def test_an_address_that_libpq_cannot_read_is_refused_without_its_password():
    with pytest.raises(StoreError, match="cannot be read") as refused:
        open_store("postgresql://user:tajne@host/db?nonsense=1")

    assert "tajne" not in str(refused.value)
    assert refused.value.__cause__ is None and refused.value.__suppress_context__


@pytest.mark.parametrize("module", ["ses_map.store.opening", "ses_map.web.wsgi", "ses_map.cli"])
def test_a_store_in_a_folder_loads_no_driver(module, tmp_path):
    assert DRIVERS & set(loaded(f"import {module}", SES_MAP_STORE=str(tmp_path))) == set()


def test_a_reader_of_a_database_loads_nothing_that_only_a_publisher_needs():
    names = set(loaded("import ses_map.web.wsgi", SES_MAP_STORE="postgresql://nobody@127.0.0.1:1/nothing"))

    assert {"sqlalchemy", "psycopg"} <= names
    assert {"alembic", "geoalchemy2", "pandas", "geopandas"} & names == set()


def test_migrations_are_in_the_wheel():
    from tests.builders import ROOT

    folder = ROOT / "ses_map/store/postgis"
    listed = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert '"ses_map.store.postgis" = ["migrations/*.py", "migrations/versions/*.py"]' in listed
    assert {p.parent.relative_to(folder) for p in (folder / "migrations").rglob("*.py")} == {
        Path("migrations"),
        Path("migrations/versions"),
    }


@pytest.mark.parametrize(("ci", "end"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_postgresql_tests_are_skipped_but_fail_in_ci(monkeypatch, ci, end):
    from tests import postgres, postgres_fixtures

    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(postgres, "binaries", lambda: None)

    with pytest.raises(end, match="install the Debian packages postgresql and postgresql-postgis"):
        postgres_fixtures.require_postgres()
