"""Pages of numbers: statistics, the check of areas, and changes."""

import csv
import io
import re
from datetime import date

import pytest

from ses_map.coverage import diff_coverage
from ses_map.lookup import LEVELS
from ses_map.planning.classes import METHODS, METRICS
from ses_map.planning.table import Column, Table
from ses_map.planning.territory import Territory
from ses_map.web.planning.cells import markup_rows, spell
from ses_map.web.wording.language import number
from tests.builders import ROPS_MEETING, TODAY
from tests.markup import read_html
from tests.web_builders import IMG, SCRIPT, app_of, assert_error_page, assert_inert

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

STATISTICS = "/planowanie/statystyki?date=2026-11-24"
SPAN = "/planowanie/zmiany?od=2019-04-17&do=2026-11-24&voivodeship=pomorskie"


def page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return read_html(response.get_data(as_text=True))


def areas(tree):
    return [p for p in tree.one("svg", class_="areas").all("path") if "data-s" in p.attributes]


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_has_a_map_and_a_table(client, level):
    tree = page(client, f"{STATISTICS}&poziom={level}&voivodeship=podlaskie")
    counted = [int(n) for n in re.findall(r"\((\d+)\)", tree.one("ul", id="map-keys").text)]

    assert len(areas(tree)) >= 1 and sum(counted) >= 1
    assert {len(p["data-s"]) for p in areas(tree)} == {len(METRICS) * len(METHODS)}
    assert {len(p["data-v"].split("|")) for p in areas(tree)} == {len(METRICS)}
    assert len(tree.one("figure", class_="choropleth")["data-legends"].split("/")) == len(METRICS) * len(METHODS)
    assert_inert(tree)


def name_and_value(path):
    return path.one("title").text.rsplit(": ", 1)


@pytest.mark.parametrize("metric", [m.key for m in METRICS])
@pytest.mark.parametrize("method", METHODS)
def test_what_the_browser_recolours_is_what_the_server_draws(client, metric, method):
    """For every area the sign kept for the browser goes with the fill that the server would send, and so do values."""
    kept = {name_and_value(p)[0]: p for p in areas(page(client, f"{STATISTICS}&voivodeship=22"))}
    drawn = page(client, f"{STATISTICS}&voivodeship=22&miara={metric}&klasy={method}")
    number_of = [m.key for m in METRICS].index(metric)
    place = number_of * len(METHODS) + METHODS.index(method)
    pairs = set()
    for path in areas(drawn):
        name, value = name_and_value(path)
        pairs.add((kept[name]["data-s"][place], path["fill"]))
        assert " ".join(kept[name]["data-v"].split("|")[number_of].split()) in (value, "")

    assert len({s for s, _ in pairs}) == len({f for _, f in pairs}) == len(pairs)
    legend = drawn.one("figure", class_="choropleth")["data-legends"].split("/")[place].split("|")
    shown = [li.text for li in drawn.one("ul", id="map-keys").all("li")]
    assert shown == [" ".join(line[1:].split()) for line in legend]


def test_zero_and_unknown_are_patterns_of_their_own(client):
    entities = page(client, f"{STATISTICS}&miara=entities")
    distance = page(client, f"{STATISTICS}&miara=mean_km")

    assert "brak znanych podmiotów (176)" in entities.one("ul", id="map-keys").text
    assert "url(#ses-zero)" in {p["fill"] for p in areas(entities)}
    assert "url(#ses-unknown)" in {p["fill"] for p in areas(distance)}


def test_the_gminas_of_the_country_are_paged_and_files_have_them_all(client):
    first, last = page(client, f"{STATISTICS}&poziom=gmina"), page(client, f"{STATISTICS}&poziom=gmina&strona=7")
    rows = list(csv.DictReader(io.StringIO(client.get(f"{STATISTICS}&poziom=gmina&format=csv").get_data(as_text=True))))

    assert not first.all("svg", class_="areas")
    assert len(first.one("nav", class_="pages").all("a")) == 7
    assert len(first.all("tbody")[-1].all("tr")) == 400 and len(last.all("tbody")[-1].all("tr")) == 79
    assert len(rows) == 2479 and sum(int(r["population"] or 0) for r in rows) == 37_489_087


def test_headings_sort_and_say_how(client):
    tree = page(client, f"{STATISTICS}&sort=per_10k&malejaco=tak&voivodeship=pomorskie")
    (heading,) = [h for h in tree.all("th") if "aria-sort" in h.attributes]
    turned = page(client, heading.one("a")["href"])

    assert (heading.text, heading["aria-sort"]) == ("Podmioty na 10 tys.", "descending")
    assert [h["aria-sort"] for h in turned.all("th") if "aria-sort" in h.attributes] == ["ascending"]
    names = [[r.one("th", scope="row").text for r in t.all("tbody")[-1].all("tr")] for t in (tree, turned)]
    assert sorted(names[0]) == sorted(names[1]) and names[0] != names[1]


def test_names_are_sorted_by_the_polish_alphabet(client):
    tree = page(client, f"{STATISTICS}&poziom=voivodeship&sort=name")
    names = [r.one("th", scope="row").text for r in tree.all("tbody")[-1].all("tr")]

    assert names.index("łódzkie") == names.index("mazowieckie") - 2 and names[-1] == "zachodniopomorskie"


