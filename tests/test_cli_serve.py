"""``ses-map serve``: the real server, started, asked, given a newer snapshot, and stopped."""

import json
import shutil
import signal
import socket
import time
import urllib.request

from ses_map.store.files import FileStore
from tests.serving import serving, ses_map
from tests.web_builders import edit_rows

pytest_plugins = ["tests.web_fixtures"]


def get(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=60) as response:
        return json.load(response)


def test_from_nothing_to_an_answer_and_to_a_newer_one(small, tmp_path):
    """Nothing is published: it builds, serves, notices the next publication, and stops when told to."""
    geodata = shutil.copytree(small, tmp_path / "geodata")
    store = FileStore(tmp_path / "snapshots")
    settings = {"store": store.root, "geodata": geodata, "workers": 2, "threads": 2}

    with serving(tmp_path / "log", **settings) as (process, address):
        first = store.current_id()
        assert get(f"{address}/healthz") == {"status": "ok", "snapshot": first, "detail": None}
        assert get(f"{address}/api/v1/lookup?teryt=1601")["snapshot"] == first

        edit_rows(geodata, "reference/powiaty.csv", {"teryt": "1601"}, population="1")
        assert ses_map("build", **settings).returncode == 0
        second, seen, in_row, end = store.current_id(), set(), 0, time.monotonic() + 120
        while in_row < 20 and time.monotonic() < end:
            seen.add(get(f"{address}/api/v1/lookup?teryt=1601&date=2026-11-{in_row + 1:02d}")["snapshot"])
            in_row = in_row + 1 if get(f"{address}/healthz")["snapshot"] == second else 0
        assert first != second and second in seen <= {first, second} and in_row == 20

        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0


def test_options_go_before_variables(small, tmp_path):
    settings = {"store": tmp_path / "snapshots", "geodata": small, "workers": 1, "host": "127.0.0.9"}

    with serving(tmp_path / "log", "--host", "127.0.0.1", "--workers", 1, **settings) as (_, address):
        assert address.startswith("http://127.0.0.1:")
        assert get(f"{address}/healthz")["status"] == "ok"
    assert (tmp_path / "log").read_text().count("Booting worker") == 1


def ask_raw(address: str, target: bytes) -> tuple[bytes, dict]:
    """Send a request line and read the answer to its end, as a browser does: all is written first."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as client:
        client.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: " + host.encode() + b"\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, json.loads(body)


def test_an_address_of_ten_megabytes_is_refused_in_our_words_and_the_next_is_answered(real_store, tmp_path):
    with serving(tmp_path / "log", store=real_store, workers=1, threads=2) as (_, address):
        for size in (8_200, 1_000_000, 10_000_000):
            head, body = ask_raw(address, b"/planowanie/scenariusz?zmiany=owes:" + b"2207," * (size // 5))
            assert head.startswith(b"HTTP/1.1 414 ") and b"application/problem+json" in head
            assert body["status"] == 414 and "wczytaj z pliku" in body["detail"]
        filler = b"&x=" + b"a" * (8_100 - len("/api/v1/lookup?teryt=2207"))
        _, body = ask_raw(address, b"/api/v1/lookup?teryt=2207" + filler)
        assert "Nieznany parametr" in body["detail"], "an address of 8,100 characters reaches the application"
        assert get(f"{address}/healthz")["status"] == "ok"


def test_a_port_that_cannot_be_is_usage(real_store):
    failed = ses_map("serve", "--port", 70000, store=real_store)

    assert failed.returncode == 2
    assert "--port" in failed.stderr
