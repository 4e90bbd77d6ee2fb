"""Fixtures for tests of maps, web, command line and browser; a module asks for them with ``pytest_plugins``.

What is dear is made once per run: the real snapshot with its maps, and a hostile one of one voivodeship.
"""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from tests.shared import shared
from tests.web_builders import app_of, hostile_geodata, small_geodata, tiles_of


@pytest.fixture(scope="session")
def published(request: pytest.FixtureRequest, snapshot: Snapshot) -> Snapshot:
    """The real snapshot with its maps, as ``ses-map build`` publishes it."""
    return shared(request, "published", lambda: snapshot.with_files({**render_maps(snapshot), **tiles_of(snapshot)}))


@pytest.fixture(scope="session")
def real_store(published: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the real snapshot: read it, never publish to it."""
    folder = tmp_path_factory.mktemp("store")
    FileStore(folder).publish(published)
    return folder


@pytest.fixture(scope="session")
def app(published: Snapshot) -> Flask:
    """The application over the real snapshot, on 24 November 2026."""
    return app_of(published)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Geodata of opolskie alone, for builds that must not take long: copy it before an edit."""
    return small_geodata(tmp_path_factory.mktemp("small") / "geodata", "16")


@pytest.fixture(scope="session")
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A snapshot whose registry attacks every page."""

    def make() -> Snapshot:
        data = build_snapshot(hostile_geodata(tmp_path_factory.mktemp("hostile") / "geodata"))
        return data.with_files(render_maps(data))

    return shared(request, "hostile", make)
