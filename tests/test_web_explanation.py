"""``/czym-jest-owes``: what an OWES is, in three languages; and every way that leads to it."""

import re
from urllib.parse import urlencode

import pytest

from tests.markup import read_html
from tests.web_builders import BROWSER, PAGES, app_of, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PAGE = "/czym-jest-owes"
KEPT = [{}, {"date": "2019-04-17"}, {"lang": "uk"}, {"date": "2019-04-17", "lang": "en"}]
HEADINGS = {"pl": "Czym jest OWES", "en": "What an OWES is", "uk": "Що таке OWES"}
TERMS = {
    "OWES": "ośrodek wsparcia ekonomii społecznej",
    "ROPS": "regionalny ośrodek polityki społecznej",
    "PES": "podmiot ekonomii społecznej",
    "PS": "przedsiębiorstwo społeczne",
    "spółdzielnia socjalna": "",
    "CIS": "centrum integracji społecznej",
    "KIS": "klub integracji społecznej",
    "ZAZ": "zakład aktywności zawodowej",
    "WTZ": "warsztat terapii zajęciowej",
}
ISAP = re.compile(r"https://isap\.sejm\.gov\.pl/isap\.nsf/DocDetails\.xsp\?id=WDU(\d{4})(\d{3})(\d{4})")


@pytest.fixture(scope="module")
def page(app):
    client = app.test_client()

    def get(path: str, **asked: str):
        response = client.get(asking(path, **asked) if asked else path, headers=BROWSER)
        assert response.status_code == 200, response.headers.get("Location")
        return read_html(response.get_data(as_text=True))

    return get


@pytest.mark.parametrize("code", HEADINGS)
def test_it_explains_in_each_language(page, code):
    tree = page(PAGE, lang=code)
    main = tree.one("main")

    assert main.one("h1").text == HEADINGS[code] and tree.one("title").text.startswith(HEADINGS[code])
    assert len(main.all("h2")) == 7 and len({h.text for h in main.all("h2")}) == 7
    assert all(len(li.text) > 20 for ul in main.all("ul", class_="") for li in ul.all("li"))


@pytest.mark.parametrize("code", HEADINGS)
def test_every_short_term_has_its_polish_name_and_a_meaning(page, code):
    glossary = page(PAGE, lang=code).one("dl")
    terms = [dt.text for dt in glossary.all("dt")]
    meanings = [dd.text for dd in glossary.all("dd")]

    assert terms == list(TERMS)
    for full, meaning in zip(TERMS.values(), meanings, strict=True):
        assert meaning.startswith(f"{full}. " if full else "") and len(meaning) > len(full) + 30
    polish = [e.text for e in glossary.all(lang="pl")]
    assert polish == [full or term for term, full in TERMS.items()]


def test_the_law_is_named_and_led_to(page):
    links = {a["href"]: a for a in page(PAGE).one("main").all("a") if a["href"].startswith("http")}
    named = {}
    for href, link in links.items():
        year, number, entry = ISAP.fullmatch(href).groups()
        assert {"noopener", "noreferrer", "external"} <= set(link["rel"].split()) and link["lang"] == "pl"
        journal = f"Dz.U. {year}{f' nr {int(number)}' if int(number) else ''} poz. {int(entry)}"
        named[journal] = link.text
        assert link.text.endswith(f"({journal})")

    assert named["Dz.U. 2022 poz. 1812"].startswith("Ustawa z dnia 5 sierpnia 2022 r. o ekonomii społecznej")
    assert len(named) == 4


@pytest.mark.parametrize("kept", KEPT, ids=urlencode)
def test_the_search_is_on_it_and_keeps_day_and_language(page, kept):
    (form,) = page(PAGE, **kept).all("form", role="search")

    assert (form["action"], form["method"]) == ("/szukaj", "get")
    assert {e["name"]: e["value"] for e in form.all("input", type="hidden")} == kept


