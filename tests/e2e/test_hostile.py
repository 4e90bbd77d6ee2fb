"""A registry that attacks its readers: in a real browser the text is shown, and nothing of it runs."""

import re
from functools import partial

import pytest
from playwright.sync_api import expect

from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.maps.standalone import render_file
from ses_map.settings import Settings
from tests.builders import TODAY
from tests.e2e.sights import DAY, LANGUAGES
from tests.e2e.visitor import visiting
from tests.web_builders import EVIL_CENTRE, EVIL_GMINA, EVIL_PLACE, EVIL_POWIAT, IMG, asking

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: Place of the hostile powiat (2207) among the areas of pomorskie.
NTH = 6


#: Every page that shows text of the registry or of the gazetteer, with a query that finds it.
PAGES = [
    "/", "/wojewodztwo/pomorskie", f"/powiat/{EVIL_POWIAT}", f"/gmina/{EVIL_GMINA}", f"/miejsce/{EVIL_PLACE}",
    "/kod/82-500",
    f"/owes/{EVIL_CENTRE}", "/osrodki", "/zrodla", "/szukaj?q=Kwidzyn", "/szukaj?q=53.73,18.93",
]  # fmt: skip
#: What a visitor may have been led to type.
TYPED = [IMG, '"><script>window.__pwned=1</script>', "\u202eSEWO\u200b", "x" * 200, "javascript:alert(1)", "{{7*7}}"]


@pytest.fixture
def visit(browser, hostile_server):
    return partial(visiting, browser, hostile_server)


@pytest.fixture
def endless_visit(browser, endless_server):
    return partial(visiting, browser, endless_server)


def go(reader, path, **asked):
    """Go to a page on the day, wait for its map where there is one, and look at all of it."""
    reader.go(asking(path, date=DAY, **asked), ready=False)
    if reader.page.locator(".folium-map").count():
        reader.page.wait_for_selector(".folium-map[data-ready]")
    reader.open_all()
    reader.page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")


def assert_unhurt(reader):
    reader.settle()
    assert reader.page.evaluate("window.__pwned") is None
    assert reader.page.locator("img, iframe, object, [onerror], [onmouseover]").count() == 0
    reader.assert_calm()


@pytest.mark.parametrize("path", PAGES)
def test_pages(visit, path):
    with visit() as reader:
        for language in LANGUAGES:
            go(reader, path, lang=language)

            assert_unhurt(reader)
            assert IMG in reader.page.locator("body").inner_text(), language


@pytest.mark.parametrize("path", PAGES)
def test_names_of_ten_thousand_characters(endless_visit, path):
    """They are long, but they push nothing out of the page, and their last words are still only words."""
    with endless_visit() as reader:
        for width in (1440, 320):
            reader.page.set_viewport_size({"width": width, "height": 900})
            go(reader, path)

            assert_unhurt(reader)
            assert reader.overflow() <= 0, width
            assert IMG in reader.page.locator("body").inner_text()


def test_a_suggestion_of_ten_thousand_characters(endless_visit):
    with endless_visit(360) as reader:
        go(reader, "/szukaj")
        option = reader.suggested("Źdźbło").first
        option.wait_for()

        assert_unhurt(reader)
        assert reader.overflow() <= 0 and option.bounding_box()["height"] <= 130


@pytest.mark.parametrize("query", ["img src", "hyperlink", "sewo"])
def test_suggestions(visit, query):
    with visit() as reader:
        go(reader, "/szukaj")
        shown = reader.suggested(query).all_inner_texts()

        assert shown and [text for text in shown if IMG not in text] == []
        assert_unhurt(reader)
        reader.page.keyboard.press("ArrowDown")
        reader.page.keyboard.press("Enter")
        reader.page.wait_for_url(re.compile("/(owes|powiat|wojewodztwo|gmina|miejsce)/"))
        assert_unhurt(reader)


@pytest.mark.parametrize("text", TYPED)
def test_what_a_visitor_types(visit, text):
    with visit() as reader:
        go(reader, "/szukaj")
        reader.page.locator("#q").fill(text)
        reader.answered(text)
        with reader.page.expect_navigation():
            reader.page.locator("#q").press("Enter")

        assert_unhurt(reader)
        box = reader.page.locator("#q")
        assert box.count() == 0 or box.input_value() == text or "/szukaj" not in reader.page.url
        assert reader.overflow() <= 0


