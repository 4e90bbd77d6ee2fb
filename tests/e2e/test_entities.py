"""Entities on the map, in the browser: signs, groups, keyboard, and a list that goes with the map."""

import contextlib
import json
import re

import pytest
from playwright.sync_api import Error, expect

from tests.e2e.sights import DAY, axe
from tests.web_builders import EVIL_NAME, IMG

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

LIST = f"/planowanie/podmioty?date={DAY}"
ICON, GROUP, SPOT, ALONE = ".entity-icon", ".entity-cluster", ".entity-spot", ".entity-entity"
ZAZ = "zakład aktywności zawodowej (ZAZ)"
NAMED = (
    r"Grupa: \d+ podmiot(y|ów)?, najwięcej: .+ \d+; Enter przybliża|.+: \d+ podmiot(y|ów); Enter pokazuje listę|.+, .+"
)


def wait(reader, was=None):
    """Until all tiles of the view have come and all signs are drawn."""
    reader.page.wait_for_function(
        "(was) => { const s = document.querySelector('[data-tiles]').dataset.settled; return s && s !== was; }", arg=was
    )


def settled(reader):
    return reader.page.locator("[data-tiles]").get_attribute("data-settled")


def show(reader, **asked):
    reader.go(LIST + "".join(f"&{k}={v}" for k, v in asked.items()))
    wait(reader)
    return int(reader.page.locator("[data-tiles]").get_attribute("data-count"))


def on_the_map(reader):
    """How many entities the signs and groups stand for."""
    groups = [int(t) for t in reader.page.locator(f"{GROUP} text, {SPOT} text").all_text_contents()]
    return sum(groups) + reader.page.locator(ALONE).count()


@pytest.mark.parametrize("width", [1440, 360])
def test_every_placed_entity_is_on_the_map_in_signs_and_groups(visit, width):
    with visit(width, reduced_motion="reduce") as reader:
        count = show(reader)
        text = reader.page.locator(".counts").inner_text()

        assert count == on_the_map(reader) == int(re.search(r"na mapie (\d+)", text)[1])
        assert reader.page.locator(GROUP).count() > 5
        assert reader.overflow() == 0
        assert not [r for r in reader.requests if ".geojson" in r]
        reader.assert_calm()


@pytest.mark.parametrize("path", [LIST, f"/planowanie/podmioty?date={DAY}&voivodeship=pomorskie&lang=en"])
def test_areas_are_a_pale_ground_without_numbers_of_centres(visit, path):
    with visit() as reader:
        reader.go(path)
        wait(reader)
        opacities = "paths => paths.map(p => Number(getComputedStyle(p).fillOpacity))"
        areas = reader.page.locator(".leaflet-overlay-pane path.leaflet-interactive").evaluate_all(opacities)
        layers = reader.page.locator(".leaflet-control-layers-overlays label").all_text_contents()

        assert areas and max(areas) <= 0.35
        assert reader.page.locator(".map-label-labels").count() == 0
        assert layers and not [name for name in layers if re.search("[Nn]umer|[Nn]umber", name)]
        assert reader.page.locator(".no").count() == 0
        reader.assert_calm()


def test_a_filter_narrows_map_and_list(visit):
    with visit(reduced_motion="reduce") as reader:
        whole = show(reader)
        reader.page.get_by_role("checkbox", name=ZAZ).check()
        reader.page.get_by_label("Województwo").select_option("lubuskie")
        reader.page.locator("form.day button").click()
        reader.arrives(voivodeship="lubuskie")
        wait(reader)
        rows = reader.page.locator("tr[data-entity]").count()

        assert 0 < on_the_map(reader) <= rows < whole
        assert set(reader.page.locator("tr[data-entity] .kind").all_inner_texts()) == {
            "zakład aktywności zawodowej (ZAZ)"
        }
        assert set(reader.page.locator(f"{ALONE} text").all_text_contents()) <= {"ZAZ"}
        reader.assert_calm()


