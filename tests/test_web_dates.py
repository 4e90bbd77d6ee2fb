"""Dates for people in the words of three languages, for machines beside them, and how old a source is."""

import re
from datetime import date

import pytest
from markupsafe import Markup

from ses_map.web.embed.spec import Framed, title
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.wording.dates import age, dates_in_words, in_words, sentence_end, time_tag
from tests.builders import country, day
from tests.markup import read_html
from tests.web_builders import BROWSER, PAGES, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: A date that is for machines.
ISO_DAY = re.compile(r"[12]\d{3}-[01]\d(?:-[0-3]\d)?(?![\d-])")
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


@pytest.fixture
def said(app):
    """What a function of a date says on a page in a language."""

    def say(code, function, *arguments):
        with app.test_request_context(f"/?lang={code}"):
            return str(function(*arguments)).translate(SPACES)

    return say


def fragment(html):
    return read_html(f"<html>{html}</html>")


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("pl", "2019-04-17", "17 kwietnia 2019 r."),
        ("pl", date(2019, 4, 17), "17 kwietnia 2019 r."),
        ("pl", "2019-04", "kwiecień 2019"),
        ("pl", "2019", "2019 r."),
        ("pl", "", ""),
        ("en", "2019-04-17", "17 April 2019"),
        ("en", "2019-04", "April 2019"),
        ("en", "2019", "2019"),
        ("uk", "2019-04-17", "17 квітня 2019 р."),
        ("uk", "2019-04", "квітень 2019 р."),
        ("uk", "2019", "2019 р."),
    ],
)
def test_a_whole_or_partial_date_in_words(said, code, value, text):
    assert said(code, in_words, value) == text


@pytest.mark.parametrize("value", ["2019-04-17", "2019-04", "2019", date(2019, 4, 17)])
def test_machines_are_told_the_date_as_it_was_stated(said, value):
    element = fragment(said("pl", time_tag, value)).one("time")

    assert element["datetime"] == str(value)
    assert element.text == said("pl", in_words, value)


def test_what_has_no_date_has_no_element(said):
    assert said("pl", time_tag, "") == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("działał do 2023-09-30, nowszego brak", "działał do 30 września 2023 r., nowszego brak"),
        ("od 2019-01-01 do 2020-12-31.", "od 1 stycznia 2019 r. do 31 grudnia 2020 r."),
        ("ze źródła z 2019-04, nie z 2019-13", "ze źródła z kwietnia 2019 r., nie z 2019-13"),
        ("2023-02-30 i 12023-09-30 i 2023-09-301", "2023-02-30 i 12023-09-30 i 2023-09-301"),
        ("https://a.pl/2018-12-04/x RPLU-2023-09-30", "https://a.pl/2018-12-04/x RPLU-2023-09-30"),
        ("kod 82-500, 2014-2020", "kod 82-500, 2014-2020"),
        ("<b>2023-09-30", "<b>30 września 2023 r."),
    ],
)
def test_days_in_a_text_of_the_data_are_written_in_words(said, text, shown):
    html = said("en", dates_in_words, text)

    assert fragment(html).text == shown
    assert "<b>" not in html


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("do 30 września 2023 r.", "do 30 września 2023 r."),
        ("na stronie", "na stronie."),
        (Markup("do <time>2023 r.</time> "), "do <time>2023 r.</time>"),
        (Markup("w <time>kwiecień 2023</time>"), "w <time>kwiecień 2023</time>."),
        ("a < b", "a &lt; b."),
    ],
)
def test_a_sentence_ends_with_one_full_stop(text, closed):
    assert sentence_end(text) == closed


@pytest.mark.parametrize(
    ("source", "on", "words"),
    [
        ("2019-04-17", "2026-11-30", "ponad 7 lat temu"),
        ("2019-04-17", "2026-04-16", "ponad 6 lat temu"),
        ("2019-04-17", "2026-04-17", "około 7 lat temu"),
        ("2019-04-17", "2026-04-18", "ponad 7 lat temu"),
        ("2024-11-01", "2026-11-30", "ponad 2 lata temu"),
        ("2025-11-01", "2026-11-30", "ponad rok temu"),
        ("2026-05-01", "2026-11-30", "ponad 6 miesięcy temu"),
        ("2026-08-29", "2026-11-30", "ponad 3 miesiące temu"),
        ("2026-10-29", "2026-11-30", "ponad miesiąc temu"),
        ("2020-02-29", "2024-02-28", "ponad 3 lata temu"),
        ("2019-04", "2026-11-30", "około 7 lat temu"),
        ("2019", "2026-11-30", "około 7 lat temu"),
        ("2025", "2026-11-30", "około roku temu"),
        ("2026", "2026-11-30", "około 10 miesięcy temu"),
        ("2026-10", "2026-11-30", "około miesiąca temu"),
        ("2026-11-15", "2026-11-30", ""),
        ("2026-11-30", "2026-11-30", ""),
        ("2027", "2026-11-30", ""),
        ("", "2026-11-30", ""),
    ],
)
def test_the_age_of_a_source(said, source, on, words):
    assert said("pl", age, source, day(on)) == words


@pytest.mark.parametrize(
    ("code", "years", "words"),
    [
        ("pl", 1, "ponad rok temu"),
        ("pl", 2, "ponad 2 lata temu"),
        ("pl", 5, "ponad 5 lat temu"),
        ("pl", 12, "ponad 12 lat temu"),
        ("pl", 21, "ponad 21 lat temu"),
        ("pl", 22, "ponad 22 lata temu"),
        ("en", 1, "over a year ago"),
        ("en", 2, "over 2 years ago"),
        ("en", 21, "over 21 years ago"),
        ("uk", 1, "понад 1 рік тому"),
        ("uk", 3, "понад 3 роки тому"),
        ("uk", 7, "понад 7 років тому"),
        ("uk", 11, "понад 11 років тому"),
        ("uk", 21, "понад 21 рік тому"),
    ],
)
def test_years_have_the_form_that_fits_their_number(said, code, years, words):
    assert said(code, age, f"{2026 - years}-04-17", date(2026, 11, 30)) == words


def test_the_title_of_a_frame_says_its_day_in_words(app):
    with app.test_request_context("/?lang=uk"):
        said = title(LoadedSnapshot(country("020101")), Framed("polska", options={"date": "2019-04-17"}))

    assert said.translate(SPACES) == "Mapa: kto obsługuje powiaty w Polsce (OWES), stan na 17 kwietnia 2019 r."


@pytest.mark.parametrize("path", ["/powiat/2299", "/gmina/229901"])
def test_an_error_page_says_dates_in_words_too(client, path):
    text = read_html(client.get(path, headers=BROWSER).get_data(as_text=True)).one("main").text

    assert "1 stycznia 2026 r." in text and not ISO_DAY.search(text)


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
@pytest.mark.parametrize("path", [*PAGES, "/owes/owes-dobra-robota", "/powiat/0601", "/powiat/0202", "/embed/polska"])
def test_no_date_is_written_for_machines_only(client, path, language):
    """But in what lies in a form, and in texts of sources that are repeated word for word."""
    tree = read_html(client.get(asking(path, date="2026-11-30", lang=language)).get_data(as_text=True))
    elements = [e for e in tree.one("body").all() if e.tag not in ("script", "blockquote")]
    shown = [child for e in elements for child in e.children if isinstance(child, str)]

    assert [text for text in shown if ISO_DAY.search(text)] == []
    assert {t["datetime"] for t in tree.all("time") if not re.fullmatch(r"\d{4}(-\d\d){0,2}", t["datetime"])} == set()
