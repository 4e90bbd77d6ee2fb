"""Polish, English and Ukrainian: every text, on every page, with the dates, numbers and plurals of the language."""

import io
import re
from collections import defaultdict
from datetime import date
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from scripts.catalogues import CATALOGUES, texts, updated
from ses_map.web.wording import language as module
from ses_map.web.wording.language import LANGUAGES, long_date, ngettext, number
from tests.markup import Element, read_html
from tests.web_builders import BROWSER, PAGES, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

OTHERS = ("en", "uk")
#: Links for machines are whole addresses, those for readers are not.
WHOLE = "http://localhost"
ERRORS = {"/nope": 404, "/powiat/2299": 404, "/?date=x": 400, "/kod/00-000": 404}
#: Attributes that people read or hear.
SAID = ("alt", "title", "aria-label", "placeholder", "content", "data-none", "data-one", "data-many", "data-denied")
MARKS = re.compile(r"%\(\w+\)s|%%|\{\w+\}")
POLISH = re.compile(r"\w*[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]\w*")


@pytest.fixture(scope="module")
def template():
    return texts()


def catalogue(code: str):
    data = files("ses_map.web.wording").joinpath("catalogues", f"{code}.po").read_bytes()
    return read_po(io.BytesIO(data), locale=code, abort_invalid=True)


def forms(text) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text,)


@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_and_nothing_else(template, code):
    found = catalogue(code)

    assert {m.id for m in found if m.id} == {m.id for m in template if m.id}
    assert [m.id for m in found if m.id and not all(forms(m.string))] == []


def test_polish_has_its_plural_forms_and_nothing_else(template):
    found = {m.id: m.string for m in catalogue("pl") if m.id}

    assert found.keys() == {m.id for m in template if m.pluralizable}
    assert all(map(all, found.values()))
    assert all(strings[0] == ids[0] and strings[-1] == ids[1] for ids, strings in found.items())


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_fuzzy_obsolete_or_of_a_wrong_number_of_forms(code):
    found = catalogue(code)

    assert [m.id for m in found if m.fuzzy and m.id] == [] and not found.obsolete
    assert found.num_plurals == {"en": 2, "pl": 3, "uk": 3}[code]
    assert [m.id for m in found if m.id and m.pluralizable and len(m.string) != found.num_plurals] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_is_put_into_a_text_is_put_into_its_translation(code):
    for message in catalogue(code):
        wanted = {frozenset(MARKS.findall(text)) for text in forms(message.id)}
        assert {frozenset(MARKS.findall(text)) for text in forms(message.string)} <= wanted, message.id
        for text in forms(message.string):
            assert text.count("%%") == forms(message.id)[0].count("%%")
            if "%(" in text:
                assert text % defaultdict(str)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_script_has_nothing_to_change(template, code):
    assert updated(code, template) == (CATALOGUES / f"{code}.po").read_bytes()


@pytest.mark.parametrize("code", OTHERS)
def test_a_translation_is_in_its_language(code):
    """Ukrainian is in Cyrillic, English has no Polish letters, but for names."""
    for message in catalogue(code):
        for text in forms(message.string) if message.id else ():
            words = re.sub(MARKS, "", text)
            if code == "uk" and re.search(r"\w{6}", re.sub(r"[A-Z]\w*", "", words)):
                assert re.search("[а-яіїєґ]", words), message.id
            if code == "en":
                assert not re.search("[а-яіїєґ]", words), message.id


@pytest.fixture(scope="module")
def page(app):
    client = app.test_client()

    def get(path: str, code: str, status: int = 200):
        response = client.get(asking(path, lang=code), headers=BROWSER)
        assert response.status_code == status
        return response, read_html(response.get_data(as_text=True))

    return get


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("path", "status"), [*((p, 200) for p in PAGES), *ERRORS.items()])
def test_a_page_says_what_language_it_is_in_and_where_the_others_are(page, client, path, status, code):
    response, tree = page(path, code, status)
    links = {e["hreflang"]: e["href"] for e in tree.all("link", rel="alternate") if "hreflang" in e.attributes}
    chosen = [a for a in tree.one("nav", class_="languages").all("a") if a.get("aria-current")]

    assert tree["lang"] == response.headers["Content-Language"] == code
    assert list(links) == list(LANGUAGES)
    assert [(a["lang"], a.text) for a in chosen] == [(code, LANGUAGES[code].name)]
    led = {a["hreflang"]: a["href"] for a in tree.one("nav", class_="languages").all("a")}
    assert {other: f"{WHOLE}{href}" for other, href in led.items()} == links
    for other, href in links.items():
        assert client.get(href, headers=BROWSER).headers["Content-Language"] == other
    if status == 200:
        assert client.get(links["pl"]).data == client.get(path).data


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("path", [p for p in PAGES if p != "/zrodla"])
def test_the_language_is_kept_in_every_link(page, path, code):
    _, tree = page(path, code)
    local = [a["href"] for a in tree.all("a") if a["href"].startswith("/") and "hreflang" not in a.attributes]

    assert local and [h for h in local if f"lang={code}" not in h and "/api/" not in h] == []
    assert all(f.one("input", name="lang")["value"] == code for f in tree.all("form"))


