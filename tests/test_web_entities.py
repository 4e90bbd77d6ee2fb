"""The pages of entities: filters, pages of the list, files, points, and what cannot be."""

import csv
import io
import json
import re
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from ses_map.model import Provenance
from ses_map.web.state.publishing import PublishingState
from tests.many import many_entities
from tests.markup import read_html
from tests.web_builders import app_of, assert_error_page, assert_inert

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

LIST, POINTS = "/planowanie/podmioty", "/planowanie/podmioty.geojson"
SWIEBODZIN = "/planowanie/podmiot/inne-powiatowy-dom-dziennego-pobytu-w-swiebodzinie"
JAROCIN = "/planowanie/podmiot/ss-zielony-jarocin"
FILTERS = [
    {},
    {"rodzaj": ["cis", "kis"]},
    {"voivodeship": "lubuskie"},
    {"voivodeship": "lubuskie", "powiat": "0808"},
    {"powiat": "0808"},
    {"relacja": "operator"},
    {"relacja": "zalozyciele"},
    {"relacja": "osrodek"},
    {"relacja": "poza", "date": "2018-08-27"},
    {"status": "tak"},
    {"status": "nieznany", "q": "jarocin"},
    {"punkt": "miejscowosc"},
    {"punkt": "brak"},
    {"klaster": "klaster-ps-zielona-gora"},
    {"q": "zzzqqq"},
]


def address(path, **asked):
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return read_html(response.get_data(as_text=True))


def rows_of(client, **asked):
    response = client.get(address(LIST, **asked, format="csv"))
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))


def points_of(client, **asked):
    return json.loads(client.get(address(POINTS, **asked)).data)["features"]


@pytest.mark.parametrize("asked", FILTERS, ids=str)
def test_list_file_and_points_tell_of_the_same_entities(client, asked):
    tree, rows, points = page(client, address(LIST, **asked)), rows_of(client, **asked), points_of(client, **asked)
    listed = [r["data-entity"] for r in tree.all("tr") if r.get("data-entity")]
    placed = [r["id"] for r in rows if r["lat"]]

    assert listed == [r["id"] for r in rows][:50]
    assert placed == [f["properties"]["id"] for f in points]
    assert f"Znaleziono: {len(rows)};" in tree.one("main").text
    assert f"bez pewnego miejsca: {len(rows) - len(placed)}" in tree.one("main").text
    assert all(t.all("caption") for t in tree.all("table")) and len(tree.all("h1")) == 1


@pytest.mark.parametrize("asked", FILTERS[:4], ids=str)
def test_what_was_asked_stands_in_the_form_and_in_the_links(client, asked):
    tree = page(client, address(LIST, **asked))
    checked = [i["value"] for i in tree.all("input", name="rodzaj") if "checked" in i.attributes]
    files = [a["href"] for a in tree.all("a") if "format=csv" in a["href"]]
    (frame,) = [e for e in tree.all("div") if e.get("data-tiles")]

    assert checked == asked.get("rodzaj", [])
    for kind in asked.get("rodzaj", []):
        assert f"rodzaj={kind}" in files[0] and f"rodzaj={kind}" in frame["data-query"]
    assert ("date=2026-11-24" in frame["data-query"]) == bool(asked)


def test_the_list_comes_in_pages(client):
    whole = [r["id"] for r in rows_of(client)]
    last = -(-len(whole) // 50)
    seen = []
    for number in range(1, last + 1):
        tree = page(client, address(LIST, strona=number))
        seen += [r["data-entity"] for r in tree.all("tr") if r.get("data-entity")]
        assert [a.text for a in tree.one("nav", class_="pages").all("a") if "aria-current" in a.attributes] == [
            str(number)
        ]

    assert seen == whole


def test_pages_keep_the_filters(client):
    tree = page(client, address(LIST, rodzaj=["wtz", "zaz"], strona=2))
    links = [a["href"] for a in tree.all("a") if "strona=" in a["href"]]

    assert links and all("rodzaj=wtz" in h and "rodzaj=zaz" in h for h in links)


def test_points_are_compact_geojson(client):
    response = client.get(address(POINTS, powiat="0808"))
    (feature,) = json.loads(response.data)["features"]

    assert response.mimetype == "application/geo+json"
    assert feature == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [15.5361, 52.2481]},
        "properties": {
            "id": "inne-powiatowy-dom-dziennego-pobytu-w-swiebodzinie",
            "name": "Powiatowy Dom Dziennego Pobytu w Świebodzinie", "kind": "inne", "is_own": False,
        },
    }  # fmt: skip


