"""The citizen's answer: who helps, why, how to reach them; and plainly when that is not known."""

import random
from math import asin, cos, radians, sin, sqrt
from urllib.parse import quote

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ses_map.build import build_snapshot
from ses_map.localities import PlaceKind
from ses_map.maps.render import render_maps
from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from tests.builders import TODAY, read_rows
from tests.markup import Element, read_html
from tests.web_builders import ANSWERS, BROWSER, app_of, asking, assert_error_page, edit_rows, small_geodata

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

NOWES = "Nadwiślański Ośrodek Wsparcia Ekonomii Społecznej w Dzierzgoniu (NOWES)"
ROPS = "Regionalny Ośrodek Polityki Społecznej"
JOB = "O właściwym ośrodku może decydować miejsce, w którym powstanie praca"
RAKOWIEC = "/miejsce/0151319"
#: A point in Sopot, 192 m from Gdańsk.
SOPOT = {"lat": "54.425", "lon": "18.55"}


def tree_of(response) -> Element:
    assert (response.status_code, response.mimetype) == (200, "text/html"), response.request.path
    return read_html(response.get_data(as_text=True))


@pytest.fixture
def page(client):
    return lambda path: tree_of(client.get(path))


@pytest.fixture
def card(page):
    """What the answer's part of the page says."""
    return lambda path: page(path).one("section", class_="answer").text


@pytest.mark.parametrize(
    ("path", "says", "keeps"),
    [
        (
            f"{RAKOWIEC}?date=2019-04-17",
            [NOWES, "nadwiślański", "ul. Wojska Polskiego 3, 82-440 Dzierzgoń", "Zadzwoń: 55 276 25 70", "nowes.pl",
             "szkolenia", "Regionalne Towarzystwo Inwestycyjne", "Wspierania Przedsiębiorczości", "osoby indywidualne",
             "źródło wymienia ten obszar z nazwy: rops.pomorskie.eu (17 kwietnia 2019 r.)", "Potwierdzone", ROPS],
            ["Nie znamy aktualnego", "Prawdopodobnie", "naraz", "Blisko granicy"],
        ),
        (
            "/powiat/0202",
            ["Prawdopodobnie", "źródło mówi o większym obszarze („subregion wałbrzyski”)", "ustalone pośrednio",
             "Dolnośląski Ośrodek Polityki Społecznej"],
            ["Potwierdzone"],
        ),
        (
            "/gmina/200212",
            ["w Białymstoku", "w Łomży", "Źródła wskazują kilka OWES naraz", "„miasto Łomża, powiaty: łomżyński"],
            ["Nie znamy aktualnego"],
        ),
        (
            "/powiat/2214",
            ["Nie znamy aktualnego OWES.", "ostatni dzień: 30 września 2023 r.", ROPS, "rops.pomorskie.eu",
             "Ostatni znany ośrodek", "Dobra Robota", "1 listopada 2015 r. – 30 września 2023 r."],
            ["To nie znaczy", "Potwierdzone", "Prawdopodobnie"],
        ),
        (
            "/powiat/0601",
            ["Żadne znane nam źródło nie mówi", "To nie znaczy, że pomocy nie ma.", f"{ROPS} w Lublinie",
             "Co powiedzieć: Szukam wsparcia", "to miejsce: powiat bialski?"],
            ["Ostatni znany", "Dlaczego:"],
        ),
        ("/powiat/2002", ["Wyjątki w tym powiecie", "gmina Tykocin: ", "gmina Zawady: ", "w Łomży"], []),
    ],
)  # fmt: skip
def test_every_outcome_has_its_card(card, path, says, keeps):
    text = card(path)

    assert [s for s in [*says, JOB] if s not in text] == []
    assert [s for s in keeps if s in text] == []


def test_a_gap_is_not_called_unknown(tmp_path):
    """No source of today leaves a powiat out: a small world in which one does."""
    folder = small_geodata(tmp_path / "geodata", "22")
    for row in read_rows("registry/assignments.csv"):
        if row["unit"] == "2207":
            edit_rows(folder, "registry/assignments.csv", row, effect="exclude", valid_from="", valid_to="2099-12-31")
    edit_rows(folder, "registry/centres.csv", {"centre_id": "owes-nadwislanski-dzierzgon"}, valid_to="")
    data = build_snapshot(folder)
    client = app_of(data.with_files(render_maps(data))).test_client()
    for path in ("/powiat/2207", "/gmina/220703", RAKOWIEC, "/kod/82-500"):
        text = tree_of(client.get(path)).one("section", class_="answer").text
        assert "Według źródeł tego obszaru nie obsługuje żaden OWES." in text and ROPS in text
        assert "Żadne znane nam źródło" not in text and NOWES not in text


