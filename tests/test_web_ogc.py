"""OGC API - Features: what the abstract tests of Core (17-069r4, annex A) want to see, for every collection."""

import json
from urllib.parse import quote

import pytest

from ses_map.web.publish.ogc.catalogue import COLLECTIONS
from tests.markup import read_html
from tests.ogc_builders import CRS84, SIZES, items, linked, local, read
from tests.web_builders import BROWSER, app_of, assert_inert, assert_problem

pytestmark = pytest.mark.realdata

JSON, GEOJSON, SCHEMA = "application/json", "application/geo+json", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
DOCUMENTS = {"/ogc/": JSON, "/ogc/conformance": JSON, "/ogc/collections": JSON, "/ogc/api": OPENAPI}
OF_COLLECTION = {"": JSON, "/queryables": SCHEMA, "/items": GEOJSON}
DOCUMENTS |= {f"/ogc/collections/{c}{tail}": kind for c in SIZES for tail, kind in OF_COLLECTION.items()}


@pytest.fixture(scope="module")
def application(snapshot):
    return app_of(snapshot)


@pytest.fixture
def client(application):
    return application.test_client()


@pytest.mark.parametrize(("path", "kind"), DOCUMENTS.items())
def test_every_document_is_there_for_programs_and_for_people(client, path, kind):
    response, page = client.get(path), client.get(path, headers=BROWSER)
    tree = read_html(page.get_data(as_text=True))

    assert (response.status_code, response.content_type) == (200, kind)
    assert json.loads(response.data)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert len(tree.all("h1")) == 1 and tree.one("main").text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert_inert(tree)


@pytest.mark.parametrize("path", DOCUMENTS)
def test_f_decides_before_accept(client, path):
    assert client.get(path, query_string={"f": "html"}).mimetype == "text/html"
    assert client.get(path, query_string={"f": "json"}, headers=BROWSER).content_type == DOCUMENTS[path]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/geo+json", GEOJSON),
        ("application/geo+json, application/json;q=0.9", GEOJSON),
        ("*/*", GEOJSON),
        ("text/csv", GEOJSON),
        ("text/html;q=0.1, application/json", GEOJSON),
        ("text/html", "text/html"),
        (BROWSER["Accept"], "text/html"),
    ],
)
def test_the_form_is_negotiated(client, accept, kind):
    response = client.get(items("powiaty"), headers={"Accept": accept})

    assert response.mimetype == kind
    assert {"Accept", "Accept-Encoding"} <= set(response.headers["Vary"].split(", "))


@pytest.mark.parametrize("path", [p for p in DOCUMENTS if p not in ("/ogc/api",) and "queryables" not in p])
def test_every_document_links_itself_and_its_other_form(client, path):
    body = read(client, path)

    assert len(linked(body, "self", DOCUMENTS[path])) == len(linked(body, "alternate", "text/html")) == 1
    assert read(client, linked(body, "self")[0]) == read(client, f"{path}?f=json")
    assert client.get(linked(body, "alternate")[0]).mimetype == "text/html"


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_link_of_ours_leads_to_what_it_says(client, path):
    body = read(client, path)
    links = [*body.get("links", ()), *(x for c in body.get("collections", ()) for x in c["links"])]
    links = [
        x for x in links if not x["href"].endswith("/zrodla")
    ]  # a page with a snapshot's figures, tested elsewhere

    for link in links:
        response = client.get(local(link["href"]))
        assert (response.status_code, response.mimetype) == (200, link["type"].split(";")[0]), link


def test_the_landing_page_leads_everywhere(client):
    body = read(client, "/ogc/")

    assert {x["rel"] for x in body["links"]} >= {
        "self",
        "alternate",
        "service-desc",
        "service-doc",
        "conformance",
        "data",
    }
    assert body["title"] and body["description"]
    assert client.get("/ogc").status_code == 308 and client.get("/ogc").headers["Location"].endswith("/ogc/")


def test_core_and_its_encodings_are_conformed_to(client):
    stem = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"

    assert {f"{stem}{c}" for c in ("core", "oas30", "geojson", "html")} <= set(
        read(client, "/ogc/conformance")["conformsTo"]
    )