def test_signs_are_one_stop_of_the_tab_key_and_each_has_a_name(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader)
        icons = reader.page.locator(ICON)
        names = [n.get_attribute("aria-label") for n in icons.all()]

        assert icons.count() > 10
        assert reader.page.locator(f"{ICON}[tabindex='0']").count() == 1
        assert [n for n in names if not re.fullmatch(NAMED, n)] == []


def test_no_sign_covers_another(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader)
        boxes = [i.bounding_box() for i in reader.page.locator(ICON).all()]
        middles = [(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2) for b in boxes]

        for n, (x, y) in enumerate(middles):
            assert all(abs(x - a) > 32 or abs(y - b) > 32 for a, b in middles[:n])


def test_by_keyboard_alone(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader, voivodeship="lubuskie", q="świebodzin")
        reader.page.locator(".skip-map").focus()
        expect(reader.page.locator(".skip-map")).to_be_in_viewport()
        reader.page.locator(f"{ICON}[tabindex='0']").focus()
        assert reader.page.locator(":focus").get_attribute("aria-label") == (
            "Powiatowy Dom Dziennego Pobytu w Świebodzinie, inny podmiot, środek miejscowości"
        )
        reader.page.keyboard.press("Enter")
        card = reader.page.locator(".leaflet-popup-content")
        expect(card).to_contain_text("Punkt to środek miejscowości, nie adres")
        reader.page.keyboard.press("Escape")
        expect(reader.page.locator(".leaflet-popup")).to_have_count(0)
        assert reader.page.locator(f"{ICON}:focus").count() == 1
        reader.page.keyboard.press("Enter")
        reader.page.keyboard.press("Enter")

        reader.page.wait_for_url("**/planowanie/podmiot/inne-powiatowy-dom-dziennego-pobytu-w-swiebodzinie?date=*")
        reader.page.wait_for_selector(".folium-map[data-ready]")
        reader.assert_calm()


def test_arrows_move_between_signs_and_enter_takes_a_group_apart(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader)
        reader.page.locator(GROUP).nth(3).focus()
        reader.page.keyboard.press("ArrowRight")
        assert reader.page.locator(f"{ICON}:focus").count() == 1
        reader.page.keyboard.press("ArrowLeft")
        before, was = reader.page.evaluate("sesMap.map.getZoom()"), settled(reader)
        reader.page.locator(GROUP).nth(3).focus()
        reader.page.keyboard.press("Enter")
        wait(reader, was)

        assert reader.page.evaluate("sesMap.map.getZoom()") > before
        expect(reader.page.locator(f"{ICON}:focus")).to_have_count(1)
        assert reader.page.locator(f"{ICON}[tabindex='0']").count() == 1
        reader.assert_calm()


def test_an_arrow_at_the_edge_moves_the_map_and_keeps_a_sign_in_focus(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader)
        reader.page.locator(GROUP).first.focus()
        centre = reader.page.evaluate("sesMap.map.getCenter().lng")
        for _ in range(20):
            if reader.page.evaluate("sesMap.map.getCenter().lng") > centre:
                break
            reader.page.keyboard.press("ArrowRight")
        else:
            pytest.fail("the map did not move")

        expect(reader.page.locator(f"{ICON}:focus")).to_have_count(1)


def test_entities_of_one_town_are_one_sign_with_a_list(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader, voivodeship="wielkopolskie", q="jarocin")
        sign = reader.page.locator(SPOT).first
        assert sign.get_attribute("aria-label") == "Jarocin: 4 podmioty; Enter pokazuje listę"
        sign.focus()
        reader.page.keyboard.press("Enter")
        links = reader.page.locator(".leaflet-popup-content li a")
        expect(links).to_have_count(4)

        assert "Spółdzielnia Socjalna „Zielony Jarocin”" in links.all_inner_texts()
        expect(links.first).to_be_focused()
        reader.page.keyboard.press("Escape")
        expect(sign).to_be_focused()
        reader.assert_calm()


def test_a_list_that_a_high_tile_does_not_hold_is_fetched(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader)
        was = settled(reader)
        reader.page.evaluate("sesMap.map.setView([51.9738, 17.5022], 10, { animate: false })")
        wait(reader, was)
        reader.page.locator(f"{SPOT}[aria-label^='Jarocin: 4']").focus()
        reader.page.keyboard.press("Enter")

        expect(reader.page.locator(".leaflet-popup-content li a")).to_have_count(4)