@pytest.mark.parametrize("path", ANSWERS)
def test_an_answer_has_an_address_of_its_own_a_map_and_a_way_on(page, client, path):
    tree = page(path)
    box, picture = tree.one("div", class_="folium-map"), tree.one("img", class_="map-off")

    assert tree.one("link", rel="canonical")["href"] == f"http://localhost{path}"
    english = page(asking(path, date="2019-04-17", lang="en"))
    assert english.one("link", rel="canonical")["href"] == f"http://localhost{path}?lang=en"
    assert box["data-focus"] in picture["src"] and len(box["data-focus"]) == 4
    assert client.get(picture["src"]).mimetype == "image/svg+xml"
    assert picture["alt"] and tree.all("form", role="search")
    assert {a.text: a["href"] for a in tree.all("a")}["Zgłoś błąd na tej stronie"] == "/zrodla#blad"


def test_a_place_says_what_holds_it_and_is_marked_on_the_map(page):
    tree = page(RAKOWIEC)
    path = [(a["href"], a.text) for a in tree.one("nav", class_="crumbs").all("a")]

    assert tree.one("h1").text == "Rakowiec"
    assert "gmina Kwidzyn, powiat kwidzyński" in tree.one("main").text
    assert path == [
        ("/", "Polska"), ("/wojewodztwo/pomorskie", "pomorskie"), ("/powiat/2207", "powiat kwidzyński"),
        ("/gmina/220703", "gmina Kwidzyn (pomorskie)"),
    ]  # fmt: skip
    assert tree.one("div", class_="folium-map")["data-mark"] == "53.7275,19.0214"


def test_a_city_of_its_own_is_not_said_twice(page, client):
    gdansk = page("/miejsce/0933016")
    point = tree_of(client.post("/punkt", data=SOPOT))

    assert [a["href"] for a in gdansk.one("nav", class_="crumbs").all("a")][2:] == ["/powiat/2261"]
    assert [a["href"] for a in point.one("nav", class_="crumbs").all("a")][2:] == ["/powiat/2264"]
    assert "gmina Gdańsk" not in gdansk.one("h1").text + gdansk.one("nav", class_="crumbs").text


def test_namesakes_of_a_place_lead_to_their_own_pages(page):
    links = page(RAKOWIEC).one("", class_="namesakes").all("a")

    assert len(links) == len({a["href"] for a in links}) == 6
    assert RAKOWIEC not in {a["href"] for a in links}
    for link in links:
        assert page(link["href"]).one("h1").text == link.text
    assert not page("/miejsce/0932790").all("", class_="namesakes"), "there is one Kwidzyn"


def kilometres(here, there) -> float:
    """On a sphere: near enough to tell a wrong town from the right one."""
    (a, b), (c, d) = (map(radians, p) for p in (here, there))
    return 12_742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


@pytest.mark.parametrize(("path", "here"), [(RAKOWIEC, (53.7275, 19.0214)), ("/miejsce/0932790", (53.7358, 18.9389))])
def test_the_office_is_so_far_away(card, path, here):
    assert f"około {kilometres(here, (53.9233, 19.3453)):.0f} km w linii prostej" in card(path)


def test_without_a_point_there_is_no_distance(card, snapshot):
    place = next(p for p in map(snapshot.places.place, range(9_999)) if p.lat is None)

    assert "w linii prostej" not in card(f"/miejsce/{place.simc}") + card("/powiat/2207") + card("/kod/82-500")


def test_places_of_all_sorts_are_answered_as_their_gmina(page, client, snapshot):
    dice = random.Random(2026)
    for number in dice.sample(range(len(snapshot.places)), 60):
        place = snapshot.places.place(number)
        tree, gmina = page(f"/miejsce/{place.simc}"), page(f"/gmina/{place.gmina}")
        links = ([a["href"] for a in t.one("section", class_="answer").all("a")] for t in (tree, gmina))
        own, whole = ({a for a in found if a.startswith(("/owes/", "/popraw"))} for found in links)
        assert tree.one("h1").text == place.name
        assert own == whole, place
        assert (f"część miejscowości {place.parent}" in tree.one("main").text) == bool(place.parent)
        assert place.kind is not PlaceKind.CITY or not place.parent


def test_a_day_in_the_past_has_the_answer_and_the_names_of_that_day(page):
    then, now = (page(f"/miejsce/0933016{q}") for q in ("?date=2019-04-17", ""))

    assert "Dobra Robota" in then.one("section", class_="answer").text
    assert "Obszar Gdański" in now.one("section", class_="answer").text
    assert "Stan na 17 kwietnia 2019" in then.one("main").text
    assert "powiat jeleniogórski" in page("/gmina/020601?date=2020-12-31").one("nav", class_="crumbs").text


