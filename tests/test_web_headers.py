"""The policy of DESIGN §5 on every page, and what data and assets carry instead."""

import pytest

from tests.web_builders import BROWSER, LISTS, LOOKUP, PAGES, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
ERRORS = ["/nope", "/powiat/2299", "/powiat/abc", "/owes/nobody", "/wojewodztwo/x"]


def policy(response) -> dict[str, str]:
    (text,) = response.headers.getlist("Content-Security-Policy")
    return dict(part.split(" ", 1) for part in text.split("; "))


@pytest.mark.parametrize("path", [*PAGES, *ERRORS, "/powiat?teryt=2207", "/?date=2019-04-17"])
def test_every_page_carries_the_whole_policy_and_nothing_looser(client, path):
    response = client.get(path, headers=BROWSER)

    assert response.mimetype == "text/html"
    assert policy(response) == POLICY
    assert "unsafe" not in str(response.headers) and "nonce" not in str(response.headers)


@pytest.mark.parametrize("method", ["HEAD", "POST"])
def test_whatever_the_method(client, method):
    assert policy(client.open("/", method=method, headers=BROWSER)) == POLICY


@pytest.mark.parametrize("path", [*PAGES, *ERRORS])
def test_every_page_protects_its_reader(client, path):
    headers = client.get(path, headers=BROWSER).headers

    assert headers.getlist("X-Content-Type-Options") == ["nosniff"]
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "geolocation=(self), camera=(), microphone=()"
    assert headers["Content-Language"] == "pl"
    assert client.get(asking(path, lang="uk"), headers=BROWSER).headers["Content-Language"] == "uk"
    assert "Access-Control-Allow-Origin" not in headers


def test_a_drawing_is_a_document_too(client):
    """Opened by itself, an SVG file could run scripts."""
    response = client.get("/mapa/polska.svg")

    assert response.mimetype == "image/svg+xml" and policy(response) == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", [LOOKUP, "/api/v1/lookup?teryt=2207", *LISTS, "/api/v1/lookup?teryt=x", "/api/v1/x"])
def test_data_are_open_and_plain(client, path):
    headers = client.get(path).headers

    assert headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert headers.getlist("X-Content-Type-Options") == ["nosniff"]
    assert "Content-Security-Policy" not in headers


@pytest.mark.parametrize("path", [LOOKUP, *LISTS])
def test_data_that_have_not_changed_are_open_too(client, path):
    """A browser checks the answer it gets: a 304 without the header fails what a 200 with it allows."""
    etag = client.get(path).headers["ETag"]
    response = client.get(path, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert "Content-Security-Policy" not in response.headers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_has_not_changed_keeps_its_policy(client, path):
    response = client.get(path, headers={"If-None-Match": client.get(path).headers["ETag"]})

    assert response.status_code == 304
    assert policy(response) == POLICY


@pytest.mark.parametrize("path", [*PAGES, LOOKUP, *LISTS, "/healthz", "/nope", "/api/v1/x"])
def test_nobody_is_followed(client, path):
    headers = client.get(path).headers

    assert "Set-Cookie" not in headers
    assert "Report-To" not in headers and "NEL" not in headers


@pytest.mark.parametrize("path", [*PAGES, LOOKUP, "/api/v1/lookup?teryt=2207", *LISTS, "/healthz", *ERRORS])
def test_no_header_comes_twice(client, path):
    names = [name.lower() for name, _ in client.get(path, headers=BROWSER).headers]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("path", [*PAGES, *LISTS, "/api/v1/lookup?teryt=2207"])
def test_what_depends_on_the_encoding_says_so(client, path):
    assert "Accept-Encoding" in client.get(path).headers["Vary"]


@pytest.mark.parametrize("path", [LOOKUP, "/", "/healthz"])
def test_options_are_told(client, path):
    response = client.options(path)

    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
