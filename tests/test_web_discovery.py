"""What search engines and previews of links find: robots, the list of pages, whole addresses, and slashes at an end."""

import random
import re
from urllib.parse import urlsplit

import pytest
from defusedxml.ElementTree import fromstring

from ses_map.vocabulary import LANGUAGES
from tests.web_builders import PAGES, assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HOST = "https://owes.example"
POINT = "q=54.1"


@pytest.fixture(scope="module")
def pages(app):
    """Address → code of a language → address in it."""
    text = app.test_client().get("/sitemap.xml", base_url=HOST).text
    return {
        page.findtext(f"{SITEMAP}loc"): {o.get("hreflang"): o.get("href") for o in page.iter(f"{XHTML}link")}
        for page in fromstring(text)
    }


def path(address):
    return address.removeprefix(HOST)


def head(client, address):
    text = client.get(path(address), base_url=HOST).text.partition("</head>")[0]
    return dict(re.findall(r'<(?:meta property|link rel)="([\w:]+)" (?:content|href)="([^"]*)"', text))


def test_the_map_of_pages_has_every_area_and_centre_once_in_each_language(pages, published):
    names = published.names
    areas = [names.voivodeships, names.powiaty, names.gminy, {c.id: c for c in published.registry.centres}]

    assert len(pages) == len(LANGUAGES) * (sum(map(len, areas)) + 9) < 50_000
    assert all(set(others) == set(LANGUAGES) and address in others.values() for address, others in pages.items())
    assert all(address.startswith(f"{HOST}/") for address in pages)


def test_pages_of_the_map_exist_and_name_themselves(client, pages):
    fixed = [address for address in pages if path(address).count("/") == 1]
    for address in [*fixed, *random.Random(7).sample(sorted(pages), 12)]:
        assert client.get(path(address), base_url=HOST).status_code == 200, address
        assert head(client, address)["canonical"] == address


def test_robots_are_led_to_the_map_and_kept_from_questions(client):
    text = client.get("/robots.txt", base_url=HOST).text

    assert text.splitlines()[-1] == f"Sitemap: {HOST}/sitemap.xml"
    assert "Disallow: /szukaj" in text and "Disallow: /powiat" not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_a_preview_and_a_whole_address(client, page):
    found = head(client, page)

    assert found["og:title"] and found["og:description"] and client.get(found["icon"]).mimetype == "image/svg+xml"
    if POINT in page:  # where somebody stands is no address to pass on
        assert "canonical" not in found and "og:url" not in found
    else:
        assert found["canonical"].startswith(HOST) and "date=" not in found["canonical"]
        assert found["og:url"] == found["canonical"]


def test_another_day_and_a_longer_question_are_one_page(client):
    assert head(client, "/powiat/2207?date=2019-04-17&lang=en")["canonical"] == f"{HOST}/powiat/2207?lang=en"
    assert head(client, "/szukaj?q=Aleksand")["canonical"] == head(client, "/szukaj?q=aleksandr")["canonical"]


def test_the_sign_is_found_by_its_old_address(client):
    answer = client.get("/favicon.ico", follow_redirects=True)

    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


@pytest.mark.parametrize("asked", ["/powiat/2207/", "/osrodki/?lang=en", "/api/v1/centres/?format=csv", "/planowanie/"])
def test_a_slash_at_the_end_leads_to_the_page(client, asked):
    answer = client.get(asked, base_url=HOST)

    assert answer.status_code == 308
    assert answer.headers["Location"] == HOST + asked.replace("/?", "?").rstrip("/")


STRANGE = ("/nic/", "/powiat/2207/x/", "//evil.example/", "///evil.example/", "//powiat/2207/", "/\\evil/")


@pytest.mark.parametrize("asked", STRANGE)
def test_a_slash_leads_to_no_other_site_and_to_no_page_that_is_not(client, asked):
    answer = client.get("/", headers={"Accept": "text/html"}, environ_overrides={"PATH_INFO": asked})

    assert answer.status_code in (404, 308)
    assert urlsplit(answer.headers.get("Location", "/")).hostname in (None, "localhost")
    if answer.status_code == 404:
        assert_error_page(answer, 404)
