"""The page of a study visit: every change is a link, the address holds everything, nothing that was typed runs."""

import csv
import io
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import openpyxl
import pytest

from ses_map.snapshot import encode
from tests.markup import read_html
from tests.web_builders import EVIL_NAME, app_of, assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PATH = "/planowanie/wizyta"
POZNAN, JAROCIN, PNIEWO = "cis-piatkowo-poznan", "ss-zmysly-jarocin", "ss-odkrywamy-lubuskie-pniewo"
THREE = (POZNAN, JAROCIN, PNIEWO)


def asked(stops=THREE, **more):
    return f"{PATH}?{urlencode({'stops': ','.join(stops), **more})}"


def page(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return read_html(response.get_data(as_text=True))


def stops_of(href):
    return tuple(parse_qs(urlsplit(href).query).get("stops", [""])[0].split(","))


def named(tree, name):
    (found,) = [a for a in tree.all("a") if a.text.endswith(name)]
    return found["href"]


def test_the_recorded_visits_are_starting_points(client, snapshot):
    tree = page(client, PATH)
    for visit in snapshot.registry.visits:
        href = named(tree, visit.title)
        assert stops_of(href) == visit.stops
        opened = page(client, href)
        assert opened.one("h1").text == visit.title
        assert len(opened.all("li", class_="stop")) == len(visit.stops)
        assert visit.organiser in opened.one("p", class_="where").text


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("przesuń w górę: 2. Spółdzielnia Socjalna „ZMYSŁY”", (JAROCIN, POZNAN, PNIEWO)),
        ("przesuń w dół: 2. Spółdzielnia Socjalna „ZMYSŁY”", (POZNAN, PNIEWO, JAROCIN)),
        ("usuń: 2. Spółdzielnia Socjalna „ZMYSŁY”", (POZNAN, PNIEWO)),
        ("przesuń w dół: 1. Centrum Integracji Społecznej Piątkowo", (JAROCIN, POZNAN, PNIEWO)),
    ],
)
def test_a_change_is_a_link_that_keeps_everything_else(client, name, order):
    state = {"tytul": "Do sąsiadów & „dalej”", "od": "2027-03-01", "date": "2026-11-24", "szukaj": "kis"}
    href = named(page(client, asked(**state)), name)

    assert stops_of(href) == order
    assert {k: v[0] for k, v in parse_qs(urlsplit(href).query).items() if k != "stops"} == state
    assert page(client, href).all("h3")[0].text.startswith("1.")


def test_the_first_cannot_go_up_nor_the_last_down(client):
    names = [a.text for a in page(client, asked()).all("a")]

    assert not any("w górę: 1." in n or "w dół: 3." in n for n in names)
    assert sum("w górę: " in n for n in names) == sum("w dół: " in n for n in names) == 2


def test_what_is_found_can_be_added(client):
    tree = page(client, asked((POZNAN,), szukaj="zmysly"))

    assert stops_of(named(tree, "dodaj: Spółdzielnia Socjalna „ZMYSŁY”, Jarocin")) == (POZNAN, JAROCIN)
    assert "Nie znaleziono" in page(client, f"{PATH}?szukaj=qqqqq").one("p", id="visit-found").text
    many = page(client, f"{PATH}?voivodeship=pomorskie")
    assert "20 pierwszych" in many.one("p", id="visit-found").text and len(many.all("a", class_="step")) == 20


def test_every_form_keeps_the_visit(client):
    state = {"stops": ",".join(THREE), "tytul": "T", "organizator": "O", "od": "2027-03-01", "do": "2027-03-02"}
    tree = page(client, f"{PATH}?{urlencode({**state, 'szukaj': 'cis', 'date': '2026-11-24', 'lang': 'en'})}")
    for form in tree.all("form"):
        values = {i["name"]: i["value"] for i in form.all("input")}
        assert state.items() <= values.items() and values["date"] == "2026-11-24" and values["lang"] == "en"


def test_unknown_distances_and_repeated_stops_are_said(client):
    text = page(client, asked((POZNAN, JAROCIN, PNIEWO, POZNAN))).one("main").text

    assert re.search(r"Razem 6\d,\d km w linii prostej, bez 2 odcinków", text)
    assert "bez pewnego miejsca, bez odległości" in text and "ten sam podmiot co przystanek 1" in text


