"""``ses-map`` over PostgreSQL, the real command and the real server: built, served, and left alone by its database."""

import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections import Counter

from tests.postgres import PASSWORD, PASSWORD_IN_URL
from tests.serving import serving, ses_map
from tests.web_builders import edit_rows

pytest_plugins = ["tests.web_fixtures", "tests.postgres_fixtures"]


def get(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=60) as response:
        return json.load(response)


class Visitor(threading.Thread):
    """Asks for a page, an answer and the state, again and again; keeps what came, and the longest wait."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address, self.seen, self.longest, self.done = address, Counter(), 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.is_set():
            for path in (
                "/api/v1/lookup?teryt=1601",
                "/api/v1/lookup?lat=50.6&lon=17.9",
                "/wojewodztwo/opolskie",
                "/healthz",
            ):
                began = time.monotonic()
                try:
                    with urllib.request.urlopen(self.address + path, timeout=60) as response:
                        status: object = response.status
                        response.read()
                except (urllib.error.URLError, OSError) as error:
                    status = f"{path}: {error}"
                self.seen[status] += 1
                self.longest = max(self.longest, time.monotonic() - began)


def states(address: str, times: int = 12) -> set[str]:
    """What the workers say of themselves: each question reaches one of them by chance."""
    return {get(f"{address}/healthz")["status"] for _ in range(times)}


def until(address: str, wanted: set[str], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while (found := states(address)) != wanted:
        assert time.monotonic() < end, found
        time.sleep(0.2)


def test_every_command_works_and_none_says_the_password(cluster, database, small):
    settings = {"store": cluster.url_with_password(database), "geodata": small}
    place = f"postgresql://ses_map:***@127.0.0.1:{cluster.port}/{database}"
    done = [
        ses_map("lookup", "--teryt", "1601", "--format", "json", **settings),  # nothing is published: it builds first
        ses_map("build", **settings),
        ses_map("audit", **settings),
        ses_map("diff", "--from", "2019-01-01", "--to", "2026-01-01", **settings),
        ses_map("--store", settings["store"], "lookup", "--teryt", "1601", geodata=small),
    ]

    assert [(p.returncode, p.stderr) for p in done[1:]] == [(0, "")] * 4
    assert done[0].stderr == "ses-map: nothing is published yet, building first\n"
    assert f"{json.loads(done[0].stdout)['snapshot']} w {place}." in done[1].stdout
    assert cluster.sql("SELECT count(*), count(geom) FROM ses_map.areas", database) == [(71, 71)]
    said = "".join(p.stdout + p.stderr for p in done)
    assert PASSWORD not in said and PASSWORD_IN_URL not in said


def test_workers_serve_on_while_the_database_is_away_and_take_the_next_snapshot(own_cluster, small, tmp_path):
    """Two workers, readers that never stop: not one of them is refused."""
    database = own_cluster.empty_database()
    geodata = shutil.copytree(small, tmp_path / "geodata")
    settings = {"store": own_cluster.url_with_password(database), "geodata": geodata, "workers": 2, "threads": 2}

    with serving(tmp_path / "log", **settings) as (_, address):
        first = get(f"{address}/healthz")["snapshot"]
        until(address, {"ok"})
        visitors = [Visitor(address) for _ in range(2)]
        for visitor in visitors:
            visitor.start()
        time.sleep(2.5)
        own_cluster.stop()
        until(address, {"degraded"})
        health = get(f"{address}/healthz")
        assert health["snapshot"] == first and "niedostępny" in health["detail"]
        own_cluster.start()
        until(address, {"ok"})

        edit_rows(geodata, "reference/powiaty.csv", {"teryt": "1601"}, population="1")
        assert ses_map("build", **settings).returncode == 0
        end = time.monotonic() + 20
        while {get(f"{address}/healthz")["snapshot"] for _ in range(12)} & {first}:
            assert time.monotonic() < end, "a worker did not notice the new snapshot"
            time.sleep(0.2)
        for visitor in visitors:
            visitor.done.set()
        for visitor in visitors:
            visitor.join(30)

    seen = sum((v.seen for v in visitors), Counter())
    assert set(seen) == {200} and seen[200] > 50
    log = (tmp_path / "log").read_text()
    assert PASSWORD not in log and PASSWORD_IN_URL not in log and "Traceback" not in log


def test_a_server_that_finds_no_database_says_so_in_a_line(tmp_path):
    failed = ses_map("serve", store=f"postgresql://x:{PASSWORD_IN_URL}@127.0.0.1:1/x")

    assert failed.returncode == 1
    assert failed.stderr.startswith("ses-map: the database x on 127.0.0.1 does not answer")
    assert failed.stderr.count("\n") == 1 and PASSWORD_IN_URL not in failed.stderr
