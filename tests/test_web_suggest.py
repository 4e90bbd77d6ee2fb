"""``/api/v1/suggest``, and look-ups by words and by postcode."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.queries import queries
from tests.web_builders import assert_problem

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

KEYS = ["name", "kind", "label", "where", "id", "unit", "url"]
KINDS = {"city", "powiat", "voivodeship", "gmina", "centre", "village", "part", "topic"}


@pytest.fixture
def suggest(client):
    def ask(text: str, **further: str) -> list[dict]:
        response = client.get("/api/v1/suggest", query_string={"q": text, **further})
        assert (response.status_code, response.mimetype) == (200, "application/json"), response.data
        assert list(response.json) == ["q", "items"] and response.json["q"] == text
        return response.json["items"]

    return ask


@pytest.fixture
def look_up(client):
    def ask(**query: str) -> dict:
        response = client.get("/api/v1/lookup", query_string=query)
        assert (response.status_code, response.mimetype) == (200, "application/json"), response.data
        return response.json

    return ask


def test_suggestions_are_kept_by_language(suggest):
    """What was written for one reader is not given to one of another language, whoever asked first."""
    languages = ("pl", "en", "uk", "pl", "en", "uk")
    found = [[item["label"] for item in suggest("kwi", lang=language)] for language in languages]

    assert found[:3] == found[3:]
    assert len(set(map(tuple, found[:3]))) == 3


@pytest.mark.parametrize(
    ("text", "item"),
    [
        (
            "kwi",
            {"name": "Kwidzyn", "kind": "city", "label": "miasto", "id": "0932790", "unit": "220701",
             "where": "gm. Kwidzyn, pow. kwidzyński, woj. pomorskie", "url": "/miejsce/0932790"},
        ),
        (
            "powiat kwidz",
            {"name": "kwidzyński", "kind": "powiat", "label": "powiat", "id": "2207", "unit": "2207",
             "where": "woj. pomorskie", "url": "/powiat/2207"},
        ),
        (
            "pomorski",
            {"name": "pomorskie", "kind": "voivodeship", "label": "województwo", "id": "22", "unit": "22",
             "where": "", "url": "/wojewodztwo/pomorskie"},
        ),
        (
            "gmina tykoc",
            {"name": "Tykocin", "kind": "gmina", "label": "gmina", "id": "200212", "unit": "200212",
             "where": "miejsko-wiejska, pow. białostocki, woj. podlaskie", "url": "/gmina/200212"},
        ),
        (
            "rakowiec, gm. kw",
            {"name": "Rakowiec", "kind": "village", "label": "miejscowość", "id": "0151319", "unit": "220703",
             "where": "gm. Kwidzyn, pow. kwidzyński, woj. pomorskie", "url": "/miejsce/0151319"},
        ),
        (
            "wrzeszcz",
            {"name": "Wrzeszcz", "kind": "part", "label": "część: Gdańsk", "unit": "226101",
             "where": "woj. pomorskie"},
        ),
        (
            "nowes",
            {"kind": "centre", "label": "ośrodek", "id": "owes-nadwislanski-dzierzgon", "unit": "22",
             "where": "woj. pomorskie", "url": "/owes/owes-nadwislanski-dzierzgon"},
        ),
        (
            "dotacja",
            {"name": "Czym jest OWES", "kind": "topic", "label": "poradnik", "id": "czym-jest-owes", "unit": "",
             "where": "", "url": "/czym-jest-owes"},
        ),
    ],
)  # fmt: skip
def test_the_first_is_what_was_meant(suggest, text, item):
    first = suggest(text)[0]

    assert list(first) == KEYS
    assert first | item == first


@pytest.mark.parametrize(
    "text", ["kwi", "w gdań", "82-500 kw", "nowa", "ż", "Варш", "trybunal", "dobra", "brzes", "dota", "pomoc"]
)
def test_every_suggestion_is_a_page(suggest, client, text):
    for item in suggest(text, limit="20"):
        assert item["kind"] in KINDS and item["name"] and item["label"]
        assert client.get(item["url"]).status_code == 200


@pytest.mark.parametrize(
    ("limit", "count"), [({}, 8), ({"limit": "1"}, 1), ({"limit": "08"}, 8), ({"limit": "20"}, 20)]
)
def test_as_many_as_were_asked_for(suggest, limit, count):
    items = suggest("nowa", **limit)

    assert len(items) == len({i["url"] for i in items}) == count


@pytest.mark.parametrize("limit", ["0", "21", "-1", "8.0", "x", "٨", "00200000", "9" * 500, " 8"])
def test_another_limit_is_refused(client, limit):
    assert_problem(client.get("/api/v1/suggest", query_string={"q": "nowa", "limit": limit}), 400, "liczbą od 1 do 20")


@pytest.mark.parametrize("text", ["", "qqqqqqqqqq", ",;()", "—"])
def test_nothing_is_an_empty_list(suggest, text):
    assert suggest(text) == []


def test_without_a_query_there_is_nothing_to_suggest(client):
    assert client.get("/api/v1/suggest").json == {"q": "", "items": []}


@pytest.mark.parametrize(
    ("code", "label", "where"),
    [
        ("pl", "miasto", "gm. Kwidzyn, pow. kwidzyński, woj. pomorskie"),
        ("en", "town or city", "gmina Kwidzyn, county kwidzyński, voivodeship pomorskie"),
        ("uk", "місто", "ґміна"),
        ("de", "miasto", "gm. Kwidzyn, pow. kwidzyński, woj. pomorskie"),
    ],
)
def test_labels_are_in_the_language_names_are_not(suggest, code, label, where):
    item = suggest("kwidzyn", lang=code)[0]

    assert (item["name"], item["label"]) == ("Kwidzyn", label)
    assert item["where"] == where or (code == "uk" and "Kwidzyn" in item["where"] and "gm." not in item["where"])


@pytest.mark.parametrize("query", ["q=a&q=b", "q=a&callback=f", "q=a&date=2019-04-17", "Q=a"])
def test_other_parameters_are_refused(client, query):
    assert_problem(client.get(f"/api/v1/suggest?{query}"), 400)


def test_any_page_may_ask_and_keep_the_answer(client):
    headers = client.get("/api/v1/suggest?q=kwi").headers

    assert headers["Access-Control-Allow-Origin"] == "*" and "max-age" in headers["Cache-Control"]
    assert headers["ETag"] != client.get("/api/v1/suggest?q=gda").headers["ETag"]


@given(text=st.text(max_size=220))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(app, text):
    response = app.test_client().get("/api/v1/suggest", query_string={"q": text})

    assert response.status_code == 200
    assert len(json.loads(response.data)["items"]) <= 8


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("Kwidzyn", "teryt=220701"),
        ("w Kwidzynie", "teryt=220701"),
        ("Rakowiec, gm. Kwidzyn", "teryt=220703"),
        ("powiat kwidzyński", "teryt=2207"),
        ("pomorskie", "teryt=22"),
        ("220703", "teryt=220703"),
        ("82-500", "postcode=82-500"),
        ("53.73, 18.93", "lat=53.73&lon=18.93"),
        ("52.52, 13.40", "lat=52.52&lon=13.4"),
    ],
)
def test_words_are_answered_as_the_unit_that_they_mean(look_up, client, words, same):
    assert look_up(q=words) == client.get(f"/api/v1/lookup?{same}").json
    assert look_up(q=words, date="2019-04-17") == client.get(f"/api/v1/lookup?{same}&date=2019-04-17").json


@pytest.mark.parametrize("text", ["82-500", "82500", " 82-500 "])
def test_a_postcode_is_answered_as_its_powiat(look_up, text):
    told = {"code": "82-500", "places": ["Kwidzyn"], "exact": False, "may_reach": []}
    assert look_up(postcode=text) == look_up(teryt="2207") | {"postcode": told}


@pytest.mark.parametrize(("code", "units"), [("26-640", ["1463", "1425"]), ("82-300", ["2861", "2804", "2210"])])
def test_a_postcode_that_may_reach_areas_of_other_centres_is_ambiguous(look_up, suggest, code, units):
    for query in ({"postcode": code}, {"q": code}):
        body = look_up(**query)
        assert (body["outcome"], body["area"], body["centres"]) == ("ambiguous", None, [])
        assert [c["teryt"] for c in body["candidates"]] == units
        assert body["postcode"]["code"] == code and body["postcode"]["may_reach"] == []
    assert [(item["unit"], item["url"]) for item in suggest(code)] == [(u, f"/powiat/{u}") for u in units]


def test_a_postcode_with_one_answer_tells_where_it_may_reach(look_up, suggest):
    body = look_up(postcode="22-100")

    assert (body["outcome"], body["area"]["teryt"], body["candidates"]) == ("found", "0662", [])
    assert [area["teryt"] for area in body["postcode"]["may_reach"]] == ["0603"]
    assert body | {"postcode": None} == look_up(teryt="0662")
    assert [item["unit"] for item in suggest("22-100")] == ["0662", "0603"]


def test_a_name_of_several_places_is_ambiguous(look_up):
    body = look_up(q="Rakowiec")

    assert (body["outcome"], body["area"]) == ("ambiguous", None)
    assert "220703" in {c["teryt"] for c in body["candidates"]}
    assert all(c["name"] and c["url"].startswith("/powiat/") for c in body["candidates"])


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("q=Kwidzny", 404, "Nie znamy miejsca „Kwidzny”"),
        ("q=qqqqqq", 404, "podaj miejscowość albo kod pocztowy"),
        ("q=NOWES", 404, "Nie znamy miejsca „NOWES”"),
        ("q=00-000", 404, "Nie znamy kodu pocztowego „00-000”; najbliższe znane kody: 00-001 (Warszawa)"),
        ("postcode=67-211", 404, "najbliższe znane kody: 67-210 ("),
        ("postcode=99-999", 404, "Nie znamy kodu pocztowego „99-999”; najbliższe znane kody: 99-44"),
        ("q=2299", 404, "Nie ma jednostki o kodzie TERYT 2299"),
        ("postcode=00-000", 404, "Nie znamy kodu pocztowego „00-000”"),
        ("postcode=Kwidzyn", 400, "„Kwidzyn” nie jest kodem pocztowym"),
        ("q=" + "x" * 3000, 404, "Nie znamy miejsca „" + "x" * 40 + "”"),
    ],
)
def test_what_means_nothing_is_an_error_that_says_what_to_do(client, query, status, sentence):
    body = assert_problem(client.get(f"/api/v1/lookup?{query}"), status, sentence)

    assert ("outcome" in body) == (status == 400)


def test_queries_of_people_are_answered_for_their_powiat(client, snapshot):
    for asked in queries(snapshot)[::9]:
        body = client.get("/api/v1/lookup", query_string={"q": asked.text}).json
        found = [body["area"]] if body["area"] else body["candidates"]
        assert asked.powiat in {c["teryt"][:4] for c in found}, asked
