"""A centre with two offices and a coordinator with contacts, as pages, look-ups and files tell of them on a day."""

import csv
import io
from dataclasses import replace

import pytest

from ses_map.lookup import AnswerSerializer, Lookup
from ses_map.model import Contact, ContactKind, Provenance
from ses_map.search.offices import distance_km
from ses_map.snapshot import registry_files
from tests.builders import day, office
from tests.markup import read_html
from tests.ogc_builders import items, read
from tests.web_builders import app_of

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

OWES = "owes-slupsk"
PAGE = Provenance("https://owes.example.pl/kontakt", "", "2025-03")
LIST = Provenance("https://rops.example.pl/owes", "Wykaz", "2024-05-01")
SEAT = office(OWES, "Słupsk", street="ul. Stara 1", phone="59 840 00 00", source=PAGE)
BRANCH = office(OWES, "Miastko", "branch", street="ul. Nowa 2", phone="59 857 00 00", valid_from=day("2025-01-01"))
#: A village in powiat bytowski, and the towns of the offices: SIMC → their official points.
VILLAGE, TOWNS = "0751798", {"Miastko": "0977404", "Słupsk": "0977278", "Ustka": "0977427"}
CHOSEN = (
    Contact("22", ContactKind.PHONE, "58 326 85 60", LIST),
    Contact("22", ContactKind.WEBSITE, "https://rops.example.pl", PAGE),
)


@pytest.fixture(scope="module")
def world(published):
    registry = published.registry
    centres = tuple(
        replace(c, offices=(SEAT, BRANCH), contacts=(Contact(OWES, ContactKind.EMAIL, "owes@example.pl", LIST),))
        if c.id == OWES
        else c
        for c in registry.centres
    )
    coordinators = tuple(replace(c, contacts=CHOSEN if c.voivodeship == "22" else ()) for c in registry.coordinators)
    return published.with_files(
        registry_files(replace(registry, centres=centres, coordinators=coordinators, contacts=CHOSEN))
    )


@pytest.fixture(scope="module")
def client(world):
    return app_of(world).test_client()


def point(world, simc):
    found = world.places.place(world.places.number_of(simc))
    return found.lat, found.lon


def facts(client, path):
    """What the cards say of the centre, by label; another centre may be claimed for the same unit."""
    lists = read_html(client.get(path).get_data(as_text=True)).all("dl", class_="facts")
    told = {e.one("dt").text: e.one("dd").text for card in reversed(lists) for e in card.all("div")}
    assert any("ul. Stara 1, Słupsk" in text for text in told.values()), told
    return told


def test_the_card_shows_the_nearest_office_with_its_distance_and_folds_the_others(client, world):
    told = facts(client, f"/miejsce/{VILLAGE}")
    far = {town: distance_km(point(world, VILLAGE), point(world, simc)) for town, simc in TOWNS.items()}

    assert far["Miastko"] < far["Słupsk"]
    assert told["Najbliższe biuro"].startswith(f"ul. Nowa 2, Miastko około {round(far['Miastko'])} km w linii prostej")
    assert told["Telefon biura"] == "59 857 00 00"
    assert told["Inne biuro"].startswith("ul. Stara 1, Słupsk")


def test_before_the_branch_opened_the_seat_is_the_nearest(client, world):
    told = facts(client, f"/miejsce/{VILLAGE}?date=2024-12-31")
    far = distance_km(point(world, VILLAGE), point(world, TOWNS["Słupsk"]))

    assert told["Najbliższe biuro"].startswith(f"ul. Stara 1, Słupsk około {round(far)} km w linii prostej")
    assert "Inne biuro" not in told


@pytest.mark.parametrize("path", ["/powiat/2212", f"/owes/{OWES}"])
def test_without_a_place_the_seat_is_shown_without_a_distance(client, path):
    told = facts(client, path)

    assert told["Biuro"].startswith("ul. Stara 1, Słupsk") and " km " not in told["Biuro"]
    assert told["Telefon"].startswith("59 840 00 00") and told["E-mail"].startswith("owes@example.pl")
    assert "Najbliższe biuro" not in told


def test_the_look_up_tells_each_contact_with_its_source(client):
    body = client.get("/api/v1/lookup?teryt=2212").json
    contact = body["centres"][0]["contact"]
    page, listed = ({"url": s.url, "title": s.title or None, "date": s.date} for s in (PAGE, LIST))

    assert contact.pop("sources") | {"website": None} == {
        "place": page, "street": page, "phone": page, "email": listed, "website": None,
    }  # fmt: skip
    assert contact | {"website": None} == {
        "place": "Słupsk", "street": "ul. Stara 1", "postcode": None, "phone": "59 840 00 00",
        "email": "owes@example.pl", "website": None,
    }  # fmt: skip
    assert body["coordinator"] == {
        "name": body["coordinator"]["name"], "place": "Gdańsk", "url": "https://rops.example.pl",
        "phone": "58 326 85 60", "email": None, "address": None, "website": "https://rops.example.pl",
        "owes_page": None, "sources": {"phone": listed, "website": page},
    }  # fmt: skip


def test_a_look_up_of_a_day_knows_the_seat_of_the_day(published):
    moved = (office(OWES, "Ustka", valid_to=day("2024-12-31")), office(OWES, "Słupsk", valid_from=day("2025-01-01")))
    centres = tuple(replace(c, offices=moved) if c.id == OWES else c for c in published.registry.centres)
    world = published.with_files(registry_files(replace(published.registry, centres=centres)))
    finder, speller = Lookup(world), AnswerSerializer(world)
    said = [speller.body(finder.by_teryt("2212", day(on))) for on in ("2024-12-31", "2025-01-01")]
    client = app_of(world).test_client()

    assert [b["centres"][0]["contact"]["place"] for b in said] == ["Ustka", "Słupsk"]
    for on, town in (("2024-12-31", "Ustka"), ("2025-01-01", "Słupsk")):
        listed = {c["id"]: c for c in client.get(f"/api/v1/centres?date={on}").json["data"]}
        feature = read(client, f"{items('osrodki')}/{OWES}?datetime={on}")
        assert listed[OWES]["place"] == feature["properties"]["place"] == town
        assert feature["geometry"]["coordinates"] == pytest.approx(point(world, TOWNS[town])[::-1], abs=1e-4)


def table(client, name):
    return list(csv.DictReader(io.StringIO(client.get(f"/dane/{name}.csv").get_data(as_text=True))))


def test_open_data_hold_every_office_and_every_contact(client, world):
    offices = [r for r in table(client, "offices") if r["centre_id"] == OWES]
    contacts, coordinators = table(client, "contacts"), table(client, "coordinators")
    centre = next(r for r in table(client, "centres") if r["centre_id"] == OWES)
    rops = next(r for r in coordinators if r["voivodeship"] == "22")

    assert [(r["role"], r["place"], r["street"], r["valid_from"]) for r in offices] == [
        ("main", "Słupsk", "ul. Stara 1", ""),
        ("branch", "Miastko", "ul. Nowa 2", "2025-01-01"),
    ]
    assert len(table(client, "offices")) == len(world.registry.offices)
    assert [(r["subject"], r["kind"], r["value"], r["source_date"]) for r in contacts] == [
        ("22", "phone", "58 326 85 60", "2024-05-01"),
        ("22", "website", "https://rops.example.pl", "2025-03"),
    ]
    assert (centre["seat_place"], centre["phone"], centre["email"]) == ("Słupsk", "59 840 00 00", "owes@example.pl")
    assert (rops["url"], rops["phone"], rops["owes_page"]) == ("https://rops.example.pl", "58 326 85 60", "")
