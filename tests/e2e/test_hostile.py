"""A registry that attacks its readers: in a real browser the text is shown, and nothing of it runs."""

from functools import partial

import pytest

from ses_map.lookup import Lookup, coverage_rows, status_counts
from ses_map.maps.standalone import render_file
from ses_map.settings import Settings
from tests.builders import TODAY
from tests.e2e.visitor import visiting
from tests.web_builders import EVIL_CENTRE, EVIL_POWIAT

pytest_plugins = ["tests.web_fixtures"]
pytestmark = [pytest.mark.e2e, pytest.mark.realdata]

#: Place of the hostile powiat (2207) among the areas of pomorskie.
NTH = 6
IMG = "<img src=x onerror=\"window.__pwned='img'\">"
DAY = "?date=2026-11-24"


@pytest.fixture
def visit(browser, hostile_server):
    return partial(visiting, browser, hostile_server)


def assert_unhurt(reader):
    reader.page.wait_for_load_state("networkidle")
    assert reader.page.evaluate("window.__pwned") is None
    assert reader.page.locator("img").count() == 0
    reader.assert_calm()


@pytest.mark.parametrize(
    "path", ["/", "/wojewodztwo/pomorskie", f"/powiat/{EVIL_POWIAT}", f"/owes/{EVIL_CENTRE}", "/zrodla"]
)
def test_pages(visit, path):
    with visit() as reader:
        reader.go(path + DAY, ready=path != "/zrodla")
        reader.open_all()
        reader.page.mouse.wheel(0, 4000)

        assert_unhurt(reader)
        assert IMG in reader.page.locator("body").inner_text()


def test_the_card_under_the_pointer_and_the_one_that_stays(visit):
    with visit() as reader:
        reader.go("/wojewodztwo/pomorskie" + DAY)
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
        reader.go("/wojewodztwo/pomorskie" + DAY)
        reader.page.locator(".leaflet-control-layers").hover()
        reader.page.locator(".leaflet-control-layers label", has_text="Nazwy powiatów").click()

        assert [t for t in reader.page.locator(".map-label-names").all_text_contents() if IMG in t]
        assert_unhurt(reader)


def test_the_file_that_stands_alone(browser, hostile, tmp_path):
    rows = coverage_rows(Lookup(hostile), TODAY, "22")
    page = render_file(hostile, Settings().templates, "pomorskie", TODAY, rows, status_counts(rows))
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
        reader.go(f"/powiat/{EVIL_POWIAT}" + DAY)
        crumbs = reader.page.locator(".crumbs")
        polska = crumbs.get_by_role("link", name="Polska").bounding_box()

        assert polska["x"] < crumbs.bounding_box()["x"] + 20
        assert_unhurt(reader)
