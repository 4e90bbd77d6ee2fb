"""Nobody is believed unasked: names of hosts, forwarded headers, and what a shared cache would keep of them."""

import pytest
from flask import request

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from tests.builders import TODAY, country
from tests.web_builders import BROWSER, assert_error_page, assert_problem, drawn

A = drawn(country("020101 020201", "0201>a"))
LOOKUP = "/api/v1/lookup?teryt=0201"
FORWARDED = {
    "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Port": "8443", "X-Forwarded-Prefix": "/evil", "Forwarded": "host=evil.example;proto=https",
    "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil", "X-Host": "evil.example", "X-Real-IP": "203.0.113.9",
}  # fmt: skip
#: Pages that tell their own address.
ABSOLUTE = ["/osadzanie", "/oembed?url=http://localhost/embed/polska", "/openapi.json", "/ogc/", "/api", "/dane"]


def client_of(**settings):
    store = MemoryStore()
    store.publish(A)
    app = create_app(Settings(**settings), store, lambda: TODAY)

    @app.get("/api/who")
    def who():
        return {"client": request.remote_addr, "scheme": request.scheme, "host": request.host, "url": request.url}

    return app.test_client()


def seen(response):
    return response.status_code, sorted(response.headers), response.data


@pytest.mark.parametrize("path", [LOOKUP, "/api/who", *ABSOLUTE])
@pytest.mark.parametrize("name", FORWARDED)
def test_without_proxies_a_forwarded_header_changes_no_byte(path, name):
    client = client_of()

    assert seen(client.get(path, headers={name: FORWARDED[name]})) == seen(client.get(path))


@pytest.mark.parametrize("path", ABSOLUTE)
@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_no_forwarded_host_gets_into_a_page(path, proxies):
    client = client_of(proxies=proxies)
    told = client.get(path, headers={**FORWARDED, "X-Forwarded-Host": "evil.example, evil.example"})

    assert b"evil" not in told.data and "evil" not in str(told.headers)


@pytest.mark.parametrize(
    ("proxies", "chain", "client"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_as_many_proxies_as_there_are_tell_the_client(proxies, chain, client):
    told = client_of(proxies=proxies).get("/api/who", headers={"X-Forwarded-For": chain, "X-Forwarded-Proto": "https"})

    assert told.json["client"] == client
    assert told.json["scheme"] == ("https" if proxies == 1 else "http")
    assert told.json["host"] == "localhost"


def test_the_limit_counts_clients_behind_a_proxy():
    client = client_of(proxies=1, rate=1)
    statuses = [
        client.get(LOOKUP, headers={"X-Forwarded-For": a}).status_code for a in ("1.1.1.1", "2.2.2.2", "1.1.1.1")
    ]

    assert statuses == [200, 200, 429]


def test_a_name_that_is_not_ours_is_misdirected():
    client = client_of(hosts="mapa.example.pl www.example.pl:8443")
    for host, status in {
        "mapa.example.pl": 200, "MAPA.example.pl": 200, "www.example.pl:8443": 200, "www.example.pl": 421,
        "mapa.example.pl.evil.example": 421, "evil.example": 421, "127.0.0.1": 421, "mapa.example.pl:80": 421,
    }.items():  # fmt: skip
        assert client.get(LOOKUP, headers={"Host": host}).status_code == status, host
    body = assert_problem(client.get(LOOKUP, headers={"Host": "evil.example"}), 421, "pod tą nazwą")
    assert "evil" not in str(body)
    page = client.get("/", headers={"Host": "evil.example", **BROWSER})
    assert "evil" not in assert_error_page(page, 421, "pod tą nazwą")


def test_whoever_watches_asks_by_number():
    assert client_of(hosts="mapa.example.pl").get("/healthz", headers={"Host": "10.0.0.5:8000"}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ['"><script>', "a b", "a,b", "evil.example/path", "a@b", "żaba.pl", "", "a:b", "a:999999", "-", "[::1", "a\tb"],
)
@pytest.mark.parametrize("path", [LOOKUP, "/osadzanie"])
def test_what_is_no_name_is_refused_and_not_repeated(host, path):
    response = client_of().get(path, headers={"Host": host})

    assert response.status_code == 400 and response.headers["Cache-Control"] == "no-store"
    assert not host or host not in response.text or host in ("-",)


@pytest.mark.parametrize("host", ["localhost", "mapa.example.pl:8443", "127.0.0.1:8000", "[::1]:8000", "a-b.c_d.pl."])
def test_any_name_is_answered_where_none_is_set(host):
    assert client_of().get(LOOKUP, headers={"Host": host}).status_code == 200