def test_the_collections_are_the_seven_and_each_is_described_alike_in_both_places(client):
    body = read(client, "/ogc/collections")

    assert [c["id"] for c in body["collections"]] == list(SIZES) == list(COLLECTIONS)
    for listed in body["collections"]:
        alone = read(client, f"/ogc/collections/{listed['id']}")
        assert {k: v for k, v in listed.items() if k != "links"} == {k: v for k, v in alone.items() if k != "links"}
        assert (listed["itemType"], listed["crs"], listed["storageCrs"]) == ("feature", [CRS84], CRS84)
        assert listed["attribution"] and linked(listed, "license") and linked(listed, "items", GEOJSON)


@pytest.mark.parametrize("collection", SIZES)
def test_paging_visits_every_feature_exactly_once(client, collection):
    path, found, pages = items(collection, limit=250, f="json"), [], 0
    while path:
        body = read(client, path)
        assert body["numberReturned"] == len(body["features"]) <= 250
        assert body["numberMatched"] == SIZES[collection][0]
        assert body["timeStamp"] == "2026-11-24T00:00:00Z"
        assert bool(linked(body, "prev")) == (pages > 0)
        found += [f["id"] for f in body["features"]]
        path, pages = next(iter(linked(body, "next")), ""), pages + 1

    assert len(found) == len(set(found)) == SIZES[collection][0]
    assert found == [f["id"] for f in read(client, items(collection, limit=10000))["features"]]


def test_links_to_other_pages_keep_every_parameter(client):
    asked = {"bbox": "14,49,24,55", "voivodeship_name": "śląskie", "datetime": "2024-01-01/..", "limit": 7}
    body = read(client, items("powiaty", **asked, offset=7))
    following, before = read(client, linked(body, "next")[0]), read(client, linked(body, "prev")[0])

    assert [f["id"] for f in before["features"] + body["features"] + following["features"]] == [
        f["id"] for f in read(client, items("powiaty", **(asked | {"limit": 21})))["features"]
    ]
    assert {f["properties"]["voivodeship_name"] for f in following["features"]} == {"śląskie"}
    assert body["numberMatched"] == following["numberMatched"] == 36


@pytest.mark.parametrize(
    ("asked", "returned"),
    [
        ({}, 10),
        ({"limit": 1}, 1),
        ({"limit": 16}, 16),
        ({"limit": 99999999999}, 380),
        ({"offset": 379}, 1),
        ({"offset": 380}, 0),
    ],
)
def test_limit_and_offset(client, asked, returned):
    body = read(client, items("powiaty", **asked))

    assert body["numberReturned"] == len(body["features"]) == returned
    assert body["numberMatched"] == 380


@pytest.mark.parametrize("collection", SIZES)
def test_a_feature_alone_is_the_feature_of_the_list(client, collection):
    for feature in read(client, items(collection, limit=5))["features"]:
        response = client.get(f"{items(collection)}/{quote(feature['id'], safe='')}")
        alone = json.loads(response.data)
        assert {k: v for k, v in alone.items() if k != "links"} == feature
        assert {x["rel"] for x in alone["links"]} == {"self", "alternate", "collection"}
        assert read(client, linked(alone, "self")[0])["id"] == feature["id"]
        assert client.get(linked(alone, "alternate")[0]).mimetype == "text/html"
        assert (response.mimetype, response.headers["Content-Crs"]) == (GEOJSON, f"<{CRS84}>")


@pytest.mark.parametrize("collection", SIZES)
def test_features_have_exactly_the_properties_that_are_described(client, collection):
    schema = read(client, f"/ogc/collections/{collection}/queryables")
    described = {name: p for name, p in schema["properties"].items() if name != "geometry"}
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    features = read(client, items(collection, limit=10000))["features"]

    assert schema["$id"] == f"http://localhost/ogc/collections/{collection}/queryables"
    for feature in features:
        assert list(feature["properties"]) == list(described)
        for name, value in feature["properties"].items():
            assert value is None or isinstance(value, kinds[described[name]["type"]]), (name, value)
            assert value != ""
    assert sum(f["geometry"] is None for f in features) == SIZES[collection][1]