def test_the_map_shows_what_the_list_is_on_and_the_list_what_the_map_is_on(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader, voivodeship="lubuskie", q="świebodzin")
        row = reader.page.locator("tr[data-entity]").first
        row.locator("a").first.focus()
        expect(reader.page.locator(".entity-shown")).to_have_count(1)
        reader.page.locator(ICON).focus()

        expect(reader.page.locator(".entity-shown")).to_have_count(0)
        expect(row).to_have_class("chosen")


def test_without_points_the_list_is_whole_and_says_so(visit):
    with visit() as reader:
        reader.page.route("**/kafelki/**", lambda route: route.fulfill(status=503))
        reader.go(LIST)
        expect(reader.page.locator("#mapa-stan")).to_contain_text("Nie udało się pobrać wszystkich punktów")

        assert reader.page.locator("tr[data-entity]").count() == 50


def test_names_that_attack_are_text_on_the_map(visit):
    """Whatever a source could write as name, town or id of an entity."""
    evil = f'"><b>{IMG}'
    tile = {
        "at": [0, 0, 0], "whole": True, "groups": [],
        "entities": [[15.53, 52.25, 0, evil, EVIL_NAME, True]],
        "spots": [[20.0, 52.25, 2, [2], IMG, evil, [[0, evil, EVIL_NAME, True], [0, "b", IMG, False]]]],
    }  # fmt: skip
    with visit(reduced_motion="reduce") as reader:
        answer = {"status": 200, "content_type": "application/json", "body": json.dumps(tile)}
        reader.page.route("**/kafelki/**", lambda route: route.fulfill(**answer))
        assert show(reader) == 3
        for selector, count in ((ALONE, 1), (SPOT, 2)):
            reader.page.locator(selector).focus()
            reader.page.keyboard.press("Enter")
            expect(reader.page.locator(".leaflet-popup-content a").first).to_contain_text("<img src=x onerror")
            expect(reader.page.locator(".leaflet-popup-content a")).to_have_count(count)
            reader.page.keyboard.press("Escape")

        assert reader.page.evaluate("window.__pwned") is None
        assert reader.page.locator(".folium-map img, .folium-map b, .folium-map script").count() == 0
        reader.assert_calm()


def test_tiles_that_a_moved_view_no_longer_needs_are_given_up(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader)
        held = []
        reader.page.route("**/kafelki/**", lambda route: held.append(route))
        with reader.page.expect_request("**/kafelki/**"):
            reader.page.evaluate("sesMap.map.setView([52.2, 21], 9, { animate: false })")
        with reader.page.expect_event("requestfailed", lambda request: "/kafelki/" in request.url):
            reader.page.evaluate("sesMap.map.setView([54.3, 18.6], 10, { animate: false })")

        assert held
        for route in held:
            with contextlib.suppress(Error):  # given up already
                route.abort()


def test_without_javascript_there_are_list_and_picture(visit):
    with visit(java_script_enabled=False) as reader:
        reader.go(LIST, ready=False)

        assert reader.page.locator("tr[data-entity]").count() == 50
        expect(reader.page.locator("img.map-off")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 360])
def test_axe_finds_nothing_with_points_and_a_card(visit, width, scheme):
    with visit(width, reduced_motion="reduce", color_scheme=scheme) as reader:
        show(reader, voivodeship="lubuskie")
        reader.page.locator(ALONE).first.focus()
        reader.page.keyboard.press("Enter")
        reader.page.locator(".leaflet-popup").wait_for()

        assert axe(reader) == []


def test_axe_finds_nothing_with_a_list_in_forced_colours(visit):
    with visit(360, reduced_motion="reduce", forced_colors="active") as reader:
        show(reader, voivodeship="wielkopolskie", q="jarocin")
        reader.page.locator(SPOT).first.focus()
        reader.page.keyboard.press("Enter")
        reader.page.locator(".leaflet-popup li").first.wait_for()

        assert axe(reader) == []
