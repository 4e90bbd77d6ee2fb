"""Pages for people: everything that matters is in the HTML, before any script runs."""

import re
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest

from ses_map.lookup import coverage_rows
from tests.builders import TODAY, known_contacts, read_rows
from tests.markup import Element, read_html
from tests.recount import patched_rows
from tests.web_builders import ANSWERS, MAPS, PAGES, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

POWIATY = read_rows("reference/powiaty.csv")
VOIVODESHIPS = read_rows("reference/voivodeships.csv")
CENTRES = patched_rows("registry/centres.csv")
COORDINATORS = {r["voivodeship"]: r["name"] for r in read_rows("registry/coordinators.csv")}
ERRORS = ["/nope", "/powiat/2299", "/powiat/abc", "/miejsce/0000000", "/kod/00-000"]
DATED = [*MAPS, *ANSWERS, "/zrodla"]
#: Attributes that make a browser fetch something.
FETCHING = {"src", "srcset", "poster", "data", "background", "formaction", "ping", "manifest"}


@pytest.fixture
def page(client):
    def get(path: str, status: int = 200) -> Element:
        response = client.get(path)
        assert (response.status_code, response.mimetype) == (status, "text/html"), path
        return read_html(response.get_data(as_text=True))

    return get


def assert_well_made(tree: Element) -> None:
    """Language, title, one heading of the first level, nothing inline, nothing from elsewhere."""
    assert tree["lang"] == "pl"
    assert tree.one("title").text and tree.one("h1").text
    assert tree.one("meta", charset="utf-8") and tree.one("meta", name="viewport") and tree.one("main")
    runs = [e for e in tree.all("script") if e.get("type") != "application/ld+json"]
    assert [e.attributes for e in runs if not e.get("src").startswith("/assets/") or e.children] == []
    assert not tree.all("style") and not tree.all("base") and not tree.all("iframe") and not tree.all("object")
    for element in tree.all():
        assert not [a for a in element.attributes if a == "style" or a.startswith("on")], element.attributes
        for name in FETCHING & element.attributes.keys():
            assert element[name].startswith(("/assets/", "/mapa/")), element.attributes
        assert not element.get("href").lower().startswith(("javascript:", "data:text", "vbscript:")), element.attributes
    fetched = [e["href"] for e in tree.all("link") if e["rel"] not in ("alternate", "canonical")]
    assert [h for h in fetched if not h.startswith(("/assets/", "data:,"))] == []
    levels = [int(e.tag[1]) for e in tree.all() if re.fullmatch("h[1-6]", e.tag)]
    assert all(below - above <= 1 for above, below in pairwise(levels)), levels


def assert_links_are_kept_apart(tree: Element) -> None:
    """A link to another host says so to the browser; a link of ours is a path."""
    for link in tree.all("a"):
        if "://" in link["href"]:
            assert {"noopener", "noreferrer", "external"} <= set(link["rel"].split()), link.attributes
        else:
            assert link["href"].startswith(("/", "#", "mailto:", "tel:")), link.attributes


@pytest.mark.parametrize("path", [*PAGES, "/?date=2019-04-17", "/zrodla?date=2019-04-17"])
def test_every_kind_of_page_is_well_made(page, path):
    tree = page(path)

    assert_well_made(tree)
    assert_links_are_kept_apart(tree)


@pytest.mark.parametrize("path", ERRORS)
def test_error_pages_are_well_made(page, path):
    assert_well_made(page(path, 400 if path.endswith("abc") else 404))


@pytest.mark.parametrize("voivodeship", [r["teryt"] for r in VOIVODESHIPS])
def test_the_page_of_every_powiat(page, finder, snapshot, voivodeship):
    rows = {r.teryt: r for r in coverage_rows(finder, TODAY, voivodeship) if not r.is_gmina}
    own = [p for p in POWIATY if p["teryt"].startswith(voivodeship)]
    assert [p["teryt"] for p in own] == list(rows)

    for powiat in own:
        tree, row = page(f"/powiat/{powiat['teryt']}"), rows[powiat["teryt"]]
        text = tree.one("main").text
        assert_well_made(tree)
        name = snapshot.names.told_apart(row.teryt, TODAY)
        assert name.startswith(row.name)
        assert tree.one("h1").text.lower() == name.lower()
        assert tree.one("title").text.startswith(name)
        assert [c.name for c in row.centres if c.name not in text] == []
        assert powiat["teryt"] in text and "Mieszkańcy" in text
        assert tree.one("div", class_="folium-map")["data-focus"] == powiat["teryt"]
        card = tree.one("section", class_="answer").text
        assert COORDINATORS[voivodeship] in card
        assert (row.coverage.reason == "no-source") == ("Żadne znane nam źródło" in card)
        assert (row.standing == "ended") == ("Nie znamy aktualnego OWES" in card)
        assert ("Prawdopodobnie" in card) == any(s.standing == "unconfirmed" for s in row.coverage.serving)
        assert ("Potwierdzone" in card) == any(s.standing == "confirmed" for s in row.coverage.serving)


