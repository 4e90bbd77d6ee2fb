"""The page of indicators, over figures that were imported from a real table."""

import shutil

import pytest

from ses_map.build import build_snapshot
from tests.import_builders import take, write_sheet
from tests.markup import read_html
from tests.web_builders import app_of, assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

ROWS = [
    ["TERYT", "Rok", "Nowe miejsca pracy [osoby]", "Udział [%]"],
    ["1601", "2022", "12", "1,5"],
    ["1601", "2023", "15", ""],
    ["1602", "2023", "0", "2,5"],
    ["16", "2023", "80", ""],
]
JOBS = "/planowanie/wskazniki?wskaznik=nowe-miejsca-pracy-osoby"


@pytest.fixture(scope="module")
def known(small, tmp_path_factory):
    """A client over opolskie with a table of indicators."""
    folder = tmp_path_factory.mktemp("figures")
    geodata = shutil.copytree(small, folder / "geodata")
    report = take(geodata, write_sheet(folder / "wykaz.csv", ROWS), "indicators")
    assert (report.accepted, report.rejected) == (4, 0)
    return app_of(build_snapshot(geodata)).test_client()


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True))


def test_where_nothing_is_known_the_page_says_so_and_how_to_bring_it(small):
    client = app_of(build_snapshot(small)).test_client()
    text = page(client, "/planowanie/wskazniki").one("main").text

    assert "Brak danych" in text and "ses-map import indicators PLIK" in text
    assert client.get("/planowanie/wskazniki?format=csv").status_code == 200
    assert_error_page(client.get("/planowanie/wskazniki.svg"), 404)


def test_subjects_and_periods_are_a_table_the_latest_first(known):
    tree = page(known, f"{JOBS}&dla=powiat")
    cells = [[c.text for c in row.all() if c.tag in ("th", "td")] for row in tree.all("tr")]

    assert cells == [
        ["Kogo dotyczy", "2023", "2022"],
        ["powiat brzeski", "15 (Wykaz urzędu, 2024)", "12 (Wykaz urzędu, 2024)"],
        ["powiat głubczycki", "0 (Wykaz urzędu, 2024)", "brak danych"],
    ]


def test_the_chart_is_named_and_the_sentence_says_the_extremes(known):
    tree = page(known, f"{JOBS}&dla=powiat")

    assert "2022–2023" in tree.one("svg", class_="chart")["aria-label"]
    assert "2023: najwięcej powiat brzeski: 15 (osoby); najmniej powiat głubczycki: 0 (osoby)." in tree.text


def test_the_map_tells_zero_from_unknown(known):
    text = known.get("/planowanie/wskazniki.svg?wskaznik=nowe-miejsca-pracy-osoby&dla=powiat").get_data(as_text=True)

    assert "<title>powiat głubczycki: 0 (osoby)</title>" in text
    assert text.count(": brak danych</title>") == 10
    assert "zero (1)" in text and "brak danych (10)" in text


def test_one_kind_of_subjects_at_a_time(known):
    tree = page(known, f"{JOBS}&dla=voivodeship")

    assert [t.text for t in tree.all("th", scope="row")] == ["województwo opolskie"]
    assert "powiat brzeski" in page(known, f"{JOBS}&dla=gmina").text, "what there is, where nothing is as asked"
    assert page(known, f"{JOBS}&dla=powiat&date=2022-06-01").text.count("Wykaz urzędu") == 1
    assert "Brak danych" in page(known, f"{JOBS}&dla=powiat&date=2020-01-01").text


def test_the_file_has_a_row_a_figure_with_its_source(known):
    lines = known.get(f"{JOBS}&dla=powiat&format=csv").get_data(as_text=True).splitlines()

    assert len(lines) == 4
    assert lines[1] == "1601,powiat brzeski,Nowe miejsca pracy,2023,15.0,osoby,Wykaz urzędu,,2024"


@pytest.mark.parametrize("asked", ["wskaznik=x", "dla=x", "klasy=x"])
def test_what_cannot_be_is_said(known, asked):
    assert_error_page(known.get(f"/planowanie/wskazniki?{asked}"), 400)