def test_an_error_is_reported_where_the_operator_says(published):
    store = MemoryStore()
    store.publish(published)
    client = create_app(Settings(report="mailto:blad@example.pl?subject=OWES&x=1"), store, lambda: TODAY).test_client()
    links = {a.text: a["href"] for a in tree_of(client.get(RAKOWIEC)).all("a")}

    assert links["Zgłoś błąd na tej stronie"] == "mailto:blad@example.pl?subject=OWES&x=1"


def test_one_s_own_point_is_answered_and_kept_nowhere(client):
    response = client.post("/punkt", data=SOPOT)
    tree, text = tree_of(response), response.get_data(as_text=True)
    addresses = [v for e in tree.all() for a in ("href", "src", "action") if (v := e.get(a))]

    assert response.headers["Cache-Control"] == "no-store" and "ETag" not in response.headers
    assert [a for a in addresses if "54.4" in a or "18.5" in a] == []
    assert text.count("54.425") == 1 and tree.one("div", class_="folium-map")["data-mark"] == "54.425,18.55"
    assert (
        not tree.all("link", rel="canonical")
        and not tree.all("meta", property="og:url")
        and not tree.all("form", class_="day")
    )
    assert "Blisko granicy: około 192 m dalej, w gminie Gdańsk" in tree.one("section", class_="answer").text
    assert "km w linii prostej" in tree.one("section", class_="answer").text


def test_a_point_keeps_the_day_and_the_language(client):
    tree = tree_of(client.post("/punkt", data={**SOPOT, "date": "2019-04-17", "lang": "en"}))
    local = [a["href"] for a in tree.one("main").all("a") if a["href"].startswith("/")]

    assert "17 April 2019" in tree.one("main").text
    assert local and [h for h in local if not h.endswith("date=2019-04-17&lang=en")] == []


def test_a_point_abroad_names_who_is_near(client, published):
    """Half a cell beyond the coast or border; found on the outline of the base layer."""
    outline = shapely.union_all(published.layer("units/polska").polygons)
    far = tree_of(client.post("/punkt", data={"lat": "52.52", "lon": "13.4"}))
    lookup = client.application.extensions["ses_map"].loaded().lookup
    ring = max(shapely.get_parts(outline), key=lambda p: p.area).exterior
    points = (ring.interpolate(n / 400, normalized=True) for n in range(400))
    near = next(p for p in points if (a := lookup.by_point(p.y, p.x, TODAY)).outcome == "outside" and a.near_border)
    text = tree_of(client.post("/punkt", data={"lat": f"{near.y}", "lon": f"{near.x}"})).one("main").text

    assert far.one("h1").text == "To miejsce leży poza Polską" and "Najbliższe" not in far.one("main").text
    assert "Najbliższe ośrodki po polskiej stronie:" in text


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({}, 400, "Brakuje parametru lat"),
        ({"lat": "54.1"}, 400, "Brakuje parametru lon"),
        ({"lat": "18.93", "lon": "54.1"}, 400, "spróbuj lat=54.1 i lon=18.93"),
        ({"lat": "x", "lon": "18.93"}, 400, "nie jest liczbą"),
        ({"lat": "nan", "lon": "1e400"}, 400, "muszą być liczbami"),
        ({"lat": "91", "lon": "18.93"}, 400, "poza zakresem"),
        ({**SOPOT, "date": "2019-02-29"}, 400, "nie jest dniem kalendarza"),
        ({**SOPOT, "x": "y" * 70_000}, 413, "za długa"),
        ({"lat": "5" * 70_000}, 413, "za długa"),
    ],
)
def test_a_point_that_cannot_be_read_is_said_on_a_page(client, form, status, sentence):
    assert_error_page(client.post("/punkt", data=form, headers=BROWSER), status, sentence)


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/json", "text/plain", "x", ""])
@pytest.mark.parametrize("body", [b"", b"\xff\xfe\x00", b"--x\r\n\r\n", b'{"lat": 54.1}'])
def test_a_body_that_is_no_form_is_an_empty_one(client, kind, body):
    assert_error_page(client.post("/punkt", data=body, headers={**BROWSER, "Content-Type": kind}), 400)


def test_the_address_of_a_point_leads_to_the_search(client):
    response = client.get("/punkt?lang=uk")

    assert (response.status_code, response.headers["Location"]) == (303, "/?lang=uk")


@pytest.mark.parametrize(
    "path", ["/miejsce/{}", "/gmina/{}", "/powiat/{}", "/kod/{}", "/mapa/{}.svg", "/powiat?teryt={}"]
)
@given(
    text=st.one_of(st.text(min_size=1, max_size=30), st.from_regex(r"\A[0-9]{1,8}\Z"), st.from_regex(r"\A\d\d-\d{3}\Z"))
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rubbish_is_an_error_page_or_an_answer(app, path, text):
    response = app.test_client().get(path.format(quote(text, safe="")), headers=BROWSER)

    assert response.status_code in (200, 303, 308, 400, 404), text
    if response.status_code >= 400:
        assert_error_page(response, response.status_code)
