"""schema.org in JSON-LD: what a search engine reads is what the page says, and it cannot leave its block."""

import json
import shutil
from datetime import date, timedelta

import pytest

from ses_map.build import build_snapshot
from ses_map.lookup import coverage_rows
from ses_map.maps.render import render_maps
from ses_map.model import Provenance, Standing
from ses_map.web.http.formats import as_block
from tests.builders import TODAY, known_contacts, read_rows
from tests.markup import read_html
from tests.recount import patched_rows
from tests.web_builders import ANSWERS, EVIL_NAME, MAPS, PAGES, app_of, edit_rows

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

CENTRES = {r["centre_id"]: r for r in patched_rows("registry/centres.csv")}
#: What schema.org knows of each kind, as far as it is used.
KNOWN = {
    "GovernmentService": {"name", "serviceType", "provider", "areaServed", "subjectOf"},
    "Organization": {"name", "address", "telephone", "email", "url", "dissolutionDate"},
    "WebPage": {"name", "url", "datePublished"},
    "CreativeWork": {"name", "datePublished"},
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
            assert set(thing) - {"@type", "@context"} <= KNOWN[thing["@type"]], thing
        assert all(thing.values()), thing


def confirmed(rows, centre):
    """The units of which it is confirmed that the centre serves them, each with its source."""
    parts = [(r, s) for r in rows for s in r.coverage.serving if s.centre_id == centre]
    return [(r, s.basis.source) for r, s in parts if s.standing is Standing.CONFIRMED]


def works(*sources):
    """What describes a service, as a data block names it."""
    told = [(s.url, s.title, s.date) for s in sources if s.url or s.title]
    return {(url, title, date) for url, title, date in told}


def described(service):
    return {(w.get("url", ""), w.get("name", ""), w.get("datePublished", "")) for w in service.get("subjectOf", ())}


@pytest.mark.parametrize(
    ("path", "code", "name"),
    [
        ("/powiat/2207?date=2019-04-17", "2207", "powiat kwidzyński"),
        ("/kod/82-500?date=2019-04-17", "2207", "powiat kwidzyński"),
        ("/gmina/220703?date=2019-04-17", "220703", "gmina Kwidzyn"),
        ("/miejsce/0151319?date=2019-04-17", "220703", "gmina Kwidzyn"),
        ("/gmina/200212?date=2026-11-24", "200212", "gmina Tykocin"),
        ("/powiat/2261?date=2019-04-17", "2261", "Gdańsk"),
        ("/powiat/0206?date=2020-12-31", "0206", "powiat jeleniogórski"),
    ],
)
def test_the_area_carries_its_code_and_the_service_its_source(data, finder, path, code, name):
    graph = data(path)["@graph"]
    answer = finder.by_teryt(code, date.fromisoformat(path[-10:]))
    sure = [s for s in answer.coverage.serving if s.standing is Standing.CONFIRMED]

    assert sure or code == "0206"
    if not sure:
        assert graph == [area(code, name)]
        return
    assert [s["areaServed"] for s in graph] == [[area(code, name)]] * len(graph)
    assert [s["name"] for s in graph] == [CENTRES[s.centre_id]["name"] for s in sure]
    assert [described(s) for s in graph] == [works(s.basis.source) for s in sure]


def test_who_is_not_confirmed_to_serve_an_area_is_not_said_to(data, finder):
    """One powiat of each standing but the first."""
    rows = {r.standing: r for r in coverage_rows(finder, TODAY) if not r.is_gmina and not r.coverage.is_overlap}
    assert len(rows) == 4

    for standing, row in rows.items():
        kinds = [(t["@type"], "areaServed" in t) for t in data(f"/powiat/{row.teryt}")["@graph"]]
        sure = standing is Standing.CONFIRMED
        assert kinds == [("GovernmentService", True) if sure else ("AdministrativeArea", False)], standing


@pytest.mark.parametrize("centre", CENTRES)
def test_a_centre_is_described_as_its_register_does(data, finder, centre):
    facts, known, body = CENTRES[centre], known_contacts(centre), data(f"/owes/{centre}")
    provider = body["provider"]
    sure = confirmed(coverage_rows(finder, TODAY), centre)
    own = Provenance(facts["source_url"], facts["source_title"], facts["source_date"])

    assert (body["@type"], body["name"]) == ("GovernmentService", facts["name"])
    assert provider["name"] == (facts["operator"] or facts["name"])
    for key, column in (("telephone", "phone"), ("email", "email"), ("url", "website")):
        assert provider.get(key, "") == known.get(column, "")
    assert provider.get("address", {}).get("addressLocality", "") == known.get("place", "")
    assert provider.get("address", {}).get("addressCountry", "PL") == "PL"
    assert body.get("areaServed", []) == [area(r.teryt, r.name) for r, _ in sure]
    assert described(body) == works(own, *(source for _, source in sure))


@pytest.fixture
def edited(small, tmp_path):
    """Opolskie, where one claim is of this year: an application over it, with changes of its centre."""
    claim = next(r for r in read_rows("registry/assignments.csv") if r["unit"].startswith("16") and len(r["unit"]) == 4)
    folder = shutil.copytree(small, tmp_path / "geodata")
    (folder / "registry/patches.toml").write_text("", encoding="utf-8")
    fresh = {"effect": "add", "valid_from": "", "valid_to": "", "source_date": "2026-03"}
    edit_rows(folder, "registry/assignments.csv", {"unit": claim["unit"], "centre_id": claim["centre_id"]}, **fresh)

    def change(**changes):
        edit_rows(folder, "registry/centres.csv", {"centre_id": claim["centre_id"]}, valid_from="", **changes)
        data = build_snapshot(folder)
        return app_of(data.with_files(render_maps(data))).test_client(), CENTRES[claim["centre_id"]], claim["unit"]

    return change


def block(client, path: str) -> dict:
    tree = read_html(client.get(path).get_data(as_text=True))
    (found,) = tree.one("head").all("script", type="application/ld+json")
    return json.loads("".join(map(str, found.children)))


def test_a_centre_that_has_ended_is_not_said_to_serve_anybody(edited):
    """Its end in ``centres.csv`` is enough; the organisation that runs it lives on, and only it itself is dissolved."""
    client, centre, unit = edited(valid_to=str(TODAY - timedelta(days=1)), operator="")
    then = f"?date={TODAY - timedelta(days=1)}"

    assert block(client, f"/powiat/{unit}{then}")["@graph"][0]["name"] == centre["name"]
    assert "areaServed" in block(client, f"/owes/{centre['centre_id']}{then}")
    assert "dissolutionDate" not in block(client, f"/owes/{centre['centre_id']}{then}")["provider"]
    assert [t["@type"] for t in block(client, f"/powiat/{unit}")["@graph"]] == ["AdministrativeArea"]
    assert "areaServed" not in block(client, f"/owes/{centre['centre_id']}")
    assert block(client, f"/owes/{centre['centre_id']}")["provider"]["dissolutionDate"] == str(
        TODAY - timedelta(days=1)
    )


def test_who_ran_a_centre_that_has_ended_is_not_said_to_be_dissolved(edited):
    client, centre, _ = edited(valid_to=str(TODAY - timedelta(days=1)), operator="Fundacja")

    assert block(client, f"/owes/{centre['centre_id']}")["provider"]["name"] == "Fundacja"
    assert "dissolutionDate" not in block(client, f"/owes/{centre['centre_id']}")["provider"]


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
