"""``/szukaj``: one query leads to one page where it means one thing, and to a list to choose from where it does not."""

from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.markup import read_html
from tests.queries import queries
from tests.web_builders import BROWSER, app_of, asking, assert_error_page

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

ENDED = "wskazanie zakończone; ostatnio"
NOWES = "Nadwiślański Ośrodek Wsparcia Ekonomii Społecznej w Dzierzgoniu (NOWES)"
KEPT = [{}, {"date": "2019-04-17"}, {"lang": "uk"}, {"date": "2019-04-17", "lang": "en"}]


@pytest.fixture
def search(client):
    """The page of a search, where it leads to no other."""

    def ask(text: str, **further: str):
        response = client.get("/szukaj", query_string={"q": text, **further})
        assert (response.status_code, response.mimetype) == (200, "text/html"), response.headers.get("Location")
        return read_html(response.get_data(as_text=True))

    return ask


@pytest.mark.parametrize("kept", KEPT, ids=urlencode)
@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Kwidzyn", "/miejsce/0932790"),
        ("w Kwidzynie", "/miejsce/0932790"),
        ("Rakowiec, gm. Kwidzyn", "/miejsce/0151319"),
        ("powiat kwidzyński", "/powiat/2207"),
        ("gmina Tykocin", "/gmina/200212"),
        ("pomorskie", "/wojewodztwo/pomorskie"),
        ("NOWES", "/owes/owes-nadwislanski-dzierzgon"),
        ("82-500", "/kod/82-500"),
        ("82500", "/kod/82-500"),
        ("2207", "/powiat/2207"),
        ("220703", "/gmina/220703"),
        ("2207032", "/gmina/220703"),
        ("22", "/wojewodztwo/pomorskie"),
    ],
)
def test_one_meaning_leads_to_its_page(client, text, address, kept):
    response = client.get("/szukaj", query_string={"q": text, **kept})

    assert (response.status_code, response.headers["Cache-Control"]) == (303, "no-store")
    assert response.headers["Location"] == (asking(address, **kept) if kept else address)
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("kept", KEPT, ids=urlencode)
def test_old_forms_still_lead_to_their_powiat(client, kept):
    response = client.get("/powiat", query_string={"teryt": "2207", **kept})

    assert (response.status_code, response.headers["Location"]) == (303, asking("/powiat/2207", **kept).rstrip("?"))


def test_nothing_typed_is_an_empty_box(search, client):
    for text in ("", "   ", "\u00a0"):
        tree = search(text)
        assert tree.one("h1").text == "Kto mi pomoże?"
        assert tree.one("input", type="search")["value"] == "" and not tree.all("ol", class_="choices")


@pytest.mark.parametrize(
    ("text", "heading", "says", "first"),
    [
        ("Rakowiec", "„Rakowiec” może oznaczać kilka miejsc", "Wybierz swoje", "Rakowiec"),
        ("powiat bielski", "„powiat bielski” może oznaczać kilka miejsc", "Wybierz swoje", "bielski"),
        ("Nowa Wieś, powiat tatrzański", "może oznaczać kilka miejsc", "W podanym miejscu nie znamy", "Nowa Wieś"),
        ("Kwidzny", "Nie znamy nazwy „Kwidzny”", "Może chodziło o:", "Kwidzyn"),
        ("qqqqqq", "Nie znaleźliśmy „qqqqqq”", "kod pocztowy (82-500) albo kod TERYT (2207)", ""),
        ("00-000", "Nie znaleźliśmy „00-000”", "dopisz miejscowość", "00-001"),
        ("9999", "Nie znaleźliśmy „9999”", "dopisz miejscowość", ""),
        ("ul. Długa 5", "Nie znaleźliśmy „ul. Długa 5”", "Sam adres ulicy nie wystarczy", ""),
    ],
)
def test_what_is_not_certain_is_a_list_or_says_what_to_type(search, text, heading, says, first):
    tree = search(text)
    choices = [li.one("strong").text for li in tree.all("li") if li.all("strong")]

    assert heading in tree.one("h1").text and says in tree.one("main").text
    assert choices[:1] == ([first] if first else [])
    assert tree.one("input", type="search")["value"] == text
    assert tree.one("title").text.startswith(f"Szukaj: {text}")


