"""The report as a page and on paper: one page of A4 for any area and day, with the figures of the desk."""

import re
import struct

import pytest

from ses_map.documents.typesetting import Sheet
from ses_map.maps.legend import coverage_keys, draw_swatch, read_scale
from ses_map.maps.picture import Pictures
from ses_map.web.file_formats.sheets import typeset
from tests.builders import TODAY
from tests.markup import read_html
from tests.recount import recount

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

AREAS = ("", "slaskie", "pomorskie", "mazowieckie", "podlaskie", "opolskie")
DAYS = ("2026-11-24", "2019-04-17", "1990-01-01")


def get(client, area="", day="2026-11-24", form="html"):
    response = client.get(f"/planowanie/raport?voivodeship={area}&date={day}&format={form}")
    assert response.status_code == 200
    return response


#: Every area on one day, and on the other days the country and the largest of them.
ON_PAPER = [*((area, DAYS[0]) for area in AREAS), *((area, day) for area in ("", "mazowieckie") for day in DAYS[1:])]


@pytest.mark.parametrize(("area", "day"), ON_PAPER)
def test_on_paper_it_is_one_page(client, area, day):
    pdf, png = get(client, area, day, "pdf").data, get(client, area, day, "png").data

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert b"<pdfuaid:part>1" in pdf and b"/Lang(pl)" in pdf
    assert struct.unpack(">II", png[16:24]) == (2480, 3508)


def test_what_does_not_fit_at_all_is_cut_and_not_spread(app):
    words = dict.fromkeys(("place", "day", "credit", "snapshot", "alt"), "x")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9"></svg>'
    sheet = Sheet("map", {**words, "title": "x\n" * 9000, "keys": [], "scale": None}, {"map.svg": svg})
    with app.app_context():
        made = typeset(sheet, "pdf")

    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1


@pytest.mark.parametrize("area", AREAS)
def test_the_page_says_what_the_desk_says(client, area):
    tree = read_html(get(client, area).get_data(as_text=True))
    text = tree.one("main").text.replace("\u00a0", " ")
    desk = client.get(f"/planowanie?voivodeship={area}&date=2026-11-24&format=json").json["tables"]
    people = sum(r["population"] for r in desk["stan"]["rows"])

    assert len(tree.all("h1")) == 1 and all(t.all("caption") for t in tree.all("table"))
    assert f"{people:,}".replace(",", " ") in text
    for row in desk["stan"]["rows"]:
        assert not row["parts"] or f"{row['population']:,}".replace(",", " ") in text
    assert "Źródła: " in text and "Migawka danych" in text and "Granice tej wiedzy" in text


def test_what_is_left_out_is_counted(client):
    tree = read_html(get(client).get_data(as_text=True))
    rows = get(client, form="json").json["rows"]
    table = next(t for t in tree.all("table") if t.one("caption").text == "Ośrodki")
    text = tree.one("main").text.replace("\u00a0", " ")

    assert len(rows) > 40
    assert f"i {len(rows) - (len(table.all('tr')) - 1)} innych: plik XLSX" in text


def test_areas_that_change_together_are_one_row_with_the_most_people_first(client):
    """The contracts of dolnośląskie ended on one day; Wrocław has the most people of one of them."""
    tree = read_html(get(client, "dolnoslaskie").get_data(as_text=True))
    table = next(t for t in tree.all("table") if t.one("caption").text.startswith("Zmiany od"))
    rows = [r.all("th") + r.all("td") for r in table.one("tbody").all("tr")]
    told = [r.one("th").text for r in table.one("tbody").all("tr")]

    assert len({cells[2].text for cells in rows}) == len(rows) < sum(len(t.split(", ")) for t in told)
    assert (
        told[0].startswith("Wrocław, ") and "brak potwierdzonego wskazania (zakończone 2026-08-31)" in rows[0][2].text
    )


def test_a_scale_bar_is_as_long_as_it_says(client):
    scale = read_scale(client.get("/mapa/polska.svg").get_data(as_text=True))

    assert (scale.length_km, round(scale.parallel)) == (100, 52)
    assert scale.length_km / scale.share == pytest.approx(706, abs=15), "Poland is 689 km wide, and there are margins"
    assert read_scale("<svg viewBox='0 0 1 1'/>") is None


def test_a_legend_has_a_line_for_every_sign_and_centre(snapshot):
    pictures = Pictures(snapshot)
    keys = coverage_keys(pictures.atlas, pictures.layer("20"), TODAY)

    counts = recount(TODAY, "20")
    said = [(k.text.split(":")[0], int(k.text.rsplit(" ")[-1].strip(")"))) for k in keys if not k.number]
    assert said == [
        ("pełny kolor", counts["confirmed"]), ("jasny kolor w cienkie kreski", counts["unconfirmed"]),
        ("ukośne paski", counts["ended"]), ("krata w dwóch kolorach", 2),
    ]  # fmt: skip
    assert [k.number for k in keys if k.number] == sorted(k.number for k in keys if k.number)
    assert all(draw_swatch(k).count("<rect") >= 1 for k in keys)
