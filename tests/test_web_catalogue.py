"""The catalogue for data portals: valid DCAT-AP, the same in both languages of RDF, and the same every time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ses_map.snapshot import Snapshot
from ses_map.web.publish.opendata import DATASETS
from tests.builders import ROOT, country
from tests.web_builders import app_of

pytest_plugins = ["tests.web_fixtures"]

SHAPES = Path(__file__).parent / "data/dcat/shapes.ttl"
DATASET = URIRef("http://localhost/dane#assignments")
SMALL = ("020101 020102 020201", "0201>a@2019-01-01..2024-12-31 0202>b@2020-02-02..")


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return country(*SMALL)


@pytest.fixture
def client(small):
    return app_of(small).test_client()


def read(client, path="/dane/katalog.ttl", form="turtle") -> Graph:
    response = client.get(path)
    assert response.status_code == 200
    return Graph().parse(data=response.data, format=form, publicID="http://localhost/dane/")


def report(graph: Graph) -> list[str]:
    """Paths of what the shapes do not allow; nothing is inferred."""
    conforms, results, text = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none", advanced=False)
    paths = [str(p) for p in results.objects(None, URIRef("http://www.w3.org/ns/shacl#resultPath"))]
    assert conforms == (not paths), text
    return sorted(paths)


def test_services_say_what_they_serve_and_by_which_standard(client):
    graph = read(client)
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    ogc = URIRef("http://localhost/dane#ogc")
    standard = graph.value(ogc, DCTERMS.conformsTo)
    served = {str(d).rpartition("#")[2] for d in graph.objects(ogc, DCAT.servesDataset)}
    described = client.get(str(graph.value(ogc, DCAT.endpointDescription)).removeprefix("http://localhost"))

    assert {str(s) for s in graph.objects(catalogue, DCAT.service)} == {str(ogc), "http://localhost/dane#api"}
    assert str(standard) == "http://www.opengis.net/doc/IS/ogcapi-features-1/1.0"
    assert graph.value(standard, RDF.type) == DCTERMS.Standard
    assert served == {"coverage", "centres", "entities", "areas"} <= set(DATASETS)
    assert client.get(str(graph.value(ogc, DCAT.endpointURL)).removeprefix("http://localhost")).status_code == 200
    assert described.get_json(force=True)["openapi"].startswith("3.0")


@pytest.mark.realdata
def test_the_real_catalogue_is_valid_and_whole(snapshot: Snapshot):
    graph = read(app_of(snapshot).test_client())

    assert report(graph) == []
    assert {str(d).rpartition("#")[2] for d in graph.subjects(RDF.type, DCAT.Dataset)} == set(DATASETS)
    assert str(graph.value(DATASET, DCTERMS.modified)) == "2026-11-30"
    assert str(graph.value(DATASET, URIRef(f"{DCAT}version"))) == snapshot.id
    period = graph.value(DATASET, DCTERMS.temporal)
    days = [a.valid_from for a in snapshot.registry.assignments if a.valid_from]
    assert graph.value(period, DCAT.startDate).toPython() == min(days)


def test_a_small_catalogue_is_valid_too(client):
    assert report(read(client)) == []


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (DATASET, DCTERMS.title),
        (DATASET, DCTERMS.description),
        (URIRef("http://localhost/dane#katalog"), DCTERMS.title),
        (URIRef("http://localhost/dane#katalog"), DCTERMS.publisher),
        (URIRef("http://localhost/dane#assignments-1"), DCAT.accessURL),
        (URIRef("http://localhost/dane#api"), DCAT.endpointURL),
    ],
)
def test_the_shapes_miss_what_is_taken_away(client, subject, predicate):
    graph = read(client)
    assert (subject, predicate, None) in graph
    graph.remove((subject, predicate, None))

    assert str(predicate) in report(graph)


def test_the_shapes_refuse_what_is_of_a_wrong_kind(client):
    graph = read(client)
    graph.set((DATASET, DCTERMS.publisher, Literal("ses_map")))

    assert report(graph) == [str(DCTERMS.publisher)]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader
def test_both_files_say_the_same(client):
    assert isomorphic(read(client), read(client, "/dane/katalog.jsonld", "json-ld"))


def test_its_addresses_are_of_the_host_that_was_asked(client):
    written = client.get("/dane/katalog.ttl", base_url="https://mapa.example").get_data(as_text=True)
    here = client.get("/dane/katalog.ttl").get_data(as_text=True)

    assert "<https://mapa.example/dane/assignments.csv>" in written and "localhost" not in written
    moved = Graph().parse(data=here.replace("http://localhost/", "https://mapa.example/"))
    assert isomorphic(moved, Graph().parse(data=written))


def test_every_process_writes_the_same_bytes(client):
    paths = ["/dane/katalog.ttl", "/dane/katalog.jsonld"]
    code = (
        "import sys; from tests.builders import country; from tests.web_builders import app_of\n"
        f"client = app_of(country(*{SMALL!r})).test_client()\n"
        f"for path in {paths!r}: sys.stdout.buffer.write(client.get(path).data)"
    )
    written = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True
        ).stdout
        for seed in ("1", "2")
    ]

    assert written == [b"".join(client.get(path).data for path in paths)] * 2


def test_every_file_that_it_lists_is_there(client, small):
    graph = read(client)
    paths = sorted(str(o).removeprefix("http://localhost") for o in graph.objects(None, DCAT.downloadURL))

    assert len(paths) > 2 * len(DATASETS)
    for path in paths:
        if path.startswith(("/dane/", "/api/")) and "geojson" not in path:
            response = client.get(path)
            assert response.status_code == 200, path
            media = graph.value(graph.value(None, DCAT.downloadURL, URIRef(f"http://localhost{path}")), DCAT.mediaType)
            assert str(media).endswith(response.mimetype)


def test_whom_to_tell_is_there_only_when_it_is_set(small):
    assert not list(read(app_of(small).test_client()).subject_objects(DCAT.contactPoint))
    app = app_of(small)
    app.config["SES_MAP_REPORT"] = "mailto:dane@urzad.example"
    graph = read(app.test_client())

    assert report(graph) == []
    contact = graph.value(DATASET, DCAT.contactPoint)
    has_email = URIRef("http://www.w3.org/2006/vcard/ns#hasEmail")
    assert graph.value(contact, has_email) == URIRef("mailto:dane@urzad.example")


@pytest.mark.parametrize("path", ["/dane/katalog.ttl", "/dane/katalog.jsonld"])
def test_a_catalogue_is_tagged_and_open(client, path):
    response = client.get(path)

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers.getlist("Link") == ['</dane#licencja>; rel="license"']
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_a_worker_that_nobody_asks_for_it_does_not_load_rdflib():
    code = "import sys, ses_map.web; print('rdflib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout == "False\n", done.stderr


def test_json_ld_names_its_prefixes(client):
    body = json.loads(client.get("/dane/katalog.jsonld").data)

    assert body["@context"]["dcat"] == str(DCAT)
    assert {node["@type"] for node in body["@graph"] if isinstance(node["@type"], str)} >= {"dcat:Catalog"}
