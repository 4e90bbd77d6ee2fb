"""Readers of the store in PostgreSQL: how they notice a new snapshot, and what they do while the database is away."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import psycopg
import pytest

from ses_map.errors import NotReadyError, StoreError
from ses_map.store import load_current
from ses_map.store.postgis import PostgisStore
from ses_map.store.postgis import watch as watch_module
from tests.builders import ROOT, parcel

pytest_plugins = ["tests.postgres_fixtures"]

ONE, TWO, THREE = parcel("one"), parcel("two"), parcel("three")


def server(url: str) -> PostgisStore:
    """A reader as in a worker: it has asked for a while and has a watch that knows what is current."""
    reader = PostgisStore(url)
    until(lambda: said(reader) and reader.silent_s is not None, 30)
    return reader


def said(store: PostgisStore) -> str:
    try:
        return store.current_id()
    except StoreError as error:
        return type(error).__name__


def read(store: PostgisStore) -> object:
    try:
        return load_current(store).files
    except StoreError as error:
        return type(error).__name__


def until(done: Callable[[], bool], seconds: float) -> float:
    """Wait until something is true; give how long it took, in seconds."""
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - began


def test_a_command_that_asks_once_starts_no_thread(url):
    store = PostgisStore(url)
    store.publish(ONE)
    before = threading.active_count()

    assert load_current(store).id == store.current_id() == ONE.id
    assert threading.active_count() == before
    assert (store.silent_s, store.is_listening) == (None, False)


def test_a_reader_is_told_of_a_new_snapshot(url, monkeypatch):
    """It asks on its own once a minute here, so that the news can only have come by NOTIFY."""
    monkeypatch.setattr(watch_module, "HEARTBEAT_S", 60.0)
    monkeypatch.setattr(watch_module, "STALE_S", 60.0)
    publisher = PostgisStore(url)
    publisher.publish(ONE)
    reader = server(url)
    until(lambda: reader.is_listening, 15)

    for snapshot in (TWO, THREE, TWO):
        publisher.publish(snapshot)
        until(lambda one=snapshot: reader.current_id() == one.id, 15)
        assert load_current(reader).files == snapshot.files
    reader.close()


def test_what_was_pruned_is_not_asked_for_again(url):
    """A reader that heard of a snapshot which is gone by now reads the one that is current."""
    publisher = PostgisStore(url)
    publisher.publish(ONE)
    reader = server(url)
    publisher.publish(TWO)
    publisher.prune(0)

    assert load_current(reader).id == TWO.id
    reader.close()


def test_a_worker_that_waits_for_the_first_publication_notices_it(url):
    reader = server(url)
    assert said(reader) == NotReadyError.__name__
    PostgisStore(url).publish(ONE)

    until(lambda: said(reader) == ONE.id, 15)
    reader.close()


def test_where_listening_is_impossible_a_reader_asks(own_cluster):
    """A standby refuses LISTEN."""
    name = own_cluster.empty_database()
    publisher = PostgisStore(own_cluster.url(name))
    publisher.publish(ONE)
    standby = own_cluster.standby()
    try:
        reader = server(standby.url(name))
        assert reader.current_id() == ONE.id
        publisher.publish(TWO)
        until(lambda: reader.current_id() == TWO.id, 15)
        assert load_current(reader).files == TWO.files
        assert not reader.is_listening
        with pytest.raises(StoreError, match="read-only"):
            reader.publish(THREE)
    finally:
        standby.remove()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
def test_a_database_that_goes_away_is_said_at_once_and_its_return_noticed(own_cluster, how):
    name = own_cluster.empty_database()
    publisher = PostgisStore(own_cluster.url(name))
    publisher.publish(ONE)
    reader = server(own_cluster.url(name))
    own_cluster.stop(how)

    until(lambda: said(reader) == StoreError.__name__, 15)
    began = time.monotonic()
    for ask in [reader.current_id, reader.ids, lambda: reader.load(ONE.id), lambda: reader.read(ONE.id, "x")] * 25:
        with pytest.raises(StoreError, match=f"database {name} on .* does not answer"):
            ask()
    assert time.monotonic() - began < 10, "requests waited for a database that is away"

    own_cluster.start()
    until(lambda: said(reader) == ONE.id, 15)
    until(lambda: reader.is_listening, 15)
    assert load_current(reader).files == ONE.files
    publisher.publish(TWO)
    until(lambda: reader.current_id() == TWO.id, 15)
    reader.close()


def test_a_database_that_hangs_keeps_nobody_waiting(own_cluster, monkeypatch):
    monkeypatch.setattr(watch_module, "STALE_S", 2.0)
    name = own_cluster.empty_database()
    PostgisStore(own_cluster.url(name)).publish(ONE)
    reader = server(own_cluster.url(name))
    with own_cluster.frozen():
        longest, end = 0.0, time.monotonic() + 15
        while said(reader) == ONE.id and time.monotonic() < end:
            began = time.monotonic()
            said(reader)
            longest = max(longest, time.monotonic() - began)
            time.sleep(0.02)
        with pytest.raises(StoreError, match="does not answer any more"):
            reader.current_id()
        assert longest < 1.5

    until(lambda: said(reader) == ONE.id, 15)
    reader.close()


def test_where_no_connection_is_left_it_is_said_and_a_freed_one_is_used(new_cluster):
    own = new_cluster("max_connections=6", "superuser_reserved_connections=0", "max_wal_senders=0")
    url = own.url(own.empty_database(), "ses_map")
    PostgisStore(url).publish(ONE)
    reader, late = server(url), PostgisStore(url)
    held = []
    with pytest.raises(psycopg.OperationalError):
        while len(held) < 7:
            held.append(psycopg.connect(url))

    with pytest.raises(StoreError, match=r"too many clients|remaining connection slots"):
        late.current_id()
    assert reader.current_id() == ONE.id, "who has a watch needs no further connection"
    with pytest.raises(StoreError, match=r"too many clients|remaining connection slots"):
        reader.load(ONE.id)

    for connection in held:
        connection.close()
    until(lambda: said(late) == ONE.id, 15)
    until(lambda: read(reader) == ONE.files, 15)
    for store in (reader, late):
        store.close()


def test_a_database_that_is_away_is_asked_at_most_once_a_second():
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def refuse() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                asked.append(time.monotonic())
                client.close()

        threading.Thread(target=refuse, daemon=True).start()
        store = PostgisStore(
            f"postgresql://x@127.0.0.1:{listener.getsockname()[1]}/x?sslmode=disable&gssencmode=disable"
        )
        end = time.monotonic() + 0.4
        while time.monotonic() < end:
            assert said(store) == StoreError.__name__
        listener.shutdown(socket.SHUT_RDWR)

    assert len(asked) == 1


def test_a_host_that_takes_connections_and_says_nothing_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        store = PostgisStore(f"postgresql://x@127.0.0.1:{silent.getsockname()[1]}/x")
        began = time.monotonic()
        with pytest.raises(StoreError, match="timeout"):
            store.current_id()
        assert time.monotonic() - began < 10
        with pytest.raises(StoreError, match="timeout"):
            store.ids()
        assert time.monotonic() - began < 12


FORKED = """
import os, sys, time
from ses_map.store.postgis import PostgisStore
store = PostgisStore(sys.argv[1])
def listens():
    end = time.monotonic() + 50  # until a watch has begun, listens, and was told something a moment ago
    while not (store.is_listening and store.silent_s < 2):
        assert store.current_id() and time.monotonic() < end
        time.sleep(0.1)
    return True
first = store.current_id()
assert listens()
child = os.fork()
if child == 0:
    assert store.silent_s is None and not store.is_listening, "the parent's thread is not the child's"
    assert store.current_id() == first and dict(store.load(first).files)
    os._exit(0 if listens() and store.current_id() == first else 1)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
assert listens() and store.current_id() == first and store.ids()
sys.exit(code)
"""


def test_connections_are_not_shared_across_a_fork(url):
    PostgisStore(url).publish(ONE)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKED, url], cwd=ROOT, capture_output=True, text=True, timeout=200
    )

    assert (done.returncode, done.stderr) == (0, "")