def test_a_centre_whose_claims_have_all_ended_says_so_before_its_telephone(page):
    warning = "żadne znane nam źródło nie potwierdza obszaru tego ośrodka"
    ended = page("/owes/owes-dobra-robota").one("main").text

    assert ended.index(warning) < ended.index("Kontakt") < ended.index(COORDINATORS["22"]) < ended.index("Biuro")
    assert warning not in page("/owes/owes-dobra-robota?date=2019-04-17").one("main").text
    assert warning not in page("/owes/owes-obszar-gdanski").one("main").text


@pytest.mark.parametrize("voivodeship", VOIVODESHIPS, ids=[r["slug"] for r in VOIVODESHIPS])
def test_the_page_of_every_voivodeship(page, finder, voivodeship):
    tree = page(f"/wojewodztwo/{voivodeship['slug']}")
    rows = coverage_rows(finder, TODAY, voivodeship["teryt"])
    cells = [[c.text for c in tr.all("th") + tr.all("td")] for tr in tree.one("tbody").all("tr")]

    assert_well_made(tree)
    assert tree.one("h1").text == f"OWES w województwie {voivodeship['locative']}"
    assert [c[0] for c in cells] == [r.name for r in rows]
    assert [c[1] for c in cells] == [", ".join(x.name for x in r.centres) or "–" for r in rows]
    assert COORDINATORS[voivodeship["teryt"]] in tree.one("main").text
    listed = {a["href"] for a in tree.one("div", class_="legend").all("a")}
    seated = {f"/owes/{c['centre_id']}" for c in CENTRES if c["voivodeship"] == voivodeship["teryt"]}
    assert seated <= listed


def unit_page(code: str) -> str:
    return f"/{'powiat' if len(code) == 4 else 'gmina'}/{code}"


def test_the_page_of_every_centre(page, client):
    listed = {c["id"]: c for c in client.get("/api/v1/centres").json["data"]}
    assert len(listed) == len(CENTRES) > 60

    for centre in CENTRES:
        tree, facts = page(f"/owes/{centre['centre_id']}"), listed[centre["centre_id"]]
        text = tree.one("main").text
        assert_well_made(tree)
        assert tree.one("h1").text == centre["name"]
        known = known_contacts(centre["centre_id"])
        assert [v for v in ("phone", "email", "street", "place") if known.get(v, "") not in text] == []
        assert centre["operator"] in text
        rows = {tr.one("th").one("a")["href"] for body in tree.all("tbody") for tr in body.all("tr")}
        assert rows == {unit_page(u) for u in facts["units"] + facts["units_expired"]}
        assert COORDINATORS[centre["voivodeship"]] in text
        assert rows or "Żadne znane nam źródło nie mówi" in text


@pytest.mark.parametrize("path", PAGES)
def test_a_place_can_be_searched_for_without_a_script(page, client, path):
    for form in page(path).all("form", role="search"):
        assert (form["action"], form["method"], form.one("input", type="search")["name"]) == ("/szukaj", "get", "q")
    found = client.get("/szukaj?q=powiat kwidzyński")

    assert (found.status_code, found.headers["Location"]) == (303, "/powiat/2207")


@pytest.mark.parametrize("path", ["/", "/szukaj?q=Rakowiec", "/wojewodztwo/pomorskie", "/powiat/2207"])
def test_the_day_is_kept_when_a_place_is_searched_for(page, client, path):
    form = page(asking(path, date="2019-04-17")).one("form", role="search")
    fields = {e["name"]: e["value"] for e in form.all("input", type="hidden")} | {"q": "Gdańsk"}
    response = client.get(form["action"], query_string=fields, follow_redirects=True)

    assert "Stan na 17\u00a0kwietnia 2019" in response.get_data(as_text=True)


@pytest.mark.parametrize("path", [p for p in PAGES if p != "/zrodla"])
def test_the_day_is_kept_in_every_link(page, path):
    tree = page(asking(path, date="2019-04-17"))
    local = [a["href"] for a in tree.all("a") if a["href"].startswith("/") and a.text != "wróć do dziś"]
    lost = {h for h in local if parse_qs(urlsplit(h).query).get("date") != ["2019-04-17"]}

    assert len(local) > 3
    assert lost <= {"/api/v1/centres?format=csv"}


