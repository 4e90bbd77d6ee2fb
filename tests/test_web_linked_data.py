"""schema.org in JSON-LD: what a search engine reads is what the page says, and it cannot leave its block."""

import json

import pytest

from ses_map.lookup import coverage_rows
from ses_map.web.linked_data import as_block
from tests.builders import TODAY, known_contacts, read_rows
from tests.markup import read_html
from tests.web_builders import ANSWERS, EVIL_NAME, MAPS, PAGES

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

CENTRES = {r["centre_id"]: r for r in read_rows("registry/centres.csv")}
KINDS = {"GovernmentService", "Organization", "PostalAddress", "AdministrativeArea", "PropertyValue"}
#: What schema.org knows of each kind, as far as it is used.
KNOWN = {
    "GovernmentService": {"name", "serviceType", "provider", "areaServed"},
    "Organization": {"name", "address", "telephone", "email", "url"},
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality", "addressCountry"},
    "AdministrativeArea": {"name", "identifier"},
    "PropertyValue": {"propertyID", "value"},
}


@pytest.fixture
def data(client):
    def read(path: str) -> dict:
        tree = read_html(client.get(path).get_data(as_text=True))
        (block,) = tree.one("head").all("script", type="application/ld+json")
        return json.loads("".join(map(str, block.children)))

    return read


def things(value):
    """Every object inside, the outermost first."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from things(inner)
    for inner in value if isinstance(value, list) else ():
        yield from things(inner)


def area(code: str, name: str) -> dict:
    identifier = {"@type": "PropertyValue", "propertyID": "TERYT", "value": code}
    return {"@type": "AdministrativeArea", "name": name, "identifier": identifier}


@pytest.mark.parametrize("path", [*ANSWERS, "/owes/owes-debrzno", "/gmina/200212", "/powiat/0601"])
def test_it_is_of_the_vocabulary_and_has_no_empty_value(data, path):
    body = data(path)

    assert body["@context"] == "https://schema.org"
    for thing in things(body):
        if "@type" in thing:
            assert thing["@type"] in KINDS
            assert set(thing) - {"@type", "@context"} <= KNOWN[thing["@type"]], thing
        assert all(v or k == "areaServed" for k, v in thing.items()), thing


@pytest.mark.parametrize(
    ("path", "code", "name", "centres"),
    [
        ("/powiat/2207", "2207", "powiat kwidzyński", ["owes-nadwislanski-dzierzgon"]),
        ("/kod/82-500", "2207", "powiat kwidzyński", ["owes-nadwislanski-dzierzgon"]),
        ("/gmina/220703", "220703", "gmina Kwidzyn", ["owes-nadwislanski-dzierzgon"]),
        ("/miejsce/0151319", "220703", "gmina Kwidzyn", ["owes-nadwislanski-dzierzgon"]),
        ("/gmina/200212", "200212", "gmina Tykocin", ["owes-bialystok", "owes-lomza"]),
        ("/powiat/2261?date=2019-04-17", "2261", "Gdańsk", ["owes-dobra-robota"]),
        ("/powiat/0206?date=2020-12-31", "0206", "powiat jeleniogórski", None),
    ],
)
def test_the_area_carries_its_code(data, path, code, name, centres):
    graph = data(path)["@graph"]

    assert [s["areaServed"] for s in graph] == [[area(code, name)]] * len(graph)
    assert centres is None or [s["name"] for s in graph] == [CENTRES[c]["name"] for c in centres]


@pytest.mark.parametrize("path", ["/powiat/2214", "/powiat/0601"])
def test_who_does_not_serve_an_area_today_is_not_said_to(data, path):
    code = path.rpartition("/")[2]

    assert [(t["@type"], t["identifier"]["value"]) for t in data(path)["@graph"]] == [("AdministrativeArea", code)]


@pytest.mark.parametrize("centre", CENTRES)
def test_a_centre_is_described_as_its_register_does(data, finder, centre):
    facts, known, body = CENTRES[centre], known_contacts(centre), data(f"/owes/{centre}")
    provider = body["provider"]
    rows = [r for r in coverage_rows(finder, TODAY) if centre in r.coverage.centre_ids]

    assert (body["@type"], body["name"]) == ("GovernmentService", facts["name"])
    assert provider["name"] == (facts["operator"] or facts["name"])
    for key, column in (("telephone", "phone"), ("email", "email"), ("url", "website")):
        assert provider.get(key, "") == known.get(column, "")
    assert provider.get("address", {}).get("addressLocality", "") == known.get("place", "")
    assert provider.get("address", {}).get("addressCountry", "PL") == "PL"
    assert body["areaServed"] == [area(r.teryt, r.name) for r in rows]


def test_pages_that_are_no_answer_have_none(client):
    for path in set(PAGES) - {*ANSWERS, *MAPS} | {"/", "/wojewodztwo/pomorskie", "/nope"}:
        tree = read_html(client.get(path, headers={"Accept": "text/html"}).get_data(as_text=True))
        blocks = tree.all("script", type="application/ld+json")
        assert len(blocks) == ("54.1" in path), path


@pytest.mark.parametrize("text", [EVIL_NAME, "</script>", "<!--<script>", "]]>", "&lt;", "\u2028\u2029", "ż\x00\x1b"])
def test_no_text_leaves_the_block(text):
    block = str(as_block({"name": text, text: [text]}))

    assert not set(block) & set("<>&\u2028\u2029")
    assert json.loads(block) == {"name": text, text: [text]}


@pytest.mark.parametrize("path", [*ANSWERS, "/owes/owes-debrzno"])
def test_it_does_not_depend_on_the_language(data, path):
    assert data(f"{path}?lang=uk") == data(path)