WRONG = {
    "unknown": "Nieznany parametr",
    "date=2026-01-01": "Nieznany parametr",
    "limit=0": "limit",
    "limit=-1": "limit",
    "limit=x": "limit",
    "limit=1.5": "limit",
    "limit=": "limit",
    "limit=1&limit=2": "tylko raz",
    "offset=-1": "offset",
    "bbox=": "bbox",
    "bbox=1,2,3": "bbox",
    "bbox=1,2,3,4,5": "bbox",
    "bbox=1,2,3,x": "bbox",
    "bbox=1,2,nan,4": "bbox",
    "bbox=1,2,1e999,4": "bbox",
    "bbox=18,55,19,54": "bbox",
    "bbox=18,54,9,19,55,1": "bbox",
    "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/2180": "układzie",
    "crs=http://www.opengis.net/def/crs/EPSG/0/4326": "układzie",
    "datetime=": "datetime",
    "datetime=2026-02-30": "datetime",
    "datetime=2026-01-01T25:00:00Z": "datetime",
    "datetime=2026-01-01T00:00:00": "datetime",
    "datetime=2026-01-02/2026-01-01": "datetime",
    "datetime=2026-01-01/2026-01-02/2026-01-03": "datetime",
    "datetime=now": "datetime",
    "f=xml": "f",
    "is_city=maybe": "is_city",
    "population=many": "population",
    "area_km2=nan": "area_km2",
}


@pytest.mark.parametrize(("query", "said"), WRONG.items())
def test_what_cannot_be_read_is_refused_and_named(client, query, said):
    body = assert_problem(client.get(f"{items('powiaty')}?{query}"), 400, said)

    assert (body["code"], body["description"]) == ("InvalidParameterValue", body["detail"])


@pytest.mark.parametrize(
    "path", ["/ogc/", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/ogc/collections/gminy"]
)
@pytest.mark.parametrize("query", ["limit=1", "f=xml", "bbox=1,2,3,4"])
def test_documents_know_no_other_parameters(client, path, query):
    assert_problem(client.get(f"{path}?{query}"), 400)


@pytest.mark.parametrize(
    "path",
    ["/ogc/x", "/ogc/collections/x", "/ogc/collections/x/items", f"{items('gminy')}/999999", "/ogc/collections/x/y"],
)
def test_what_is_not_there_is_not_found(client, path):
    assert assert_problem(client.get(path), 404)["code"] == "NotFound"
    assert client.get(path, headers=BROWSER).mimetype == "text/html"


@pytest.mark.parametrize("path", [items("powiaty"), f"{items('powiaty')}/2207", "/ogc/", "/ogc/collections/powiaty"])
def test_answers_are_open_cacheable_and_the_same_each_time(client, path):
    first, again = client.get(path), client.get(path)
    kept = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == again.data and client.head(path).headers["Content-Type"] == first.headers["Content-Type"]
    assert first.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert (kept.status_code, kept.headers["Access-Control-Allow-Origin"]) == (304, "*")
    assert client.get(path, headers={**BROWSER, "If-None-Match": first.headers["ETag"]}).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/collections", "/collections/powiaty", "/collections/powiaty/items?limit=3&name=%C5%82%C3%B3dzki"]
)
def test_the_promised_addresses_lead_here(client, path):
    response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (308, f"/ogc{path}")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"/ogc{path}").status_code == 200


def test_the_document_describes_what_is_served(client):
    body = read(client, "/ogc/api")
    paths = {p for p in body["paths"] if "{" not in p}

    assert body["openapi"].startswith("3.0")
    assert {f"/ogc{p}" for p in paths} == set(DOCUMENTS)
    for path, told in body["paths"].items():
        names = [p["name"] for p in told["get"]["parameters"]]
        assert len(names) == len(set(names)) and {"f", "lang"} <= set(names)
        if path.endswith("/items"):
            own = COLLECTIONS[path.split("/")[2]].by_name
            assert set(names) == {"f", "lang", "crs", "datetime", "bbox", "bbox-crs", "limit", "offset", *own}
    ids = [told["get"]["operationId"] for told in body["paths"].values()]
    assert len(ids) == len(set(ids))
