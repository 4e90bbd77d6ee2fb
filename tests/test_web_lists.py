"""The lists of the API: centres, areas, coverage, problems; as JSON, CSV and GeoJSON (RFC 7946)."""

import csv
import io
import itertools

import pytest
import shapely
from shapely.geometry import shape

from ses_map.coverage import unite
from tests.builders import ROPS_MEETING, TODAY, read_rows
from tests.recount import recount

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

KINDS = {"powiat": 380, "gmina": 2479, "voivodeship": 16, "centre": 65}
FILES = ["centres", "coverage", "problems", *(f"areas?kind={k}" for k in (*KINDS, "subregion"))]
SHAPES = [f for f in FILES if f != "problems"]


@pytest.fixture
def get(client):
    def ask(path: str, form: str = ""):
        response = client.get(f"/api/v1/{path}{('&' if '?' in path else '?') + f'format={form}' if form else ''}")
        assert response.status_code == 200, response.data
        return response

    return ask


@pytest.fixture
def table(get):
    def read(path: str) -> list[dict[str, str]]:
        text = get(path, "csv").get_data(as_text=True)
        return list(csv.DictReader(io.StringIO(text, newline="")))

    return read


@pytest.mark.parametrize("path", FILES)
def test_a_list_says_what_it_is_of(get, published, path):
    body = get(path).json

    assert list(body)[:2] == ["meta", "data"]
    assert body["meta"]["count"] == len(body["data"]) > 0
    assert (body["meta"]["date"], body["meta"]["snapshot"]) == (TODAY.isoformat(), published.id)
    assert "GUGiK, Państwowy Rejestr Granic, 2020" in body["meta"]["attribution"]


@pytest.mark.parametrize(("kind", "count"), KINDS.items())
def test_areas_of_each_kind(get, kind, count):
    rows = get(f"areas?kind={kind}").json["data"]

    assert len(rows) == count
    assert {r["kind"] for r in rows} == {kind}
    assert len({r.get("teryt") or r["id"] for r in rows}) == count


def test_the_plain_list_of_areas_is_of_powiats(get):
    assert get("areas").json == get("areas?kind=powiat").json


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
def test_coverage_counts_powiats_by_standing(get, on):
    body = get(f"coverage?date={on}").json

    assert body["counts"] == recount(on)
    assert sum(body["counts"].values()) == 380
    assert get(f"coverage?date={on}&voivodeship=pomorskie").json["counts"] == recount(on, "22")


def test_coverage_says_what_look_ups_say(get, client):
    for row in get("coverage").json["data"][::20]:
        body = client.get(f"/api/v1/lookup?teryt={row['teryt']}").json
        keys = ("outcome", "reason", "standing", "overlap")
        assert [row[k] for k in keys] == [body[k] for k in keys]
        assert row["centres"] == [c["id"] for c in body["centres"]]
        assert row["last_known"] == [c["id"] for c in body["last_known"]]
        assert row["basis"] == next((c["basis"] for c in [*body["centres"], *body["last_known"]]), None)


def test_centres_list_the_units_that_coverage_gives_them(get):
    coverage = get("coverage").json["data"]
    for centre in get("centres").json["data"]:
        assert centre["units"] == [u["teryt"] for u in coverage if centre["id"] in u["centres"]]
        assert centre["units_expired"] == [u["teryt"] for u in coverage if centre["id"] in u["last_known"]]


def test_voivodeships_sum_up_their_powiats(get):
    powiaty = read_rows("reference/powiaty.csv")
    for row in get("areas?kind=voivodeship").json["data"]:
        own = [p for p in powiaty if p["teryt"].startswith(row["teryt"])]
        assert row["population"] == sum(int(p["population"]) for p in own)
        assert row["area_km2"] == pytest.approx(sum(float(p["area_km2"]) for p in own), abs=0.01)


def test_the_problems_are_also_on_the_page(get, client):
    page = client.get("/zrodla").get_data(as_text=True)
    counts: dict[str, int] = {}
    for problem in get("problems").json["data"]:
        counts[problem["code"]] = counts.get(problem["code"], 0) + 1

    assert all(f"({n})</span>" in page for n in counts.values())


@pytest.mark.parametrize("path", FILES)
def test_csv_has_the_rows_of_json(get, table, path):
    rows, listed = table(path), get(path).json["data"]

    assert len(rows) == len(listed)
    key = next(iter(listed[0]))
    assert [r[key] for r in rows] == [str(x[key]) for x in listed]
    assert all(None not in r and None not in r.values() for r in rows)


@pytest.mark.parametrize("path", FILES)
def test_csv_is_utf8_and_has_no_column_twice_or_empty(get, table, path):
    response = get(path, "csv")
    columns = list(table(path)[0])

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(columns) == len(set(columns))
    assert "" not in columns


@pytest.mark.parametrize("day", ["2019-04-17", "2026-11-24", "1900-01-01"])
def test_columns_of_coverage_do_not_depend_on_the_day(table, day):
    basis = ("unit", "standing", "confidence", "source_url", "source_title", "source_date", "valid_from", "valid_to")
    basis += ("ends", "sentence")
    unit = ("teryt", "name", "voivodeship", "outcome", "reason", "standing", "overlap", "centres", "last_known")

    assert list(table(f"coverage?date={day}")[0]) == [*unit, *(f"basis.{k}" for k in basis), "url"]


