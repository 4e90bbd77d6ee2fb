"""Ids of requests: believed when sane, else made; on every answer, in errors, and in no body that is kept or tagged."""

import json
import re

import pytest
from werkzeug.test import Client

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.http import access_log as module
from ses_map.web.http.access_log import watch
from tests.builders import TODAY, country, spot
from tests.web_builders import drawn

A = drawn(country("020101 020201", "0201>a"))
LAT, LON = (f"{v:.4f}" for v in spot(0.5))
POINT = f"/api/v1/lookup?lat={LAT}&lon={LON}"
PATHS = [POINT, "/api/v1/lookup?teryt=0201", "/osrodki", "/planowanie?format=csv", "/healthz", "/nowhere", "/dane",
         "/api/v1/lookup?teryt=nope", "/embed/polska", "/assets/nothing.js"]  # fmt: skip
MADE = re.compile(r"[0-9a-f]{24}")


def app_of(**settings):
    store = MemoryStore()
    store.publish(A)
    return create_app(Settings(**settings), store, lambda: TODAY)


@pytest.fixture(scope="module")
def watched():
    app = app_of(rate=0)

    @app.get("/api/broken")
    def broken():
        raise RuntimeError("Kowalska 54.1234")

    watch(app, Settings())
    return app


@pytest.fixture
def lines(monkeypatch):
    """What is logged of requests."""
    found = []
    monkeypatch.setattr(module, "write_line", found.append)
    return found


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("given", ["a1b2c3d4", "0" * 64, "123e4567-e89b-12d3-a456-426614174000"])
def test_a_sane_id_is_given_back(watched, path, given):
    response = watched.test_client().get(path, headers={"X-Request-ID": given})

    assert response.headers.getlist("X-Request-ID") == [given]


@pytest.mark.parametrize(
    "given", ["short", "0" * 65, "a b c d e f", "<script>alert", "id\u00e9entyfikator", "a.b.c.d.e"]
)
def test_another_id_is_replaced(watched, given):
    told = watched.test_client().get(POINT, headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert MADE.fullmatch(told)


def test_every_request_has_its_own(watched):
    client = watched.test_client()

    assert len({client.get(path).headers["X-Request-ID"] for path in PATHS * 3}) == 3 * len(PATHS)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("packing", ["identity", "br"])
def test_nothing_else_is_changed(watched, path, packing):
    """First and kept answers, with and without the layer: the same status, body and other headers."""
    plain, headers = app_of().test_client(), {"Accept-Encoding": packing}

    def seen(response):
        told = sorted(h for h in response.headers if h[0] not in ("X-Request-ID", "Date"))
        return response.status_code, told, response.data

    answers = [seen(client.get(path, headers=headers)) for client in (plain, plain, *[watched.test_client()] * 2)]
    assert answers[1:] == answers[:-1]


@pytest.mark.parametrize("path", [POINT, "/osrodki", "/planowanie"])
def test_what_the_reader_has_is_not_sent_again(watched, path):
    client = watched.test_client()
    again = client.get(path, headers={"If-None-Match": client.get(path).headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"") and MADE.fullmatch(again.headers["X-Request-ID"])


def test_an_error_of_ours_names_its_request_and_nothing_else(watched, lines, caplog):
    response = watched.test_client().get("/api/broken", headers={"X-Request-ID": "abcdefgh"}, buffered=True)
    body = json.loads(response.data)

    assert (response.status_code, body["request_id"]) == (500, "abcdefgh")
    assert "Kowalska" not in response.text and "RuntimeError" not in response.text
    assert "request_id" not in json.loads(watched.test_client().get("/api/v1/lookup?teryt=nope").data)
    assert (lines[0]["status"], lines[0]["request"], lines[0]["level"]) == (500, "abcdefgh", "error")
    assert [r for r in caplog.records if r.exc_info]


def test_a_failure_outside_flask_is_counted_and_goes_on(lines):
    app = app_of()
    app.wsgi_app = lambda environ, start_response: 1 / 0
    watch(app, Settings())
    with pytest.raises(ZeroDivisionError):
        Client(app).get("/")
    assert [line["status"] for line in lines] == [500]
    assert 'status="500"' in "\n".join(app.extensions["ses_map_metrics"].lines())


def test_a_line_has_the_template_of_the_route(lines):
    app = app_of()
    watch(app, Settings(log="requests"))
    client = app.test_client()
    client.get("/dane/centres.csv", buffered=True)
    client.get(POINT, buffered=True)
    client.head("/osrodki", buffered=True)
    client.post("/api/v1/lookup/batch", json=[{"teryt": "0201"}], buffered=True)
    client.get("/nowhere/Kowalska", buffered=True)
    client.open("/osrodki", method="BREW", buffered=True)
    told = [(line["method"], line["route"], line["status"]) for line in lines]

    assert told == [
        ("GET", "/dane/<file>", 200),
        ("GET", "/api/v1/lookup", 200),
        ("HEAD", "/osrodki", 200),
        ("POST", "/api/v1/lookup/batch", 200),
        ("GET", "none", 404),
        ("other", "/osrodki", 405),
    ]
    assert {line["snapshot"] for line in lines} == {A.id} and all(line["ms"] >= 0 for line in lines)
    assert [line["bytes"] > 0 for line in lines] == [True, True, False, True, True, True]


def test_a_page_that_is_kept_is_counted_with_its_route(lines):
    app = app_of()
    watch(app, Settings(log="requests"))
    for _ in range(3):
        app.test_client().get("/planowanie", buffered=True)

    assert [line["route"] for line in lines] == ["/planowanie"] * 3
    assert "ses_map_kept_answers_total 2" in app.extensions["ses_map_metrics"].lines()
