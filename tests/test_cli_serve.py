"""``ses-map serve``: the real server, started, asked, given a newer snapshot, and stopped."""

import json
import shutil
import signal
import time
import urllib.request

from ses_map.store.files import FileStore
from tests.serving import serving, ses_map
from tests.web_builders import edit_rows

pytest_plugins = ["tests.web_fixtures"]


def get(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=10) as response:
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
        second = store.current_id()
        time.sleep(1.2)
        seen = {get(f"{address}/api/v1/lookup?teryt=1601&date=2026-11-{d:02d}")["snapshot"] for d in range(1, 21)}
        assert first != second
        assert seen <= {first, second} and get(f"{address}/healthz")["snapshot"] == second

        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0


def test_options_go_before_variables(small, tmp_path):
    settings = {"store": tmp_path / "snapshots", "geodata": small, "workers": 1, "host": "127.0.0.9"}

    with serving(tmp_path / "log", "--host", "127.0.0.1", "--workers", 1, **settings) as (_, address):
        assert address.startswith("http://127.0.0.1:")
        assert get(f"{address}/healthz")["status"] == "ok"
    assert (tmp_path / "log").read_text().count("Booting worker") == 1


def test_a_port_that_cannot_be_is_usage(real_store):
    failed = ses_map("serve", "--port", 70000, store=real_store)

    assert failed.returncode == 2
    assert "--port" in failed.stderr
