"""Memory of a real server under clients that ask for ever new or ever heavy things: it stays where it was."""

import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest

from tests.faults.tally import amount, note
from tests.load import taken
from tests.nginx import OPERATOR
from tests.serving import serving

pytest_plugins = ["tests.web_fixtures"]

FLOOD = amount(600, 20_000)
RENDERED = amount(30, 600)
#: What may stay with a server that has seen a flood: heaps keep what they once took.
SPARE = 32 << 20
#: Pages whose files are drawn or written when they are asked for.
HEAVY = (
    "/planowanie/statystyki?format=png&klasy={n}",
    "/planowanie/demarkacja?format=pdf&date=20{n}-01-01",
    "/planowanie?format=gpkg&date=20{n}-01-01",
    "/planowanie/statystyki?format=xlsx&poziom=gmina&date=20{n}-01-01",
    "/ogc/collections/gminy/items?limit=1000&f=json&offset={n}",
)


@pytest.fixture(scope="module")
def server(real_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("memory")
    with serving(folder / "log", bare=True, cold=True, workers=2, threads=4, store=real_store) as running:
        yield running


def status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=120) as response:
            while response.read(1 << 16):
                pass
            return response.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def ask_all(address: str, paths: list[str], clients: int) -> set[int]:
    with ThreadPoolExecutor(clients) as pool:
        return set(pool.map(status, (address + path for path in paths)))


def allowed() -> int:
    """``MemoryMax`` of the unit that operators are given, in bytes."""
    (megabytes,) = re.findall(r"^MemoryMax=(\d+)M$", OPERATOR.read_text(encoding="utf-8"), re.MULTILINE)
    return int(megabytes) << 20


@pytest.mark.realdata
def test_addresses_that_nobody_asks_twice_leave_memory_where_it_was(server):
    process, address = server
    kinds = ("/?x{n}=1", "/api/v1/lookup?lat=52.{n:05}&lon=19.1", "/szukaj?q=gda{n}", "/osrodki?date=2026-11-24&{n}")
    paths = [kind.format(n=n) for n, kind in islice(enumerate(cycle(kinds)), FLOOD)]
    ask_all(address, paths[:200], clients=8)
    before = taken(process.pid)

    codes = ask_all(address, [p.replace("2026-11-24", "2026-11-23") for p in paths], clients=8)

    after = taken(process.pid)
    note("addresses that nobody asks twice", injected=FLOOD, checked=1)
    assert codes <= {200, 303, 308, 400}
    assert after <= before + SPARE, f"{before >> 20} MB, {after >> 20} MB after {FLOOD} addresses"


@pytest.mark.realdata
def test_sixteen_clients_that_have_files_drawn_stay_within_the_memory_of_the_unit(server):
    process, address = server
    paths = [kind.format(n=10 + n % 25) for n, kind in islice(enumerate(cycle(HEAVY)), RENDERED)]
    worst, codes = 0, set()
    with ThreadPoolExecutor(16) as pool:
        for code in pool.map(status, (address + path for path in paths)):
            codes.add(code)
            worst = max(worst, taken(process.pid))

    note("files drawn for sixteen clients", injected=RENDERED, checked=1)
    assert codes <= {200, 400, 503} and {200, 503} <= codes
    assert worst <= allowed(), f"{worst >> 20} MB"
