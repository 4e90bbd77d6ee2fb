"""Entities on the map, in the browser: signs, clusters, keyboard, and a list that goes with the map."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sights import DAY, axe
from tests.web_builders import EVIL_NAME, IMG

pytest_plugins = ["tests.web_fixtures"]
pytestmark = [pytest.mark.e2e, pytest.mark.realdata]

LIST = f"/planowanie/podmioty?date={DAY}"
ICON, GROUP, ALONE = ".entity-icon", ".entity-cluster", ".entity-icon:not(.entity-cluster)"
ZAZ = "zakład aktywności zawodowej (ZAZ)"


def show(reader, **asked):
    reader.go(LIST + "".join(f"&{k}={v}" for k, v in asked.items()))
    reader.page.wait_for_selector("[data-entities][data-count]")
    return int(reader.page.locator("[data-entities]").get_attribute("data-count"))


def on_the_map(reader):
    """How many entities the signs and groups stand for."""
    groups = [int(t) for t in reader.page.locator(f"{GROUP} text").all_text_contents()]
    return sum(groups) + reader.page.locator(ALONE).count()


@pytest.mark.parametrize("width", [1440, 360])
def test_every_placed_entity_is_on_the_map_in_signs_and_groups(visit, width):
    with visit(width, reduced_motion="reduce") as reader:
        count = show(reader)
        text = reader.page.locator(".counts").inner_text()

        assert count == on_the_map(reader) == int(re.search(r"na mapie (\d+)", text)[1])
        assert reader.page.locator(GROUP).count() > 5
        assert reader.overflow() == 0
        reader.assert_calm()


def test_a_filter_narrows_map_and_list(visit):
    with visit(reduced_motion="reduce") as reader:
        whole = show(reader)
        reader.page.get_by_label(ZAZ).check()
        reader.page.get_by_label("Województwo").select_option("lubuskie")
        reader.page.locator("form.day button").click()
        reader.arrives(voivodeship="lubuskie")
        reader.page.wait_for_selector("[data-entities][data-count]")
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
        assert all(re.fullmatch(r"Grupa: \d+ podmiot(y|ów)?; Enter przybliża|.+, .+", n) for n in names)


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
        before = reader.page.evaluate("sesMap.map.getZoom()")
        reader.page.locator(GROUP).nth(3).focus()
        reader.page.keyboard.press("Enter")

        reader.page.wait_for_function("(before) => sesMap.map.getZoom() > before", arg=before)
        expect(reader.page.locator(f"{ICON}:focus")).to_have_count(1)
        assert reader.page.locator(f"{ICON}[tabindex='0']").count() == 1
        reader.assert_calm()


def test_entities_of_one_town_come_apart(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader, voivodeship="wielkopolskie", q="jarocin")
        reader.page.locator(GROUP).first.focus()
        reader.page.keyboard.press("Enter")
        expect(reader.page.locator(ALONE).nth(2)).to_be_visible()

        assert "S" in reader.page.locator(f"{ALONE} text").all_text_contents()
        reader.assert_calm()


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
        reader.page.route("**/podmioty.geojson*", lambda route: route.fulfill(status=503))
        reader.go(LIST)
        expect(reader.page.locator("#mapa-stan")).to_contain_text("Nie udało się pobrać punktów")

        assert reader.page.locator("tr[data-entity]").count() == 50


def test_names_that_attack_are_text_on_the_map(visit):
    """Whatever a source could write as name, kind or id of an entity."""
    told = {"id": f'"><b>{IMG}', "name": EVIL_NAME, "kind": IMG, "is_own": True}
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [15.53, 52.25]}, "properties": told}
    body = json.dumps({"type": "FeatureCollection", "features": [feature]})
    with visit(reduced_motion="reduce") as reader:
        answer = {"status": 200, "content_type": "application/geo+json", "body": body}
        reader.page.route("**/podmioty.geojson*", lambda route: route.fulfill(**answer))
        assert show(reader) == 1
        reader.page.locator(ICON).focus()
        reader.page.keyboard.press("Enter")
        expect(reader.page.locator(".leaflet-popup-content strong")).to_contain_text("<img src=x onerror")

        assert reader.page.evaluate("window.__pwned") is None
        assert reader.page.locator(".folium-map img, .folium-map b, .folium-map script").count() == 0
        reader.assert_calm()


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
