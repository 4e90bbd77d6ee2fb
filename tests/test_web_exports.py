"""Files of the desk: every format holds the same rows, says whose they are, and no text of a source does anything."""

import csv
import io
import json
import re
import sqlite3
import struct
import zipfile
from contextlib import closing
from xml.etree import ElementTree

import openpyxl
import pyogrio
import pytest
import shapely

from ses_map.vocabulary import STANDING_NAMES
from tests.builders import ROPS_MEETING, country
from tests.web_builders import app_of, assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

DAY = "2026-11-24"
PAGES = ("/planowanie?voivodeship=podlaskie", "/planowanie/demarkacja?voivodeship=podlaskie")
FORMS = ("csv", "xlsx", "json", "geojson", "gpkg", "svg", "png", "pdf")
COVERAGE = ["powiaty_i_gminy", "obszary_osrodkow", "subregiony", "osrodki", "podmioty", "linie_demarkacyjne"]


def ask(client, page, form, on=DAY):
    response = client.get(f"{page}&format={form}&date={on}")
    assert response.status_code == 200, response.get_data(as_text=True)
    return response


@pytest.fixture
def opened(tmp_path):
    def put(data):
        path = tmp_path / "t.gpkg"
        path.write_bytes(data)
        return path

    return put


def rows_of(client, page):
    return list(csv.DictReader(io.StringIO(ask(client, page, "csv").get_data(as_text=True))))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("page", PAGES)
def test_a_file_is_named_and_the_same_every_time(client, app, page, form):
    first, second = ask(client, page, form), ask(app.test_client(), page, form)

    assert first.headers["Content-Disposition"].endswith(f'-{DAY}.{form}"')
    assert first.data == second.data and len(first.data) > 500
    assert "ETag" in first.headers


@pytest.mark.parametrize("page", PAGES)
def test_json_and_geojson_hold_the_rows_of_the_csv(client, page, published):
    rows, plain, drawn = rows_of(client, page), ask(client, page, "json").json, ask(client, page, "geojson")
    document = json.loads(drawn.data)

    for one in (plain, document):
        assert (one["date"], one["snapshot"], one["voivodeship"]["name"]) == (DAY, published.id, "podlaskie")
        assert all(c["label"] and c["note"] for c in one["columns"])
    assert [[str(v) for v in r.values() if v not in (None, "")] for r in plain["rows"]] == [
        [v for v in r.values() if v] for r in rows
    ]
    assert [f["properties"] for f in document["features"]] == plain["rows"]
    assert {s["attribution"] for s in plain["sources"]} == {s.attribution for s in published.sources}
    assert document["attribution"] == "; ".join(sorted({s.attribution for s in published.sources}))
    assert drawn.mimetype == "application/geo+json" and "crs" not in document


@pytest.mark.parametrize("page", PAGES)
def test_geojson_is_where_it_should_be(client, page):
    features = json.loads(ask(client, page, "geojson").data)["features"]
    shapes = [shapely.from_geojson(json.dumps(f["geometry"])) for f in features]
    west, south, east, north = shapely.total_bounds(shapes)

    assert all(s is not None and s.is_valid for s in shapes)
    assert 21 < west < east < 24.2 and 52 < south < north < 54.5


def test_further_tables_are_in_json_and_workbook(client):
    tables = ask(client, PAGES[0], "json").json["tables"]
    book = openpyxl.load_workbook(io.BytesIO(ask(client, PAGES[0], "xlsx").data))

    assert list(tables) == ["stan", "rodzaje-ustalen"]
    assert book.sheetnames == ["Dane", "Opis", "Stan pokrycia", "Rodzaje ustaleń"]
    assert [r[0] for r in book["Stan pokrycia"].iter_rows(min_row=2, values_only=True)] == [
        r["standing"] for r in tables["stan"]["rows"]
    ]


