"""``ses-map serve``: the real server, started, asked, given a newer snapshot, and stopped."""

import contextlib
import json
import re
import shutil
import signal
import time
import urllib.request

from ses_map.store.files import FileStore
from tests.faults.wire import connect
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
    assert (tmp_path / "log").read_text().count("Spawning worker") == 1


def ask_raw(address: str, target: bytes) -> bytes:
    """Send a request line and read to the end; one that is cut off while it is sent has no answer."""
    told = b""
    with connect(address) as client, contextlib.suppress(ConnectionError):
        host = address.removeprefix("http://").encode()
        client.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
        while chunk := client.recv(65536):
            told += chunk
    return told


def test_a_long_address_is_refused_in_our_words_and_an_endless_one_without(real_store, tmp_path):
    with serving(tmp_path / "log", store=real_store, workers=1, threads=2) as (_, address):
        scenario = b"/planowanie/scenariusz?zmiany=owes:"
        head, _, page = ask_raw(address, scenario + b"2207," * 1_640).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 414 ") and "wczytaj z pliku" in page.decode()
        for size in (1_000_000, 10_000_000):
            assert re.fullmatch(rb"(HTTP/1.1 (414|431) .*)?", ask_raw(address, scenario + b"2207," * (size // 5)), re.S)
        filler = b"&x=" + b"a" * (8_100 - len("/api/v1/lookup?teryt=2207"))
        problem = ask_raw(address, b"/api/v1/lookup?teryt=2207" + filler).partition(b"\r\n\r\n")[2]
        assert "Nieznany parametr" in json.loads(problem)["detail"], "an address of 8,100 characters is read"
        assert get(f"{address}/healthz")["status"] == "ok"


def test_a_port_that_cannot_be_is_usage(real_store):
    failed = ses_map("serve", "--port", 70000, store=real_store)

    assert failed.returncode == 2
    assert "--port" in failed.stderr
