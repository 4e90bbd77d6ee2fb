"""A real server under clients that are broken, hostile, slow or too many: every answer that it gives is a right one."""

import json
import re
import socket
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest

from ses_map.store.files import FileStore
from tests.faults.broken import requests
from tests.faults.load import Load, expected_of
from tests.faults.tally import amount, check, note
from tests.faults.wire import connect, exchange, megabytes, statuses, workers
from tests.faults.worlds import ADDRESSES, Worlds
from tests.serving import serving

BROKEN = amount(720, 10_000)
LOAD_S = amount(3, 60)
#: Answers that say something of a load.
LEAST = 51
#: MB that may stay with two workers over what they hold once warm: heaps keep what they once took.
SPARE_MB = 24
QUESTION = "/api/v1/lookup?teryt=1601&date=2026-11-24"


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    return Worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture
def store(worlds, tmp_path):
    found = FileStore(tmp_path / "snapshots")
    found.publish(worlds.snapshots[0])
    return found


@pytest.fixture
def server(store, tmp_path):
    with serving(tmp_path / "log", bare=True, workers=2, threads=4, store=store.root) as (process, address):
        yield process, address


def ask(address: str, path: str = QUESTION) -> bytes:
    with urllib.request.urlopen(f"{address}{path}", timeout=20) as response:
        return response.read()


def warm(address: str) -> None:
    """Ask everything until both workers have seen it."""
    for _ in range(6):
        for path in ADDRESSES:
            ask(address, path)


def await_snapshot(address: str, snapshot: str) -> None:
    """Wait until every worker serves the snapshot: twenty answers in a row."""
    end, in_row = time.monotonic() + 120, 0
    while in_row < 20:
        assert time.monotonic() < end, f"{snapshot} is not served"
        in_row = in_row + 1 if json.loads(ask(address, "/healthz"))["snapshot"] == snapshot else 0
        time.sleep(0.02)


def test_malformed_requests_get_proper_answers_and_the_server_lives(server):
    process, address = server
    warm(address)
    born, right, seen = workers(process.pid), ask(address), set()

    def send(broken):
        codes = statuses(answer := exchange(address, broken.data))
        proper = all(c < 500 or c in (501, 505) for c in codes) and len(codes) <= broken.most
        return broken, codes, proper and b"Traceback" not in answer and b"/smuggled" not in answer

    with ThreadPoolExecutor(4) as pool:
        drawn, level = requests(1789, BROKEN), 0.0
        for _ in range(4):  # the first quarter grows what every worker once needs
            for broken, codes, proper in pool.map(send, islice(drawn, BROKEN // 4)):
                note("malformed HTTP requests", injected=1, checked=1, mixed=int(not proper))
                assert proper, (broken.kind, broken.data[:300], codes)
                seen.update((broken.kind, c) for c in codes)
            check("malformed HTTP requests", whole=ask(address) == right)
            level = level or megabytes(process.pid)

    assert set(born) <= set(workers(process.pid)), "no worker died"
    assert megabytes(process.pid) <= level + SPARE_MB
    assert {400, 404} <= {c for _, c in seen}


def slow_heads(address: str, count: int) -> list[socket.socket]:
    clients = [connect(address) for _ in range(count)]
    for client in clients:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    return clients


def slow_bodies(address: str, count: int) -> list[socket.socket]:
    clients = [connect(address) for _ in range(count)]
    head = b"POST /punkt HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    for client in clients:
        client.sendall(head + b"Content-Length: 900\r\n\r\nlat=")
    return clients


def slow_readers(address: str, count: int) -> list[socket.socket]:
    clients = [connect(address) for _ in range(count)]
    for client in clients:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"GET /planowanie/podmioty HTTP/1.1\r\nHost: localhost\r\n\r\n" * 40)
    return clients


def drip(clients: list[socket.socket], done: threading.Event) -> None:
    """A byte from each, ten times a second; those that were refused meanwhile are silent."""
    while not done.wait(0.1):
        for client in clients:
            try:
                client.send(b"a")
            except OSError:
                pass


@pytest.mark.parametrize(
    ("crowd", "count", "reads"),
    [(slow_heads, amount(60, 400), False), (slow_bodies, 3, False), (slow_readers, 3, True)],
    ids=["heads", "bodies", "readers"],
)
def test_while_some_are_slow_the_others_are_answered(server, crowd, count, reads):
    """More slow heads than threads; a slow body has a thread, and a proxy in front takes those (SECURITY.md)."""
    _, address = server
    right, done = ask(address), threading.Event()
    clients = crowd(address, count)
    note("slow clients", injected=count)
    dripping = threading.Thread(target=drip, args=([] if reads else clients, done))
    dripping.start()
    try:
        for _ in range(amount(20, 200)):
            check("slow clients", whole=ask(address) == right)
    finally:
        done.set()
        dripping.join()
        for client in clients:
            client.close()
    assert ask(address) == right


def test_twice_what_it_can_take_gets_right_answers_or_a_refusal(server, store, worlds):
    """Meanwhile another snapshot is published: every answer is of the old one or the new one for its address."""
    process, address = server
    expected = expected_of(worlds, address, ADDRESSES)
    warm(address)
    alone = Load(address, expected, clients=8).run(amount(1, 10), LEAST)
    publishing = threading.Timer(0.1, store.publish, [worlds.snapshots[1]])
    publishing.start()
    crowd = Load(address, expected, clients=16).run(LOAD_S / 2, LEAST)
    publishing.join()
    await_snapshot(address, worlds.snapshots[1].id)
    warm(address)
    level = megabytes(process.pid)
    again = Load(address, expected, clients=16).run(LOAD_S / 2, LEAST)
    warm(address)
    for result in (alone, crowd, again):
        note("twice the capacity", checked=result.answered, lost=result.lost, mixed=result.mixed)
        assert result.answered >= LEAST and result.statuses <= {200, 304, 429, 503}, result.statuses
        assert (result.lost, result.mixed) == (0, 0), result.examples
    note("twice the capacity", injected=2)

    assert alone.snapshots == {worlds.snapshots[0].id} and worlds.snapshots[1].id in again.snapshots
    assert crowd.snapshots | again.snapshots <= {s.id for s in worlds.snapshots}
    assert megabytes(process.pid) <= level + SPARE_MB


def test_a_client_that_leaves_takes_nobody_with_it(server):
    """Connections reset in the middle of answers."""
    process, address = server
    born, right = workers(process.pid), ask(address)
    for _ in range(amount(30, 500)):
        client = connect(address)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        client.sendall(b"GET /planowanie/podmioty HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.close()
        note("connections reset", injected=1)
    check("connections reset", whole=ask(address) == right)
    assert set(born) <= set(workers(process.pid))


def test_pipelined_requests_are_answered_in_their_order(server):
    _, address = server
    codes = ["1601", "1602", "1603", "1601"]
    head = " HTTP/1.1\r\nHost: localhost\r\n"
    asked = [f"GET /api/v1/lookup?teryt={t}&date=2026-11-24{head}" for t in codes]
    with connect(address) as client:
        client.sendall(("\r\n".join(asked) + "Connection: close\r\n\r\n").encode())
        answer = b"".join(iter(lambda: client.recv(65536), b""))

    note("pipelined requests", injected=len(codes))
    found = re.findall(r'"area": ?\{"teryt": ?"(\d{4})"', answer.decode())
    check("pipelined requests", whole=found == codes, present=len(found) == len(codes))
