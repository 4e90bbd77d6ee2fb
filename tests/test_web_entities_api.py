"""``/api/v1/entities``: filters, rows, points."""

import csv
import io

import pytest

from tests.builders import read_rows
from tests.web_builders import assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.fixture
def get(client):
    def ask(**asked: object):
        response = client.get("/api/v1/entities", query_string=asked)
        assert response.status_code == 200, response.data
        return response

    return ask


@pytest.fixture
def rows(published):
    return {e.id: e for e in published.registry.entities}


def test_every_entity_in_being_is_listed_once(get, rows):
    data = get(date="2026-11-24").json["data"]
    ended = {i for i, e in rows.items() if e.valid_to and e.valid_to.isoformat() < "2026-11-24"}

    assert len({r["id"] for r in data}) == len(data) and {r["id"] for r in data} >= rows.keys() - ended - _later(rows)
    assert len(data) > 300


def _later(rows):
    return {i for i, e in rows.items() if e.valid_from and e.valid_from.isoformat() > "2026-11-24"}


@pytest.mark.parametrize(
    ("asked", "is_meant"),
    [
        ({"kind": "zaz"}, lambda e: e.kind == "zaz"),
        ({"voivodeship": "pomorskie"}, lambda e: e.voivodeship == "22"),
        ({"powiat": "2261"}, lambda e: e.powiat == "2261"),
        ({"kind": "cis", "voivodeship": "22"}, lambda e: e.kind == "cis" and e.voivodeship == "22"),
        ({"powiat": "2261", "voivodeship": "24"}, lambda e: False),
    ],
)
def test_filters_choose_exactly(get, rows, asked, is_meant):
    whole = {r["id"] for r in get().json["data"]}
    found = {r["id"] for r in get(**asked).json["data"]}

    assert found == {i for i in whole if is_meant(rows[i])}
    assert found or asked.keys() == {"powiat", "voivodeship"}


def test_words_are_found_without_letters_of_polish(get):
    found = get(q="spoldzielnia").json["data"]

    assert found and all("spółdzielni" in f"{r['name']} {r['operator']} {r['founders']}".lower() for r in found)


def test_rows_say_what_the_register_says(get, rows):
    for row in get().json["data"][::25]:
        entity = rows[row["id"]]
        assert (row["name"], row["kind"], row["town"] or "") == (entity.name, entity.kind, entity.town)
        assert (row["source_url"] or "", row["jobs"]) == (entity.source.url, entity.jobs)
        assert row["url"] == f"/planowanie/podmiot/{entity.id}"


def test_points_are_longitude_first_and_only_where_a_place_is_certain(get, app):
    spots = app.extensions["ses_map"].loaded().spots
    features = get(format="geojson").json["features"]

    assert len(features) == get().json["meta"]["count"]
    for feature in features:
        spot = spots.get(feature["id"])
        wanted = {"type": "Point", "coordinates": [round(spot.lon, 5), round(spot.lat, 5)]} if spot else None
        assert feature["geometry"] == wanted
        assert feature["properties"]["point"] == ("none" if spot is None else "own" if spot.is_own else "town")
    assert any(f["geometry"] for f in features)


def test_csv_has_the_rows_of_json(get):
    text = get(format="csv", voivodeship="22").get_data(as_text=True)
    table = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [r["id"] for r in table] == [r["id"] for r in get(voivodeship="22").json["data"]]
    assert {"lat", "lon", "point"} <= table[0].keys()


def test_the_pages_of_the_entities_are_there(get, client):
    for row in get(limit=5).json["data"]:
        assert client.get(row["url"]).status_code == 200


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=rockets", "możliwe są"),
        ("powiat=9999", "Nie ma powiatu"),
        ("voivodeship=x", "Nie ma województwa"),
        ("rodzaj=zaz", "Nieznany parametr"),
    ],
)
def test_what_nothing_can_be_is_refused(client, query, sentence):
    assert_problem(client.get(f"/api/v1/entities?{query}"), 400, sentence)


def test_the_kinds_of_the_document_are_those_of_the_register(client):
    told = client.get("/openapi.json").json["paths"]["/api/v1/entities"]["get"]["parameters"]
    kinds = next(p["schema"]["enum"] for p in told if p["name"] == "kind")

    assert set(kinds) == {r["kind"] for r in read_rows("registry/entities.csv")}
