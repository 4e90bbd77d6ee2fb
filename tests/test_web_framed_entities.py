"""``entities=`` of a frame: who is in the list and on the map, what is said of those without a place, the limits."""

import json

import pytest

from ses_map.maps.signs import SIGNS
from ses_map.vocabulary import DEFAULT_LANGUAGE, ENTITY_KINDS, LANGUAGES
from ses_map.web.embed import entities as framed_entities
from ses_map.web.wording.language import catalogue
from tests.markup import read_html
from tests.web_builders import BROWSER, app_of, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: Frame → entities on 24 November 2026, and how many of them have a certain place.
FRAMES = {
    "/embed/polska": (369, 340),
    "/embed/wojewodztwo/pomorskie": (25, 23),
    "/embed/owes/owes-debrzno": (6, 6),
}


def tree_of(client, path, **asked):
    response = client.get(asking(path, **asked), headers=BROWSER)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True))


def features(client, path, **asked):
    response = client.get(asking(f"{path}.geojson", **asked))
    assert (response.status_code, response.mimetype) == (200, "application/geo+json")
    return json.loads(response.data)["features"]


def listed(tree):
    return [row["data-entity"] for row in tree.all("tr") if row.get("data-entity")]


@pytest.mark.parametrize(("path", "counts"), FRAMES.items())
def test_the_list_has_all_and_the_map_those_with_a_place(client, path, counts):
    tree, points = tree_of(client, path, entities="1"), features(client, path, entities="1")
    ids, placed = listed(tree), {f["properties"]["id"] for f in points}
    elsewhere = [r["data-entity"] for r in tree.all("tr") if r.get("data-entity") and "nie na mapie" in r.text]

    assert (len(ids), len(points)) == counts and len(set(ids)) == len(ids)
    assert set(ids) - placed == set(elsewhere) and placed <= set(ids)
    assert f"nie na mapie: {counts[0] - counts[1]}." in tree.one("main").text
    assert all(14 < f["geometry"]["coordinates"][0] < 24.2 < 49 < f["geometry"]["coordinates"][1] < 55 for f in points)


@pytest.mark.parametrize(("view", "has_map", "has_list"), [("both", 1, 1), ("map", 1, 0), ("list", 0, 1)])
def test_the_view_decides_where_entities_are(client, view, has_map, has_list):
    tree = tree_of(client, "/embed/wojewodztwo/pomorskie", entities="1", view=view)
    signs = [li for li in tree.all("li") if li.get("data-sign")]

    assert bool(signs) == has_map == any("embed-entities" in s["src"] for s in tree.all("script"))
    assert bool(listed(tree)) == has_list
    assert "nie na mapie: 2." in tree.one("main").text


def test_signs_of_the_legend_differ_in_shape_and_letters(client):
    rows = [li for li in tree_of(client, "/embed/polska", entities="1").all("li") if li.get("data-sign")]
    shapes = [(li.one("path")["d"], li.one("svg").one("text").text) for li in rows]

    assert [li["data-sign"] for li in rows] == list(ENTITY_KINDS)
    assert len({d for d, _ in shapes}) == len({letters for _, letters in shapes}) == len(rows)


@pytest.mark.parametrize(
    ("entities", "kinds"),
    [("zaz", {"zaz"}), ("zaz,cis", {"zaz", "cis"}), ("cis,nieznany,zaz", {"zaz", "cis"}), ("1", None)],
)
def test_only_wanted_kinds_are_shown(client, entities, kinds):
    tree = tree_of(client, "/embed/wojewodztwo/pomorskie", entities=entities)
    found = {f["properties"]["kind"] for f in features(client, "/embed/wojewodztwo/pomorskie", entities=entities)}

    assert found == (kinds or found) and len(found) >= 2 - (entities == "zaz")
    assert {li["data-sign"] for li in tree.all("li") if li.get("data-sign")} == found


@pytest.mark.parametrize("entities", ["", "0", "x", "ZAZ", "1,2"])
@pytest.mark.parametrize("path", FRAMES)
def test_what_is_no_kind_shows_none(client, path, entities):
    asked = {"entities": entities} if entities else {}

    assert listed(tree_of(client, path, **asked)) == features(client, path, **asked) == []


def test_the_day_decides_who_is_there(client):
    tree = tree_of(client, "/embed/polska", entities="1", date="1990-01-01")
    section = next(s for s in tree.all("section") if s.get("data-entities"))

    assert section["data-entities"] == "/embed/polska.geojson?entities=1&date=1990-01-01"
    assert len(listed(tree)) == len(features(client, "/embed/polska", entities="1", date="1990-01-01")) + 29


@pytest.mark.parametrize("path", ["/embed/wojewodztwo/nigdzie.geojson", "/embed/owes/nikt.geojson"])
def test_points_of_nowhere_are_not_found(client, path):
    assert client.get(asking(path, entities="1")).status_code == 404


def test_a_sandbox_without_an_origin_may_read_the_points(client):
    response = client.get("/embed/polska.geojson?entities=1", headers={"Origin": "null"})
    again = client.get("/embed/polska.geojson?entities=1", headers={"If-None-Match": response.headers["ETag"]})

    assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert "Set-Cookie" not in response.headers and again.status_code == 304


def test_too_many_are_left_to_the_whole_list(client, monkeypatch):
    monkeypatch.setattr(framed_entities, "ROWS", 10)
    monkeypatch.setattr(framed_entities, "POINTS", 20)
    asked = {"entities": "1", "limits": "low"}  # an address of its own: answers are kept
    tree = tree_of(client, "/embed/wojewodztwo/pomorskie", **asked)

    assert len(listed(tree)) == 10 and features(client, "/embed/wojewodztwo/pomorskie", **asked) == []
    assert not any("embed-entities" in s["src"] for s in tree.all("script"))
    assert "/planowanie/podmioty?voivodeship=pomorskie" in [a["href"] for a in tree.all("a")]
    assert "Wszystkie podmioty: 25" in tree.one("main").text


def test_kinds_are_named_as_everywhere_else(client):
    names = [kind.one for kind in ENTITY_KINDS.values()]
    abroad = {name: [catalogue(c).ugettext(name) for c in LANGUAGES if c != DEFAULT_LANGUAGE] for name in names}

    assert SIGNS.keys() == ENTITY_KINDS.keys()
    assert [name for name, words in abroad.items() if name in words] == []
    assert "social integration centre (CIS)" in tree_of(client, "/embed/polska", entities="cis", lang="en").text


def test_texts_of_the_registry_stay_texts(hostile):
    client = app_of(hostile).test_client()
    tree = tree_of(client, "/embed/polska", entities="1")

    assert listed(tree) and [s for s in tree.all("script") if s.children] == []
    assert [i for i in tree.all("img") if "onerror" in i.attributes] == []


def test_the_description_of_an_address_keeps_the_entities(client):
    address = "http://localhost/embed/wojewodztwo/pomorskie?entities=zaz,cis"
    body = client.get(asking("/oembed", url=address)).get_json()

    assert "/embed/wojewodztwo/pomorskie?entities=cis,zaz" in body["html"] and "z podmiotami" in body["title"]