@pytest.mark.parametrize(
    "path",
    [
        "/planowanie/statystyki?strona=2", "/planowanie/statystyki?strona=x", "/planowanie/statystyki?miara=x",
        "/planowanie/statystyki.svg?poziom=gmina", "/planowanie/zmiany.svg?mapa=x", "/planowanie/zmiany?do=jutro",
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(client, path):
    assert_error_page(client.get(path), 400)


@pytest.mark.parametrize(
    "path",
    ["/planowanie/statystyki.svg?poziom=nuts3&miara=density", "/planowanie/statystyki.svg?poziom=gmina&voivodeship=22"],
)
def test_the_picture_has_its_legend(client, path):
    text = client.get(path).get_data(as_text=True)

    assert text.count("<title>") > 70 and "kwantyle, stan na " in text
    assert "<script" not in text and "style=" not in text


def test_the_check_of_areas_says_its_figures(client):
    text = page(client, "/planowanie/powierzchnie").one("main").text

    assert "mediana różnic 0,27%; 361 z 380 powiatów (95,0%)" in text
    assert "morskie wody wewnętrzne" in text


def changed(finder, first, last):
    """Units of pomorskie that changed hands, with their people."""
    people = Territory(finder).people
    units = [u for u in finder.units_on(date.max) if u.startswith("22")]
    return {c.unit: people[c.unit] for c in diff_coverage(finder.claims, units, first, last)}


def test_changes_are_shown_side_by_side_and_added_up(client, finder):
    tree = page(client, SPAN)
    total = f"{sum(changed(finder, ROPS_MEETING, TODAY).values()):,} osób".replace(",", " ")
    text = tree.one("main").text

    assert "stracił wskazanie OWES" in text and total in text.replace("\u00a0", " ")
    maps = [i["src"] for i in tree.all("img")]
    assert [re.search(r"mapa=(\w+)", m)[1] for m in maps] == ["przed", "po", "zmiany"]
    drawn = [client.get(m) for m in maps]
    assert {(d.status_code, d.mimetype) for d in drawn} == {(200, "image/svg+xml")}
    boxes = {re.search(r'viewBox="([^"]+)"', d.get_data(as_text=True))[1] for d in drawn}
    assert len(boxes) == 1, "the maps are not of one scale"
    assert "powiat pucki: stracił wskazanie OWES" in drawn[2].get_data(as_text=True)


def test_a_step_leads_to_what_changed_on_that_day(client, finder):
    steps = page(client, SPAN).one("ol", class_="days").all("a")
    days = [tuple(date.fromisoformat(d) for d in re.findall(r"=(\d{4}-\d\d-\d\d)", s["href"])) for s in steps]

    assert len(steps) >= 2 and days == sorted(days)
    for step, (before, day) in zip(steps, days, strict=True):
        assert (
            f"Zmieniło się {len(changed(finder, before, day))} obszarów" in page(client, step["href"]).one("main").text
        )


def test_without_days_the_last_year_is_shown(client):
    assert "Od 24 listopada 2025 r. do 24 listopada 2026 r." in page(client, "/planowanie/zmiany").one(
        "main"
    ).text.replace("\u00a0", " ")
    assert client.get("/planowanie/zmiany?date=2024-02-29").status_code == 200
    assert client.get("/planowanie/zmiany?date=0001-01-01").status_code == 200


def test_texts_of_the_registry_do_not_run(hostile):
    client = app_of(hostile).test_client()
    for path in (
        "statystyki",
        "statystyki?poziom=centre",
        "statystyki?poziom=gmina&voivodeship=22",
        "zmiany?od=2015-01-01",
    ):
        tree = page(client, f"/planowanie/{path}")
        assert [a for e in tree.all() for a in e.attributes if a.startswith("on") or a == "style"] == []
        assert {s["src"].split("/")[1] for s in tree.all("script")} == {"assets"}
        assert not [i for i in tree.all("img") if not i["src"].startswith("/planowanie/")]
    for path in ("statystyki.svg", "zmiany.svg?od=2015-01-01"):
        assert "<img" not in client.get(f"/planowanie/{path}").get_data(as_text=True)


def test_cells_escape_every_text(app):
    columns = (Column("name", SCRIPT, ""), Column("x", IMG, ""), Column("n", IMG, "", 1))
    rows = [{"name": SCRIPT, "x": IMG, "n": 1234.5, "href": '"><script>'}, {"name": SCRIPT, "x": "", "n": None}]
    with app.test_request_context("/planowanie"):
        text = str(markup_rows(Table("t", "", columns, rows)))

    assert "<script" not in text and "<img" not in text
    assert "1\u00a0234,5</td>" in text and "brak danych</td>" in text and "–</td>" in text


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
@pytest.mark.parametrize("digits", [0, 1, 2])
def test_numbers_are_spelled_as_everywhere(app, language, digits):
    with app.test_request_context(f"/planowanie?lang={language}"):
        for value in (0, 7, -5, 999, 1000, 12345, 1234567.25, -1234.5):
            assert spell(value, digits) == number(value, digits)