def test_a_powiat_of_another_voivodeship_is_told_and_left_out(client):
    tree = page(client, address(LIST, voivodeship="lubuskie", powiat="2207"))

    assert "leży w innym województwie" in tree.one("main").text
    assert len(points_of(client, voivodeship="lubuskie", powiat="2207")) == len(points_of(client, voivodeship="08"))


def test_a_cluster_is_introduced_and_has_no_invented_members(client):
    tree = page(client, address(LIST, klaster="klaster-ps-zielona-gora"))
    text = tree.one("section", class_="card").text

    assert "Klaster PS" in text and "OWES Zielona Góra" in text and "1 stycznia 2018 r. – 31 grudnia 2022 r." in text
    assert "27–28 sierpnia 2018" in text and "nie wymienia członków" in text
    assert "Znaleziono: 0;" in tree.one("main").text


@pytest.mark.parametrize("as_of", ["2018-08-27", "2026-11-24"])
def test_swiebodzin_is_marked_as_outside_the_area(client, as_of):
    tree = page(client, f"{SWIEBODZIN}?date={as_of}")
    (mark,) = [p.text for p in tree.all("p") if "Poza obszarem" in p.text]

    assert "Ośrodek Wsparcia Ekonomii Społecznej w Zielonej Górze" in mark and "powiat świebodziński" in mark
    assert f"/powiat/0808?date={as_of}" in [a["href"] for a in tree.all("a")]


def test_an_entity_says_what_is_unknown_and_where_it_is_from(client):
    facts = page(client, JAROCIN).one("dl", class_="facts").text

    assert "Gmina Jarocin" in facts and "Fundacja Animacji Społeczno-Ekonomicznej" in facts
    assert re.search(r"Osoby pracujące\s*brak danych", facts)
    assert "16 listopada 2017 r." in facts


def test_a_founder_and_the_founded_link_to_each_other(client):
    founder = "fun-ochrony-zdrowia-i-rehabilitacji-niepelnosprawnyc-lasin"
    there = [a["href"] for a in page(client, "/planowanie/podmiot/wtz-w-lasinie").one("dl").all("a")]
    tree = page(client, f"/planowanie/podmiot/{founder}")

    assert f"/planowanie/podmiot/{founder}" in there
    assert "/planowanie/podmiot/wtz-w-lasinie" in [a["href"] for a in tree.one("dl").all("a")]
    assert "Założyło" in tree.one("dl").text and "Prowadzi podmioty" in tree.one("dl").text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (f"{LIST}?rodzaj=x", "Parametr rodzaj ma nieznaną wartość „x”"),
        (f"{LIST}?rodzaj=cis&rodzaj=x", "Parametr rodzaj"),
        (f"{LIST}?sfera=x", "Parametr sfera"),
        (f"{LIST}?klaster=x", "Parametr klaster"),
        (f"{LIST}?relacja=x", "Parametr relacja"),
        (f"{LIST}?status=x", "Parametr status"),
        (f"{LIST}?punkt=x", "Parametr punkt"),
        (f"{LIST}?powiat=9999", "Nie ma powiatu o kodzie „9999”"),
        (f"{LIST}?voivodeship=x", "Nie ma województwa „x”"),
        (f"{LIST}?strona=0", "Nie ma strony „0” tej listy; podaj liczbę od 1 do"),
        (f"{LIST}?strona=999", "Nie ma strony"),
        (f"{LIST}?strona=%C2%B2", "Nie ma strony"),
        (f"{LIST}?date=2019-02-30", "nie jest dniem kalendarza"),
        (f"{POINTS}?rodzaj=x", "Parametr rodzaj"),
    ],
)
def test_what_cannot_be_is_said(client, path, sentence):
    assert_error_page(client.get(path), 400, sentence)


def test_an_entity_that_is_not_there(client):
    assert_error_page(client.get("/planowanie/podmiot/nie-ma"), 404, "Nie ma podmiotu o identyfikatorze „nie-ma”.")


