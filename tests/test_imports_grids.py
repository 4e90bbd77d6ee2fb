"""Coordinates of the grids of Polish offices, in any order and spelling; where two places fit, none is taken."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from ses_map.imports.cleaning import read_row
from ses_map.imports.columns import fields_of_columns
from ses_map.imports.grids import read_grids
from ses_map.imports.layout import Record
from tests.import_builders import mapping, take, write_sheet

pytest_plugins = ["tests.import_fixtures"]
pytestmark = pytest.mark.realdata

#: Points inland, by the powiat that they lie in.
PLACES = {"1465": (21.01, 52.23), "1261": (19.94, 50.06), "3064": (16.92, 52.41), "2262": (18.50, 54.49)}
NAMES = {"1465": "Warszawa", "1261": "Kraków", "3064": "Poznań", "2262": "Gdynia"}
ZONES = {"1465": 2178, "1261": 2178, "3064": 2177, "2262": 2177}


def metres(powiat, epsg):
    return Transformer.from_crs(4326, epsg, always_xy=True).transform(*PLACES[powiat])


def spelled(value, how):
    return {
        "plain": f"{value:.2f}",
        "comma": f"{value:.2f}".replace(".", ","),
        "blanks": f"{value:,.1f}".replace(",", " "),
    }[how]


def read(context, *records):
    """What becomes of records: coordinates with two digits, and codes of problems."""
    columns = mapping("entities")
    lines = [
        read_row(Record("", n, cells), columns, fields_of_columns(columns, tuple(cells)))
        for n, cells in enumerate(records, 2)
    ]
    read_grids(lines, context.locator.at_point, context.locator.named)
    points = [
        tuple(round(float(line.get(n)), 2) for n in ("lon", "lat")) if line.get("lat") else None for line in lines
    ]
    return points, [p.code for line in lines for p in line.problems]


@pytest.mark.parametrize("how", ["plain", "comma", "blanks"])
@pytest.mark.parametrize(
    "names", [("X", "Y"), ("Y", "X"), ("Współrzędna X", "Współrzędna Y"), ("X (PUWG 1992)", "Y (PUWG 1992)")]
)
@pytest.mark.parametrize("powiat", PLACES)
def test_pl_1992_beside_a_place_is_read_in_either_order(context, powiat, names, how):
    east, north = (spelled(value, how) for value in metres(powiat, 2180))
    cells = {"Nazwa": "A", names[0]: east, names[1]: north, "Miejscowość": NAMES[powiat], "Powiat": NAMES[powiat]}

    assert read(context, cells) == ([PLACES[powiat]], ["grid-read"])


@pytest.mark.parametrize("is_swapped", [False, True])
@pytest.mark.parametrize("powiat", PLACES)
def test_pl_2000_needs_no_place(context, powiat, is_swapped):
    pair = metres(powiat, ZONES[powiat])[:: -1 if is_swapped else 1]
    said = dict(zip(("X", "Y"), map(str, pair), strict=True))
    named = dict(zip(("lon", "lat"), map(str, pair), strict=True))

    assert read(context, said) == read(context, named) == ([PLACES[powiat]], ["grid-read"])


def test_zones_may_differ_and_each_is_told(context):
    rows = [dict(zip(("X", "Y"), map(str, metres(p, ZONES[p])), strict=True)) for p in PLACES]

    assert read(context, *rows, *rows) == (list(PLACES.values()) * 2, ["grid-read"] * 2)


@pytest.mark.parametrize("powiat", ["1465", "1261", "3064"])
def test_two_places_that_fit_are_a_problem_and_no_guess(context, powiat):
    east, north = map(str, metres(powiat, 2180))

    assert read(context, {"X": east, "Y": north}) == ([None], ["ambiguous-grid"])
    assert read(context, {"X": north, "Y": east}) == ([None], ["ambiguous-grid"])


def test_one_row_that_fits_once_tells_of_its_columns(context):
    rzeszow = Transformer.from_crs(4326, 2180, always_xy=True).transform(22.0, 50.04)
    rows = [dict(zip(("X", "Y"), map(str, pair[::-1]), strict=True)) for pair in (metres("1465", 2180), rzeszow)]

    assert read(context, *rows) == ([PLACES["1465"], (22.0, 50.04)], ["grid-read"])


def test_headers_that_say_east_are_believed_unless_places_say_otherwise(context):
    east, north = map(str, metres("1465", 2180))

    assert read(context, {"lon": east, "lat": north}) == ([PLACES["1465"]], ["grid-read"])
    assert read(context, {"Easting": east, "Northing": north}) == ([PLACES["1465"]], ["grid-read"])
    assert read(context, {"lon": north, "lat": east, "Powiat": "Warszawa"}) == ([PLACES["1465"]], ["grid-read"])


@pytest.mark.parametrize(
    ("x", "y", "points", "codes"),
    [
        ("21,01", "52,23", [(21.01, 52.23)], []), ("52.23", "21.01", [(21.01, 52.23)], []),
        ("0", "0", [None], ["invalid-point"]), ("", "52.23", [None], ["invalid-point"]),
        ("brak", "5", [None], ["invalid-point"]), ("2339000", "6842000", [None], ["invalid-point"]),
        ("500000", "-5000000", [None], ["invalid-point"]), ("", "", [None], []),
    ],
)  # fmt: skip
def test_other_values_of_x_and_y(context, x, y, points, codes):
    assert read(context, {"X": x, "Y": y}) == (points, codes)


NUMBERS = st.one_of(
    st.floats(-1e7, 1e7), st.floats(100_000, 900_000), st.sampled_from([5.5e6, 5.6e6, 7.5e6, 52.0, 21.0])
)


@given(NUMBERS, NUMBERS)
def test_a_pair_is_one_place_or_a_problem_and_never_two(context, x, y):
    points, codes = read(context, {"X": f"{x:.1f}", "Y": f"{y:.1f}"})

    assert points[0] or codes in (["ambiguous-grid"], ["invalid-point"])


@pytest.mark.parametrize("is_swapped", [False, True])
@pytest.mark.parametrize("epsg", [2180, 2177])
def test_geojson_of_a_city_in_metres(geo, tmp_path, epsg, is_swapped):
    pair = metres("2262", epsg)[:: -1 if is_swapped else 1]
    about = {"nazwa": "Fundacja Promyk", "powiat": "Gdynia", "rodzaj": "fundacja"}
    feature = {"type": "Feature", "properties": about, "geometry": {"type": "Point", "coordinates": pair}}
    bare = {
        "type": "Feature",
        "properties": about | {"nazwa": "Fundacja Iskra"},
        "geometry": {"type": "MultiPoint", "coordinates": []},
    }
    path = tmp_path / "poi.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, bare]}), encoding="utf-8")
    report = take(geo, path, "entities")

    assert [(r.powiat, r.basis) for r in report.rows] == [("2262", "coordinates"), ("2262", "stated")]
    assert report.accepted == 2 and "grid-read" in {p.code for p in report.problems}


def test_a_table_of_a_city_in_metres(geo, tmp_path):
    east, north = (f"{value:,.2f}".replace(",", " ").replace(".", ",") for value in metres("2262", 2177))
    path = write_sheet(
        tmp_path / "poi.csv", [["Nazwa", "Rodzaj", "X", "Y"], ["Fundacja Promyk", "fundacja", north, east]]
    )
    report = take(geo, path, "entities")

    assert [(r.powiat, r.basis) for r in report.rows] == [("2262", "coordinates")]
    assert [(p.code, p.row, p.column) for p in report.problems] == [("grid-read", 2, "X")]
    assert "PL-2000 strefa 6 (EPSG:2177)" in report.problems[0].detail
