"""What axe cannot see: where the keyboard leads, what shows the focus, names in the reader's language, patterns."""

import pytest
from playwright.sync_api import expect

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

DAY = "?date=2026-11-24"


def test_the_first_tab_leads_past_the_header(visit):
    with visit() as reader:
        reader.go("/")
        reader.page.keyboard.press("Tab")
        focused = reader.page.locator(":focus")

        assert focused.inner_text() == "Przejdź do treści"
        assert focused.bounding_box()["y"] >= 0
        focused.press("Enter")
        expect(reader.page.locator("#tresc")).to_be_focused()


#: Tag, whether it has the focus itself (and not a part inside it that the browser draws), and how that is shown.
#: The box shows it for its map, a ring of the same shape for an area.
FOCUSED = """(() => {
  const e = document.activeElement, style = getComputedStyle(e.closest(".folium-map:focus") ? e.parentNode : e);
  if (e.tagName === "path") return ["path", true, "ring " + document.querySelectorAll("path.map-ring").length];
  return [e.tagName, e.matches(":focus"), style.outlineStyle + " " + style.outlineWidth];
})()"""


def test_whatever_has_the_focus_shows_it(visit):
    with visit() as reader:
        reader.go("/wojewodztwo/pomorskie")
        seen = []
        for _ in range(16):
            reader.page.keyboard.press("Tab")
            seen.append(reader.page.evaluate(FOCUSED))

        assert {"A", "INPUT", "BUTTON", "DIV", "path"} <= {tag for tag, _, _ in seen}
        assert [s for s in seen if s[1] and s[2] not in ("solid 3px", "ring 1")] == []
        assert reader.page.evaluate("document.querySelectorAll('.map-ring').length") == 0, "a ring stayed behind"


def test_the_keyboard_leaves_the_map_after_a_few_steps(visit):
    """382 areas must not be 382 stops between the form and the table."""
    with visit() as reader:
        reader.go("/" + DAY)
        reader.page.locator(".folium-map").focus()
        inside = 0
        while inside < 12 and reader.page.evaluate("document.activeElement.closest('.folium-map') !== null"):
            inside += 1
            reader.page.keyboard.press("Tab")

        assert inside < 12, "after twelve steps the focus is still in the map"


def test_layers_can_be_switched_by_keyboard(visit):
    with visit() as reader:
        reader.go("/wojewodztwo/pomorskie" + DAY)
        reader.page.locator(".leaflet-control-layers-toggle").press("Enter")
        box = reader.page.locator(".leaflet-control-layers-expanded input").first
        box.wait_for()
        reader.turn()  # for a moment a list that has just been opened takes no click
        paths = reader.page.locator(".folium-map path")
        count = paths.count()
        box.press("Space")

        expect(paths).to_have_count(count - 20)


def test_areas_can_be_reached_and_opened_by_keyboard(visit):
    """One stop of the Tab key for all areas (DESIGN §5.4: roving tabindex), each with a name; Enter opens its card."""
    with visit() as reader:
        reader.go("/wojewodztwo/pomorskie" + DAY)
        stop = reader.page.locator("path.leaflet-interactive[tabindex='0']")

        assert stop.count() == 1
        assert stop.get_attribute("aria-label")
        stop.press("Enter")
        reader.page.locator(".leaflet-popup").wait_for()
        reader.page.keyboard.press("Escape")
        reader.page.locator(".leaflet-popup").wait_for(state="detached")


#: From each area the areas that the four arrows lead to, by index.
STEPS = """
() => {
  const areas = [...document.querySelectorAll("path.leaflet-interactive")];
  return areas.map((area) => ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].map((key) => {
    area.focus();
    area.dispatchEvent(new KeyboardEvent("keydown", { key: key, bubbles: true }));
    return areas.indexOf(document.activeElement);
  }));
}
"""


@pytest.mark.parametrize("path", ["/", "/wojewodztwo/pomorskie", "/wojewodztwo/slaskie"])
def test_arrows_lead_from_the_first_area_to_every_other(visit, path):
    with visit(reduced_motion="reduce") as reader:
        reader.go(path + DAY)
        steps = reader.page.evaluate(STEPS)
        reached, waiting = {0}, [0]
        while waiting:
            new = set(steps[waiting.pop()]) - reached
            reached |= new
            waiting += new

        assert -1 not in reached, "an arrow leads out of the areas"
        names = reader.areas().evaluate_all("(paths) => paths.map((p) => p.getAttribute('aria-label'))")
        assert [name for n, name in enumerate(names) if n not in reached] == []
        assert all(names)
        assert reader.page.locator("path[tabindex='0']").count() == 1


def test_from_an_area_the_next_stop_is_its_card(visit):
    """Tab, Enter, Tab, Enter: from the map to the page of a powiat without a mouse."""
    with visit(reduced_motion="reduce") as reader:
        reader.go("/wojewodztwo/pomorskie" + DAY)
        reader.page.locator("path[tabindex='0']").focus()
        reader.page.keyboard.press("Enter")
        reader.page.locator(".leaflet-popup").wait_for()
        reader.page.keyboard.press("Tab")

        expect(reader.page.locator(".leaflet-popup :focus")).to_have_count(1)
        reader.page.keyboard.press("Escape")
        reader.page.locator(".leaflet-popup").wait_for(state="detached")
        expect(reader.page.locator("path[tabindex='0']")).to_be_focused()


NAMES = {
    "": {"Przybliż", "Oddal", "Warstwy mapy"},
    "&lang=en": {"Zoom in", "Zoom out", "Map layers"},
    "&lang=uk": set(),
}


@pytest.mark.parametrize("language", NAMES)
def test_every_control_has_a_name_in_the_language_of_the_page(visit, language):
    with visit() as reader:
        reader.go("/wojewodztwo/pomorskie" + DAY + language)
        reader.page.mouse.click(*reader.point_in(6))
        reader.page.locator(".leaflet-popup").wait_for()
        named = reader.page.locator(".folium-map [aria-label], .folium-map [title]").all()
        names = {e.get_attribute("aria-label") or e.get_attribute("title") for e in named}

        assert NAMES[language] <= names


def test_the_patterns_do_not_depend_on_colour(visit):
    """In a print without colour standings still differ: solid, thin lines, stripes, dots; tests/test_maps_fills.py."""
    with visit() as reader:
        reader.go("/" + DAY)
        fills = set(
            reader.areas().evaluate_all("(paths) => paths.map((p) => p.getAttribute('fill').replace(/-\\d+/g, ''))")
        )

        assert {"url(#ses-unconfirmed)", "url(#ses-ended)", "url(#ses-none)", "url(#ses-confirmed)"} <= fills
        used = reader.areas().evaluate_all("(paths) => paths.map((p) => p.getAttribute('fill'))")
        ids = {u[5:-1] for u in used if u.startswith("url")}
        assert [i for i in ids if reader.page.locator(f"pattern#{i}").count() != 1] == []
