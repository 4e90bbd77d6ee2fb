"""Registry text attacks the citizen's pages: answers, choices, filters, data blocks, drawings and suggestions.

Two worlds: in one every text is an attack, in the other it is ten thousand characters long besides, ones that turn the
line and ones that nobody sees among them.
"""

import json
from xml.etree import ElementTree

import pytest

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from tests.markup import read_html
from tests.web_builders import (
    ENDLESS_NAME,
    EVIL_CENTRE,
    EVIL_ENDED,
    EVIL_GMINA,
    EVIL_NAME,
    EVIL_PLACE,
    EVIL_POWIAT,
    EVIL_UNCONFIRMED,
    EVIL_URL,
    FORMULA,
    PAGES,
    app_of,
    assert_inert,
    hostile_geodata,
)

pytest_plugins = ["tests.web_fixtures"]

OWN = [
    "/", "/wojewodztwo/pomorskie", *(f"/powiat/{u}" for u in (EVIL_POWIAT, EVIL_UNCONFIRMED, EVIL_ENDED)),
    f"/gmina/{EVIL_GMINA}", f"/owes/{EVIL_CENTRE}", f"/embed/owes/{EVIL_CENTRE}", "/embed/wojewodztwo/pomorskie",
    f"/miejsce/{EVIL_PLACE}", "/kod/82-500", "/szukaj?q=Borowy+Młyn", "/szukaj?q=53.73,18.93", "/osrodki",
]  # fmt: skip
#: What the pages of one centre and of one powiat show of the registry: every text column of its tables.
SHOWN = {
    f"/owes/{EVIL_CENTRE}": ("name", "operator", "partners", "note", "services", "audiences", "street", "place"),
    f"/powiat/{EVIL_POWIAT}": ("subregion", "sentence", "entity", "town"),
}


ELEMENTS = {"svg", "g", "defs", "pattern", "rect", "path", "circle", "title", "text"}


@pytest.fixture(scope="module", params=["evil", "endless"])
def world(request, hostile, tmp_path_factory):
    if request.param == "evil":
        return hostile, EVIL_NAME
    data = build_snapshot(hostile_geodata(tmp_path_factory.mktemp("endless") / "geodata", ENDLESS_NAME))
    return data.with_files(render_maps(data)), ENDLESS_NAME


@pytest.fixture(scope="module")
def client(world):
    return app_of(world[0]).test_client()


@pytest.fixture
def page(client):
    def get(path: str):
        response = client.get(path)
        assert response.status_code == 200, path
        return read_html(response.get_data(as_text=True))

    return get


def plain(text: str) -> str:
    """White space as a page shows it."""
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["pl", "uk"])
@pytest.mark.parametrize("path", OWN)
def test_a_page_shows_the_text_and_runs_nothing_of_it(page, world, path, language):
    tree = page(f"{path}{'&' if '?' in path else '?'}lang={language}")

    assert_inert(tree)
    assert plain(world[1])[:200] in tree.one("main").text


def test_every_text_column_is_on_a_page(page, world):
    centre, powiat = (page(path).one("main").text for path in SHOWN)

    assert centre.count(plain(world[1])) >= len(SHOWN[f"/owes/{EVIL_CENTRE}"]) - 2  # lists are cut at semicolons
    assert powiat.count(plain(world[1])) >= len(SHOWN[f"/powiat/{EVIL_POWIAT}"])


def test_one_s_own_point_is_answered_with_the_text_as_it_is(client, world):
    response = client.post("/punkt", data={"lat": "53.73", "lon": "18.93"})
    tree = read_html(response.get_data(as_text=True))

    assert_inert(tree)
    assert plain(world[1]) in tree.one("main").text


@pytest.mark.parametrize("path", [f"/powiat/{EVIL_POWIAT}", f"/owes/{EVIL_CENTRE}", f"/miejsce/{EVIL_PLACE}"])
def test_the_data_block_holds_the_text_as_json(client, world, path):
    text = client.get(path).get_data(as_text=True)
    block = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    data = json.loads(block)
    service = data["@graph"][0] if "@graph" in data else data

    assert not set(block) & set("<>&\u2028\u2029")
    assert service["name"] == FORMULA + world[1]
    assert service["provider"]["name"] == world[1]
    assert service["provider"]["url"] == EVIL_URL
    assert EVIL_URL in {work["url"] for work in service["subjectOf"]}


@pytest.mark.parametrize("name", ["polska", "pomorskie", "22"])
def test_the_drawing_is_xml_with_no_element_of_theirs(client, world, name):
    text = client.get(f"/mapa/{name}.svg?focus={EVIL_POWIAT}").get_data(as_text=True)
    tree = ElementTree.fromstring(text)
    written = "".join(c if c >= " " and c != "\ufffe" else "\ufffd" for c in world[1])

    assert {e.tag.rpartition("}")[2] for e in tree.iter()} <= ELEMENTS
    assert [a for e in tree.iter() for a in e.attrib if a.startswith("on") or a.rpartition("}")[2] == "href"] == []
    assert [t for e in tree.iter() if (t := e.text or "") and written in t]


def test_suggestions_carry_the_text_unchanged(client, world):
    found = []
    for text in ("img src x", "hyperlink", "z zdzblo", "Górki"):
        response = client.get("/api/v1/suggest", query_string={"q": text, "limit": "20"})
        assert response.mimetype == "application/json"
        found += response.json["items"]

    assert all(i["url"].startswith("/") and not i["url"].startswith("//") for i in found)
    named = {i["id"] for i in found if i["name"] in (world[1], FORMULA + world[1])}
    assert named and named <= {EVIL_CENTRE, EVIL_POWIAT, EVIL_GMINA, EVIL_PLACE, "22"}


@pytest.mark.parametrize("path", PAGES)
def test_no_other_page_is_hurt(client, path):
    """Where the small world has no such thing, the page says so."""
    response = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)

    assert response.status_code in (200, 404)
    assert_inert(read_html(response.get_data(as_text=True)))


@pytest.mark.parametrize(
    "query", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "\u202e\u200b", "{{ config }}"]
)
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_a_query_is_hostile_too(client, query, language):
    tree = read_html(client.get("/szukaj", query_string={"q": query, "lang": language}).get_data(as_text=True))

    assert_inert(tree)
    assert tree.one("input", type="search")["value"] == query
    assert plain(query) in tree.one("h1").text


@pytest.mark.parametrize(
    "path", ["/%5Cevil.example/x", "/%2F%2Fevil.example", '/a"b', "/x%3Fy%23z", "/%0d%0aSet-Cookie:x"]
)
def test_no_address_leads_a_reader_away(client, path):
    """Browsers read ``/\\host`` as another host: addresses of the same page in another language are quoted."""
    response = client.get(path, headers={"Accept": "text/html"})
    tree = read_html(response.get_data(as_text=True))
    alternates = [e["href"] for e in tree.all("link", rel="alternate")]

    assert response.status_code == 404 and len(alternates) == 3
    assert_inert(tree)
    assert [h for h in alternates if h[1] in "/\\" or set(h) & set('\\"\r\n')] == []
