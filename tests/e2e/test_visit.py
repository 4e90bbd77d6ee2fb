"""A study visit in the browser: made and ordered by keyboard alone, taken on paper, without JavaScript."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.sights import VISITED, address, show

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PATH = "/planowanie/wizyta"


def wait_for(page, *wanted):
    """Wait until the page has loaded, or been put in place, whose address holds these stops."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("stops", [""])[0] == ",".join(wanted))


def focused(page):
    return page.evaluate("document.activeElement.innerText || document.activeElement.id")


def tab_to(page, name):
    """Reach a link or button as a keyboard does: by Tab, until it has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if name in focused(page):
            return
    raise AssertionError(f"Tab never reaches {name!r}")


def test_a_visit_is_made_and_ordered_by_keyboard_alone(visit):
    with visit(1440) as reader:
        page = reader.page
        reader.go(PATH, ready=False)
        tab_to(page, "szukaj")
        page.keyboard.type("zmysły")
        page.keyboard.press("Enter")
        expect(page.locator("#visit-found")).to_have_text("Znaleziono 1 podmiot.")
        assert focused(page) == "szukaj", "the search keeps the focus"
        tab_to(page, "dodaj: Spółdzielnia Socjalna „ZMYSŁY”")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("Dodano na koniec programu: Spółdzielnia Socjalna „ZMYSŁY”")
        assert focused(page).startswith("dodaj"), "what was pressed keeps the focus"
        page.locator("#szukaj").fill("piątkowo")
        page.locator("#szukaj").press("Enter")
        expect(page.locator("#visit-found")).to_have_text(re.compile("Znaleziono"))
        page.locator("#add-cis-piatkowo-poznan").press("Enter")
        expect(page.locator(".stop")).to_have_count(2)
        wait_for(page, "ss-zmysly-jarocin", "cis-piatkowo-poznan")

        page.locator("#program").focus()
        tab_to(page, "przesuń w górę: 2.")
        page.keyboard.press("Enter")
        expect(page.locator(".stop h3").first).to_contain_text("Piątkowo")
        wait_for(page, "cis-piatkowo-poznan", "ss-zmysly-jarocin")
        expect(page.get_by_role("status")).to_contain_text("Teraz miejsce 1 z 2")
        assert focused(page).endswith("1. Centrum Integracji Społecznej Piątkowo"), "the moved stop keeps the focus"
        assert re.search(r"Razem 6\d,\d km", page.locator("main").inner_text())
        reader.assert_calm()


def test_a_change_loads_no_page_and_the_way_back_undoes_it(visit):
    with visit(360) as reader:
        page = reader.page
        show(reader, "planning-visit")
        before = page.url
        page.evaluate("window.__same = true")
        page.get_by_role("link", name="usuń: 2. Fundacja Barka").click()
        expect(page.locator(".stop")).to_have_count(4)
        page.wait_for_url(lambda url: url != before)
        expect(page.locator("#away-2")).to_be_focused()
        page.go_back()
        expect(page.locator(".stop")).to_have_count(5)

        assert page.url == before and page.evaluate("window.__same") is True
        page.get_by_role("link", name="Przejdź do treści").press("Enter")
        expect(page.locator("#tresc")).to_be_focused()
        reader.assert_calm()


def test_title_and_days_go_into_the_address(visit):
    with visit(1440) as reader:
        page = reader.page
        show(reader, "planning-visit")
        page.get_by_label("Tytuł", exact=True).fill("<img src=x onerror=\"window.__pwned='x'\">")
        page.get_by_label("Od dnia", exact=True).fill("2027-03-01")
        page.get_by_role("button", name="Zapisz w adresie").click()
        expect(page.locator("h1")).to_have_text("<img src=x onerror=\"window.__pwned='x'\">")

        reader.arrives(od="2027-03-01", stops=f"{VISITED},{VISITED.split(',')[0]}")
        assert page.evaluate("window.__pwned") is None
        expect(page.get_by_role("button", name="Drukuj program")).to_have_count(1)
        reader.assert_calm()


@pytest.mark.parametrize("width", [1440, 360])
def test_without_javascript(visit, width):
    with visit(width, java_script_enabled=False) as reader:
        page = reader.page
        page.goto(f"{reader.address}{PATH}")
        page.get_by_label("Nazwa, miejscowość albo rodzaj").fill("jarocin")
        page.get_by_role("button", name="Szukaj podmiotów").click()
        page.get_by_role("link", name="dodaj: Jarocińska Spółdzielnia Socjalna").click()
        wait_for(page, "ss-jarocinska-spoldzielnia-socjalna")
        page.get_by_role("link", name="dodaj: Warsztat Terapii Zajęciowej").click()
        wait_for(page, "ss-jarocinska-spoldzielnia-socjalna", "wtz-w-jarocinie")
        page.get_by_role("link", name="przesuń w dół: 1.").click()
        wait_for(page, "wtz-w-jarocinie", "ss-jarocinska-spoldzielnia-socjalna")

        assert page.locator(".stop").count() == 2
        box = page.locator(".route img").bounding_box()
        assert box["height"] / box["width"] == pytest.approx(0.727, rel=0.02)
        assert (reader.complaints, reader.strangers) == ([], [])


def test_the_programme_fits_on_paper(visit):
    """A4 with margins of 12 mm is 703 pixels wide: nothing is cut, no control is printed, hours can be written in."""
    with visit(703) as reader:
        page = reader.page
        show(reader, "planning-visit")
        page.emulate_media(media="print")

        assert reader.overflow() <= 0
        wide = "(e) => e.getBoundingClientRect().right > innerWidth + 1"
        assert not [e for e in page.locator("main :visible").all() if e.evaluate(wide)]
        for hidden in (".tabs", "form", ".steps", ".edit"):
            assert not page.locator(hidden).locator("visible=true").count()
        assert page.locator(".hand:visible").count() == 5
        assert page.locator(".route img").is_visible()
        pdf = page.pdf(prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 2


def test_a_wrong_address_says_so_and_keeps_the_rest(visit):
    with visit(360) as reader:
        reader.page.goto(f"{reader.address}{address('planning-visit').replace('stops=', 'stops=nope%2C')}")

        assert "„nope”" in reader.page.locator(".warn").inner_text()
        assert reader.page.locator(".stop").count() == 5
        assert (reader.violations, reader.strangers, reader.overflow()) == ([], [], 0)
