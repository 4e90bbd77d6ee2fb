"""Slow, silent, broken and too big: each gets its answer, or none, and nobody else waits for it."""

import contextlib
import json
import socket
import time

import pytest

from ses_map.store.files import FileStore
from tests.builders import country
from tests.load import json_of
from tests.serving import serving
from tests.web_builders import drawn

#: Well under the ten seconds that a head has, and well over what a busy machine needs.
QUICK_S = 8.0


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow")
    FileStore(folder / "store").publish(drawn(country("020101 020201", "0201>a")))
    with serving(folder / "log", store=folder / "store", workers=1, threads=2) as (_, found):
        yield found
    log = [json.loads(line) for line in (folder / "log").read_text().splitlines()]
    assert not [line for line in log if line["level"] in ("error", "critical")]
    assert "127.0.0.1" not in "".join(line["message"] for line in log if "Listening" not in line["message"])


def connect(address):
    host, port = address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


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


def test_fifty_that_drip_stop_nobody_and_are_told_when_their_time_is_over(address):
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connect(address)) for _ in range(50)]
        for client in slow:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        end = time.monotonic() + 11.5
        while time.monotonic() < end:
            for client in slow:
                with contextlib.suppress(OSError):
                    client.send(b"a")
            assert_others_are_answered(address)
            time.sleep(0.5)
        assert {problem(answer(client)) for client in slow} == {408}


def test_clients_that_do_not_close_stop_nobody(address):
    """gunicorn alone would wait two seconds for each of them, in its main loop."""
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
        (b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: rot13\r\n\r\n", 501),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET /" + b"a" * 100_000, 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 70 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: aaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" * 4000, 431),
    ],
)
def test_what_cannot_be_read_is_refused_in_our_words(address, sent, status):
    with connect(address) as client:
        client.sendall(sent)
        assert problem(answer(client)) == status
    assert_others_are_answered(address)


def test_a_body_that_is_too_big_is_refused_and_the_sender_hears_it(address):
    kind = b"Content-Type: application/x-www-form-urlencoded\r\nAccept: application/json\r\n"
    head = b"POST /punkt HTTP/1.1\r\nHost: x\r\n" + kind
    with connect(address) as client:
        client.sendall(head + b"Connection: close\r\nContent-Length: 10000000\r\n\r\n" + b"a" * 10_000_000)
        raw = answer(client)
    assert raw.startswith(b"HTTP/1.1 413 ") and b"application/problem+json" in raw
