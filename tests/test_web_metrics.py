"""Counters: what all workers counted is summed, kept past their end, told in Prometheus' format and to no stranger."""

import json
import math
import multiprocessing
import os
import signal
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from ses_map.errors import StoreError
from ses_map.settings import Settings
from ses_map.store.files import FileStore
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.http.access_log import watch
from ses_map.web.http.metrics import BUCKETS_S, Metrics
from ses_map.web.state import snapshot_holder
from tests.builders import TODAY, country, spot
from tests.load import staff
from tests.serving import get_text, serving
from tests.web_builders import assert_problem, drawn

A = drawn(country("020101 020201", "0201>a"))
LAT, LON = (f"{v:.4f}" for v in spot(0.5))
POINT = f"/api/v1/lookup?lat={LAT}&lon={LON}"


def samples(text):
    """Name and labels → value; the parser of Prometheus' own library refuses what is not its format."""
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation and family.type != "unknown", family
        for sample in family.samples:
            key = (sample.name, *sorted(sample.labels.items()))
            assert key not in found
            found[key] = sample.value
    return found


def told(counted):
    return samples("\n".join((*counted.lines(), "")))


def requests(found, **labels):
    wanted = labels.items()
    return sum(v for k, v in found.items() if k[0] == "ses_map_requests_total" and wanted <= dict(k[1:]).items())


def test_threads_and_processes_lose_no_count():
    counted = Metrics(["/", "/a"], 4)

    def count():
        for _ in range(2_000):
            counted.count("/a", "GET", 200, 0.002)

    def work():
        threads = [threading.Thread(target=count) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    context = multiprocessing.get_context("fork")
    for _ in range(2):  # a later generation counts on where an earlier one ended
        processes = [context.Process(target=work) for _ in range(3)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
    found = told(counted)

    assert requests(found, route="/a", method="GET", status="200") == 36_000 == requests(found)
    assert found["ses_map_request_seconds_count", ("route", "/a")] == 36_000
    assert found["ses_map_request_seconds_sum", ("route", "/a")] == pytest.approx(72)


@given(st.lists(st.floats(0, 20), max_size=40))
def test_the_histogram_is_that_of_the_times(times):
    counted = Metrics(["/"], 1)
    for seconds in times:
        counted.count("/", "GET", 200, seconds)
    found = told(counted)
    for limit in (*BUCKETS_S, math.inf):
        le = "+Inf" if limit == math.inf else str(limit)
        count = found.get(("ses_map_request_seconds_bucket", ("le", le), ("route", "/")), 0)
        assert count == sum(t <= limit for t in times)


def test_what_is_unknown_is_counted_as_another_one_and_no_label_breaks_the_text():
    counted = Metrics(['/<regex("a\\b"):x>'], 1)
    counted.count('/<regex("a\\b"):x>', "GET", 200, 0)
    counted.count("/Kowalska", "BREW", 299, 0)
    found = told(counted)

    assert requests(found, route='/<regex("a\\b"):x>') == 1
    assert requests(found, route="none", method="other", status="other") == 1


def app_of(**settings):
    settings = {"metrics": "127.0.0.1"} | settings
    store = MemoryStore()
    store.publish(A)
    app = create_app(Settings(**settings), store, lambda: TODAY)
    watch(app, Settings(**settings))
    return app


def test_what_was_answered_is_told():
    client = app_of(rate=7).test_client()
    for path in (POINT, POINT, "/api/v1/lookup?teryt=0201", "/api/v1/lookup?lat=0&lon=0", "/planowanie", "/planowanie",
                 "/nowhere", "/api/v1/lookup?teryt=x", "/api/v1/centres"):  # fmt: skip
        client.get(path, buffered=True)
    found = samples(client.get("/metrics").text)

    assert requests(found, route="/api/v1/lookup", status="200") == 4
    assert requests(found, route="/api/v1/lookup", status="404") + requests(found, status="400") == 1
    assert requests(found, route="none", status="404") == 1 and requests(found, status="429") == 1
    assert found["ses_map_lookups_total", ("outcome", "found")] == 3
    assert found["ses_map_lookups_total", ("outcome", "outside")] == 1
    assert found["ses_map_kept_answers_total",] == found["ses_map_rate_refused_total",] == 1
    assert found["ses_map_snapshot_info", ("snapshot", A.id)] == 1 and found["ses_map_degraded",] == 0
    assert 0 <= found["ses_map_snapshot_age_seconds",] < 60
    assert found["ses_map_worker_private_bytes", ("worker", "0")] > 0


def test_snapshots_that_cannot_be_loaded_are_counted(monkeypatch):
    monkeypatch.setattr(snapshot_holder, "_ASK_EVERY_S", -1.0)
    app = app_of()
    client, store = app.test_client(), app.extensions["ses_map"].store
    client.get(POINT)

    def locked():
        raise StoreError("locked")

    monkeypatch.setattr(store, "current_id", locked)
    for _ in range(3):
        client.get(POINT)
    found = samples(client.get("/metrics").text)
    assert found["ses_map_snapshot_failures_total",] == 3 and found["ses_map_degraded",] == 1


@pytest.mark.parametrize(
    ("readers", "proxies", "address", "headers", "status"),
    [
        ("127.0.0.1 ::1", 0, "127.0.0.1", {}, 200),
        ("127.0.0.1 ::1", 0, "::1", {}, 200),
        ("127.0.0.1 ::1", 0, "10.0.0.1", {}, 404),
        ("127.0.0.1 ::1", 0, "", {}, 404),
        ("10.0.0.0/8", 0, "10.1.2.3", {}, 200),
        ("10.0.0.0/8", 0, "127.0.0.1", {}, 404),
        ("", 0, "127.0.0.1", {}, 404),
        ("127.0.0.1", 0, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", 0, "127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 404),
        ("127.0.0.1", 1, "127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", 1, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1, 203.0.113.9"}, 404),
        ("203.0.113.9", 1, "127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 200),
    ],
)
def test_who_may_read(readers, proxies, address, headers, status):
    client = app_of(metrics=readers, proxies=proxies).test_client()
    response = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert response.status_code == status
    if status == 404:
        assert_problem(response, 404)


def test_an_application_that_is_not_watched_has_no_such_page():
    store = MemoryStore()
    store.publish(A)
    assert_problem(create_app(Settings(), store, lambda: TODAY).test_client().get("/metrics"), 404)


def counted(address, wanted):
    """A request is counted when its answer is on its way already; give the counters once so many look-ups are."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = samples(get_text(f"{address}/metrics"))
        if found.get(("ses_map_lookups_total", ("outcome", "found")), 0) >= wanted:
            break
        time.sleep(0.05)
    return found


def test_the_sums_of_two_workers_and_of_dead_ones(tmp_path):
    store = FileStore(tmp_path / "store")
    store.publish(A)
    with serving(tmp_path / "log", bare=True, store=store.root, workers=2, threads=2) as (process, address):
        for _ in range(40):
            get_text(f"{address}{POINT}")
        counted(address, 40)
        dead = min(staff(process))
        os.kill(dead, signal.SIGKILL)
        staff(process, without=[dead])
        for _ in range(10):
            get_text(f"{address}{POINT}")
        found = counted(address, 50)
        assert found["ses_map_lookups_total", ("outcome", "found")] == 50
        assert found["ses_map_workers",] == 2
        # before the stop: a machine under load may tell that a worker took long to end
        lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    levels = {line["level"] for line in lines if not line["message"].startswith("SES_MAP_TODAY: ")}
    assert levels == {"info", "error"}, lines