def test_a_geopackage_opens_with_the_right_layers(client, opened):
    path = opened(ask(client, PAGES[0], "gpkg").data)
    layers = dict(pyogrio.list_layers(path))
    infos = {name: pyogrio.read_info(path, layer=name) for name in layers if name != "layer_styles"}
    entities = client.get("/planowanie?voivodeship=podlaskie&format=json").json

    assert list(layers) == ["ustalenia", *COVERAGE, "layer_styles"]
    assert {i["crs"] for i in infos.values()} == {"EPSG:4326"}
    assert [layers[n] for n in COVERAGE] == [*["MultiPolygon"] * 3, "Point", "Point", "MultiLineString"]
    assert infos["ustalenia"]["features"] == len(entities["rows"])
    assert infos["powiaty_i_gminy"]["features"] == 19  # 17 powiats, 2 gminas with claims of their own
    assert infos["obszary_osrodkow"]["features"] == 3
    assert list(infos["powiaty_i_gminy"]["fields"])[:4] == ["teryt", "name", "voivodeship", "standing"]


def test_a_geopackage_keeps_polish_letters_and_numbers(client, opened):
    path = opened(ask(client, PAGES[0], "gpkg").data)
    info, _, shapes, fields = pyogrio.raw.read(path, layer="powiaty_i_gminy")
    rows = [dict(zip(info["fields"], row, strict=True)) for row in zip(*fields, strict=True)]
    lomza = next(r for r in rows if r["teryt"] == "2062")

    assert (lomza["name"], lomza["voivodeship"]) == ("Łomża", "podlaskie") and 30 < lomza["area_km2"] < 35
    assert sum(r["population"] for r in rows) == sum(
        r["population"] for r in ask(client, PAGES[0], "json").json["tables"]["stan"]["rows"]
    )
    assert all(shapely.is_valid(shapely.from_wkb(s)) for s in shapes)


def test_a_geopackage_explains_and_draws_itself(client, opened):
    with closing(sqlite3.connect(opened(ask(client, PAGES[0], "gpkg").data))) as base:
        styles = base.execute("SELECT f_table_name, styleQML, styleSLD, useAsDefault FROM layer_styles").fetchall()
        words = base.execute("SELECT title FROM gpkg_data_columns WHERE column_name = 'area_km2'").fetchall()
        stamps = base.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchall()
        problems = base.execute("PRAGMA integrity_check").fetchall()

    assert [s[0] for s in styles] == ["ustalenia", *COVERAGE] and all(s[3] == 1 for s in styles)
    for _, qml, sld, _ in styles:
        assert ElementTree.fromstring(qml).find("renderer-v2/categories/category") is not None
        assert ElementTree.fromstring(sld).tag.endswith("StyledLayerDescriptor")
    drawn = {name: ElementTree.fromstring(qml) for name, qml, _, _ in styles}["powiaty_i_gminy"]
    brushes = [[p.get("v") for p in s.iter("prop") if p.get("k") == "style"] for s in drawn.iter("symbol")]
    assert [c.get("value") for c in drawn.iter("category")] == list(STANDING_NAMES.values())
    assert brushes == [["solid"], ["solid", "horizontal"], ["solid", "b_diagonal"], ["solid", "dense6"]]
    assert {w[0] for w in words} == {"Powierzchnia, km²"} and problems == [("ok",)]
    assert stamps == [(f"{DAY}T00:00:00.000Z",)]


def test_a_country_without_lines_gives_empty_files_and_says_so(opened):
    client, page = app_of(country("020101 020201", "0201>a")).test_client(), "/planowanie/demarkacja?voivodeship="
    path = opened(ask(client, page, "gpkg").data)

    assert pyogrio.read_info(path, layer="demarkacja")["features"] == 0
    assert ask(client, page, "json").json["rows"] == [] == json.loads(ask(client, page, "geojson").data)["features"]
    assert "Brak danych o liniach" in client.get(page).get_data(as_text=True)


def pages_of(pdf):
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("page", [*PAGES, "/planowanie?voivodeship=", "/planowanie/demarkacja?voivodeship="])
def test_a_map_is_printed_on_one_page_with_words(client, page):
    pdf, png = ask(client, page, "pdf").data, ask(client, page, "png").data

    assert pdf.startswith(b"%PDF-1.7") and pages_of(pdf) == 1
    assert b"/Lang(pl)" in pdf and b"/StructTreeRoot" in pdf and b"<pdfuaid:part>1" in pdf and b"/Alt" in pdf
    assert b"CreationDate" not in pdf
    assert png.startswith(b"\x89PNG") and struct.unpack(">II", png[16:24]) == (2480, 3508)  # A4, 300 to an inch


