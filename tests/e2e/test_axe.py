"""axe-core with no rule disabled: every template, outcome and standing. ``looks.py`` says what is looked at."""

from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from tests.e2e.looks import LOOKS, PHONE, SCREEN
from tests.e2e.sights import DAY, axe, show, units_by_standing
from tests.e2e.visitor import visiting

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


def in_light_and_dark(reader):
    """Look at the page as it is in both colour schemes."""
    found = []
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {violation}" for violation in axe(reader)]
    return found


@pytest.mark.parametrize(("sight", "language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing(visit, sight, language, width, scheme):
    with visit(width, color_scheme=scheme) as reader:
        show(reader, sight, language)

        assert axe(reader) == []


@pytest.mark.parametrize(
    ("standing", "width"), [("confirmed", PHONE), ("unconfirmed", SCREEN), ("ended", PHONE), ("none", SCREEN)]
)
def test_axe_finds_nothing_in_the_card_of_each_standing(visit, standing, width):
    """With its folds closed and open, in light and in dark."""
    with visit(width) as reader:
        unit = units_by_standing(reader)[standing]
        reader.go(f"/powiat/{unit}?{urlencode({'date': DAY})}", ready=False)
        reader.page.wait_for_selector(".folium-map[data-ready]")
        assert reader.page.locator(f".answer .state.s-{standing}").count() >= 1
        closed = in_light_and_dark(reader)
        reader.open_all(".card details")

        assert closed + in_light_and_dark(reader) == []


def test_axe_finds_nothing_in_the_answer_to_a_visitors_own_point(visit):
    with visit(360, geolocation={"latitude": 54.1115, "longitude": 18.6}, permissions=["geolocation"]) as reader:
        show(reader, "home", "uk")
        reader.page.locator(".near button").click()
        reader.page.wait_for_url("**/punkt")
        reader.page.wait_for_selector(".folium-map[data-ready]")

        assert in_light_and_dark(reader) == []


def test_axe_finds_nothing_while_suggestions_are_shown(visit):
    with visit(360) as reader:
        show(reader, "nothing-asked", "en")
        reader.suggested("kwidz").first.wait_for()
        reader.page.keyboard.press("ArrowDown")

        assert in_light_and_dark(reader) == []


def test_axe_finds_nothing_where_everything_is_open(visit):
    """Every fold of the page, a card (shown at once, not by degrees), and the list of layers."""
    with visit(reduced_motion="reduce") as reader:
        show(reader, "voivodeship", "pl")
        reader.open_all()
        reader.page.mouse.click(*reader.point_in(2))
        reader.page.locator(".leaflet-popup").wait_for()
        reader.page.locator(".leaflet-control-layers-toggle").press("Enter")
        reader.page.locator(".leaflet-control-layers-expanded").wait_for()

        assert in_light_and_dark(reader) == []


@pytest.mark.parametrize("sight", ["home", "sources", "place"])
def test_axe_finds_nothing_in_the_folds(visit, sight):
    """All folds of the legend, and two of those of the list of defects."""
    with visit(360) as reader:
        show(reader, sight)
        reader.open_all("details.region:nth-of-type(-n+2), .legend details, .namesakes")

        assert reader.page.locator("details[open]").count() >= 2
        assert in_light_and_dark(reader) == []


def test_axe_finds_nothing_where_a_file_was_refused(visit):
    with visit(360) as reader:
        show(reader, "planning-scenario")
        reader.open_all()
        wrong = {"name": "scenariusz.json", "mimeType": "application/json", "buffer": b"[]"}
        reader.page.locator('input[name="plik"]').set_input_files(wrong)
        reader.page.get_by_role("button", name="Wczytaj", exact=True).click()
        reader.page.get_by_role("heading", name="Pliku nie da się wczytać").wait_for()

        assert in_light_and_dark(reader) == []


def test_axe_finds_nothing_in_the_file_that_stands_alone(browser, real_store, tmp_path):
    asked = ["--store", real_store, "render", tmp_path / "map.html", "--voivodeship", "pomorskie", "--date", DAY]
    assert CliRunner().invoke(main, list(map(str, asked))).exit_code == 0
    with visiting(browser, f"file://{tmp_path}") as reader:
        reader.go("/map.html")

        assert in_light_and_dark(reader) == []
