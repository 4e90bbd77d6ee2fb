"""Who may frame, and what a host that may not is shown instead of nothing."""

import pytest

from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from ses_map.web.http.frame_policy import allows, read_origin
from tests.builders import TODAY
from tests.markup import read_html
from tests.test_web_headers import policy
from tests.web_builders import BROWSER

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


def policy_of(response) -> str:
    return policy(response)["frame-ancestors"]


@pytest.mark.parametrize(
    ("framers", "allowed", "refused"),
    [
        ("https:", ["https://a.example", "https://a.example:8443"], ["http://a.example", "http://localhost:1"]),
        ("'self'", ["http://map.example"], ["https://a.example", "http://map.example:81"]),
        (
            "https://a.example",
            ["https://a.example", "https://A.example:443"],
            ["https://b.a.example", "http://a.example", "https://a.example:8443", "https://a.example.evil.example"],
        ),
        ("https://a.example:8443", ["https://a.example:8443"], ["https://a.example"]),
        ("https://*.gov.pl", ["https://www.gov.pl", "https://a.b.gov.pl"], ["https://gov.pl", "https://xgov.pl"]),
        ("*.gov.pl", ["https://www.gov.pl", "http://www.gov.pl"], ["https://gov.pl.evil.example"]),
        (
            "https://a.example http://localhost:9000",
            ["https://a.example", "http://localhost:9000"],
            ["http://localhost:9001", "http://localhost"],
        ),
        ("http://127.0.0.1", ["http://127.0.0.1", "http://127.0.0.1:80"], ["http://127.0.0.1:8000"]),
    ],
)
def test_who_may_frame(framers, allowed, refused):
    assert Settings(framers=framers).framers == framers
    ways = {o: allows(framers, read_origin(f"{o}/page?x"), "map.example", "http") for o in (*allowed, *refused)}

    assert ways == dict.fromkeys(allowed, True) | dict.fromkeys(refused, False)


@pytest.fixture(scope="module")
def strict(published):
    """A client of a site that one host may frame."""
    store = MemoryStore()
    store.publish(published)
    return create_app(Settings(framers="https://urzad.example"), store, lambda: TODAY).test_client()


def from_frame(host: str, dest: str = "iframe") -> dict[str, str]:
    return {**BROWSER, "Sec-Fetch-Dest": dest, "Referer": host}


@pytest.mark.parametrize("dest", ["iframe", "frame"])
@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/embed/polska", "/"),
        ("/embed/wojewodztwo/pomorskie?date=2019-04-17&lang=en", "/wojewodztwo/pomorskie?date=2019-04-17&lang=en"),
        ("/embed/owes/owes-debrzno", "/owes/owes-debrzno"),
        ("/embed/szukaj", "/szukaj"),
        ("/embed/nope", "/"),
    ],
)
def test_a_host_that_may_not_is_told_why(strict, path, page, dest):
    response = strict.get(path, headers=from_frame("https://other.example/a?b", dest))
    tree = read_html(response.get_data(as_text=True))

    assert (response.status_code, response.headers["Cache-Control"]) == (403, "no-store")
    assert policy_of(response) == "*" and "X-Frame-Options" not in response.headers
    assert "other.example" in tree.one("main").all("p")[0].text
    assert tree.one("main").one("a").attributes == {"href": page, "target": "_top"}


@pytest.mark.parametrize(
    "headers",
    [
        from_frame("https://urzad.example/strona"),
        from_frame("http://localhost/osadzanie"),
        from_frame("https://other.example", "document"),
        from_frame(""),
        from_frame("nonsense"),
        from_frame("https://[bad"),
        from_frame("https://a.example:99999/"),
        {},
    ],
)
def test_who_may_and_who_does_not_say_gets_the_frame_and_the_policy(strict, headers):
    response = strict.get("/embed/polska", headers=headers)

    assert response.status_code == 200
    assert policy_of(response) == "'self' https://urzad.example"


def test_what_is_refused_is_refused_to_a_browser_that_has_it_already(strict):
    tag = strict.get("/embed/polska").headers["ETag"]

    assert (
        strict.get("/embed/polska", headers=from_frame("https://x.example") | {"If-None-Match": tag}).status_code == 403
    )


def test_a_hostile_host_is_text(strict):
    response = strict.get("/embed/polska", headers=from_frame('https://"><script>alert(1)</script>/'))

    assert "<script>alert" not in response.get_data(as_text=True)
