"""Fixtures that are dear: the real snapshot is built once per run."""

import gc
import os
import shutil
from asyncio import events
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ses_map.build import build_snapshot
from ses_map.lookup import AnswerSerializer, Lookup
from ses_map.snapshot import Snapshot
from tests import nginx, once, programs
from tests.builders import GEODATA, TODAY
from tests.shared import shared

#: No test asks what day it is: applications, commands and whatever they start are told (``tests/test_clock.py``).
os.environ["SES_MAP_TODAY"] = TODAY.isoformat()

once.install()

# The same examples in every run of CI, so that a change is judged by itself; new ones in every run of a developer.
settings.register_profile("ses_map", deadline=None, database=None, print_blob=True)
settings.register_profile("ci", settings.get_profile("ses_map"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "ses_map")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a program before tests are chosen by their marks."""
    programs.mark(items)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let the collector of garbage leave out twelve thousand tests, which stay, and look rarely: it took a sixth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.fixture(scope="session")
def nginx_program() -> str:
    """The path of nginx; skips where there is none, except in CI."""
    return nginx.needed()


@pytest.fixture(autouse=True)
def own_event_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """A worker that once had a browser keeps its event loop running: other tests begin without one, in any order."""
    running = events._get_running_loop()
    if running is None or "browser" in request.fixturenames:
        yield
        return
    events._set_running_loop(None)
    yield
    events._set_running_loop(running)


@pytest.fixture(scope="session")
def geodata() -> Path:
    """The real folder: read it, never write to it."""
    return GEODATA


@pytest.fixture
def spare_geodata(tmp_path: Path) -> Path:
    """A copy of the real folder, to be damaged."""
    return shutil.copytree(GEODATA, tmp_path / "geodata")


@pytest.fixture(scope="session")
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """The real snapshot, without rendered maps."""
    return shared(request, "data", lambda: build_snapshot(GEODATA))


@pytest.fixture(scope="session")
def finder(snapshot: Snapshot) -> Lookup:
    return Lookup(snapshot)


@pytest.fixture(scope="session")
def speller(snapshot: Snapshot) -> AnswerSerializer:
    return AnswerSerializer(snapshot)
