"""The page of the open data, what every answer says of its licence, and how data addresses refuse."""

import json

import pytest

from ses_map.snapshot import Snapshot
from ses_map.web.http.headers import POLICY
from ses_map.web.publish.opendata import DATASETS
from tests.markup import read_html
from tests.web_builders import BROWSER, EVIL_NAME, LISTS, LOOKUP, app_of, assert_inert, assert_problem, drawn

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

LICENCE = '</dane#licencja>; rel="license"'


@pytest.fixture(scope="module")
def drawn_snapshot(snapshot: Snapshot):
    return drawn(snapshot)


@pytest.fixture(scope="module")
def client(drawn_snapshot):
    return app_of(drawn_snapshot).test_client()


@pytest.fixture(scope="module")
def page(client):
    response = client.get("/dane", headers=BROWSER)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True))


def test_every_dataset_is_described_with_all_its_columns(page):
    for name, dataset in DATASETS.items():
        (section,) = page.all("section", **{"aria-labelledby": name})
        said = section.text

        assert dataset.title.pl in said and dataset.about.pl in said
        assert [row.all("th")[0].text for row in section.one("tbody").all("tr")] == [
            c.public_name for c in dataset.columns
        ]
        links = [a["href"] for a in section.all("a") if a["href"] != "#licencja"]
        assert links == [*(f.path for f in dataset.forms), f"/dane/{name}.csv-metadata.json"]


def test_every_link_to_a_file_works(client, page):
    paths = {a["href"] for a in page.all("a") if "format=" in a["href"] or a["href"].startswith("/dane/")}

    assert len(paths) > 3 * len(DATASETS)
    for path in sorted(paths):
        response = client.get(path)
        assert response.status_code == 200 and response.data, path
        assert response.mimetype != "text/html", path


def test_it_counts_the_rows_of_the_files(client, page):
    for row in page.all("table")[0].one("tbody").all("tr"):
        name = row.one("th").one("a")["href"].removeprefix("#")
        count = json.loads(client.get(f"/dane/{name}.json").data)["meta"]["count"]
        assert row.all("td")[0].text.replace(" ", "") == str(count), name


def test_the_licence_of_every_source_is_said_under_one_address(page, drawn_snapshot):
    said = page.text

    assert page.all("h2", id="licencja")
    assert all(s.licence in said and s.attribution in said for s in drawn_snapshot.sources)
    assert drawn_snapshot.id in said


def test_search_engines_read_the_same_datasets(page):
    (block,) = page.all("script", type="application/ld+json")
    body = json.loads("".join(map(str, block.children)))

    assert (body["@context"], body["@type"]) == ("https://schema.org", "DataCatalog")
    assert [d["@id"] for d in body["dataset"]] == [f"http://localhost/dane#{name}" for name in DATASETS]
    for described, dataset in zip(body["dataset"], DATASETS.values(), strict=True):
        assert described["@type"] == "Dataset" and described["name"] == dataset.title.pl
        assert described["license"] == "http://localhost/dane#licencja"
        files = [d["contentUrl"] for d in described["distribution"]]
        assert files == [f"http://localhost{form.path}" for form in dataset.forms]


@pytest.mark.parametrize("path", [LOOKUP, "/api/v1/lookup?teryt=2207", *LISTS, "/api/v1/nope", "/dane", "/dane/x.csv"])
def test_every_answer_with_data_leads_to_its_licence(client, path):
    assert LICENCE in client.get(path).headers["Link"].split(", ")


def test_the_page_is_a_page_and_no_data(client):
    response = client.get("/dane", headers=BROWSER)
    again = client.get("/dane", headers={**BROWSER, "If-None-Match": response.headers["ETag"]})

    assert again.status_code == 304
    for headers in (response.headers, again.headers):
        assert headers["Content-Security-Policy"] == POLICY
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(("code", "title"), [("pl", "Otwarte dane"), ("en", "Open data"), ("uk", "Відкриті дані")])
def test_title_and_path_are_in_the_language_of_the_reader_and_the_rest_says_that_it_is_polish(client, code, title):
    tree = read_html(client.get(f"/dane?lang={code}").get_data(as_text=True))

    assert tree["lang"] == code
    assert tree.one("title").text.startswith(title) and title in tree.one("nav", class_="crumbs").text
    polish = [e for e in tree.one("main").all("div", lang="pl") if e.all("h1")]
    assert len(polish) == (code != "pl")


@pytest.mark.parametrize("path", ["/dane/centres.csv", "/dane/centres.json", "/dane/centres.csv-metadata.json"])
def test_data_are_open_tagged_and_plain(client, path):
    response = client.get(path)
    again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})

    assert again.status_code == 304
    for headers in (response.headers, again.headers):
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert LICENCE in headers["Link"]
        assert "Content-Security-Policy" not in headers and "Set-Cookie" not in headers


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/dane/nope.csv", 404, "wszystkie wymienia strona /dane"),
        ("/dane/centres", 404, "wszystkie wymienia strona /dane"),
        ("/dane/centres.xlsx", 404, "wszystkie wymienia strona /dane"),
        ("/dane/..%2f..%2fetc%2fpasswd", 404, ""),
        ("/dane/centres.csv?date=2019-04-17", 400, "nie przyjmuje parametrów"),
        ("/dane/centres.csv?x=1", 400, "nie przyjmuje parametrów"),
        ("/dane/coverage.csv?date=never", 400, "nie jest dniem kalendarza"),
        ("/dane/coverage.csv?x=1", 400, "Nieznany parametr"),
    ],
)
def test_what_cannot_be_given_is_said(client, path, status, sentence):
    assert_problem(client.get(path, headers=BROWSER), status, sentence)


def test_coverage_is_of_the_day_that_is_asked_for(client):
    def serving(path: str) -> list[str]:
        rows = json.loads(client.get(path).data)["data"]
        return next(r["centres"] for r in rows if r["teryt"] == "2261")

    assert serving("/dane/coverage.json?date=2019-04-17") == ["owes-dobra-robota"]
    assert serving("/dane/coverage.json") != ["owes-dobra-robota"]


def test_a_hostile_registry_stays_text(hostile):
    client = app_of(hostile).test_client()
    tree = read_html(client.get("/dane", headers=BROWSER).get_data(as_text=True))

    assert_inert(tree)
    texts = {json.loads(client.get(f"/dane/{name}.json").data)["meta"]["count"] for name in DATASETS}
    assert max(texts) > 100
    centres = client.get("/dane/centres.csv").get_data(as_text=True)
    assert "'=HYPERLINK" in centres and EVIL_NAME[:20].replace('"', '""') in centres


@pytest.mark.parametrize("host", ['a"><script>x</script>', "a b", "a<b>", "ą.example"])
@pytest.mark.parametrize(
    "path", ["/dane", "/dane/katalog.ttl", "/dane/katalog.jsonld", "/dane/centres.csv-metadata.json"]
)
def test_a_hostile_host_is_no_address_of_ours(client, path, host):
    response = client.get(path, environ_overrides={"HTTP_HOST": host})

    assert response.status_code in (200, 400)
    assert "<script>x" not in response.get_data(as_text=True)
