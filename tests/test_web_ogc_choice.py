"""OGC API - Features: which features a box, a time and a value choose, checked against the data themselves."""

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ses_map.geojson import to_feature
from tests.builders import TODAY
from tests.markup import read_html
from tests.ogc_builders import SIZES, items, read
from tests.web_builders import app_of, asking

pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def application(snapshot):
    return app_of(snapshot)


@pytest.fixture(scope="module")
def client(application):
    return application.test_client()


@pytest.fixture(scope="module")
def everything(client):
    return {c: read(client, items(c, limit=10000))["features"] for c in SIZES}


@pytest.fixture(scope="module")
def shapes(everything):
    return {
        c: {f["id"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features if f["geometry"]}
        for c, features in everything.items()
    }


def ids(body) -> list[str]:
    return [f["id"] for f in body["features"]]


degrees = st.floats(13.5, 24.5).map(lambda x: round(x, 4))
latitudes = st.floats(48.5, 55.5).map(lambda x: round(x, 4))


@given(st.sampled_from(sorted(SIZES)), st.tuples(degrees, degrees), st.tuples(latitudes, latitudes))
def test_a_box_chooses_what_it_touches(client, shapes, collection, lons, lats):
    west, south, east, north = min(lons), min(lats), max(lons), max(lats)
    body = read(client, items(collection, bbox=f"{west},{south},{east},{north}", limit=10000))
    wanted = [c for c, shape in shapes[collection].items() if shape.intersects(shapely.box(west, south, east, north))]

    assert ids(body) == wanted
    assert body["numberMatched"] == len(wanted)


@pytest.mark.parametrize("collection", SIZES)
def test_the_extent_is_the_extent_and_chooses_everything_that_has_a_place(client, shapes, collection):
    (box,) = read(client, f"/ogc/collections/{collection}")["extent"]["spatial"]["bbox"]

    assert box == shapely.total_bounds(list(shapes[collection].values())).tolist()
    assert ids(read(client, items(collection, bbox=",".join(map(str, box)), limit=10000))) == list(shapes[collection])


@pytest.mark.parametrize(
    ("bbox", "count"),
    [
        ("18.63,54.35,18.63,54.35", 1),
        ("18.63,54.35,0,18.63,54.35,100", 1),
        ("0,0,1,1", 0),
        ("-180,-90,180,90", 16),
        ("170,-90,-170,90", 0),
        ("19,-90,18,90", 16),
        ("23,49,14.5,55", 5),
    ],
)
def test_boxes_of_all_kinds(client, bbox, count):
    assert read(client, items("wojewodztwa", bbox=bbox))["numberMatched"] == count


def test_polygons_are_those_of_the_base_layer_with_five_decimals(snapshot, everything):
    for feature in everything["gminy"]:
        if feature["geometry"]:
            plain = to_feature(feature["id"], snapshot.gminy.by_code[feature["id"]], {})["geometry"]
            parts = plain["coordinates"] if plain["type"] == "MultiPolygon" else [plain["coordinates"]]
            assert feature["geometry"] == {"type": "MultiPolygon", "coordinates": parts}


def test_every_collection_has_one_type_of_geometry(shapes):
    for collection, found in shapes.items():
        wanted = "Point" if collection in ("osrodki", "podmioty") else "MultiPolygon"
        assert {shape.geom_type for shape in found.values()} == {wanted}
        assert all(shape.is_valid for shape in found.values())
        assert all(part.exterior.is_ccw for s in found.values() if wanted != "Point" for part in s.geoms)


def test_larger_areas_are_made_of_the_gminas_and_share_their_vertices(shapes):
    parts = {v for g in shapes["gminy"].values() for v in map(tuple, shapely.get_coordinates(g))}

    for collection in ("powiaty", "wojewodztwa", "subregiony", "obszary-owes"):
        whole = {v for g in shapes[collection].values() for v in map(tuple, shapely.get_coordinates(g))}
        assert whole <= parts
    assert sum(g.area for g in shapes["powiaty"].values()) == pytest.approx(
        sum(g.area for g in shapes["gminy"].values())
    )


TIMES = [
    "2019-04-17",
    "2019-04-17T12:30:00Z",
    "2019-04-17T12:30:00.5+02:00",
    "2010-01-01/2019-04-17",
    "../2019-04-17",
    "/2019-04-17",
]


@pytest.mark.parametrize("when", TIMES)
@pytest.mark.parametrize("collection", ["gminy", "powiaty", "subregiony", "obszary-owes"])
def test_a_time_gives_the_state_of_its_last_day(client, collection, when):
    body = read(client, items(collection, datetime=when, limit=10000))
    plain = read(client, items(collection, datetime="2019-04-17", limit=10000))

    assert body["features"] == plain["features"]
    assert body["timeStamp"] == "2019-04-17T00:00:00Z"


@pytest.mark.parametrize("when", ["2026-11-24", "2019-01-01/..", "../..", "2019-01-01/"])
def test_an_open_time_is_today(client, everything, when):
    assert read(client, items("obszary-owes", datetime=when, limit=10000))["features"] == everything["obszary-owes"]


@pytest.mark.parametrize("when", ["2019-04-17", "2022-01-01", "2026-11-24", "2031-01-01"])
def test_areas_are_those_of_the_api(client, when):
    theirs = client.get(f"/api/v1/areas?kind=centre&date={when}").json["data"]
    ours = read(client, items("obszary-owes", datetime=when, limit=10000))["features"]

    assert {f["id"]: f["properties"]["units"] for f in ours} == {
        c["id"]: "; ".join(c["units"]) for c in theirs if c["units"]
    }
    assert all(f["geometry"] for f in ours)


def test_a_feature_of_another_day_has_its_address(client):
    feature = read(client, items("obszary-owes", datetime="2019-04-17", limit=1))["features"][0]
    alone = read(client, f"{items('obszary-owes')}/{feature['id']}?datetime=2019-04-17")

    assert alone["properties"] == feature["properties"] and alone["geometry"] == feature["geometry"]
    assert "datetime=2019-04-17" in alone["links"][0]["href"]


@pytest.mark.parametrize("collection", ["podmioty"])
def test_what_has_no_known_days_is_there_at_any_time(client, everything, collection):
    for when in ("1990-01-01", TODAY.isoformat(), "2020-01-01/2020-12-31"):
        assert ids(read(client, items(collection, datetime=when, limit=10000))) == [
            f["id"] for f in everything[collection]
        ]


VALUES = [
    ("powiaty", "teryt", "2207"),
    ("powiaty", "name", "łódzki wschodni"),
    ("powiaty", "is_city", "true"),
    ("powiaty", "is_city", "false"),
    ("powiaty", "population", "87255"),
    ("powiaty", "area_km2", "1303.51"),
    ("powiaty", "reason", "expired"),
    ("gminy", "kind", "miejsko-wiejska"),
    ("gminy", "centres", "owes-obszar-gdanski"),
    ("podmioty", "town", "Poznań"),
    ("podmioty", "is_own_point", "false"),
    ("osrodki", "voivodeship", "30"),
    ("subregiony", "voivodeship_name", "pomorskie"),
    ("powiaty", "name", "' OR 1=1 --"),
]


@pytest.mark.parametrize(("collection", "name", "text"), VALUES)
def test_a_value_chooses_the_features_that_have_it(client, everything, collection, name, text):
    def same(value: object) -> bool:
        return value is not None and (json.dumps(value) if not isinstance(value, str) else value) == text

    wanted = [f["id"] for f in everything[collection] if same(f["properties"][name])]

    assert ids(read(client, items(collection, **{name: text}, limit=10000))) == wanted
    assert wanted or "OR" in text


def test_everything_asked_applies_at_once(client, everything, shapes):
    box = shapely.box(18, 54, 19, 55)
    body = read(client, items("gminy", bbox="18,54,19,55", kind="wiejska", voivodeship="22", limit=10000))

    assert ids(body) == [
        f["id"]
        for f in everything["gminy"]
        if f["id"] in shapes["gminy"] and shapes["gminy"][f["id"]].intersects(box)
        and f["properties"]["kind"] == "wiejska" and f["properties"]["voivodeship"] == "22"
    ]  # fmt: skip


FORMS = {
    "gminy": {"voivodeship": "22", "kind": "miejska", "limit": "50"},
    "powiaty": {"is_city": "true", "bbox": "14,49,24.2,55"},
    "podmioty": {"voivodeship": "22", "kind": "zaz"},
    "osrodki": {"datetime": "2026-11-24", "voivodeship": "22"},
}


@pytest.mark.parametrize(("collection", "asked"), FORMS.items())
def test_the_form_of_a_page_asks_what_a_program_asks(client, collection, asked):
    """Its empty fields, which the standard refuses, are left out on the way."""
    page = client.get(items(collection, f="html"))
    (form,) = (f for f in read_html(page.get_data(as_text=True)).all("form") if "/ogc/" in f["action"])
    fields = [e["name"] for e in form.all() if e.tag in ("input", "select")]
    assert set(asked) <= set(fields) and len(fields) == len(set(fields)) >= 5

    sent = client.get(asking(form["action"], **{name: asked.get(name, "") for name in fields}))
    assert sent.status_code == 303
    shown = client.get(sent.headers["Location"])
    tree = read_html(shown.get_data(as_text=True))
    body = read(client, items(collection, **asked))
    typed = {e["name"]: e.get("value") for e in tree.all("input") if e.get("name") in asked}

    assert (shown.status_code, shown.mimetype) == (200, "text/html")
    assert 0 < body["numberMatched"] < SIZES[collection][0]
    assert len(tree.one("tbody").all("tr")) == body["numberReturned"]
    assert typed.items() <= asked.items() and typed


def test_a_form_of_no_collection_leads_nowhere(client):
    assert client.get("/ogc/collections/nic/filter?name=x").status_code == 404
    assert client.get("/ogc/collections/gminy/filter?f=json&name=").headers["Location"] == (
        "/ogc/collections/gminy/items?f=html"
    )


def test_centres_are_there_while_they_are_in_being(client, everything):
    """Two of them have a stated end or beginning: one became the other on 1 January 2024."""
    one, two = "owes-centrum-klucz", "owes-instytut-spraw-obywatelskich"
    every = [f["id"] for f in everything["osrodki"]]
    seen = {d: ids(read(client, items("osrodki", datetime=d, limit=10000))) for d in ("2023-12-31", "2024-01-01")}

    assert seen == {"2023-12-31": [c for c in every if c != two], "2024-01-01": [c for c in every if c != one]}
