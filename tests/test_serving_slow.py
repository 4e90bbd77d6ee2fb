"""Slow, silent, broken and too big: each gets its answer, or none, and nobody else waits for it.

What is no HTTP at all the engine refuses by a status and no words; ours are for what an application can be told.
"""

import contextlib
import json
import re
import socket
import time

import pytest

from ses_map.serving.adapter import adapt
from ses_map.serving.server import HEAD_S
from ses_map.store.files import FileStore
from tests.builders import country
from tests.faults.wire import connect
from tests.load import json_of
from tests.serving import serving
from tests.web_builders import drawn

#: Well under the time that a head has, and well over what a busy machine needs.
QUICK_S = 8.0


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow")
    FileStore(folder / "store").publish(drawn(country("020101 020201", "0201>a")))
    with serving(folder / "log", bare=True, store=folder / "store", workers=1, threads=2) as (_, found):
        yield found
    log = [json.loads(line) for line in (folder / "log").read_text().splitlines()]
    assert not [line for line in log if line["level"] in ("error", "critical")]
    assert "127.0.0.1" not in "".join(line["message"] for line in log if "Listening" not in line["message"])


def answer(client):
    """Read to the end of the connection."""
    return b"".join(iter(lambda: client.recv(65536), b""))


def problem(raw):
    head, _, body = raw.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head and b"no-store" in head, raw[:300]
    told = json.loads(body)
    assert list(told) == ["type", "title", "status", "detail", "instance"]
    assert head.startswith(b"HTTP/1.1 %d " % told["status"])
    return told["status"]


def assert_others_are_answered(address):
    for _ in range(5):
        began = time.monotonic()
        assert json_of(address, "/api/v1/lookup?teryt=0201")["outcome"] == "found"
        assert time.monotonic() - began < QUICK_S


@pytest.mark.parametrize(
    "sent", [b"", b"G", b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"GET / HTTP/1.1\r\n\r"]
)
def test_fifty_connections_that_stand_still_stop_nobody(address, sent):
    """Two threads and fifty clients who begin and do not go on."""
    with contextlib.ExitStack() as stack:
        for _ in range(50):
            stack.enter_context(connect(address)).sendall(sent)
        assert_others_are_answered(address)


def test_fifty_that_drip_stop_nobody_and_are_cut_off_when_their_time_is_over(address):
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connect(address)) for _ in range(50)]
        for client in slow:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        end = time.monotonic() + HEAD_S + 1.5
        while time.monotonic() < end:
            for client in slow:
                with contextlib.suppress(OSError):
                    client.send(b"a")
            assert_others_are_answered(address)
            time.sleep(0.5)
        assert {end_of(client) for client in slow} == {b""}


def end_of(client):
    """What comes before the end of a connection; the other side may have been sending when it came."""
    try:
        return answer(client)
    except ConnectionResetError:
        return b""


def test_a_connection_without_a_next_request_is_ended(address):
    """nginx keeps its own for a shorter time (``serving/README.md``), and so never asks on one that ends under it."""
    with connect(address) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        began = time.monotonic()
        told = answer(client)
        assert told.startswith(b"HTTP/1.1 200 ") and time.monotonic() - began >= HEAD_S - 1


def test_clients_that_do_not_close_stop_nobody(address):
    with contextlib.ExitStack() as stack:
        for _ in range(20):
            client = stack.enter_context(connect(address))
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert_others_are_answered(address)


def test_a_head_in_pieces_is_answered(address):
    with connect(address) as client:
        for piece in (b"GET /healthz HT", b"TP/1.1\r\nHo", b"st: x\r\nConnection: close\r", b"\n\r", b"\n"):
            client.sendall(piece)
            time.sleep(0.05)
        assert answer(client).startswith(b"HTTP/1.1 200 ")


def test_one_after_the_other_on_one_connection(address):
    one = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with connect(address) as client:
        client.sendall(one * 3 + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert answer(client).count(b"HTTP/1.1 200 ") == 4


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"nonsense\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: rot13\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 80_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 110 + b"\r\n", 431),
    ],
)
def test_what_cannot_be_read_is_refused(address, sent, status):
    with connect(address) as client:
        client.sendall(sent)
        assert answer(client).startswith(b"HTTP/1.1 %d " % status)
    assert_others_are_answered(address)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n", 414),
        (b"GET /?q=" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n", 400),
        (b"POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n", 405),
    ],
)
def test_what_can_be_read_is_refused_in_our_words(address, sent, status):
    with connect(address) as client:
        client.sendall(sent + b"Accept: application/json\r\nConnection: close\r\n\r\n")
        assert problem(answer(client)) == status


@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_a_request_without_a_host_is_one(address, version):
    with connect(address) as client:
        client.sendall(b"GET /healthz HTTP/" + version + b"\r\nConnection: close\r\n\r\n")
        assert re.match(rb"HTTP/1\.[01] 200 ", answer(client))


FORM = b"Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\nConnection: close\r\n"


@pytest.mark.parametrize("size", [70_000, 10_000_000])
def test_a_body_that_is_too_big_is_refused_and_the_sender_hears_it(address, size):
    with connect(address) as client:
        client.sendall(b"POST /punkt HTTP/1.1\r\nHost: x\r\n" + FORM + b"Content-Length: %d\r\n\r\n" % size)
        client.sendall(b"a" * size)
        assert problem(answer(client)) == 413


def test_a_body_without_a_length_is_refused(address):
    """Nobody could tell whether it is whole."""
    head = b"POST /api/v1/lookup/batch HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nConnection: close\r\n"
    with connect(address) as client:
        client.sendall(head + b"Transfer-Encoding: chunked\r\n\r\nb\r\nteryt\n0201\n\r\n0\r\n\r\n")
        assert problem(answer(client)) == 411


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one(address):
    """Its beginning would be a question of its own: a list of one place."""
    rows = b"teryt\n0201\n0202\n"
    head = b"POST /api/v1/lookup/batch HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nConnection: close\r\n"
    with connect(address) as client:
        client.sendall(head + b"Content-Length: %d\r\n\r\n" % len(rows) + rows)
        assert answer(client).startswith(b"HTTP/1.1 200 ")
    with connect(address) as client:
        client.sendall(head + b"Content-Length: %d\r\n\r\n" % len(rows) + rows[:-5])
        client.shutdown(socket.SHUT_WR)
        assert problem(answer(client)) == 400


def test_what_fails_outside_of_flask_is_said_in_our_words():
    def broken(environ, start_response):
        raise RuntimeError("Kowalska")

    said = []
    body = adapt(broken)({"HTTP_HOST": "x"}, lambda *told: said.append(told))
    assert said[0][0].startswith("500 ") and ("Content-Type", "application/problem+json") in said[0][1]
    assert json.loads(b"".join(body))["status"] == 500 and "Kowalska" not in str(body)