def test_each_choice_says_what_where_and_who(search, client, snapshot):
    tree = search("Rakowiec")
    (choices,) = tree.all("ol", class_="choices")
    lines = {li.one("a")["href"]: li.text for li in choices.all("li")}

    assert len(lines) == 12 and set(lines) >= {"/miejsce/0151319"}
    assert (
        lines["/miejsce/0151319"]
        == f"Rakowiec miejscowość, gm. Kwidzyn, pow. kwidzyński, woj. pomorskie {ENDED} {NOWES}"
    )
    assert len(set(lines.values())) == 12, "no two lines look alike"
    for href, line in lines.items():
        place = href.removeprefix("/miejsce/")
        gmina = snapshot.places.place(snapshot.places.number_of(place)).gmina
        standing = client.get(f"/api/v1/lookup?teryt={gmina}").json["standing"]
        said = {"unconfirmed": "prawdopodobnie", "ended": ENDED, "none": "brak wskazania"}
        assert [state for state, words in said.items() if words in line] == ([standing] if standing in said else [])


def test_more_than_the_list_shows_is_counted(search, snapshot):
    text = search("Nowa Wieś").one("main").text
    count = sum(name == "Nowa Wieś" for name in snapshot.places.names)

    assert count > 200
    assert f"Są jeszcze {count - 12} takie miejsca." in text or f"Jest jeszcze {count - 12} takich miejsc." in text
    assert "na przykład: Nowa Wieś, " in text


def test_one_centre_for_all_is_said_once_and_only_when_it_is_so(search):
    then = search("gmina Kwidzyn", date="2019-04-17").one("main").text

    assert f"obsługuje ten sam ośrodek: {NOWES}." in then
    assert "ten sam ośrodek" not in search("gmina Kwidzyn").one("main").text  # nothing confirms it any more
    for text in ("Rakowiec", "Nowa Wieś", "powiat bielski"):
        assert "ten sam ośrodek" not in search(text).one("main").text


def test_a_list_that_is_cut_says_nothing_of_all(published, monkeypatch):
    """Two of three shown and both served by one centre: the third may not be."""
    monkeypatch.setattr("ses_map.search.finding.CHOICES", 2)
    client = app_of(published).test_client()
    for text in ("Górki, woj. pomorskie", "Rudniki, woj. pomorskie", "Nowa Wieś, woj. podkarpackie"):
        main = read_html(client.get("/szukaj", query_string={"q": text}).get_data(as_text=True)).one("main")
        assert len(main.one("ol", class_="choices").all("li")) == 2
        assert "ten sam ośrodek" not in main.text


#: Codes that may reach several powiats, which have other centres on one day at least.
SPANNING = ("07-410", "26-640", "39-400", "42-510", "76-200", "82-300")


@pytest.mark.parametrize("kept", KEPT, ids=urlencode)
def test_a_postcode_that_may_reach_areas_of_other_centres_is_a_choice(client, snapshot, kept):
    day = {key: value for key, value in kept.items() if key == "date"}
    told = {c: client.get("/api/v1/lookup", query_string={"postcode": c} | day).json for c in SPANNING}
    choices = [code for code, body in told.items() if body["outcome"] == "ambiguous"]
    assert len(choices) > 1
    for code in choices:
        response = client.get(f"/kod/{code}", query_string=kept)
        assert (response.status_code, response.headers["Location"]) == (303, asking("/szukaj", q=code, **kept))
        tree = read_html(client.get(response.headers["Location"]).get_data(as_text=True))
        links = [li.one("a")["href"] for li in tree.one("ol", class_="choices").all("li")]
        units = snapshot.postcodes[code].units
        assert links == [asking(f"/powiat/{p}", **kept).rstrip("?") for p in units] and len(units) > 1


