"""A real browser and the real server; each worker that runs these tests starts its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.snapshot import Snapshot
from ses_map.store.files import FileStore
from tests.e2e.visitor import PATIENCE_MS, Visit, visiting
from tests.serving import serving
from tests.shared import shared
from tests.web_builders import ENDLESS_NAME, hostile_geodata

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic",
    "--no-first-run", "--disable-component-update", "--disable-sync",
]  # fmt: skip

Visitor = Callable[..., AbstractContextManager[Visit]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system, or Playwright's own; without either CI fails and anybody else is told what to install."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or playwright.chromium.executable_path
        if not Path(path).exists() and os.environ.get("CI") == "true":
            pytest.fail("there is no chromium: CI must install it, see .ci/run")
        if not Path(path).exists():
            pytest.skip("needs the program chromium (Debian and Ubuntu: apt install chromium)")
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=PATIENCE_MS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(real_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of ``ses-map serve`` over the real snapshot."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serving(log, store=real_store, workers=1, threads=4) as (_, address):
        yield address


@pytest.fixture(scope="session")
def hostile_server(hostile: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose registry attacks its readers."""
    folder = tmp_path_factory.mktemp("hostile-server")
    FileStore(folder / "store").publish(hostile)
    with serving(folder / "log", store=folder / "store", workers=1, threads=4) as (_, address):
        yield address


@pytest.fixture(scope="session")
def endless_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server every text of whose registry is ten thousand characters long, turned and unwritable."""
    folder = tmp_path_factory.mktemp("endless-server")

    def make() -> Snapshot:
        data = build_snapshot(hostile_geodata(folder / "geodata", ENDLESS_NAME))
        return data.with_files(render_maps(data))

    FileStore(folder / "store").publish(shared(request, "endless", make))
    with serving(folder / "log", store=folder / "store", workers=1, threads=4) as (_, address):
        yield address


@pytest.fixture
def visit(browser: Browser, server: str) -> Visitor:
    """``with visit(width=360) as reader: reader.go("/")``."""
    return partial(visiting, browser, server)
