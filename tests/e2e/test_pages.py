"""The pages in a real browser, from the real server: maps are drawn, nothing is complained about, nobody is asked."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.visitor import colours

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

AREAS = {"/": 382, "/wojewodztwo/pomorskie": 20, "/powiat/2214": 20, "/owes/owes-debrzno": 20}
POMORSKIE = "/wojewodztwo/pomorskie?date=2026-11-24"
#: Place of a powiat among the areas of pomorskie, which are in the order of their codes.
KWIDZYN, SLUPSK, SOPOT = 6, 11, 19


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize(("path", "count"), AREAS.items())
def test_a_page_draws_its_map(visit, tmp_path, path, count, width):
    with visit(width) as reader:
        reader.go(path)
        reader.settle()
        picture = reader.page.screenshot(path=tmp_path / "page.png")
        drawn = reader.page.locator(".map-box").screenshot(path=tmp_path / "map.png")

        reader.assert_calm()
        assert reader.areas().count() == count
        assert reader.overflow() <= 0
        for image in (picture, drawn):
            found, share = colours(image)
            assert found > 20 and share < 0.95, "the picture is blank"


@pytest.mark.parametrize("path", ["/zrodla", "/?date=2019-04-17", "/wojewodztwo/podlaskie", "/powiat/2002"])
def test_other_pages_are_calm(visit, path):
    with visit() as reader:
        reader.go(path, ready=path != "/zrodla")
        reader.settle()

        reader.assert_calm()


@pytest.mark.parametrize(
    ("day", "status", "note"),
    [
        ("2026-11-24", "ostatnio obsługiwał (zakończone):", "do 2023-06-30"),
        ("2019-04-17", "obsługuje (potwierdzone):", "źródło z 2019-04-17, do 2023-06-30"),
    ],
)
def test_pointing_at_an_area_tells_who_serves_it_and_how_it_stands(visit, day, status, note):
    with visit() as reader:
        reader.go(f"/wojewodztwo/pomorskie?date={day}")
        reader.page.mouse.move(*reader.point_in(KWIDZYN))
        card = reader.page.locator(".leaflet-tooltip")

        card.wait_for()
        assert card.locator(".card-name").inner_text() == "powiat kwidzyński"
        assert card.locator(".card-status").inner_text() == status
        assert "Nadwiślański Ośrodek Wsparcia Ekonomii Społecznej" in card.locator(".card-centre").inner_text()
        assert card.locator(".card-note").inner_text() == note
        reader.page.mouse.move(5, 5)
        card.wait_for(state="detached")
        reader.assert_calm()


def test_a_click_opens_a_card_that_leads_on(visit):
    with visit() as reader:
        reader.go(POMORSKIE)
        reader.page.mouse.click(*reader.point_in(SOPOT))
        card = reader.page.locator(".leaflet-popup")

        card.wait_for()
        assert card.locator(".card-name").inner_text() == "Sopot"
        assert "zakończone" in card.locator(".card-status").inner_text()
        assert card.locator(".card-note").inner_text() == "do 2023-09-30"
        assert card.locator(".card-centre a").get_attribute("href").startswith("/owes/owes-dobra-robota")
        reader.page.locator(".leaflet-tooltip").wait_for(state="detached")
        card.locator(".card-more a").click()
        reader.page.wait_for_url(re.compile("/powiat/2264"))
        reader.assert_calm()


def test_the_day_is_kept_in_the_links_of_a_card(visit):
    with visit() as reader:
        reader.go("/wojewodztwo/pomorskie?date=2019-04-17")
        reader.page.mouse.click(*reader.point_in(KWIDZYN))
        expect(reader.page.locator(".leaflet-popup-content a")).to_have_count(2)
        links = [a.get_attribute("href") for a in reader.page.locator(".leaflet-popup-content a").all()]

        assert [link for link in links if "date=2019-04-17" not in link] == []


def test_a_card_is_not_covered_by_the_controls(visit):
    """An area in the corner of the map, where the zoom buttons are."""
    with visit() as reader:
        reader.go(POMORSKIE)
        reader.page.mouse.click(*reader.point_in(SLUPSK))
        reader.page.locator(".leaflet-popup-content-wrapper").wait_for()
        reader.rest()
        card = reader.page.locator(".leaflet-popup-content-wrapper").bounding_box()
        for control in reader.page.locator(".leaflet-control-zoom, .leaflet-control-layers").all():
            box = control.bounding_box()
            apart = box["x"] + box["width"] <= card["x"] or card["x"] + card["width"] <= box["x"]
            assert apart or box["y"] + box["height"] <= card["y"] or card["y"] + card["height"] <= box["y"]


def test_the_map_can_be_zoomed_by_its_buttons(visit):
    with visit() as reader:
        reader.go(POMORSKIE)
        path = reader.areas().nth(SOPOT).element_handle()
        width = path.bounding_box()["width"]
        reader.page.get_by_role("button", name="Przybliż").click()

        larger = "([path, width]) => path.getBoundingClientRect().width > 1.5 * width"
        reader.page.wait_for_function(larger, arg=[path, width])


def test_scrolling_past_the_map_scrolls_the_page(visit):
    """The wheel zooms only once the map has been clicked."""
    with visit() as reader:
        reader.go("/?date=2026-11-24")
        width = reader.areas().nth(0).bounding_box()["width"]
        box = reader.page.locator(".map-box").bounding_box()
        reader.page.mouse.move(box["x"] + 200, box["y"] + 200)
        reader.page.mouse.wheel(0, 300)
        reader.page.wait_for_function("() => scrollY > 0")
        reader.rest()

        assert reader.areas().nth(0).bounding_box()["width"] == pytest.approx(width)


def test_the_row_of_an_open_card_is_marked(visit):
    """And only that one, until the card is closed."""
    with visit(reduced_motion="reduce") as reader:
        reader.go(POMORSKIE)
        marked = reader.page.locator("tr.chosen[aria-current=true]")
        for nth, unit in ((SOPOT, "2264"), (KWIDZYN, "2207")):  # the last first: what was pointed at lies last
            reader.page.mouse.click(*reader.point_in(nth))
            reader.page.locator(f"tr[data-unit='{unit}'].chosen").wait_for()
            assert marked.count() == 1
        reader.page.keyboard.press("Escape")
        expect(marked).to_have_count(0)
        expect(reader.page.locator(".leaflet-popup")).to_have_count(0)


def test_the_area_of_a_row_is_marked(visit):
    """Under the pointer and under the keyboard's focus alike."""
    with visit() as reader:
        reader.go(POMORSKIE)
        row, area = reader.page.locator("tr[data-unit='2207']"), reader.areas().nth(KWIDZYN)
        expect(area).to_have_attribute("stroke-width", "0")
        row.hover()
        expect(area).to_have_attribute("stroke-width", "3")
        reader.page.mouse.move(0, 0)
        expect(area).to_have_attribute("stroke-width", "0")
        row.get_by_role("link").first.focus()
        expect(area).to_have_attribute("stroke-width", "3")