def test_every_postcode_of_one_powiat_has_its_page(client, snapshot):
    codes = [c for c, own in snapshot.postcodes.items() if len(own.units) == 1]
    for code in codes[::400]:
        tree = read_html(client.get(f"/kod/{code}").get_data(as_text=True))
        name = snapshot.names.powiaty[snapshot.postcodes[code].units[0]].name
        assert tree.one("h1").text == f"Kod pocztowy {code}" and name in tree.one("p", class_="where").text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pl", "Może też sięgać dalej (powiat chełmski); tam odpowiedź jest ta sama."),
        ("en", "It may also reach further (powiat chełmski); the answer there is the same."),
        ("uk", "Він може сягати й далі (powiat chełmski); відповідь там та сама."),
    ],
)
def test_a_postcode_with_one_answer_says_how_far_it_may_reach(client, language, sentence):
    tree = read_html(client.get("/kod/22-100", query_string={"lang": language}).get_data(as_text=True))

    assert tree.one("p", class_="where").text.endswith(sentence)
    assert read_html(client.get("/szukaj?q=22100", follow_redirects=True).get_data(as_text=True)).one("h1").text == (
        "Kod pocztowy 22-100"
    )


@pytest.mark.parametrize(
    ("code", "near"), [("67-211", "67-210"), ("71-257", "71-256"), ("88-342", "88-330"), ("88342", "88-330")]
)
def test_an_unknown_postcode_is_answered_with_the_nearest_known_ones(client, search, snapshot, code, near):
    for language, words in (("pl", "Najbliższe kody"), ("en", "The nearest codes"), ("uk", "Найближчі індекси")):
        tree = search(code, lang=language)
        assert words in tree.one("main").text
    links = [li.one("a") for li in search(code).one("ol", class_="choices").all("li")]

    assert 1 < len(links) <= 3 and links[0]["href"] == f"/kod/{near}"
    for link in links:
        known = link["href"].removeprefix("/kod/")
        assert link.text == f"{known} {', '.join(snapshot.postcodes[known].places)}"
        assert client.get(link["href"], follow_redirects=True).status_code == 200


@pytest.mark.parametrize(("text", "sentence"), [("99.9, 18.9", "poza zakresem"), ("18.93, 54.1", "zamienione")])
def test_a_point_that_cannot_be_meant_is_said(client, text, sentence):
    assert_error_page(client.get("/szukaj", query_string={"q": text}, headers=BROWSER), 400, sentence)


def test_a_typed_point_is_answered(search):
    assert search("53.73, 18.93").one("h1").text == "Twoje położenie"
    assert search("52,52 13,40").one("h1").text == "To miejsce leży poza Polską"


def test_a_long_query_is_cut(search):
    tree = search("x" * 5_000)

    assert tree.one("input", type="search")["value"] == "x" * 200


@pytest.mark.parametrize("sort", ["city", "qualified", "inflected", "address", "postcode"])
def test_queries_of_people_lead_to_their_powiat(client, snapshot, sort):
    for asked in [a for a in queries(snapshot) if a.sort == sort][:6]:
        response = client.get("/szukaj", query_string={"q": asked.text}, follow_redirects=True)
        tree = read_html(response.get_data(as_text=True))
        listed = [li.one("a")["href"] for ol in tree.all("ol", class_="choices") for li in ol.all("li")][:5]
        pages = [response, *(client.get(href) for href in listed)]
        assert any(f'/powiat/{asked.powiat}"' in p.get_data(as_text=True) for p in pages), asked


@given(text=st.text(max_size=80), language=st.sampled_from(["pl", "en", "uk"]))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(app, text, language):
    response = app.test_client().get("/szukaj", query_string={"q": text, "lang": language}, headers=BROWSER)

    assert response.status_code in (200, 303, 400), text
    if response.status_code == 303:
        assert app.test_client().get(response.headers["Location"]).status_code == 200
    else:
        read_html(response.get_data(as_text=True))
