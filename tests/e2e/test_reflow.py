"""Small windows, much magnified pages, other colours, no motion, paper: everything is still there and can be used."""

import re

import pytest

from tests.e2e.sights import LANGUAGES, SIGHTS, show
from tests.e2e.visitor import colours

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: A window of 1280 × 1024 pixels at 400 %: 320 CSS pixels wide, and only 256 high.
MAGNIFIED = {"width": 320, "height": 256}
ANSWERS = [s for s in SIGHTS if s.startswith(("place", "gmina", "powiat", "postcode", "point"))]
ANSWERS = [s for s in ANSWERS if s != "postcode-of-two"]
#: What reaches beyond the window, although nothing there can be scrolled to it.
CUT_OFF = """
() => [...document.querySelectorAll("main *:not(.folium-map *):not(.scroll *):not(.unseen):not([hidden])")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.outerHTML.slice(0, 80))
"""
#: Which of the areas lies in the middle of the map, so that nothing of it is cut off when it grows.
_IN_THE_MIDDLE = """
(areas) => {
  const centre = (e) => { const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; };
  const [x, y] = centre(document.querySelector(".folium-map"));
  const away = areas.map((e) => Math.hypot(centre(e)[0] - x, centre(e)[1] - y));
  return away.indexOf(Math.min(...away));
}
"""


@pytest.mark.parametrize("sight", SIGHTS)
def test_nothing_scrolls_sideways_at_400_percent(visit, sight):
    with visit(320) as reader:
        reader.page.set_viewport_size(MAGNIFIED)
        for language in LANGUAGES:
            show(reader, sight, language)
            reader.open_all()

            assert reader.overflow() <= 0, language
            assert reader.page.evaluate(CUT_OFF) == [], language


def test_suggestions_fit_into_a_magnified_window(visit):
    with visit(320) as reader:
        reader.page.set_viewport_size(MAGNIFIED)
        show(reader, "home")
        reader.suggested("kwidz").first.wait_for()
        for _ in range(4):
            reader.page.keyboard.press("ArrowDown")

        assert reader.overflow() <= 0
        assert reader.page.locator("#q-list").bounding_box()["height"] < MAGNIFIED["height"]
        assert reader.sees("[role=option][aria-selected=true]")


def test_the_card_of_an_area_fits_into_a_small_map(visit):
    """On a phone it opens below the controls, and no part of it is cut off."""
    with visit(360, reduced_motion="reduce") as reader:
        show(reader, "voivodeship")
        for nth in (0, 6, 11, 19):
            reader.areas().nth(nth).focus()
            reader.page.keyboard.press("Enter")
            card = reader.page.locator(".leaflet-popup-content-wrapper")
            card.wait_for()
            inner, outer = card.bounding_box(), reader.page.locator(".map-box").bounding_box()
            assert outer["x"] <= inner["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
            assert outer["y"] <= inner["y"] and reader.sees(".leaflet-popup-close-button")
            reader.page.keyboard.press("Escape")
            card.wait_for(state="detached")


@pytest.mark.parametrize("sight", ["home", "place", "place-expired", "voivodeship", "centres"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_forced_colours_everything_has_its_outline(visit, sight, scheme):
    with visit(forced_colors="active", color_scheme=scheme) as reader:
        show(reader, sight)
        bare = reader.page.locator(
            "main button, main input:not([type=hidden]):not([type=checkbox]), .card"
        ).evaluate_all(
            "(all) => all.filter((e) => e.checkVisibility() && getComputedStyle(e).borderStyle === 'none').length"
        )

        assert bare == 0
        assert colours(reader.page.screenshot())[0] > 20
        reader.assert_calm()


def test_in_forced_colours_the_chosen_suggestion_stands_out(visit):
    ground = "(all) => all.map((e) => getComputedStyle(e).backgroundColor)"
    with visit(forced_colors="active") as reader:
        show(reader, "nothing-asked")
        options = reader.suggested("kwidz")
        options.first.wait_for()
        reader.page.keyboard.press("ArrowDown")
        first, *others = options.evaluate_all(ground)

        assert first not in others


def test_with_reduced_motion_nothing_glides(visit):
    with visit(reduced_motion="reduce") as reader:
        show(reader, "voivodeship")
        middle = reader.areas().nth(reader.areas().evaluate_all(_IN_THE_MIDDLE))
        before = middle.bounding_box()["width"]
        reader.page.get_by_role("button", name="Przybliż").click()
        zoomed = middle.bounding_box()
        reader.page.locator(".folium-map").press("ArrowRight")
        panned = middle.bounding_box()

        assert zoomed["width"] > 1.5 * before, "the map glides to its new scale"
        assert panned["x"] < zoomed["x"] - 50, "the map glides to its new place"
        assert reader.page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("sight", ANSWERS)
def test_an_answer_fits_one_sheet(visit, sight):
    with visit() as reader:
        for language in LANGUAGES:
            show(reader, sight, language)
            paper = reader.page.pdf(prefer_css_page_size=True, print_background=False)

            assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1, language
            assert b"/MediaBox [0 0 595" in paper or b"/MediaBox [0 0 594" in paper, "not A4"
