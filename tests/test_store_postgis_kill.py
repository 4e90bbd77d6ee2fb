"""Publishers into PostgreSQL that die, race and are watched: whatever the moment, a reader finds one whole snapshot."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from ses_map.store import load_current
from ses_map.store.postgis import PostgisStore, spatial
from ses_map.store.postgis.database import Database
from ses_map.store.postgis.publishing import migrate
from tests.builders import ROOT, country, parcel
from tests.postgres import Cluster

pytest_plugins = ["tests.postgres_fixtures"]

#: Countries that fill the tables for GIS, each with gminas of its own number.
WORLDS = {n: country(" ".join(f"02010{i}" for i in range(1, n + 1)), "0201>a") for n in (2, 4, 6)}
SNAPSHOTS = [*WORLDS.values(), parcel("one")]
WHOLE = {s.id: dict(s.files) for s in (*SNAPSHOTS, parcel("zero"), parcel("after"))}
AREAS = {s.id: n for n, s in WORLDS.items()}
KILLS = 20
#: On a busy machine a publisher gets no further in the same time: then there are up to so many times more of them.
PATIENCE = 10


def publish(url: str, numbers: Sequence[int], times: int, keep: int = 9) -> None:
    """Run in a process of its own: publish one snapshot after another, and prune."""
    store = PostgisStore(url)
    for i in range(times):
        store.publish(SNAPSHOTS[numbers[i % len(numbers)]])
        if keep < len(numbers):
            store.prune(keep)


def nursery(url: str) -> None:
    """Run in a process of its own: for each line on stdin fork a publisher, say its pid, bury it once it is dead."""
    assert spatial.areas.name, "imported before the forks, so that they go to work at once"
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            first = os.getpid() % len(SNAPSHOTS)
            publish(url, [*range(first, len(SNAPSHOTS)), *range(first)], 1_000_000, keep=1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("dead\n")
        sys.stdout.flush()


def main(role: str, url: str, *rest: str) -> None:
    if role == "nursery":
        nursery(url)
    else:
        publish(url, [int(n) for n in rest[1:]], int(rest[0]))


def process(*arguments: object, **options: object) -> subprocess.Popen[str]:
    code = "import sys; from tests import test_store_postgis_kill as here; here.main(*sys.argv[1:])"
    command = [sys.executable, "-W", "ignore", "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, **options)  # type: ignore[call-overload]


@contextmanager
def publisher_to_kill(mother: subprocess.Popen[str]) -> Iterator[int]:
    """A publisher at work; it is killed on the way out, and its death awaited."""
    mother.stdin.write("\n")
    mother.stdin.flush()
    pid = int(mother.stdout.readline())
    try:
        yield pid
    finally:
        os.kill(pid, signal.SIGKILL)
        assert mother.stdout.readline() == "dead\n"


def pace(store: PostgisStore, mother: subprocess.Popen[str]) -> float:
    """Seconds until a new publisher has published two snapshots, on this machine and with what else it does."""
    before, began = {store.current_id()}, time.monotonic()
    with publisher_to_kill(mother):
        while len(before) < 3:
            assert time.monotonic() - began < 60
            before.add(store.current_id())
            time.sleep(0.005)
    return time.monotonic() - began


def laid_out(cluster: Cluster, database: str) -> tuple[str, int]:
    """The current snapshot and how many areas there are, as one statement sees them."""
    query = "SELECT snapshot_id, (SELECT count(*) FROM ses_map.areas) FROM ses_map.current"
    return cluster.sql(query, database)[0]


def test_killed_at_any_moment_a_publisher_leaves_a_whole_snapshot(cluster, database, url):
    store = PostgisStore(url)
    store.publish(parcel("zero"))
    moments = random.Random(1989)
    found = set()

    with process("nursery", url, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as mother:
        longest = min(pace(store, mother), 2.0)
        for number in range(PATIENCE * KILLS):
            if number >= KILLS and len(found) >= 3:
                break
            with publisher_to_kill(mother):
                time.sleep(moments.uniform(0.0, longest))
            current = load_current(store)
            assert dict(current.files) == WHOLE[current.id]
            snapshot_id, areas = laid_out(cluster, database)
            assert areas == AREAS.get(snapshot_id, 0)
            assert all(dict(store.load(i).files) == WHOLE[i] for i in store.ids())
            found.add(current.id)
        assert store.publish(parcel("after")) == load_current(store).id
        mother.stdin.close()

    assert len(found) >= 3, "the publishers were killed before they did anything"
    needed = cluster.sql("SELECT count(DISTINCT digest) FROM ses_map.files", database)
    assert cluster.sql("SELECT count(*) FROM ses_map.blobs", database) == needed, "no file is left over"


def test_killed_while_it_makes_the_tables_a_publisher_leaves_none_or_all(cluster, database, url):
    """Migrations are one transaction, a publication with its tables for GIS the next; nobody need clean up."""
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'ses_map'"
    migrate(Database(url))
    migrated = cluster.sql(tables, database)[0][0]
    PostgisStore(url).publish(parcel("before"))
    published = cluster.sql(tables, database)[0][0]
    cluster.sql("DROP SCHEMA ses_map CASCADE", database)
    moments = random.Random(2026)
    seen = set()
    with process("nursery", url, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as mother:
        for _ in range(8):
            with publisher_to_kill(mother):
                time.sleep(moments.uniform(0.05, 0.35))
            seen.add(cluster.sql(tables, database)[0][0])
            cluster.sql("DROP SCHEMA IF EXISTS ses_map CASCADE", database)
        mother.stdin.close()
    store = PostgisStore(url)

    assert 0 < migrated < published
    assert seen <= {0, migrated, published}
    assert store.publish(parcel("after")) == store.current_id()


def test_publishers_at_the_same_time_leave_a_current_snapshot(cluster, database, url):
    """They begin with an empty database, so that they also make the tables at the same time."""
    running = [process("publish", url, 6, *pair, stderr=subprocess.PIPE) for pair in [(0, 1), (1, 2), (2, 3)]]
    errors = [p.communicate(timeout=120)[1].replace(_UNDECODABLE, "") for p in running]
    store = PostgisStore(url)

    assert [(e, p.returncode) for e, p in zip(errors, running, strict=True)] == [("", 0)] * 3
    assert set(store.ids()) == {s.id for s in SNAPSHOTS}
    assert all(dict(store.load(i).files) == WHOLE[i] for i in store.ids())
    snapshot_id, areas = laid_out(cluster, database)
    assert areas == AREAS.get(snapshot_id, 0)


_UNDECODABLE = (
    f"snapshot {parcel('one').id} has no tables for GIS: it cannot be decoded "
    "(JSONDecodeError('Expecting value: line 1 column 1 (char 0)'))\n"
)


def test_what_was_published_survives_a_crash_of_the_database(new_cluster):
    durable = new_cluster(durable=True)
    url = durable.url(durable.empty_database(), "ses_map")
    for snapshot in SNAPSHOTS[:2]:
        PostgisStore(url).publish(snapshot)
        durable.stop(signal.SIGQUIT)
        durable.start()
        assert dict(load_current(PostgisStore(url)).files) == dict(snapshot.files)


@pytest.mark.parametrize("readers", [1, 3])
def test_a_reader_never_sees_a_mixture(cluster, database, url, readers):
    PostgisStore(url).publish(parcel("zero"))
    seen: list[tuple[str, bool]] = []
    rows: list[tuple[str, int]] = []
    failures: list[Exception] = []
    done = threading.Event()

    def read() -> None:
        store = PostgisStore(url)
        try:
            while not done.is_set():
                current = load_current(store)
                seen.append((current.id, dict(current.files) == WHOLE[current.id]))
                rows.append(laid_out(cluster, database))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(readers)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(PATIENCE):
            publisher = process("publish", url, 15, 0, 1, 2, stderr=subprocess.PIPE)
            errors = publisher.communicate(timeout=300)[1]
            if errors or len({i for i, _ in seen}) >= 3:
                break
    finally:
        done.set()
        for thread in threads:
            thread.join()

    assert (errors, failures) == ("", [])
    assert all(whole for _, whole in seen)
    assert all(AREAS.get(snapshot_id, 0) == areas for snapshot_id, areas in rows)
    assert len({i for i, _ in seen}) >= 3
