"""Pages, chosen fields and shapes of the lists, and whose data they are."""

import csv
import io

import pytest

from tests.web_builders import assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

LISTS = ["centres", "areas?kind=gmina", "coverage", "problems", "entities", "coverage/diff?from=2019-04-17"]
SHAPES = [path for path in LISTS if path not in ("problems", "coverage/diff?from=2019-04-17")]


@pytest.fixture
def get(client):
    def ask(path: str, **asked: object):
        prefix, _, query = path.partition("?")
        address = f"/api/v1/{prefix}" if not prefix.startswith("/") else prefix
        own = dict(pair.split("=") for pair in query.split("&")) if query else {}
        response = client.get(address, query_string={**own, **asked})
        assert response.status_code == 200, response.data
        return response

    return ask


@pytest.mark.parametrize("path", LISTS)
def test_pages_together_are_the_whole(client, get, path):
    whole = get(path).json
    size = len(whole["data"]) // 3 + 1
    address, found, pages = get(path, limit=size).request.full_path, [], 0
    while address:
        page = client.get(address).json
        assert page["meta"]["count"] == whole["meta"]["count"] == len(whole["data"])
        assert page["meta"]["returned"] == len(page["data"])
        found, pages, address = found + page["data"], pages + 1, page["meta"]["next"]

    assert found == whole["data"] and pages == 3
    assert page["meta"]["previous"] and "offset" in page["meta"]["previous"]


@pytest.mark.parametrize("path", LISTS)
def test_whose_data_they_are_is_in_every_form(get, published, path):
    meta, headers = get(path, limit=1).json["meta"], get(path, limit=1, format="csv").headers

    assert meta["licences"] == sorted({s.licence for s in published.sources})
    assert meta["attribution"] == sorted({s.attribution for s in published.sources})
    assert '</dane#licencja>; rel="license"' in headers["Link"] and 'rel="next"' in headers["Link"]


@pytest.mark.parametrize("path", SHAPES)
def test_a_page_of_shapes_and_shapes_left_out(get, path):
    page = get(path, limit=2, offset=1, format="geojson").json
    bare = get(path, limit=2, offset=1, format="geojson", geometry="false").json
    rows = get(path, limit=2, offset=1).json["data"]

    assert [f["properties"] for f in page["features"]] == [f["properties"] for f in bare["features"]] == rows
    assert [f["id"] for f in page["features"]] == [f["id"] for f in bare["features"]]
    assert [f["geometry"] for f in bare["features"]] == [None, None]
    assert page["meta"] == bare["meta"] | {k: page["meta"][k] for k in ("next", "previous")}


def test_only_the_fields_that_were_asked_for_in_their_order(get):
    asked = {"fields": "name, id", "limit": 3}
    text = get("centres", **asked, format="csv").get_data(as_text=True)

    assert [list(row) for row in get("centres", **asked).json["data"]] == [["name", "id"]] * 3
    assert next(csv.reader(io.StringIO(text))) == ["name", "id"]
    for feature in get("centres", **asked, format="geojson").json["features"]:
        assert list(feature["properties"]) == ["name", "id"] and feature["id"].startswith("owes-")


def test_past_the_end_there_is_nothing(get):
    body = get("centres", limit=10, offset=1000).json

    assert (body["data"], body["meta"]["count"], body["meta"]["next"]) == ([], 65, None)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "od 1 do 10000"), ("limit=10001", "od 1 do 10000"), ("limit=x", "limit"), ("limit=", "limit"),
        ("offset=-1", "offset"), ("offset=1e3", "offset"), ("offset=99999999", "offset"), ("limit=1&limit=2", "raz"),
        ("fields=secret", "Nie ma pola „secret”"), ("fields=id,__class__", "__class__"), ("geometry=no", "geometry"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(client, query, sentence):
    assert_problem(client.get(f"/api/v1/centres?format=geojson&{query}"), 400, sentence)
