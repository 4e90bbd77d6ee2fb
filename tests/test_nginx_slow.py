"""Slow clients: what the engine does not do for the service, nginx in front of it does (``serving/README.md``)."""

import contextlib
import re
import select
import socket
from types import SimpleNamespace

import pytest

from ses_map.serving.server import HEAD_S
from ses_map.store.files import FileStore
from tests import nginx
from tests.builders import country
from tests.faults.wire import connect
from tests.nginx import ask, conf
from tests.serving import serving
from tests.web_builders import drawn

FORM = b"Host: mapa.example.pl\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\nlat="


@pytest.fixture(scope="module")
def one_thread(nginx_program, tmp_path_factory):
    """The example in front of a service that does one thing at a time; who stands still is cut off after 2 s."""
    folder, port = tmp_path_factory.mktemp("slow"), nginx.free_port()
    FileStore(folder / "store").publish(drawn(country("020101 020201", "0201>a")))
    quick = [("rate=20r/s", "rate=9000r/s"), ("client_body_timeout 10s", "client_body_timeout 2s")]
    quick += [("client_header_timeout 10s", "client_header_timeout 2s")]
    with serving(folder / "log", store=folder / "store", workers=1, threads=1, proxies=1) as (_, service):
        with nginx.running(conf(folder, port, int(service.rpartition(":")[2]), quick), port) as front:
            yield SimpleNamespace(front=front, service=service)


def assert_is_answered(front):
    for _ in range(5):
        assert ask(front, "/api/v1/lookup?teryt=0201").status == 200


def test_slow_bodies_stop_nobody_behind_nginx(one_thread):
    """It takes each of them whole before the service hears of it; without it one would have the only thread."""
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(connect(one_thread.front)) for _ in range(30)]
        for client in slow:
            client.sendall(b"POST /punkt HTTP/1.1\r\n" + FORM)
        for _ in range(8):
            for client in slow:
                client.sendall(b"1")
            assert_is_answered(one_thread.front)


def test_a_slow_body_has_the_thread_of_a_service_without_nginx(one_thread):
    """What the engine does not do, and why the operator's README has nginx in front."""
    with connect(one_thread.service) as slow, connect(one_thread.service) as waits:
        slow.sendall(b"POST /punkt HTTP/1.1\r\nExpect: 100-continue\r\n" + FORM)
        assert slow.recv(100).startswith(b"HTTP/1.1 100 "), "its body is waited for"
        waits.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert not select.select([waits], [], [], 1.0)[0]
        slow.close()
        assert waits.recv(100).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("sent", [b"POST /punkt HTTP/1.1\r\n" + FORM, b"GET / HTTP/1.1\r\nHost: x\r\n", b""])
def test_who_stands_still_is_cut_off_by_nginx(one_thread, sent):
    with connect(one_thread.front, 30) as client:
        client.sendall(sent)
        assert client.recv(100) == b""


def test_nobody_who_reads_slowly_has_a_thread_behind_nginx(one_thread):
    with contextlib.ExitStack() as stack:
        for _ in range(10):
            client = stack.enter_context(connect(one_thread.front))
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(b"GET /api/v1/coverage HTTP/1.1\r\nHost: mapa.example.pl\r\n\r\n" * 3)
        assert_is_answered(one_thread.front)


def test_a_resting_connection_is_dropped_by_nginx_before_the_service_ends_it():
    text = nginx.blocks("nginx")[nginx.CONF]
    assert int(re.search(r"keepalive_timeout (\d+)s;", text)[1]) < HEAD_S