@pytest.mark.parametrize("asked", ["", "de", "PL", "en-GB", "<script>", "x" * 5000, "uk%00", "../en"])
def test_an_unknown_language_is_polish(client, asked):
    response = client.get("/powiat/2207", query_string={"lang": asked})

    assert (response.status_code, response.headers["Content-Language"]) == (200, "pl")
    assert asked in ("", "de", "PL") or asked not in response.get_data(as_text=True)


def test_every_value_of_a_repeated_parameter_is_kept(page):
    _, tree = page("/osrodki?service=szkolenia&service=prawne", "en")
    (link,) = (e["href"] for e in tree.all("link", hreflang="uk"))

    assert link == f"{WHOLE}/osrodki?service=szkolenia&service=prawne&lang=uk"


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_answer_for_one_s_own_point_is_in_the_language_too(client, code):
    response = client.post("/punkt", data={"lat": "54.1", "lon": "18.93", "lang": code})
    tree = read_html(response.get_data(as_text=True))

    assert tree["lang"] == response.headers["Content-Language"] == code
    assert [e["href"] for e in tree.all("link", rel="alternate")] == [
        f"{WHOLE}/",
        f"{WHOLE}/?lang=en",
        f"{WHOLE}/?lang=uk",
    ]


def said(element: Element, code: str) -> list[str]:
    """Texts and attributes of a page that are to be read in its language."""
    found = [element[a] for a in SAID if a in element.attributes and element.tag != "a"]
    for child in element.children:
        if isinstance(child, str):
            found.append(child)
        elif child.tag != "script" and child.get("lang") in ("", code):
            found += said(child, code)
    return found


@pytest.fixture(scope="module")
def names(snapshot) -> frozenset[str]:
    """Words of proper names: they are Polish on every page."""
    registry, places = snapshot.registry, snapshot.places
    units = (*registry.voivodeships, *registry.powiaty, *registry.gminy)
    told = [u.name for u in units] + [c.name for c in (*registry.centres, *registry.coordinators)]
    told += [t for e in registry.entities for t in (e.name, e.town)] + [o.place for o in registry.offices]
    told += [a.subregion for a in registry.assignments] + [f.name for f in registry.former_names]
    return frozenset(w for t in (*told, *places.names, "część") for w in re.findall(r"\w+", t))


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize(("path", "status"), [*((p, 200) for p in PAGES), *ERRORS.items()])
def test_nothing_polish_is_left_but_names(page, names, template, path, status, code):
    _, tree = page(path, code, status)
    told = [" ".join(t.split()) for t in said(tree, code) if t.strip()]
    own = {w for m in catalogue(code) for t in forms(m.string) for w in POLISH.findall(t)} | {"pow", "woj"}
    kept = {m.id for m in catalogue(code) if m.id == m.string}
    untranslated = [m.id for m in template if isinstance(m.id, str) and m.id not in kept and " " in m.id]
    left = re.compile("|".join(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(t)) for t in untranslated))

    assert [t for t in told if left.fullmatch(t)] == []
    assert {w for t in told for w in POLISH.findall(t)} - names - own == set()


@pytest.mark.parametrize(
    ("code", "value", "digits", "text"),
    [
        ("pl", 0, 0, "0"),
        ("pl", 999, 0, "999"),
        ("pl", 1234567.5, 2, "1\u00a0234\u00a0567,50"),
        ("pl", 20.3, 1, "20,3"),
        ("pl", -1234.5, 1, "-1\u00a0234,5"),
        ("en", 1234567.5, 2, "1,234,567.50"),
        ("en", 999, 0, "999"),
        ("uk", 1234567.5, 1, "1\u00a0234\u00a0567,5"),
    ],
)
def test_numbers_are_written_as_the_language_does(app, code, value, digits, text):
    with app.test_request_context(f"/?lang={code}"):
        assert number(value, digits) == text


@pytest.mark.parametrize(
    ("code", "text"),
    [("pl", "17\u00a0kwietnia 2019 r."), ("en", "17 April 2019"), ("uk", "17 квітня 2019\u202fр.")],
)
def test_a_day_is_written_out(app, code, text):
    with app.test_request_context(f"/?lang={code}"):
        assert long_date(date(2019, 4, 17)) == text
        assert len({long_date(date(2026, m, 1)) for m in range(1, 13)}) == 12
        assert long_date(date.min) and long_date(date.max)


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        (
            "pl",
            {"ośrodek": [1], "ośrodki": [2, 3, 4, 22, 34, 102], "ośrodków": [0, 5, 11, 12, 13, 14, 21, 25, 111, 112]},
        ),
        ("en", {"centre": [1], "centres": [0, 2, 5, 11, 21, 101]}),
        ("uk", {"центр": [1, 21, 101], "центри": [2, 3, 4, 22, 34], "центрів": [0, 5, 11, 12, 14, 111]}),
    ],
)
def test_counted_nouns_have_the_right_form(app, code, forms):
    with app.test_request_context(f"/?lang={code}"):
        for form, counts in forms.items():
            for count in counts:
                assert ngettext("%(num)s ośrodek", "%(num)s ośrodków", count) % {"num": count} == f"{count} {form}"


def test_outside_of_a_request_it_is_polish():
    assert module.language() == "pl"
    assert module.gettext("Legenda mapy") == "Legenda mapy"
