"""Fixtures for tests of reply sheets; a module asks for them with ``pytest_plugins``."""

import shutil

import pytest

from scripts.build_geodata import seal
from tests.builders import row, write_rows
from tests.import_builders import CLAIMS
from tests.reply_builders import CENTRE, SERVED, Sheet, blank
from tests.web_builders import small_geodata


@pytest.fixture(scope="session")
def lubelskie(tmp_path_factory):
    """Geodata of one voivodeship, where two powiats are served, and its blank sheet."""
    folder = tmp_path_factory.mktemp("lubelskie")
    geodata = small_geodata(folder / "geodata", "06")
    claim = {"source_url": "https://example.pl", "source_date": "2021"}
    write_rows(geodata, CLAIMS, [row(CLAIMS, unit=u, centre_id=CENTRE, **claim) for u in (SERVED, "0604")])
    seal(geodata)
    blank(folder / "geodata", folder / "blank.xlsx")
    return folder


@pytest.fixture
def lubelskie_geo(lubelskie, tmp_path):
    return shutil.copytree(lubelskie / "geodata", tmp_path / "geodata")


@pytest.fixture
def sheet(lubelskie, tmp_path):
    """The sheet with its date, and no answer yet."""
    return Sheet(shutil.copy(lubelskie / "blank.xlsx", tmp_path / "odpowiedz.xlsx")).reply()
