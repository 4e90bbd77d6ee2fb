"""Every route there is: its headers, and what it does with hostile parameters, hosts and paths."""

import re
from urllib.parse import quote

import pytest

from tests.routes import GET, POST, addresses, missing, rules
from tests.web_builders import BROWSER, app_of

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

DOCUMENTS = ("text/html", "image/svg+xml")
STRICT = {"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
          "form-action 'self'", "base-uri 'none'"}  # fmt: skip
#: Ends a header and begins another, in every way that a server may read it.
SPLITS = ("\r\nX-Evil: 1\r\n\r\n<script>", "\nX-Evil: 1", "%0d%0aX-Evil:1", "\u010d\u010aX-Evil: 1")
TRAVERSALS = (
    "..", "../..", "../../etc/passwd", "....//....//etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd",
    "%252e%252e%252fetc%252fpasswd", "..\\..\\etc\\passwd", "/etc/passwd", "//etc/passwd", "etc/passwd\0.js",
    "%c0%ae%c0%ae/etc/passwd", "file:///etc/passwd", "~root", ".git/config", "registry.json", "manifest.json",
)  # fmt: skip
PARAMETERS = tuple(
    "date lang q url format f from to voivodeship powiat zmiany nowe od teryt postcode service limit offset bbox "
    "datetime theme width kind name".split()
)


@pytest.fixture(scope="module")
def answers(app):
    """The answer to one address of every route, as a browser asks, and to every form."""
    client = app.test_client()
    found = {f"GET {a}": client.get(a, headers=BROWSER) for a in addresses(app)}
    return found | {f"POST {a}": client.post(a, **sent, headers=BROWSER) for a, sent in POST.values()}


@pytest.fixture(scope="module")
def attacked(hostile):
    """One voivodeship, whose registry attacks too: what is sent matters here, and not how much is known."""
    return app_of(hostile).test_client()


def test_every_route_has_an_example_that_is_answered(app, answers):
    assert missing(app) == [], "give the new route an example in tests/routes.py"
    # No file was sent, there is no contact, and nobody counts what an application answers that is not served.
    said_so = {"POST /planowanie/scenariusz/plik": 400, "GET /.well-known/security.txt": 404, "GET /metrics": 404}
    assert {a: r.status_code for a, r in answers.items() if r.status_code >= 400} == said_so


