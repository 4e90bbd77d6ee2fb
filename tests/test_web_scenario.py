"""The scenario's page, its forms, its files and what is said of bad input."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from click.testing import CliRunner

from scripts.build_geodata import seal
from ses_map.cli import main
from ses_map.coverage import Claims
from ses_map.planning.scenario import divide, read_address
from ses_map.planning.scenario_file import MAX_BYTES
from ses_map.registry import read_registry
from ses_map.web.site import Edition
from tests.builders import TODAY, day
from tests.markup import read_html
from tests.web_builders import app_of, assert_error_page, assert_inert

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PATH = "/planowanie/scenariusz"
CHANGES = "nowy-1:2202,220301;owes-debrzno:2207,2209;owes-slupsk:2261;-:2203"
SCENARIO = {"zmiany": CHANGES, "nowe": "nowy-1:OWES Próba; 100%25 „A”".replace(";", "%3B")}
NASTY = '<img src=x onerror="window.__pwned=1">; "\'&={{7*7}}'


def address(path="", **asked):
    return f"{PATH}{path}?{urlencode({'date': '2026-11-24', 'voivodeship': 'pomorskie', **asked})}"


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200, response.get_data(as_text=True)[:500]
    return read_html(response.get_data(as_text=True))


def state(location):
    return {k: v[0] for k, v in parse_qs(urlsplit(location).query).items()}


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

    assert titles["2207"].startswith("powiat kwidzyński, dziś: Nadwiślański Ośrodek")
    assert titles["2207"].endswith("w scenariuszu: Ośrodek Wsparcia Ekonomii Społecznej Debrzno")
    assert titles["2203"].endswith("w scenariuszu: nikt")
    assert titles["220301"].endswith("w scenariuszu: OWES Próba; 100% „A”")
    assert len(tree.all("tr", class_="changed")) >= 6


def test_the_balance_adds_up_on_the_page(client):
    tree = page(client, f"{PATH}?date=2026-11-24")

    assert "37 489 087" in tree.one("tr", class_="whole").text.replace("\u00a0", " ")


def post(client, path=None, **form):
    return client.post(path or address(), data=form)


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


def edition_of(published):
    return Edition(published)


def imported(client, geodata: Path, tmp_path: Path, asked) -> Claims:
    """Import both files of a scenario with the real command line, into a registry without other claims."""
    table = geodata / "registry/assignments.csv"
    table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    seal(geodata)
    targets = [("centres", "/osrodki.csv")] if "nowe" in asked else []
    for target, path in (*targets, ("assignments", "")):
        file = tmp_path / f"{target}.csv"
        file.write_bytes(client.get(address(path, **asked, format="csv", od="2027-01-01")).data)
        done = CliRunner().invoke(
            main, ["import", target, str(file)], env={"SES_MAP_GEODATA": str(geodata)}, catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
    return Claims(read_registry(geodata)[0].assignments)


def test_an_export_is_imported_again_as_the_same_division(client, published, spare_geodata, tmp_path):
    claims = imported(client, spare_geodata, tmp_path, SCENARIO)
    ground = edition_of(published).ground
    scenario = read_address(SCENARIO["zmiany"], SCENARIO["nowe"], ground, TODAY).scenario
    wanted = dict(zip(ground.gminy, divide(scenario, ground, TODAY).gminy, strict=True))
    pomorskie = {g: c for g, c in wanted.items() if g.startswith("22")}
    first = day("2027-01-01")

    ids = {"nowy-1": "owes-owes-proba-100-a"}
    assert {g: tuple(ids.get(c, c) for c in centres) for g, centres in pomorskie.items()} == {
        g: tuple(sorted(claims.on(g, first).centre_ids)) for g in pomorskie
    }
    assert wanted["220301"] == ("nowy-1",) and wanted["220302"] == ()
    before = claims.on("2207", day("2026-12-31"))
    assert not before.centre_ids and all("nie jest źródłem" in a.source.title for a in claims.of("2207"))


def test_the_whole_country_of_today_is_imported_again(client, published, spare_geodata, tmp_path):
    claims = imported(client, spare_geodata, tmp_path, {"voivodeship": "", "zmiany": "owes-slupsk:2207,200215"})
    ground = edition_of(published).ground
    scenario = read_address("owes-slupsk:2207,200215", "", ground, TODAY).scenario

    for gmina, centres in zip(ground.gminy, divide(scenario, ground, TODAY).gminy, strict=True):
        assert tuple(sorted(claims.on(gmina, day("2027-01-01")).centre_ids)) == centres


def test_files_have_their_names_and_their_words(client):
    saved = client.get(address("/plik.json", **SCENARIO))
    claims = client.get(address("", **SCENARIO, format="csv"))
    rows = list(csv.DictReader(io.StringIO(claims.get_data(as_text=True))))

    assert saved.mimetype == "application/json" and "attachment" in saved.headers["Content-Disposition"]
    assert len(json.loads(saved.data)["moves"]) == 6
    assert {r["effect"] for r in rows} == {"add"} and {r["valid_from"] for r in rows} == {"2026-11-24"}
    assert client.get(address("", **SCENARIO, format="xlsx")).data.startswith(b"PK")
    assert client.get(address("/bilans", **SCENARIO, format="csv")).mimetype == "text/csv"


def upload(client, data, name="plik.json"):
    """Send a form as a browser does; its body is bytes, because the test client leaves large files open."""
    head = f'--limit\r\nContent-Disposition: form-data; name="plik"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--limit--\r\n"
    return client.post(f"{PATH}/plik", data=body, content_type="multipart/form-data; boundary=limit")


def test_a_file_leads_back_to_the_scenario_that_it_was_saved_from(client):
    saved = client.get(address("/plik.json", **SCENARIO)).data
    answer = upload(client, saved)

    assert answer.status_code == 303
    first, again = (state(a) for a in (address(**SCENARIO), answer.location))
    assert (again["nowe"], again["date"], again["voivodeship"]) == (first["nowe"], first["date"], first["voivodeship"])
    assert client.get(answer.location.replace("?", "/plik.json?")).data == saved


def test_a_file_of_another_vintage_is_opened_as_far_as_it_goes(client):
    document = json.loads(client.get(address("/plik.json", **SCENARIO)).data)
    document["teryt"] = "2020-01-01"
    document["moves"] += [{"unit": "2299", "to": "owes-debrzno"}]
    tree = read_html((answer := upload(client, json.dumps(document).encode())).get_data(as_text=True))

    assert answer.status_code == 200
    assert "2020-01-01" in tree.one("table").text and "2299" in tree.one("table").text
    (link,) = [a for a in tree.all("a") if a.text == "Otwórz scenariusz"]
    assert page(client, link["href"]).one("h2", id="changes").text == "Zmiany (6)"


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 400, "pusty"),
        (b"{", 400, "JSON"),
        (b"[" * 9_999, 400, "zagnieżdżenia"),
        (b"{}", 400, "nie jest scenariuszem"),
        (b" " * (MAX_BYTES + 100), 400, "najwyżej"),
    ],
    ids=range(5),
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(client, data, status, sentence):
    answer = upload(client, data)
    tree = read_html(answer.get_data(as_text=True))

    assert answer.status_code == status and sentence in tree.one("table").text
    assert tree.one("h1").text == "Pliku nie da się wczytać" and answer.headers["Cache-Control"] == "no-store"


def test_a_file_of_three_megabytes_is_refused_before_it_is_read(client):
    assert_error_page(upload(client, b" " * (3 * MAX_BYTES)), 413, "ponad 1 MB")


def test_no_file_is_said_too(client):
    assert client.post(f"{PATH}/plik", data={}).status_code == 400


def test_a_scenario_too_long_for_an_address_goes_on_in_forms(client, published):
    ground = edition_of(published).ground
    ids = sorted(ground.centres)
    by_centre = {c: [g for n, g in enumerate(ground.gminy[:1500]) if n % 3 == k] for k, c in enumerate(ids[:3])}
    changes = ";".join(f"{c}:{','.join(g)}" for c, g in by_centre.items())
    answer = post(client, f"{PATH}?date=2026-11-24", zmiany=changes, akcja="przypisz", jednostka="3201", cel=ids[0])
    tree = read_html(answer.get_data(as_text=True))
    kept = tree.all("input", name="zmiany")[0]["value"]

    assert answer.status_code == 200 and "nie mieści się w adresie" in tree.one("main").text
    assert len(kept) > 7_000 and "3201" in kept and not tree.all("input", id="share")
    saved = client.post(f"{PATH}/plik.json?date=2026-11-24", data={"zmiany": kept})
    assert len(json.loads(saved.data)["moves"]) > 1_000
    assert client.post(f"{PATH}?date=2026-11-24&format=csv", data={"zmiany": kept}).mimetype == "text/csv"
    again = upload(client, saved.data)
    assert "Otwórz scenariusz" in again.get_data(as_text=True)


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