def test_a_drawing_says_how_long_a_unit_is(client):
    tree = ElementTree.fromstring(ask(client, PAGES[0], "svg").data)
    wide = float(tree.get("data-metres")) * 976 / 1000  # without the margins

    assert 150 < wide < 175, "podlaskie is about 160 km wide"
    assert 53 < float(tree.get("data-parallel")) < 54


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("/planowanie?format=docx", "html, csv, xlsx, json, geojson, gpkg, svg, png, pdf"),
        ("/planowanie/zmiany?od=2019-04-17&do=2026-11-24&format=dwg", "html, csv, xlsx, json"),
        ("/planowanie/raport?format=gpkg", "html, csv, xlsx, json, svg, png, pdf"),
    ],
)
def test_a_format_that_a_page_has_not_is_refused_with_those_it_has(client, path, forms):
    assert_error_page(client.get(path), 400, f"możliwe są: {forms}")


def test_a_page_offers_the_files_it_has(client):
    text = client.get("/planowanie/demarkacja?voivodeship=podlaskie").get_data(as_text=True)

    for form in FORMS:
        assert f"/planowanie/demarkacja?voivodeship=podlaskie&amp;format={form}" in text


MARKUP = "#[]$\\<>@*_`=-+/*// #eval(1) #image('/etc/passwd') $x^2$ <label> @ref ```raw``` https://evil.example \\u{1}"


@pytest.fixture(scope="module", params=["attack", "typst"])
def evil(request, hostile):
    """A registry of attacks: on pages and spreadsheets, and on the typesetter."""
    if request.param == "attack":
        return app_of(hostile).test_client()
    registry = json.loads(hostile.files["registry.json"])
    for centre in registry["centres"]:
        centre["name"] = MARKUP
    for area in registry["powiaty"]:
        area["name"] = MARKUP
    files = {**hostile.files, "registry.json": json.dumps(registry).encode()}
    return app_of(type(hostile)(files)).test_client()


DESK, LINES, REPORT = (f"/planowanie{p}?date={DAY}" for p in ("", "/demarkacja", "/raport"))
FILES = [(page, form) for page in (DESK, LINES) for form in FORMS]
FILES += [(REPORT, form) for form in FORMS if form not in ("geojson", "gpkg")]


@pytest.mark.parametrize(("page", "form"), FILES)
def test_hostile_text_stays_text_in_every_format(evil, opened, page, form):
    response = evil.get(f"{page}&format={form}")
    assert response.status_code == 200
    match form:
        case "csv":
            cells = [c for row in csv.reader(io.StringIO(response.get_data(as_text=True))) for c in row]
            assert not [c for c in cells if c.startswith(("=", "+", "@", "\t"))]
        case "xlsx":
            book = openpyxl.load_workbook(io.BytesIO(response.data))
            assert {c.data_type for s in book for row in s.iter_rows() for c in row} <= {"s", "n", "inlineStr"}
            assert not [n for n in zipfile.ZipFile(io.BytesIO(response.data)).namelist() if "macro" in n.lower()]
        case "json" | "geojson":
            json.loads(response.data)
        case "gpkg":
            path = opened(response.data)
            with closing(sqlite3.connect(path)) as base:
                for qml, sld in base.execute("SELECT styleQML, styleSLD FROM layer_styles"):
                    assert {e.tag for e in ElementTree.fromstring(qml).iter()} & {"img", "script"} == set()
                    ElementTree.fromstring(sld)
            assert pyogrio.list_layers(path)[0][1] in ("MultiPolygon", "MultiLineString", "Unknown")
        case "svg":
            tags = {e.tag.rpartition("}")[2] for e in ElementTree.fromstring(response.data).iter()}
            assert tags <= {"svg", "defs", "pattern", "rect", "path", "title", "text", "ellipse", "g", "circle"}
        case "pdf":
            assert pages_of(response.data) == 1
            assert b"/URI" not in response.data and b"/JavaScript" not in response.data
        case _:
            assert response.data.startswith(b"\x89PNG")


def test_another_day_gives_other_files(client):
    then, now = (ask(client, PAGES[0], "json", on).json for on in (ROPS_MEETING.isoformat(), DAY))

    assert then["rows"] != now["rows"] and then["date"] == "2019-04-17"