def test_what_passes_under_a_dragging_hand_is_not_pointed_at(visit):
    """A map that lags behind the hand slides areas under it, and marking each would slow it down more."""
    with visit() as reader:
        reader.go(POMORSKIE)
        x, y = reader.point_in(KWIDZYN)
        other = reader.areas().nth(SLUPSK).element_handle()  # once pointed at it is the last of all
        reader.page.mouse.move(x, y)
        reader.page.mouse.down()
        reader.page.mouse.move(x + 30, y + 30, steps=5)
        reader.page.wait_for_function("() => sesMap.map.dragging.moving()")
        other.dispatch_event("mouseover")
        during = other.get_attribute("stroke-width")
        reader.page.mouse.up()
        reader.page.wait_for_function("() => !sesMap.map.dragging.moving()")
        other.dispatch_event("mouseover")

        assert (during, other.get_attribute("stroke-width")) == ("0", "3")


@pytest.mark.parametrize(("language", "first"), [("en", "Areas of OWES"), ("uk", "Території OWES")])
def test_the_map_speaks_the_language_of_the_page(visit, language, first):
    with visit() as reader:
        reader.go(f"{POMORSKIE}&lang={language}")
        names = reader.layers().all_inner_texts()
        reader.page.mouse.click(*reader.point_in(SLUPSK))
        card = reader.page.locator(".leaflet-popup")
        card.wait_for()

        assert names[0].strip() == first and len(set(names)) == 8
        polish = ("potwierdzone", "zakończone", "źródło", "Szczegóły", "Granice", "Nazwy", "Numery")
        assert [p for p in polish if p in card.inner_text() + "".join(names)] == []
        assert f"lang={language}" in card.locator(".card-more a").get_attribute("href")


def test_the_searched_place_is_marked_inside_its_powiat(visit):
    with visit() as reader:
        reader.go("/miejsce/0151319?date=2026-11-24")
        mark = reader.page.get_by_role("img", name="Szukane miejsce").bounding_box()
        inside = reader.areas().nth(KWIDZYN).bounding_box()

        assert inside["x"] < mark["x"] < inside["x"] + inside["width"]
        assert inside["y"] < mark["y"] < inside["y"] + inside["height"]


#: Where Rakowiec lies, in pixels from the corner of the map, and the scale.
RAKOWIEC = """
() => {
  const { x, y } = sesMap.map.latLngToContainerPoint([53.72, 18.99]);
  return [x, y, sesMap.map.getZoom()];
}
"""


def test_on_paper_the_map_shows_the_place_whatever_the_reader_had_moved_to(visit):
    with visit(reduced_motion="reduce") as reader:  # every press of an arrow moves, and at once
        reader.go("/miejsce/0151319?date=2026-11-24")
        for _ in range(6):
            reader.page.locator(".folium-map").press("ArrowRight")
        before = reader.page.evaluate(RAKOWIEC)
        assert before[0] < 0, "the place is still to be seen"
        reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
        reader.page.emulate_media(media="print")
        mark = reader.page.get_by_role("img", name="Szukane miejsce").bounding_box()
        box = reader.page.locator(".map-box").bounding_box()

        assert box["x"] < mark["x"] < box["x"] + box["width"] and box["y"] < mark["y"] < box["y"] + box["height"]
        reader.page.emulate_media(media="screen")
        reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert reader.page.evaluate(RAKOWIEC) == pytest.approx(before, abs=1)
