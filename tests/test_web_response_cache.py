"""Finished pages are handed out again: the same bytes, never of another snapshot, day, address or encoding."""

from datetime import date

import pytest
from werkzeug.test import Client

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.http.response_cache import MOST_OF_ONE, ResponseCache, keep_answers
from tests.builders import TODAY

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

KEPT = ["/", "/wojewodztwo/pomorskie", "/owes/owes-debrzno", "/zrodla", "/osrodki", "/planowanie", "/planowanie/zmiany",
        "/planowanie?format=csv", "/planowanie/statystyki?voivodeship=pomorskie&lang=en",
        "/embed/polska", "/embed/wojewodztwo/pomorskie?theme=dark", "/embed/szukaj",
        "/dane", "/dane/centres.csv", "/dane/katalog.ttl"]  # fmt: skip
NOT_KEPT = ["/szukaj?q=54.1,18.93", "/szukaj?q=Rakowiec", "/miejsce/0151319", "/powiat/2207", "/kod/82-500", "/healthz",
            "/wojewodztwo/nigdzie", "/planowanie/nigdzie", "/?date=never", "/embed/wojewodztwo/22", "/dane/nic.csv",
            "/api/v1/lookup?lat=54&lon=18"]  # fmt: skip


def answers(response):
    return response.status_code, sorted(h for h in response.headers if h[0] != "Date"), response.data


@pytest.fixture
def shelf():
    return ResponseCache()


@pytest.fixture
def counted(app, shelf):
    """A client of the application behind a shelf of its own, and how often the application itself was asked."""
    asked = []

    def application(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return type(app).wsgi_app(app, environ, start_response)

    return Client(keep_answers(application, app.extensions["ses_map"], shelf)), asked


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("packing", ["identity", "br", "gzip"])
def test_the_second_answer_is_the_first_and_asks_nobody(counted, path, packing):
    client, asked = counted
    first, second = (answers(client.get(path, headers={"Accept-Encoding": packing})) for _ in range(2))

    assert first == second and first[0] == 200
    assert len(asked) == 1


@pytest.mark.parametrize("path", NOT_KEPT)
def test_what_a_visitor_typed_and_what_failed_is_not_kept(counted, shelf, path):
    client, asked = counted
    first, second = (answers(client.get(path)) for _ in range(2))

    assert first == second and len(asked) == 2 and len(shelf) == 0


def test_each_address_encoding_and_condition_is_its_own(counted):
    client, asked = counted
    plain = client.get("/planowanie")
    tag = plain.headers["ETag"]

    assert client.get("/planowanie?lang=en").data != plain.data
    assert "http://elsewhere/" in client.get("/planowanie/scenariusz", base_url="http://elsewhere").text
    assert "http://elsewhere/" not in client.get("/planowanie/scenariusz").text
    assert client.get("/planowanie", headers={"Accept-Encoding": "br"}).data != plain.data
    assert client.get("/planowanie", headers={"If-None-Match": tag}).status_code == 304
    assert client.head("/planowanie").data == b""
    assert client.post("/planowanie").status_code == 405
    assert len(asked) == 8


def test_a_newer_snapshot_and_a_new_day_are_answered_anew(published):
    store, days = MemoryStore(), [TODAY]
    store.publish(published)
    app = create_app(Settings(), store, lambda: days[-1])
    client = app.test_client()
    old = client.get("/planowanie")
    days.append(date(2019, 4, 17))
    other = client.get("/planowanie")
    days.append(TODAY)
    store.publish(published.with_files({"note.txt": b"newer"}))
    app.extensions["ses_map"]._asked = float("-inf")
    newer = client.get("/planowanie")

    assert other.data != old.data
    assert newer.headers["ETag"] != old.headers["ETag"]
    assert client.get("/planowanie").headers["ETag"] == newer.headers["ETag"]


def test_a_shelf_has_a_limit_and_forgets_what_was_unused_longest():
    shelf = ResponseCache(most=100_000)
    keys = [("id", TODAY, "http://a", "/", str(n), "") for n in range(5)]
    for key in keys[:2]:
        shelf.put(key, [], b"x" * 40_000)
    assert shelf.get(keys[0])
    shelf.put(keys[2], [], b"x" * 40_000)

    assert [shelf.get(k) is not None for k in keys[:3]] == [True, False, True]
    shelf.put(keys[0], [], b"x" * 40_000)
    assert len(shelf) == 2
    shelf.put(keys[4], [], b"x" * 100_000)
    assert shelf.get(keys[4]) is None and len(shelf) == 2
    shelf.put(keys[3], [], b"x" * (MOST_OF_ONE + 1))
    assert shelf.get(keys[3]) is None


def test_an_empty_store_is_answered_by_flask():
    client = create_app(Settings(), MemoryStore(), lambda: TODAY).test_client()

    assert client.get("/planowanie").status_code == 503


def test_a_host_that_may_not_frame_gets_nothing_of_what_is_kept(published):
    store = MemoryStore()
    store.publish(published)
    client = create_app(Settings(framers="https://a.example"), store, lambda: TODAY).test_client()
    hosts = ["https://a.example", "https://b.example", "https://a.example", "", "https://b.example"]
    asked = [{"Sec-Fetch-Dest": "iframe", "Referer": host} for host in hosts]

    assert [client.get("/embed/polska", headers=h).status_code for h in asked] == [200, 403, 200, 200, 403]


def test_what_nobody_reads_is_never_kept(counted, shelf):
    """A flood of addresses that differ in noise leaves what is kept as it is."""
    client, asked = counted
    for number in range(20):
        assert client.get(f"/zrodla?noise={number}").status_code == 200
        assert client.get(f"/wojewodztwo/pomorskie?lang=pl&x{number}=1").status_code == 200

    assert (len(shelf), len(asked)) == (0, 40)


def test_keys_and_headers_are_counted_too():
    shelf = ResponseCache(100_000)
    for number in range(10_000):
        key = ("id", date(2026, 1, 1), "http://a", "/zrodla", f"date={number}" + "x" * 500, "br")
        shelf.put(key, [("Content-Type", "text/html"), ("ETag", "y" * 100)], b"z")

    assert shelf.taken <= 100_000 and 0 < len(shelf) < 100