@pytest.mark.parametrize("asked", FILTERS[:4], ids=str)
def test_the_picture_has_a_sign_for_every_point(client, asked):
    drawn = client.get(address("/planowanie/podmioty.svg", **asked)).get_data(as_text=True)

    assert drawn.count("<title>") == len(points_of(client, **asked)) > 0
    assert "<script" not in drawn and "style=" not in drawn


@pytest.mark.parametrize("path", [f"{LIST}?voivodeship=lubuskie", SWIEBODZIN])
def test_without_javascript_there_is_a_picture_of_the_map(client, path):
    (picture,) = page(client, path).all("img")

    drawn = client.get(picture["src"])

    assert drawn.mimetype == "image/svg+xml"
    assert "Powiatowy Dom Dziennego Pobytu" in drawn.get_data(as_text=True) or "podmioty.svg" not in picture["src"]


def test_names_that_attack_do_nothing(hostile):
    client = app_of(hostile).test_client()
    tree = page(client, address(LIST, powiat="2207"))
    ids = [r["data-entity"] for r in tree.all("tr") if r.get("data-entity")]

    assert ids
    assert_inert(tree)
    assert_inert(page(client, f"/planowanie/podmiot/{ids[0]}"))
    assert "__pwned" in tree.one("main").text
    drawn = client.get("/planowanie/podmioty.svg?powiat=2207").get_data(as_text=True)
    tags = {e.tag.rpartition("}")[2] for e in ElementTree.fromstring(drawn).iter()}
    assert "__pwned" in drawn and tags <= {"svg", "defs", "rect", "path", "g", "title", "text", "circle"}


@pytest.fixture(scope="module")
def many(published):
    """Of other entities than the country has; its maps stay, which show none of them."""
    return app_of(many_entities(published, 300)).test_client()


def test_spheres_clusters_and_jobs_are_shown_where_they_are_known(many):
    rows = rows_of(many, sfera="Sfera 2", klaster="klaster-3")
    (row, *_) = [r for r in rows if r["jobs"]]
    facts = page(many, f"/planowanie/podmiot/{row['id']}").one("dl", class_="facts").text

    assert all("Sfera 2" in r["spheres"].split("; ") and r["clusters"] == "Klaster 3" for r in rows)
    assert "Klaster 3" in facts and "Sfera 2" in facts and re.search(rf"Osoby pracujące\s*{row['jobs']}\b", facts)
    assert {r["point"] for r in rows_of(many)} == {
        "punkt podany w źródle",
        "środek miejscowości",
        "bez pewnego miejsca",
    }


def test_the_source_of_generated_entities_says_so(many):
    assert {r["source"] for r in rows_of(many)} == {Provenance("", "wygenerowane do prób obciążenia", "").title}


def test_the_audit_shows_some_of_many_entities_outside_and_links_the_list(many, monkeypatch):
    monkeypatch.setattr("ses_map.web.planning.coverage.MOST", 3)
    asked = {"date": "2026-11-20", "voivodeship": "mazowieckie"}
    whole = len(rows_of(many, relacja="poza", **asked))
    tree = page(many, address("/planowanie", **asked))
    (told,) = [p for p in tree.all("p") if p.text.startswith("Pokazano 3 z")]
    files = list(csv.DictReader(io.StringIO(many.get(address("/planowanie", format="csv", **asked)).get_data(True))))
    found = [r["entity"] for r in files if r["entity"]]
    (link,) = told.all("a")
    listed = page(many, link["href"]).one("tbody").all("tr")

    assert told.text.startswith(f"Pokazano 3 z {len(found)}; ")
    assert len(found) >= whole == len(listed) > 3


def test_points_are_the_same_whether_they_are_kept_or_not(many, monkeypatch):
    state = many.application.extensions["ses_map"].loaded().publishing
    kept = [state.points(range(300)) for _ in range(2)]
    monkeypatch.setattr("ses_map.web.state.publishing.KEPT", 10)
    few = PublishingState(state.snapshot, state.planner, state.unit_of)

    assert [few.points(range(300)) for _ in range(2)] == kept
    assert (state.feature.cache_info().currsize, few.feature.cache_info().currsize) == (300, 10)
    assert len(points_of(many)) <= len(json.loads(kept[0])["features"]) < 300
