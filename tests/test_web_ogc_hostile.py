"""OGC API - Features over hostile data and hostile questions: text stays text, in GeoJSON, in pages, in addresses."""

import json
from urllib.parse import quote

import pytest

from ses_map.build import build_snapshot
from tests.markup import read_html
from tests.ogc_builders import SIZES, items, linked, read
from tests.web_builders import BROWSER, EVIL_NAME, EVIL_URL, app_of, assert_inert, hostile_geodata

pytestmark = pytest.mark.realdata

ATTACKED = [c for c in SIZES if c != "wojewodztwa"]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return app_of(build_snapshot(hostile_geodata(tmp_path_factory.mktemp("hostile") / "geodata"))).test_client()


@pytest.mark.parametrize("collection", SIZES)
def test_features_hold_the_text_as_it_is_and_pages_show_it(client, collection):
    texts = json.dumps(read(client, items(collection, limit=10000)))
    page = client.get(items(collection, limit=10000), headers=BROWSER).get_data(as_text=True)

    assert json.dumps(EVIL_NAME)[1:-1] in texts
    assert "__pwned" in page
    assert_inert(read_html(page))


@pytest.mark.parametrize("collection", SIZES)
def test_every_attacked_feature_has_its_address_and_an_inert_page(client, collection):
    features = read(client, items(collection, limit=10000))["features"]
    attacked = [f for f in features if "__pwned" in json.dumps(f)]

    assert attacked
    for feature in attacked[:5]:
        alone = read(client, f"{items(collection)}/{quote(feature['id'], safe='')}")
        assert alone["properties"] == feature["properties"]
        assert read(client, linked(alone, "self")[0])["id"] == feature["id"]
        page = client.get(linked(alone, "alternate")[0])
        assert page.status_code == 200
        assert_inert(read_html(page.get_data(as_text=True)))


def test_pages_of_a_list_lead_to_features_whose_ids_are_attacks(client):
    tree = read_html(client.get(items("subregiony"), headers=BROWSER).get_data(as_text=True))
    addresses = [a["href"] for th in tree.one("tbody").all("th") for a in th.all("a")]

    assert any("__pwned" in a for a in addresses)
    assert [client.get(a).status_code for a in addresses] == [200] * len(addresses)


def test_an_address_of_theirs_is_a_link_only_with_http(client):
    page = client.get(items("osrodki", limit=10000), headers=BROWSER).get_data(as_text=True)

    assert EVIL_URL in {a["href"] for a in read_html(page).all("a")}


@pytest.mark.parametrize(
    "query",
    ["name=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "bbox=%3Cscript%3E", "datetime=%22onmouseover%3D1", "%3Cb%3E=1"],
)
def test_what_a_visitor_asks_is_text_too(client, query):
    page = client.get(f"{items('powiaty')}?{query}", headers=BROWSER).get_data(as_text=True)

    assert_inert(read_html(page))
    assert "<script>" not in page and "<img" not in page


def test_a_promised_address_leads_nowhere_else(client):
    for path in (
        "/collections//evil.example/",
        "/collections/..%2f..%2fevil",
        "/collections/%0d%0aX-A:%20b",
        "/collections/a%3Fb",
    ):
        location = client.get(path).headers.get("Location", "/ogc/collections")
        assert location.startswith("/ogc/collections") and "\n" not in location
