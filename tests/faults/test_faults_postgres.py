"""PostgreSQL stopped, crashed, frozen, cut off and full while readers ask, and two publishers at the same time."""

import json
import signal
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import psycopg
import pytest

from ses_map.store import load_current
from ses_map.store.postgis import PostgisStore
from ses_map.store.postgis.tables import ASK_CURRENT
from tests.faults.load import Load, Result, expected_of
from tests.faults.tally import amount, check, note
from tests.faults.worlds import ADDRESSES, Worlds
from tests.load import staff
from tests.postgres import PASSWORD, PASSWORD_IN_URL, Cluster
from tests.serving import serving

pytest_plugins = ["tests.postgres_fixtures"]

ROUNDS, RACES = amount(1, 8), amount(2, 25)
CONNECTIONS = 16


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    return Worlds(tmp_path_factory.mktemp("worlds"))


@contextmanager
def stopped(cluster: Cluster, how: signal.Signals = signal.SIGINT) -> Iterator[None]:
    cluster.stop(how)
    yield
    cluster.start()


@contextmanager
def full(cluster: Cluster) -> Iterator[None]:
    """Somebody else holds every connection there is."""
    with ExitStack() as held:
        with pytest.raises(psycopg.OperationalError):
            for _ in range(CONNECTIONS + 1):
                held.enter_context(psycopg.connect(cluster.url("postgres")))
        yield


@contextmanager
def cut_off(cluster: Cluster) -> Iterator[None]:
    """Every connection is ended by hand."""
    cluster.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ses_map'")
    yield


#: What happens → what does it, and what ``/healthz`` has to say meanwhile.
FAULTS = {
    "PostgreSQL stopped": (stopped, "degraded"),
    "PostgreSQL crashed": (lambda cluster: stopped(cluster, signal.SIGQUIT), "degraded"),
    "PostgreSQL frozen": (Cluster.frozen, "degraded"),
    "PostgreSQL out of connections": (full, "ok"),
    "PostgreSQL cuts its clients off": (cut_off, "ok"),
}


def healths(address: str) -> list[dict[str, str]]:
    """What the workers say of themselves: each question reaches one of them by chance."""
    found = []
    for _ in range(12):
        with urllib.request.urlopen(f"{address}/healthz", timeout=60) as response:
            found.append(json.load(response))
    return found


def until(address: str, **wanted: str) -> list[dict[str, str]]:
    """Wait until every worker says so."""
    end, found = time.monotonic() + 60, healths(address)
    while not all(wanted.items() <= one.items() for one in found):
        assert time.monotonic() < end, found
        time.sleep(0.1)
        found = healths(address)
    return found


@contextmanager
def readers(address: str, expected: dict[str, dict[str, bytes]], fault: str) -> Iterator[None]:
    """Four clients that ask all the time; every answer of theirs is counted and has to be right."""
    done, results = threading.Event(), list[Result]()

    def ask() -> None:
        while not done.is_set():
            results.append(Load(address, expected, 4).run(0.5))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    for one in results:
        note(fault, checked=one.sent, lost=one.lost, mixed=one.mixed)
        assert (one.lost, one.mixed, one.statuses - {200, 304}) == (0, 0, set()), one.examples


def listeners(cluster: Cluster) -> set[int]:
    """Backends of those who have asked what is current and wait for news, with a connection of their own."""
    asked = str(ASK_CURRENT).replace("'", "''")
    return {
        pid for (pid,) in cluster.sql(f"SELECT pid FROM pg_stat_activity WHERE state = 'idle' AND query = '{asked}'")
    }


def until_they_listen(cluster: Cluster, workers: set[int]) -> None:
    """Wait until every worker is told of news: each has a connection of its own for that."""
    end = time.monotonic() + 60
    while len(listeners(cluster)) < len(workers):
        assert time.monotonic() < end, "the workers do not listen again"
        time.sleep(0.05)


def suffered(fault: AbstractContextManager[None], address: str, snapshot: str, state: str) -> None:
    """Let a fault happen and pass."""
    with fault:
        said = until(address, snapshot=snapshot, status=state)
        assert state == "ok" or all("niedostępny" in one["detail"] or "nie odpowiada" in one["detail"] for one in said)
        time.sleep(1.0)
    until(address, snapshot=snapshot, status="ok")


def test_whatever_the_database_suffers_workers_answer_and_then_take_the_next_snapshot(worlds, new_cluster, tmp_path):
    cluster = new_cluster(f"max_connections={CONNECTIONS}", "superuser_reserved_connections=0", "max_wal_senders=0")
    database = cluster.empty_database()
    publisher = PostgisStore(cluster.url(database, "ses_map"))
    publisher.publish(worlds.snapshots[0])
    settings = {"store": cluster.url_with_password(database), "workers": 2, "threads": 4}
    with serving(tmp_path / "log", **settings) as (process, address):
        expected, edition, workers = expected_of(worlds, address, ADDRESSES), 0, staff(process)
        until(address, status="ok")
        for _ in range(ROUNDS):
            for name, (fault, state) in FAULTS.items():
                with readers(address, expected, name):
                    suffered(fault(cluster), address, worlds.snapshots[edition].id, state)
                edition = 1 - edition
                publisher.publish(worlds.snapshots[edition])
                until(address, snapshot=worlds.snapshots[edition].id, status="ok")
                until_they_listen(cluster, workers)
                assert staff(process) == workers, "the same workers go through all of it"
                note(name, injected=1)
                check(name, whole=dict(load_current(publisher).files) == worlds.whole[publisher.current_id()])
    publisher.close()
    log = (tmp_path / "log").read_text()
    assert PASSWORD not in log and PASSWORD_IN_URL not in log and "Traceback" not in log


def test_two_publishers_at_once_leave_one_whole_snapshot(worlds, url):
    """Each time one of the two is there already and the other is not."""
    first, *rivals = (PostgisStore(url) for _ in range(3))
    first.publish(worlds.snapshots[0])
    for _ in range(RACES):
        pairs = zip(rivals, worlds.snapshots, strict=True)
        threads = [threading.Thread(target=rival.publish, args=(one,)) for rival, one in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        note("two publishers at once, PostgreSQL", injected=1)
        assert set(first.ids()) == set(worlds.whole)
        first.prune(0)
        current = first.current_id()
        check("two publishers at once, PostgreSQL", whole=dict(first.load(current).files) == worlds.whole.get(current))
        assert first.ids() == (current,)
    for store in (first, *rivals):
        store.close()