def test_a_shorter_order_is_offered_and_not_taken(client):
    stops = (POZNAN, "ss-my-lubniewice", JAROCIN, "inne-powiatowy-dom-dziennego-pobytu-w-swiebodzinie")
    tree = page(client, asked(stops))
    href = named(tree, "Ustaw krótszą kolejność")

    assert sorted(stops_of(href)) == sorted(stops) != list(stops)
    assert tree.all("h3")[1].text.endswith("„My”")
    assert not [a for a in page(client, href).all("a") if "krótszą" in a.text]


@pytest.mark.parametrize(
    ("path", "kept", "says"),
    [
        (asked((*THREE, "nope")), 3, "nie ma: „nope”"),
        (asked((POZNAN,) * 31), 30, "31 przystanków, a może mieć najwyżej 30"),
        (asked(od="wczoraj"), 3, "„wczoraj” nie jest dniem kalendarza"),
        (asked(od="2027-03-02", do="2027-03-01"), 3, "zanim się zacznie"),
        (asked(tytul="x" * 200), 3, "Tytuł ma 200 znaków"),
    ],
)
def test_what_cannot_be_is_said_and_the_rest_stays(client, path, kept, says):
    tree = page(client, path, 400)

    assert says in tree.one("div", class_="warn").text
    assert len(tree.all("li", class_="stop")) == kept
    assert_error_page(client.get(f"{path}&format=csv"), 400, "")


def test_a_full_visit_takes_no_more(client):
    tree = page(client, asked((POZNAN,) * 30, szukaj="cis"))

    assert not [a for a in tree.all("a") if a.text.startswith("dodaj")]
    assert "30 przystanków, więcej się nie zmieści" in tree.one("main").text


@pytest.mark.parametrize("path", [f"{PATH}?format=csv", f"{asked((POZNAN,))}&format=xlsx", f"{PATH}.svg?stops=nope"])
def test_no_file_of_no_visit(client, path):
    assert_error_page(client.get(path), 400)


def test_the_programme_as_files(client):
    path = asked(tytul="=1+1")
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}&format=csv").get_data(as_text=True))))
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}&format=xlsx").data))

    assert [r["id"] for r in rows] == list(THREE)
    assert rows[0]["distance_km"] == rows[2]["distance_km"] == rows[2]["lat"] == ""
    assert 60 <= float(rows[1]["distance_km"]) <= 65
    assert [r[1] for r in book["Dane"].iter_rows(min_row=2, values_only=True)] == list(THREE)


def test_the_route_is_a_picture_of_the_size_that_the_page_says(client):
    tree = page(client, asked())
    image = tree.one("img")
    drawn = client.get(image["src"])

    assert drawn.mimetype == "image/svg+xml"
    text = drawn.get_data(as_text=True)
    assert f'width="{image["width"]}" height="{image["height"]}"' in text and ">1</text>" in text and "Jarocin" in text


def test_the_same_address_gives_the_same_bytes(client):
    assert client.get(asked()).data == client.get(asked()).data


@pytest.mark.parametrize("name", ["tytul", "organizator", "szukaj", "stops", "od"])
def test_what_is_typed_runs_nowhere(client, name):
    response = client.get(f"{PATH}?{urlencode({'stops': POZNAN, name: EVIL_NAME})}")
    tree = read_html(response.get_data(as_text=True))

    assert not tree.all("br") and len(tree.all("img")) == (name != "stops")
    assert all(s["src"].startswith("/assets/") and not s.children for s in tree.all("script"))
    assert [a for e in tree.all() for a in e.attributes if a.startswith("on") or a == "style"] == []


def test_what_the_registry_says_runs_nowhere(hostile):
    evil = [e for e in hostile.registry.entities if "__pwned" in e.name][:2]
    visits = replace(hostile.registry, visits=())
    client = app_of(hostile.with_files({"registry.json": encode(visits)})).test_client()
    tree = page(client, asked([e.id for e in evil], szukaj="pwned"))

    assert len(tree.all("img")) == 1 and len(tree.all("li", class_="stop")) == len(evil)
    assert all(not s.children for s in tree.all("script"))
    assert client.get(tree.one("img")["src"]).status_code == 200
