"""``/openapi.json`` is valid, says what the views do, and every example answers what it says; ``/api`` shows it."""

import json

import jsonschema
import pytest
from openapi_spec_validator import validate

from ses_map.web.publish.api.endpoint import ENDPOINTS
from ses_map.web.publish.api.examples import EXAMPLES, WITHOUT
from tests.markup import read_html
from tests.web_builders import LOOKUP, asking, assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

GETS = [e for e in ENDPOINTS if e.method == "GET"]
LISTS = [e for e in GETS if "text/csv" in e.answers]
QUESTIONS = [LOOKUP, *(f"/api/v1/lookup?teryt={t}" for t in ("2207", "2002", "200212", "22", "2214", "0601")),
             "/api/v1/lookup?lat=54.425&lon=18.55", "/api/v1/lookup?lat=0&lon=0", "/api/v1/suggest?q=kwi"]  # fmt: skip


@pytest.fixture
def document(client):
    response = client.get("/openapi.json")
    assert response.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.1"
    return response.json


def strict(schema):
    """The same schema, under which a key that it does not name is an error."""
    if isinstance(schema, list):
        return [strict(s) for s in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {k: strict(v) for k, v in schema.items()}
    return (
        {**inner, "additionalProperties": schema.get("additionalProperties", False)}
        if "properties" in schema
        else inner
    )


def check(document, path, kind, value):
    """An answer has every key that the document names and no other."""
    answers = document["paths"][path.split("?")[0]]["get"]["responses"]["200"]["content"]
    schema = {**strict(answers[kind]["schema"]), "components": strict(document["components"])}
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(value)


def test_the_document_is_valid(document):
    assert document["openapi"].startswith("3.1.")
    validate(document)


def test_it_has_every_address_of_the_api_and_no_other(app, document):
    rules = {r.rule for r in app.url_map.iter_rules() if r.rule.startswith("/api/")}

    assert set(document["paths"]) == rules
    assert {e.path for e in ENDPOINTS} == rules


def test_it_says_whose_the_data_are_and_what_is_promised(document, published):
    info = document["info"]

    assert info["x-attribution"] == sorted({s.attribution for s in published.sources})
    assert "/api/v1 zostają" in info["description"] and "Licenc" in info["license"]["name"]


@pytest.mark.parametrize("path", QUESTIONS)
def test_answers_are_as_described(client, document, path):
    check(document, path, "application/json", client.get(path).json)


@pytest.mark.parametrize("endpoint", LISTS, ids=lambda e: e.path)
@pytest.mark.parametrize("kind", ["application/json", "application/geo+json"])
def test_lists_are_as_described(client, document, endpoint, kind):
    if kind not in endpoint.answers:
        assert_problem(client.get(asking(endpoint.path, format="geojson")), 400)
        return
    asked = {"format": "geojson" if "geo" in kind else "json", "voivodeship": "pomorskie"}
    known = {p.name for p in endpoint.parameters}
    body = client.get(asking(endpoint.path, **{k: v for k, v in asked.items() if k in known})).json

    check(document, endpoint.path, kind, body)


@pytest.mark.parametrize("kind", ["gmina", "voivodeship", "subregion", "centre"])
def test_areas_of_every_kind_are_as_described(client, document, kind):
    body = client.get(f"/api/v1/areas?voivodeship=22&kind={kind}").json

    assert body["data"]
    check(document, "/api/v1/areas", "application/json", body)


@pytest.mark.parametrize("path", ["/api/v1/lookup?teryt=x", "/api/v1/lookup?teryt=2299", "/api/v1/areas?kind=x"])
def test_errors_are_as_described(client, document, path):
    problem = client.get(path)
    responses = document["paths"][path.split("?")[0]]["get"]["responses"]

    assert str(problem.status_code) in responses
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    jsonschema.validate(problem.json, schema)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda e: e.path)
def test_every_parameter_says_what_it_may_be(document, endpoint):
    for parameter in document["paths"][endpoint.path][endpoint.method.lower()]["parameters"]:
        assert parameter["description"] and parameter["schema"]["type"]
        if "example" in parameter:
            jsonschema.validate(parameter["example"], parameter["schema"])


@pytest.mark.parametrize("endpoint", GETS, ids=lambda e: e.path)
def test_a_parameter_that_is_not_described_is_refused(client, endpoint):
    assert_problem(client.get(asking(endpoint.path, nonsense="1")), 400, "Nieznany parametr „nonsense”")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.name)
def test_every_example_answers_what_it_says(client, example):
    response = client.get(example.url)

    assert response.status_code == example.status
    assert response.json.get("outcome", "") == example.outcome and response.json.get("reason") == example.reason


def test_there_is_an_example_of_each_outcome_that_the_data_have(client, published):
    shown = {(e.outcome, e.reason) for e in EXAMPLES if e.outcome}
    rows = client.get("/api/v1/coverage?date=2026-11-24").json["data"]

    assert {o for o, _ in shown} == {"found", "ambiguous", "uncovered", "outside", "invalid"}
    assert {(r["outcome"], r["reason"]) for r in rows} <= shown
    assert list(WITHOUT) == ["uncovered-gap"] and not any(r["reason"] == "gap" for r in rows)


def test_the_page_leads_to_every_address_and_example(client):
    tree = read_html(client.get("/api").get_data(as_text=True))
    links = {a["href"] for a in tree.all("a")}

    assert {e.url for e in EXAMPLES} <= links
    assert {h["id"] for h in tree.all("h3")} == {e.name for e in ENDPOINTS}
    tried = [a for a in links if a.startswith("/api/v1/") and a not in {e.url for e in EXAMPLES}]
    assert len(tried) == len(GETS) and {client.get(a).status_code for a in tried} == {200}


@pytest.mark.parametrize("path", ["/api", "/openapi.json"])
def test_both_are_cached(client, path):
    tag = client.get(path).headers["ETag"]

    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_the_document_is_open_and_always_the_same(client):
    one, two = client.get("/openapi.json"), client.get("/openapi.json")

    assert one.headers["Access-Control-Allow-Origin"] == "*"
    assert one.data == two.data and json.loads(one.data)


@pytest.mark.parametrize("path", ["/api/v1/lookup", "/api/v1/lookup/batch", "/api/v1/centres"])
def test_a_browser_may_ask_first(client, path):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    headers = client.options(path, headers=asked).headers

    assert headers["Access-Control-Allow-Origin"] == "*" and "Content-Type" in headers["Access-Control-Allow-Headers"]
    assert headers["Access-Control-Allow-Methods"] == headers["Allow"]
    assert ("POST" in headers["Allow"]) is path.endswith("batch")


@pytest.mark.parametrize("code", ["pl", "en", "uk"])
def test_the_page_is_a_page_of_ours(client, code):
    """Its own addresses of data are exempt from keeping the language; all that people read in Polish says so."""
    response = client.get("/api", query_string={"lang": code})
    tree = read_html(response.get_data(as_text=True))
    pages = [a["href"] for a in tree.all("a") if a["href"].startswith("/") and "hreflang" not in a.attributes]
    kept = [h for h in pages if not h.startswith(("/api/", "/openapi.json"))]

    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert tree["lang"] == code and len(tree.all("h1")) == 1
    assert kept and all(code == "pl" or f"lang={code}" in h for h in kept)
    assert [s["src"] for s in tree.all("script") if not s["src"].startswith("/assets/")] == []
    assert len(tree.all("div", lang="pl")) == 1
