"""oEmbed 1.0: what is ours becomes a frame of the size that fits, anything else is an error of one shape."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.markup import read_html
from tests.web_builders import BROWSER, app_of, assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

HOST = "http://localhost"
OURS = {
    "/": "/embed/polska",
    "/embed/polska?view=map": "/embed/polska?view=map",
    "/wojewodztwo/pomorskie": "/embed/wojewodztwo/pomorskie",
    "/wojewodztwo/pomorskie?date=2019-04-17&lang=en&utm=x": "/embed/wojewodztwo/pomorskie?lang=en&date=2019-04-17",
    "/embed/voivodeship/22?theme=dark": "/embed/wojewodztwo/pomorskie?theme=dark",
    "/owes/owes-debrzno": "/embed/owes/owes-debrzno",
    "/szukaj?q=Rakowiec": "/embed/szukaj",
    "/wojewodztwo/pomorskie?date=never#mapa": "/embed/wojewodztwo/pomorskie",
}
STRANGE = [
    "https://elsewhere.example/",
    "http://localhost.evil.example/",
    "/wojewodztwo/pomorskie",
    "javascript:alert(1)",
    f"{HOST}/nope",
    f"{HOST}/wojewodztwo/x",
    f"{HOST}/owes/",
    f"{HOST}/powiat/2207",
    "http://[bad",
    "http://user@localhost/",
    f"{HOST}:81/",
    "x" * 5000,
]


def ask(client, url, **more):
    return client.get("/oembed", query_string={"url": url, **more})


def frame(response):
    return read_html(f"<html>{json.loads(response.data)['html']}</html>").one("iframe")


@pytest.mark.parametrize(("path", "src"), OURS.items())
def test_an_address_of_ours_becomes_its_frame(client, path, src):
    response = ask(client, HOST + path)
    body = json.loads(response.data)

    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert list(body) == [
        "version",
        "type",
        "html",
        "width",
        "height",
        "title",
        "provider_name",
        "provider_url",
        "cache_age",
    ]
    assert (body["version"], body["type"], body["provider_url"]) == ("1.0", "rich", f"{HOST}/")
    assert frame(response)["src"] == HOST + src
    assert frame(response)["title"] == body["title"]
    assert client.get(src).status_code == 200


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({}, (800, 600)),
        ({"maxwidth": "400"}, (400, 600)),
        ({"maxheight": "300"}, (800, 300)),
        ({"maxwidth": "320", "maxheight": "400"}, (320, 400)),
        ({"maxwidth": "9999", "maxheight": "9999"}, (800, 600)),
        ({"maxwidth": "1", "maxheight": "1"}, (1, 1)),
    ],
)
def test_the_frame_fits_into_what_there_is(client, asked, size):
    response = ask(client, f"{HOST}/", **asked)
    body = json.loads(response.data)

    assert (body["width"], body["height"]) == size
    assert (frame(response)["width"], frame(response)["height"]) == tuple(map(str, size))


@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
@pytest.mark.parametrize("text", ["0", "-1", "wide", "1.5", "100000", "٣", " "])
def test_a_size_that_is_none_is_an_error(client, name, text):
    assert_problem(ask(client, f"{HOST}/", **{name: text}), 400, name)


@pytest.mark.parametrize("url", STRANGE)
def test_what_is_not_ours_is_not_found(client, url):
    assert_problem(ask(client, url), 404)


def test_without_an_address_there_is_nothing_to_describe(client):
    assert_problem(client.get("/oembed"), 400, "url")


@pytest.mark.parametrize("form", ["xml", "html", "", "<x>"])
def test_other_formats_are_not_implemented(client, form):
    response = client.get("/oembed", query_string={"url": f"{HOST}/", "format": form}, headers=BROWSER)

    assert_problem(response, 501, "format=json")


@pytest.mark.parametrize("query", ["url=http://localhost/", "url=x", "", "url=http://localhost/&format=xml"])
def test_any_page_may_read_the_answer(client, query):
    headers = client.get(f"/oembed?{query}").headers

    assert headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert headers.getlist("X-Content-Type-Options") == ["nosniff"]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/wojewodztwo/pomorskie",
        "/owes/owes-debrzno?date=2019-04-17&lang=en",
        "/embed/polska?view=list&theme=dark",
        "/embed/wojewodztwo/pomorskie",
        "/embed/owes/owes-debrzno?lang=uk",
        "/embed/szukaj",
    ],
)
def test_a_page_says_where_it_is_described(client, path):
    tree = read_html(client.get(path, headers=BROWSER).get_data(as_text=True))
    link = tree.one("link", type="application/json+oembed")
    described = ask(client, parse_qs(urlsplit(link["href"]).query)["url"][0])

    assert link["rel"] == "alternate" and link["title"]
    assert client.get(link["href"].removeprefix(HOST)).data == described.data
    kept = parse_qs(urlsplit(path).query)
    assert parse_qs(urlsplit(frame(described)["src"]).query) == kept


def test_texts_of_the_registry_stay_texts(hostile):
    client = app_of(hostile).test_client()
    response = ask(client, f"{HOST}/owes/owes-nadwislanski-dzierzgon")
    tree = read_html(f"<html>{json.loads(response.data)['html']}</html>")

    assert [e.tag for e in tree.all()] == ["iframe", "p", "a"]
    assert "onerror" in frame(response)["title"]
    assert "onerror" not in frame(response).attributes