@pytest.mark.parametrize("path", PAGES)
def test_without_a_day_links_have_none(page, path):
    assert [a["href"] for a in page(path).all("a") if "date=" in a["href"] and "/api/" not in a["href"]] == []


@pytest.mark.parametrize("path", DATED)
def test_another_day_is_asked_for_on_the_same_page(page, path):
    form = page(f"{path}?date=2019-04-17").one("form", class_="day")

    assert form["action"] == path and form["method"] == "get"
    assert (form.one("input")["name"], form.one("input")["value"]) == ("date", "2019-04-17")
    assert form.one("label")["for"] == form.one("input")["id"]


def test_every_local_link_leads_somewhere(page, client):
    paths = {
        "/", "/zrodla", *(f"/powiat/{p['teryt']}" for p in POWIATY), *(f"/owes/{c['centre_id']}" for c in CENTRES),
        *(f"/wojewodztwo/{v['slug']}" for v in VOIVODESHIPS), *PAGES,
    }  # fmt: skip
    links = {a["href"] for path in PAGES for a in page(path).all("a") if a["href"].startswith("/")}
    links |= {
        a["href"] for v in VOIVODESHIPS for a in page(f"/wojewodztwo/{v['slug']}").all("a") if a["href"][0] == "/"
    }

    assert len(links) > 450
    assert [link for link in links - paths if client.get(link).status_code != 200] == []


@pytest.mark.parametrize("path", PAGES)
def test_every_jump_has_its_target(page, path):
    tree = page(path)
    ids = {e["id"] for e in tree.all() if "id" in e.attributes}

    assert {a["href"][1:] for a in tree.all("a") if a["href"].startswith("#")} <= ids
    assert {i for e in tree.all() for i in e.get("aria-labelledby").split()} <= ids
    assert {e["for"] for e in tree.all("label") if not e.all("input")} <= ids
    assert tree.all("a")[0]["href"] == f"#{tree.one('main')['id']}"


def test_a_centre_on_another_day_serves_what_it_served_then(page):
    now, then = (page(f"/owes/owes-dobra-robota{q}").one("main").text for q in ("", "?date=2019-04-17"))

    assert "zakończone (do 30 września 2023 r.)" in now and "potwierdzone: 5 obszarów" not in now
    assert "potwierdzone: " in then and "zakończone" not in then.partition("Obszar działania")[2]


@pytest.mark.parametrize(
    ("day", "heading"), [("2020-12-31", "Powiat jeleniogórski"), ("2021-01-01", "Powiat karkonoski")]
)
def test_a_powiat_has_the_name_of_the_day(page, day, heading):
    tree = page(f"/powiat/0206?date={day}")

    assert tree.one("h1").text == heading
    assert ("dziś: powiat karkonoski" in tree.one("main").text) == (day < "2021")


@pytest.mark.parametrize(("one", "two"), [("2003", "2402"), ("0802", "1807"), ("0612", "1609")])
def test_two_powiats_of_one_name_have_pages_of_different_titles(page, one, two):
    assert page(f"/powiat/{one}").one("title").text != page(f"/powiat/{two}").one("title").text


def test_gminas_that_are_served_otherwise_are_listed(page):
    text = page("/powiat/2002").one("main").text

    assert "gmina Tykocin: " in text and "gmina Zawady: " in text and "w Łomży" in text


def test_entities_are_listed_with_the_date_of_their_source(page):
    (entities,) = page("/powiat/2214").all("ul", class_="entities")

    assert len(entities.all("li")) == len([r for r in read_rows("registry/entities.csv") if r["powiat"] == "2214"]) > 0
    assert all("źródł" in li.text for li in entities.all("li"))


def test_a_legend_is_there_where_it_is_spoken_of(page):
    for path in (*MAPS, *ANSWERS):
        tree = page(path)
        if "objaśnia legenda" in tree.one("figcaption").text:
            assert tree.all("ul", class_="keys"), path


def test_a_verb_agrees_with_its_count(page):
    """1 powiat ma, 2 powiaty mają, 5 powiatów ma."""
    for voivodeship in VOIVODESHIPS:
        sentence = page(f"/wojewodztwo/{voivodeship['slug']}").one("p", class_="counts").text
        verb = "mają" if "powiaty " in sentence.split(" aktualne")[0] else "ma"
        assert re.match(rf"\d+ powiat\w* {verb} aktualne", sentence), sentence
