"""The scenario's page, its forms, its files and what is said of bad input."""

from urllib.parse import urlencode

import pytest

from tests.markup import read_html
from tests.scenario_builders import CHANGES, PATH, SCENARIO, address, page, post, state
from tests.web_builders import app_of, assert_error_page, assert_inert

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

NASTY = '<img src=x onerror="window.__pwned=1">; "\'&={{7*7}}'


@pytest.mark.parametrize(
    "path",
    [
        PATH,
        address(),
        address(poziom="gmina"),
        address(**SCENARIO),
        address(**SCENARIO, poziom="gmina"),
        address(**SCENARIO) + "&lang=uk",
        address("/bilans", **SCENARIO),
        address("/porownanie"),
        address("/porownanie", a=CHANGES, b=address(**SCENARIO)),
    ],
)
def test_every_page_is_well_made(client, path):
    tree = page(client, path)

    assert len(tree.all("h1")) == 1 and all(t.all("caption") for t in tree.all("table"))
    assert_inert(tree)
    named = {e["for"] for e in tree.all("label") if e.get("for")}
    assert {e["id"] for e in tree.all("select") + tree.all("input") if e.get("id") and e.get("id") != "share"} <= named


def test_map_and_table_hold_the_same_units(client):
    for path in (address(), address(poziom="gmina"), address(**SCENARIO), PATH):
        tree = page(client, path)
        drawn = [p["data-unit"] for p in tree.all("path") if p.get("data-unit")]
        assert drawn == sorted(i["value"] for i in tree.all("input", name="jednostka"))


def test_a_unit_says_who_serves_it_today_and_in_the_scenario(client):
    tree = page(client, address(**SCENARIO))
    titles = {p["data-unit"]: p.one("title").text for p in tree.all("path") if p.get("data-unit")}

    assert titles["2207"].startswith("powiat kwidzyński, dziś: brak potwierdzonego wskazania (ostatnio: Nadwiślański")
    assert titles["2207"].endswith("w scenariuszu: Ośrodek Wsparcia Ekonomii Społecznej Debrzno")
    assert titles["2203"].endswith("w scenariuszu: nikt")
    assert titles["220301"].endswith("w scenariuszu: OWES Próba; 100% „A”")
    assert len(tree.all("tr", class_="changed")) >= 6


def test_the_balance_adds_up_on_the_page(client):
    tree = page(client, f"{PATH}?date=2026-11-24")

    assert "37 489 087" in tree.one("tr", class_="whole").text.replace("\u00a0", " ")


def test_a_form_leads_to_the_address_of_the_new_scenario(client):
    answer = post(client, akcja="przypisz", jednostka=["2207", "2209"], cel="owes-debrzno")

    assert answer.status_code == 303 and answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Location"].endswith("date=2026-11-24&voivodeship=pomorskie&zmiany=owes-debrzno:2207,2209")
    again = post(client, **state(answer.location), akcja="przypisz", jednostka="2202", cel="nowy", nazwa="Nowa; nazwa")
    assert state(again.location)["nowe"] == "nowy-1:Nowa%3B nazwa"
    assert "Nowa; nazwa" in page(client, again.location).one("main").text
    back = post(client, **state(again.location), cofnij="2202")
    assert back.location == answer.location


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"akcja": "przypisz", "cel": "owes-debrzno"}, "Zaznacz"),
        ({"akcja": "przypisz", "cel": "nowy", "jednostka": "2207", "nazwa": "?"}, "literę"),
        ({"akcja": "przypisz", "cel": "x", "jednostka": "2207"}, "Nie ma ośrodka"),
        ({"akcja": "przypisz", "cel": "owes-debrzno", "jednostka": "9999"}, "Nie ma powiatu"),
    ],
)
def test_what_a_form_cannot_do_is_said_and_nothing_is_lost(client, form, sentence):
    answer = post(client, zmiany="owes-debrzno:2209", **form)
    tree = read_html(answer.get_data(as_text=True))

    assert answer.status_code == 400 and sentence in tree.one("div", id="problems").text
    assert {i["value"] for i in tree.all("input", name="zmiany")} == {"owes-debrzno:2209"}


def test_what_an_address_says_wrongly_is_listed(client):
    tree = page(client, address(zmiany="owes-debrzno:2207,2299;zniknal:2209;owes-slupsk:2213;owes-debrzno:2213"))
    listed = [i.text for i in tree.one("div", id="problems").all("li")]

    assert len(listed) == 3 and "2299" in listed[0] and "zniknal" in listed[1] and "2213" in listed[2]
    assert tree.all("input", name="zmiany")[0]["value"] == "owes-debrzno:2207"


def test_gminas_of_the_whole_country_are_not_shown_and_that_is_said(client):
    assert "wybierz je" in page(client, f"{PATH}?poziom=gmina").one("div", id="problems").text


@pytest.mark.parametrize("path", [f"{PATH}?poziom=x", f"{PATH}?od=x&format=csv", f"{PATH}/porownanie?a=http://[?x=1"])
def test_what_cannot_be_is_an_error(client, path):
    assert_error_page(client.get(path), 400)


def test_names_are_hostile(client):
    answer = post(client, akcja="przypisz", jednostka="2207", cel="nowy", nazwa=NASTY)
    for path in (answer.location, address("/porownanie", a=answer.location), answer.location.replace("?", "/bilans?")):
        tree = page(client, path)
        assert_inert(tree)
        assert NASTY in tree.one("main").text


def test_a_hostile_registry_is_only_text(hostile):
    client = app_of(hostile).test_client()
    centres = [c.id for c in hostile.registry.centres]
    unit = hostile.registry.powiaty[0].teryt
    tree = page(client, f"{PATH}?{urlencode({'zmiany': f'{centres[-1]}:{unit}'})}")

    assert_inert(tree)
    assert "__pwned" in tree.one("main").text


def test_a_comparison_lists_what_differs_and_only_that(client):
    tree = page(client, address("/porownanie", a="owes-debrzno:2207,2209", b="owes-debrzno:2207;owes-slupsk:2213"))
    rows = tree.all("table")[0].one("tbody").all("tr")

    assert [r.one("th").text for r in rows] == ["powiat malborski", "powiat starogardzki"]
    same = page(client, address("/porownanie", a=address(zmiany="owes-debrzno:2207"), b="owes-debrzno:2207"))
    assert "tak samo" in same.one("main").text


def test_a_comparison_by_form_leads_to_its_address(client):
    answer = client.post(address("/porownanie"), data={"a": address(**SCENARIO), "b": ""})

    assert answer.status_code == 303
    assert len(page(client, answer.location).all("table")[0].one("tbody").all("tr")) == 6
    other = address("/porownanie", a=f"{PATH}?date=2019-04-17&zmiany=owes-debrzno:2207")
    assert "2019-04-17" in page(client, other).one("main").text


def test_the_same_address_gives_the_same_bytes(published):
    one, two = (app_of(published).test_client().get(address(**SCENARIO)) for _ in range(2))

    assert one.data == two.data and one.headers["ETag"] == two.headers["ETag"]
