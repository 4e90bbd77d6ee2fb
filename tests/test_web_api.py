"""``/api/v1/lookup``: the answer that other programs rely on (DESIGN §4)."""

import json
from datetime import date

import pytest
import shapely

from tests.builders import TODAY
from tests.web_builders import LOOKUP, app_of

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

KEYS = {"outcome", "reason", "date", "snapshot", "area", "centres", "coordinator", "near_border", "candidates"}
AREA = {"teryt", "name", "kind", "voivodeship", "gmina"}
CENTRE = {"id", "name", "operator", "subregion", "contact", "url", "basis"}
BASIS = {"unit", "confidence", "source_url", "source_date", "valid_from", "valid_to"}


@pytest.fixture
def look_up(client):
    def ask(query: str) -> dict:
        response = client.get(f"/api/v1/lookup?{query}")
        assert (response.status_code, response.mimetype) == (200, "application/json"), response.data
        return response.json

    return ask


ANSWERS = {
    "found": "lat=54.1&lon=18.93",
    "found by code": "teryt=2207",
    "found by gmina": "teryt=220701",
    "expired": "teryt=2214",
    "no-source": "teryt=0601",
    "ambiguous": "teryt=22",
    "outside": "lat=0&lon=0",
    "near a border": "lat=54.425&lon=18.55",
    "exceptions": "teryt=2002",
    "overlap": "teryt=200212",
}


@pytest.mark.parametrize("query", ANSWERS.values(), ids=ANSWERS)
def test_every_answer_has_the_keys_of_the_contract(look_up, published, query):
    body = look_up(query)

    assert body.keys() >= KEYS
    assert (body["date"], body["snapshot"]) == (TODAY.isoformat(), published.id)
    assert body["outcome"] in ("found", "ambiguous", "uncovered", "outside")
    assert body["area"] is None or body["area"].keys() >= AREA
    for centre in [*body["centres"], *body["last_known"]]:
        assert centre.keys() >= CENTRE and centre["basis"].keys() >= BASIS
        assert centre["basis"]["confidence"] in ("stated", "derived")


def test_the_example_of_the_design(look_up):
    body = look_up("teryt=2205")

    assert (body["outcome"], body["reason"], body["standing"]) == ("found", None, "confirmed")
    area = {k: body["area"][k] for k in AREA}
    assert area == {
        "teryt": "2205",
        "name": "kartuski",
        "kind": "powiat",
        "voivodeship": {"teryt": "22", "name": "pomorskie"},
        "gmina": None,
    }
    (centre,) = body["centres"]
    assert (centre["id"], centre["url"]) == ("owes-obszar-gdanski", "/owes/owes-obszar-gdanski")
    assert centre["subregion"] == "Obszar Gdański"
    assert (centre["basis"]["unit"], centre["basis"]["standing"]) == ("2205", "confirmed")
    assert body["coordinator"]["name"].startswith("Regionalny Ośrodek Polityki Społecznej")
    assert (body["near_border"], body["candidates"]) == ([], [])


def test_a_point_names_its_gmina(look_up):
    body = look_up("lat=54.1&lon=18.93")

    assert body["area"]["teryt"] == "2209"
    assert body["area"]["gmina"] == {"teryt": "220903", "name": "Lichnowy"}


def test_a_powiat_and_the_points_in_it_agree(look_up, published):
    layer = published.layer("gminy")
    for code in layer.codes[::150]:
        point = shapely.point_on_surface(layer.by_code[code])
        by_point, by_code = look_up(f"lat={point.y:.6f}&lon={point.x:.6f}"), look_up(f"teryt={code}")
        assert by_point["area"] == by_code["area"]
        assert by_point["centres"] == by_code["centres"]
        assert by_point["last_known"] == by_code["last_known"]


@pytest.mark.parametrize(
    ("day", "centre"), [("2019-04-17", "owes-dobra-robota"), ("2026-11-24", "owes-obszar-gdanski"), ("", None)]
)
@pytest.mark.parametrize("place", ["teryt=2261", "lat=54.35&lon=18.65"])
def test_gdansk_has_moved_from_one_centre_to_another(look_up, place, day, centre):
    body = look_up(f"{place}&date={day}")

    assert body["date"] == (day or TODAY.isoformat())
    assert [c["id"] for c in body["centres"]] == [centre or "owes-obszar-gdanski"]