def test_codes_in_csv_keep_their_zeros(table):
    assert table("areas?kind=voivodeship")[0]["teryt"] == "02"
    assert table("coverage")[0]["teryt"] == "0201"


@pytest.mark.parametrize("path", SHAPES)
def test_geojson_is_rfc_7946(get, path):
    response = get(path, "geojson")
    body = response.json

    assert response.mimetype == "application/geo+json"
    assert body["type"] == "FeatureCollection" and "crs" not in body
    ids = [f["id"] for f in body["features"]]
    assert len(ids) == len(set(ids))
    for feature in body["features"]:
        assert feature["type"] == "Feature" and "crs" not in feature
        assert {"geometry", "properties"} <= feature.keys()


def rings(geometry):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    assert geometry["type"] in ("Polygon", "MultiPolygon")
    return [(n, ring) for polygon in polygons for n, ring in enumerate(polygon)]


@pytest.mark.parametrize("path", [*SHAPES, "coverage?voivodeship=22", "areas?kind=gmina&voivodeship=22"])
def test_rings_are_closed_right_handed_and_longitude_first(get, path):
    for feature in get(path, "geojson").json["features"]:
        for n, ring in rings(feature["geometry"]) if feature["geometry"] else []:
            assert ring[0] == ring[-1] and len(ring) >= 4
            assert shapely.LinearRing(ring).is_ccw == (n == 0), feature["id"]
            assert all(14 < lon < 24.3 and 48.9 < lat < 55 for lon, lat in ring)
            assert all(v == round(v, 5) for v in itertools.chain(*ring))


@pytest.mark.parametrize("path", [*SHAPES, "coverage?voivodeship=22"])
def test_polygons_are_valid(get, path):
    shapes = {f["id"]: shape(f["geometry"]) for f in get(path, "geojson").json["features"] if f["geometry"]}

    assert [i for i, s in shapes.items() if not s.is_valid] == []


@pytest.mark.parametrize("day", ["2026-11-24", "2019-04-17"])
def test_the_areas_of_centres_cover_exactly_what_coverage_calls_found(get, published, day):
    layer = published.layer("units/polska")
    found = {r["teryt"] for r in get(f"coverage?date={day}").json["data"] if r["outcome"] == "found"}
    wanted = unite(layer.polygons, ["x" if c in found else "" for c in layer.codes])["x"]
    features = get(f"areas?kind=centre&date={day}", "geojson").json["features"]
    areas = shapely.union_all([shape(f["geometry"]) for f in features if f["geometry"]])

    assert len(found) > 100
    assert shapely.symmetric_difference(areas, wanted).area < 1e-9


def test_the_area_of_each_centre_is_the_union_of_its_units(get):
    units = {f["id"]: shape(f["geometry"]) for f in get("coverage", "geojson").json["features"]}
    for feature in get("areas?kind=centre", "geojson").json["features"]:
        own = [units[u] for u in feature["properties"]["units"]]
        area = shape(feature["geometry"]) if feature["geometry"] else shapely.Polygon()
        assert shapely.symmetric_difference(area, shapely.union_all(own)).area < 1e-9, feature["id"]


def test_a_centre_that_serves_nobody_has_no_shape(get):
    empty = [f for f in get("centres", "geojson").json["features"] if f["geometry"] is None]

    assert empty and all(f["properties"]["units"] == [] for f in empty)
    assert {f["id"] for f in empty} >= {"owes-jelenia-gora"}


def test_the_gminas_without_a_polygon_are_there_without_a_shape(get):
    bare = [f["id"] for f in get("areas?kind=gmina", "geojson").json["features"] if f["geometry"] is None]

    assert len(bare) == 2


def test_subregions_belong_to_centres_and_keep_their_units(get):
    rows = {r["id"]: r for r in get("areas?kind=subregion&date=2019-04-17").json["data"]}
    shapes = {f["id"]: f for f in get("areas?kind=subregion&date=2019-04-17", "geojson").json["features"]}

    assert rows.keys() == shapes.keys()
    assert rows["owes-nadwislanski-dzierzgon/nadwiślański"]["units"] == ["2207", "2209", "2213", "2216"]
    assert all(f["geometry"] for f in shapes.values())


@pytest.mark.parametrize("path", ["coverage", "areas?kind=powiat", "areas?kind=gmina"])
def test_a_voivodeship_is_a_part_of_the_country(get, path):
    sign = "&" if "?" in path else "?"
    part = get(f"{path}{sign}voivodeship=22").json["data"]

    assert part == [r for r in get(path).json["data"] if r["teryt"].startswith("22")]


def test_the_centres_of_a_voivodeship(get):
    assert len(get("centres?voivodeship=pomorskie").json["data"]) == 5
    whole = {c["id"]: c for c in get("centres").json["data"]}
    assert all(whole[c["id"]] == c for c in get("centres?voivodeship=22").json["data"])


@pytest.mark.parametrize("path", [*FILES, "coverage?format=csv", "coverage?format=geojson"])
def test_any_page_may_read_the_lists(get, path):
    response = get(path)

    assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
    assert "Content-Security-Policy" not in response.headers
