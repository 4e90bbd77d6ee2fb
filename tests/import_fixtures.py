"""Fixtures for tests of imports; a module asks for them with ``pytest_plugins``."""

import shutil
from pathlib import Path

import pytest

from ses_map.imports.context import ImportContext, read_context
from tests.builders import GEODATA
from tests.import_builders import EDITIONS, GOOD, HEADER, HOSTILE, write_sheet
from tests.web_builders import small_geodata


@pytest.fixture(scope="session")
def context() -> ImportContext:
    """Everything that rows are read against: the real country."""
    return read_context(GEODATA)


@pytest.fixture(scope="session")
def pomorskie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Geodata of pomorskie alone, to be copied."""
    return small_geodata(tmp_path_factory.mktemp("pomorskie") / "geodata", "22")


@pytest.fixture
def geo(pomorskie: Path, tmp_path: Path) -> Path:
    """A copy of the geodata of pomorskie, to import into."""
    return shutil.copytree(pomorskie, tmp_path / "geodata")


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, ...]:
    """Two editions of one register; each changes two tables, and closes what the other has."""
    return tuple(write_sheet(tmp_path / f"{n}.csv", rows) for n, rows in enumerate(EDITIONS))


@pytest.fixture
def hostile_sheet(tmp_path: Path) -> Path:
    return write_sheet(tmp_path / "wykaz.csv", HOSTILE)


@pytest.fixture
def plain_sheet(tmp_path: Path) -> Path:
    return write_sheet(tmp_path / "wykaz.csv", [HEADER[:5], GOOD[:5]])