def test_every_route_carries_its_security_headers(answers):
    for name, response in answers.items():
        headers = response.headers
        assert headers.getlist("X-Content-Type-Options") == ["nosniff"], name
        assert "Set-Cookie" not in headers and "Server-Timing" not in headers, name
        assert "Cache-Control" in headers, name
        if response.mimetype in DOCUMENTS and " /dane/" not in name:
            (policy,) = headers.getlist("Content-Security-Policy")
            assert STRICT <= set(policy.split("; ")) and "frame-ancestors " in policy and "unsafe" not in policy, name
            assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", name
            assert "geolocation=" in headers["Permissions-Policy"], name
            if " /embed/" not in name:
                assert headers["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in policy, name


def test_no_route_answers_a_method_that_changes_something(app):
    known = {"GET", "HEAD", "OPTIONS", "POST"}
    assert {m for r in app.url_map.iter_rules() for m in r.methods} <= known
    assert set(rules(app, "POST")) == set(POST), "a new form needs an example in tests/routes.py"


#: Addresses that know many parameters.
KNOWING = (
    "/szukaj", "/powiat", "/osrodki", "/planowanie", "/planowanie/scenariusz", "/planowanie/raport", "/oembed",
    "/embed/poland", "/embed/szukaj", "/collections", "/ogc/collections/powiaty/items", "/api/v1/entities",
    "/planowanie/scenariusz/plik.json",
)  # fmt: skip


def assert_one_answer(response, sent: str) -> None:
    """No header that was sent, and no redirect that leaves the site."""
    assert response.status_code < 500 or response.status_code == 501, sent  # 501: what oEmbed wants of other formats
    assert not [n for n, _ in response.headers if n.lower().startswith("x-evil")], sent
    assert not [v for _, v in response.headers if "\r" in v or "\n" in v], sent
    location = response.headers.get("Location", "/")
    assert location.startswith("/") and not re.match(r"/[/\\]", location), (sent, location)


@pytest.mark.parametrize("split", SPLITS)
def test_no_parameter_ends_a_header(attacked, split):
    for rule in rules(attacked.application, "GET"):
        path = re.sub(r"<[^>]*>", lambda _: quote(f"x{split}", safe=""), rule)
        if "<" in rule:
            assert_one_answer(attacked.get(path), path)
        else:
            for names in (PARAMETERS[i::2] for i in range(2)):
                assert_one_answer(attacked.get(path, query_string=dict.fromkeys(names, f"2207{split}")), path)


@pytest.mark.parametrize("split", SPLITS[:1])
def test_no_parameter_that_is_known_ends_a_header(attacked, split):
    """One parameter at a time, so that no other is refused before it."""
    for path in KNOWING:
        for name in PARAMETERS:
            assert_one_answer(attacked.get(path, query_string={name: f"x{split}"}), f"{path}?{name}")


@pytest.mark.parametrize("path", ["/punkt", "/planowanie/scenariusz", "/planowanie/scenariusz/porownanie"])
def test_no_form_leads_away(attacked, path):
    for value in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", *SPLITS):
        sent = dict.fromkeys((*PARAMETERS, "lat", "lon", "a", "b", "next", "powrot"), value)
        assert_one_answer(attacked.post(path, data=sent), f"{path} {value!r}")


def test_no_path_leaves_its_folder(attacked):
    secrets = (b"root:", b"[core]", b'"centres"')
    for rule in (r for r in rules(attacked.application, "GET") if "<" in r):
        for step in TRAVERSALS:
            for path in (step, quote(step, safe="")):
                address = re.sub(r"<[^>]*>", lambda _, path=path: path, rule)
                response = attacked.get(address)
                assert response.status_code < 500 and (
                    response.status_code != 200 or not any(s in response.data for s in secrets)
                ), address


@pytest.mark.parametrize(
    "name", ["registry.json", "../registry.json", "maps/polska.json", "../../current", "manifest.json"]
)
def test_only_assets_of_a_snapshot_are_assets(attacked, name):
    assert attacked.get(f"/assets/{name}").status_code == 404
    assert attacked.get(f"/assets/{quote(name, safe='')}").status_code == 404


HOSTS = {
    "Host": "evil.example",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Port": "666",
    "Forwarded": "host=evil.example;proto=gopher",
    "X-Original-URL": "/evil",
    "X-Rewrite-URL": "/evil",
    "X-HTTP-Method-Override": "DELETE",
    "X-Host": "evil.example",
}
SHARED = [
    "/",
    "/wojewodztwo/pomorskie",
    "/owes/owes-debrzno",
    "/planowanie",
    "/dane",
    "/dane/katalog.ttl",
    "/embed/polska",
]


@pytest.mark.parametrize("header", HOSTS)
def test_what_is_kept_for_one_is_never_what_another_was_told(client, header):
    """First the attacker asks, then everybody else: the shelf of finished answers gives nothing of theirs away."""
    for path in SHARED:
        address = f"{path}?date=2026-11-2{len(header) % 5}"  # not yet on the shelf for another header
        client.get(address, headers={header: HOSTS[header]})
        after = client.get(address)
        assert b"evil" not in after.data and b"gopher" not in after.data and b":666" not in after.data, address
        assert "evil" not in str(after.headers), address


def test_each_address_however_it_is_written_has_its_own_answer(client):
    """Order, encoding and repetition of parameters: never another answer than the one that is written anew."""
    queries = [
        "date=2026-11-24&lang=en", "lang=en&date=2026-11-24", "date=2026-11-24&lang=en&lang=pl", "lang=%65n",
        "lang=en&date=2026-11-24&utm=1", "date=2019-04-17", "date=2019-04-17&", "&date=2019-04-17", "", "%6Cang=uk",
        "lang=uk",
    ]  # fmt: skip
    twice = [[client.get(f"/wojewodztwo/pomorskie?{q}") for q in queries] for _ in range(2)]

    assert [(r.status_code, r.data) for r in twice[0]] == [(r.status_code, r.data) for r in twice[1]]
    alone = [client.get(f"/wojewodztwo/pomorskie?{q}", headers={"If-None-Match": '"no"'}) for q in queries]
    assert [(r.status_code, r.data) for r in twice[1]] == [(r.status_code, r.data) for r in alone]
    assert {r.status_code for r in alone} <= {200, 400}


def test_examples_name_no_rule_that_is_gone(app):
    assert set(GET) <= set(rules(app, "GET"))
