"""The planner's desk: pages and files with the same numbers."""

import csv
import io
import re

import openpyxl
import pytest

from tests.builders import TODAY
from tests.markup import read_html
from tests.recount import recount
from tests.web_builders import app_of, assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PAGES = [
    "/planowanie",
    "/planowanie?voivodeship=pomorskie&date=2019-04-17",
    "/planowanie/zmiany?od=2019-04-17&do=2026-11-24",
    "/planowanie/zmiany?od=2026-11-24&do=2026-11-24",
    "/planowanie/statystyki",
    "/planowanie/statystyki?poziom=voivodeship&klasy=equal",
    "/planowanie/statystyki?poziom=nuts3&sort=per_10k&malejaco=tak",
    "/planowanie/statystyki?poziom=centre",
]


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_well_made(client, path):
    tree = page(client, path)

    assert len(tree.all("h1")) == 1
    assert all(t.all("caption") for t in tree.all("table"))
    assert all(i["alt"] and i["width"] for i in tree.all("img"))


def test_the_state_of_coverage_adds_up(client):
    text = page(client, "/planowanie").one("main").text

    assert "37 489 087 mieszkańców" in text.replace("\u00a0", " ")
    assert f"Zakończone: ostatnie znane wskazanie minęło ({recount(TODAY)['ended']};" in text


def same(value):
    """A cell of either file: a number as a number, nothing as nothing."""
    text = "" if value is None else str(value)
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.get_data(as_text=True))))


@pytest.mark.parametrize("path", [p for p in PAGES if "od=2026" not in p])
def test_csv_and_workbook_hold_the_same_rows(client, path):
    sign = "&" if "?" in path else "?"
    plain, book = client.get(f"{path}{sign}format=csv"), client.get(f"{path}{sign}format=xlsx")
    rows = rows_of(plain)
    sheets = openpyxl.load_workbook(io.BytesIO(book.data))
    data = list(sheets["Dane"].iter_rows(values_only=True))

    assert plain.mimetype == "text/csv" and "attachment" in plain.headers["Content-Disposition"]
    assert len(data) == len(rows) + 1 > 1
    for line, row in zip(data[1:], rows, strict=True):
        assert [same(v) for v in line] == [same(v) for v in row.values()]
    assert sheets["Opis"]["A1"].value == "Kolumna"
    assert {r[1] for r in sheets["Opis"].iter_rows(min_row=2, values_only=True)} >= set(rows[0])


def test_people_in_the_files_add_up(client):
    rows = rows_of(client.get("/planowanie/statystyki?format=csv"))

    assert sum(int(r["population"]) for r in rows) == 37_489_087


def test_rows_are_put_in_order_and_unknown_ones_last(client):
    rows = rows_of(client.get("/planowanie/statystyki?format=csv&sort=per_10k&malejaco=tak"))
    values = [float(r["per_10k"]) for r in rows]

    assert values == sorted(values, reverse=True)


def test_the_map_has_an_area_for_every_unit_and_a_class_for_every_shade(client):
    response = client.get("/planowanie/statystyki.svg?klasy=jenks&voivodeship=pomorskie")
    text = response.get_data(as_text=True)

    assert response.mimetype == "image/svg+xml"
    assert text.count("<title>") >= 20 and "powiat kwidzyński: " in text
    assert "<script" not in text and "style=" not in text


def test_the_legend_counts_every_powiat(client):
    keys = page(client, "/planowanie/statystyki?klasy=quantiles").one("ul", class_="keys").text

    assert sum(int(n) for n in re.findall(r"\((\d+)\)", keys)) == 380


@pytest.mark.parametrize(
    "path",
    [
        "/planowanie?voivodeship=x",
        "/planowanie?date=2019-02-30",
        "/planowanie?format=docx",
        "/planowanie/statystyki?poziom=x",
        "/planowanie/statystyki?klasy=x",
        "/planowanie/statystyki?sort=x",
        "/planowanie/zmiany?od=wczoraj",
        "/planowanie/statystyki.svg?klasy=x",
    ],
)
def test_what_cannot_be_is_said(client, path):
    assert_error_page(client.get(path), 400)


def test_a_formula_in_the_registry_stays_a_text(hostile):
    client = app_of(hostile).test_client()
    book = openpyxl.load_workbook(io.BytesIO(client.get("/planowanie?format=xlsx").data))
    cells = [c for row in book["Dane"].iter_rows() for c in row]

    assert {c.data_type for c in cells} <= {"s", "n", "inlineStr"}
    assert any("__pwned" in str(c.value) for c in cells)