@pytest.mark.parametrize("path", [p for p in PAGES if p != PAGE])
def test_every_page_of_the_citizen_leads_to_it(page, path):
    assert PAGE in [a["href"] for a in page(path).one("footer").all("a")]


@pytest.mark.parametrize("path", ["/", "/powiat/2207", "/gmina/220703", "/miejsce/0151319", "/kod/82-500"])
def test_home_and_answers_lead_to_it_where_people_read(page, path):
    assert PAGE in [a["href"] for a in page(path).one("main").all("a")]


@pytest.mark.parametrize("kept", KEPT, ids=urlencode)
@pytest.mark.parametrize(
    "text", ["dotacja", "jak założyć fundację", "spółdzielnia socjalna", "co to jest OWES", "грант"]
)
def test_a_question_about_help_is_sent_to_it(client, text, kept):
    response = client.get("/szukaj", query_string={"q": text, **kept})

    assert (response.status_code, response.headers["Cache-Control"]) == (303, "no-store")
    assert response.headers["Location"] == (asking(PAGE, **kept) if kept else PAGE)


@pytest.mark.parametrize(
    ("text", "heading", "choices"),
    [
        ("pomoc", "Szukasz pomocy czy miejsca „pomoc”?", ["Pomoc"]),
        ("Spółdzielnia", "Szukasz pomocy czy miejsca „Spółdzielnia”?", ["Spółdzielnia", "Spółdzielnia"]),
        ("dotcja", "Nie znamy nazwy „dotcja”", ["Dobcza"]),
        ("spuldzielnia", "Nie znamy nazwy „spuldzielnia”", ["Spółdzielnia", "Spółdzielnia", "Szyndzielnia"]),
        ("dotacja na remont dachu", "Nie znaleźliśmy „dotacja na remont dachu”", []),
        ("grant, powiat bielski", "„grant, powiat bielski” może oznaczać kilka miejsc", ["bielski", "bielski"]),
    ],
)
def test_it_is_offered_beside_places(page, text, heading, choices):
    main = page("/szukaj", q=text, lang="pl").one("main")
    offered = [p for p in main.all("p", class_="card") if PAGE in [a["href"] for a in p.all("a")]]

    assert main.one("h1").text == heading and len(offered) == 1
    assert [li.one("strong").text for ol in main.all("ol", class_="choices") for li in ol.all("li")] == choices


@pytest.mark.parametrize("text", ["Rakowiec", "Kwidzny", "qqqqqq", "Nowa Wieś", ""])
def test_it_is_not_offered_where_nobody_asked(page, text):
    main = page("/szukaj", q=text).one("main")

    assert PAGE not in [a["href"] for a in main.all("a")]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("dotacja Kwidzyn", "/miejsce/0932790"),
        ("dotacja 82-500", "/kod/82-500"),
        ("dotacja 2207", "/powiat/2207"),
        ("OWES, powiat kwidzyński", "/powiat/2207"),
    ],
)
def test_a_place_beside_the_question_is_answered(client, text, address):
    response = client.get("/szukaj", query_string={"q": text})

    assert (response.status_code, response.headers["Location"]) == (303, address)


def test_programs_are_answered_for_the_place_and_told_that_a_topic_is_none(client):
    assert client.get("/api/v1/lookup?q=dotacja+Kwidzyn").json["area"]["gmina"]["teryt"] == "220701"
    refused = client.get("/api/v1/lookup?q=dotacja")
    assert refused.status_code == 404 and "Nie znamy miejsca „dotacja”" in refused.json["detail"]


def test_the_search_of_a_frame_leads_there_out_of_the_frame(page):
    tree = page("/embed/szukaj")
    form = tree.one("form", role="search")

    assert (form["action"], form["target"]) == ("/szukaj", "_top")


def test_the_page_is_kept_and_tagged_as_others_are(published):
    client = app_of(published).test_client()
    first, second = client.get(PAGE), client.get(PAGE)

    assert first.data == second.data and first.headers["ETag"] == second.headers["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