#: From left to right: where the letters of a text begin that comes after a name which turns the direction.
LETTERS = """
(element) => {
  const range = document.createRange(), text = element.firstChild, found = [];
  for (let i = 0; i < text.length; i++) {
    range.setStart(text, i);
    range.setEnd(text, i + 1);
    found.push(range.getBoundingClientRect().left);
  }
  return found.slice(0, 4);
}
"""


@pytest.mark.parametrize(
    ("path", "after"),
    [("/wojewodztwo/pomorskie", ".centres a + .quiet"), ("/szukaj?q=Kwidzyn", ".choices a span")],
)
def test_a_name_that_turns_the_direction_turns_only_itself(visit, path, after):
    with visit() as reader:
        go(reader, path)
        for text in reader.page.locator(after).all():
            letters = text.evaluate(LETTERS)
            assert letters == sorted(letters)


def test_without_javascript(visit):
    """The picture of the map is a file of its own, in which nothing runs either."""
    with visit(java_script_enabled=False) as reader:
        for path in PAGES:
            reader.page.goto(reader.address + asking(path, date=DAY))
            sources = reader.page.locator("img").evaluate_all("(all) => all.map((i) => i.getAttribute('src'))")
            assert [s for s in sources if not s.startswith("/mapa/")] == []
            for source in sources:
                reader.page.goto(reader.address + source)
                assert reader.page.locator("script, image, foreignObject, a").count() == 0
                assert IMG in "".join(reader.page.locator("title").all_text_contents())
        assert reader.strangers == []


def test_the_card_under_the_pointer_and_the_one_that_stays(visit):
    with visit() as reader:
        go(reader, "/wojewodztwo/pomorskie")
        x, y = reader.point_in(NTH)
        for selector, act in (
            (".leaflet-tooltip", reader.page.mouse.move),
            (".leaflet-popup", reader.page.mouse.click),
        ):
            act(x, y)
            reader.page.locator(selector).wait_for()
            text = reader.page.locator(f"{selector} .card-name").inner_text()
            assert text.startswith(f"powiat {IMG}</script><script>") and "{{ 7*7 }} {# gone #}" in text
            assert IMG in reader.page.locator(f"{selector} .card-centre").inner_text()
        assert_unhurt(reader)


def test_names_on_the_map(visit):
    with visit() as reader:
        go(reader, "/wojewodztwo/pomorskie")
        reader.layers().filter(has_text="Nazwy powiatów").click()

        expect(reader.page.locator(".map-label-names").filter(has_text=IMG).first).to_be_attached()
        assert_unhurt(reader)


def test_the_file_that_stands_alone(browser, hostile, tmp_path):
    rows = coverage_rows(Lookup(hostile), TODAY, "22")
    page = render_file(hostile, Settings().templates, "pomorskie", TODAY, rows, standing_counts(rows))
    (tmp_path / "map.html").write_text(page, encoding="utf-8")
    with visiting(browser, f"file://{tmp_path}") as reader:
        reader.go("/map.html")
        reader.page.mouse.click(*reader.point_in(NTH))
        reader.page.locator(".leaflet-popup").wait_for()

        assert IMG in reader.page.locator(".leaflet-popup").inner_text()
        assert IMG in reader.page.locator("tbody").inner_text()
        assert_unhurt(reader)


def test_what_cannot_be_a_page_is_not_opened_as_one(visit):
    """JSON, CSV and problems are shown as text even by a browser that would like to sniff."""
    with visit() as reader:
        for path in (
            f"/api/v1/lookup?teryt={EVIL_POWIAT}",
            "/api/v1/problems",
            "/api/v1/lookup?teryt=<img src=x onerror=1>",
        ):
            reader.page.goto(reader.address + path)
            assert reader.page.locator("img").count() == 0
            assert reader.page.evaluate("window.__pwned") is None


def test_turned_text_stays_where_it_is(visit):
    """A right-to-left override in one name must not turn what stands beside it."""
    with visit() as reader:
        go(reader, f"/powiat/{EVIL_POWIAT}")
        crumbs = reader.page.locator(".crumbs")
        polska = crumbs.get_by_role("link", name="Polska").bounding_box()

        assert polska["x"] < crumbs.bounding_box()["x"] + 20
        assert_unhurt(reader)
