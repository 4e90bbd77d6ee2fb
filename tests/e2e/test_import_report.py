"""The page of an import, opened from disk: readable on a phone, and inert whatever the cells of the file were."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.visitor import visiting
from tests.import_builders import FORMULA, HEADER, HOSTILE, SCRIPT, run, write_sheet, write_workbook

pytest_plugins = ["tests.import_fixtures", "tests.web_fixtures"]
pytestmark = pytest.mark.realdata

IMG = "<img src=x onerror=\"window.__pwned='img'\">"
TURNED = "Fundacja \u202eYM\u202c"
WIDTHS = (360, 1440)


def reported(geo, path, *arguments):
    done = run(geo, "entities", path, "--format", "html", *arguments)
    page = path.with_suffix(".html")
    page.write_text(done.output, encoding="utf-8")
    return page


@pytest.fixture
def hostile_page(geo, tmp_path):
    """Every cell, header, sheet and title attacks, and some words are as long as a line."""
    sheets = {
        IMG[:20]: [
            [IMG],
            [*HEADER, IMG, "Nagłówek" * 20],
            *(row for row in HOSTILE[1:] if "\x1b" not in row[0]),
            [IMG, "CIS", IMG, IMG, "javascript:alert(1)", "", IMG],
            [TURNED, "CIS", "kwidzyński", "Kwidzyn", "", "", "", "x"],
            ["Fundacja " + "bardzo" * 40, "CIS", "kwidzyński", "Kwidzyn", "https://example.pl/" + "a" * 300],
            ["Razem", "8"],
            [f"Uwaga: {SCRIPT}"],
        ],
        "Drugi": [["A", "B"], [IMG, FORMULA]],
    }
    sheets = {name.replace("/", ""): rows for name, rows in sheets.items()}
    return reported(geo, write_workbook(tmp_path / "wykaz-podmiotow-ekonomii-spolecznej-2024.xlsx", sheets))


@pytest.fixture
def calm_page(geo, plain_sheet):
    return reported(geo, plain_sheet, "--dry-run")


@pytest.fixture
def bare_page(geo, tmp_path):
    path = write_sheet(
        tmp_path / "wykaz.csv", [HEADER[:5], ["Fundacja Promyk", "fundacja", "kwidzyński", "Kwidzyn", ""]]
    )
    reported(geo, path)
    return reported(geo, path)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", ["hostile_page", "calm_page", "bare_page"])
def test_a_report_is_calm_accessible_and_fits(browser, request, tmp_path, page, width):
    path = request.getfixturevalue(page)
    with visiting(browser, f"file://{path.parent}", width) as reader:
        reader.page.goto(f"{reader.address}/{path.name}")
        reader.page.screenshot(path=tmp_path / f"{page}-{width}.png", full_page=True)
        found = Axe().run(reader.page).response

        assert reader.page.locator("h1").inner_text().startswith("Import pliku wykaz")
        assert [
            f"{v['id']} {n['target']}: {n['failureSummary']}" for v in found["violations"] for n in v["nodes"]
        ] == []
        assert len(found["passes"]) > 10, "axe did not look at the page"
        assert reader.overflow() <= 0
        reader.assert_calm()
        assert reader.requests == [f"{reader.address}/{path.name}"]


def test_hostile_cells_are_shown_and_nothing_of_them_runs(browser, hostile_page):
    with visiting(browser, f"file://{hostile_page.parent}") as reader:
        reader.page.goto(f"{reader.address}/{hostile_page.name}")
        text = reader.page.locator("body").inner_text()

        assert reader.page.evaluate("window.__pwned") is None
        assert reader.page.locator("img, script, a, iframe, form").count() == 0
        assert all(said in text for said in (IMG, SCRIPT, FORMULA))
        assert "\u202e" not in text and "Fundacja \N{REPLACEMENT CHARACTER}YM" in text
        reader.assert_calm()


def test_what_is_wide_is_scrolled_by_keyboard(browser, hostile_page):
    with visiting(browser, f"file://{hostile_page.parent}", 360) as reader:
        reader.page.goto(f"{reader.address}/{hostile_page.name}")
        regions = reader.page.locator("[role=region]")
        names = regions.evaluate_all("(found) => found.map((r) => [r.tabIndex, r.getAttribute('aria-label')])")

        assert names and all(index == 0 and name for index, name in names)
        assert len({name for _, name in names}) == len(names)