def test_today_is_the_day_of_the_application(published):
    then = app_of(published, today=lambda: date(2019, 4, 17)).test_client()

    for query in ("teryt=2261", "lat=54.35&lon=18.65", "lon=18.65&lat=54.35"):
        body = then.get(f"/api/v1/lookup?{query}").json
        assert (body["date"], body["centres"][0]["id"]) == ("2019-04-17", "owes-dobra-robota")


def test_expired_names_who_was_last_and_whom_to_ask(look_up):
    body = look_up("teryt=2214")

    assert (body["outcome"], body["reason"], body["centres"]) == ("uncovered", "expired", [])
    assert [(c["id"], c["basis"]["valid_to"]) for c in body["last_known"]] == [("owes-dobra-robota", "2023-09-30")]
    assert body["coordinator"]["url"] == "https://rops.pomorskie.eu"


def test_no_source_names_whom_to_ask(look_up):
    body = look_up("teryt=0601")

    assert (body["outcome"], body["reason"]) == ("uncovered", "no-source")
    assert (body["centres"], body["last_known"]) == ([], [])
    assert body["coordinator"]["name"]


def test_a_voivodeship_is_a_choice_of_its_powiats(look_up):
    body = look_up("teryt=22")

    assert (body["outcome"], body["reason"]) == ("ambiguous", None)
    assert len(body["candidates"]) == 20
    assert all(c.keys() >= AREA and c["teryt"].startswith("22") for c in body["candidates"])


@pytest.mark.parametrize("query", ["lat=0&lon=0", "lat=52.52&lon=13.4", "lat=50.08&lon=14.43", "lat=-90&lon=180"])
def test_outside_poland(look_up, query):
    body = look_up(query)

    assert (body["outcome"], body["area"], body["coordinator"], body["centres"]) == ("outside", None, None, [])


def test_near_a_border_the_other_centre_is_named(look_up):
    (near,) = look_up("lat=54.425&lon=18.55")["near_border"]

    assert near["centre"]["id"] == "owes-obszar-gdanski"
    assert near["gmina"]["teryt"] == "226101"
    assert 0 < near["distance_m"] <= 500


def test_two_centres_on_one_gmina_are_both_found(look_up):
    body = look_up("teryt=200212")

    assert (body["outcome"], body["overlap"]) == ("found", True)
    assert [c["id"] for c in body["centres"]] == ["owes-bialystok", "owes-lomza"]


def test_a_powiat_lists_its_gminas_that_are_served_otherwise(look_up):
    body = look_up("teryt=2002")

    assert [e["area"]["teryt"] for e in body["exceptions"]] == ["200212", "200215"]


@pytest.mark.parametrize("spelling", ["22 07", " 2207 ", "2207"])
def test_spaces_in_a_code_do_not_matter(look_up, spelling):
    assert look_up(f"teryt={spelling}")["area"]["teryt"] == "2207"


def test_the_kind_of_a_gmina_does_not_matter(look_up):
    assert look_up("teryt=2207011") == look_up("teryt=220701")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_any_day_of_the_calendar_is_answered(look_up, day):
    for place in ("teryt=2207", "lat=54.1&lon=18.93", "teryt=22"):
        assert look_up(f"{place}&date={day}")["date"] == day


def test_an_empty_date_is_none(look_up):
    assert look_up("teryt=2207&date=") == look_up("teryt=2207")


def test_polish_letters_are_as_they_are(client):
    text = client.get("/api/v1/lookup?teryt=2207").get_data(as_text=True)

    assert "kwidzyński" in text and "\\u" not in text


def test_head_answers_as_get_without_a_body(client):
    got, head = client.get(LOOKUP), client.head(LOOKUP)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_any_page_may_read_the_answers(client):
    for query in ("?lat=54.1&lon=18.93", "?lon=18.93&lat=54.1", "?teryt=2207", "?teryt=x", "?teryt=2299"):
        response = client.get(f"/api/v1/lookup{query}", headers={"Origin": "https://example.org"})
        assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Set-Cookie" not in response.headers


def test_keys_come_in_the_order_of_the_contract(client):
    keys = list(json.loads(client.get(LOOKUP).data))

    assert keys[:5] == ["outcome", "reason", "date", "snapshot", "area"]
