"""The file of ``ses-map render``, opened from disk: it draws its map and asks nobody."""

import pytest
from click.testing import CliRunner

from ses_map.cli import main
from tests.e2e.visitor import colours, visiting

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.fixture(scope="module")
def folder(real_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("standalone")
    for slug in ("polska", "pomorskie"):
        arguments = [
            "--store",
            real_store,
            "render",
            folder / f"{slug}.html",
            "--voivodeship",
            slug,
            "--date",
            "2026-11-24",
        ]
        assert CliRunner().invoke(main, list(map(str, arguments))).exit_code == 0
    return folder


@pytest.mark.parametrize(("slug", "count"), [("polska", 382), ("pomorskie", 20)])
def test_it_draws_its_map_without_any_request(browser, folder, tmp_path, slug, count):
    with visiting(browser, f"file://{folder}") as reader:
        reader.go(f"/{slug}.html")
        reader.settle()
        picture = reader.page.locator(".map-box").screenshot(path=tmp_path / "map.png")

        reader.assert_calm()
        assert [u for u in reader.requests if not u.startswith("data:")] == [f"file://{folder}/{slug}.html"]
        assert reader.areas().count() == count
        assert reader.page.locator("tbody tr").count() == count
        found, share = colours(picture)
        assert found > 20 and share < 0.95


def test_it_works_with_the_network_switched_off(browser, folder):
    with visiting(browser, f"file://{folder}", offline=True) as reader:
        reader.go("/pomorskie.html")
        reader.page.mouse.click(*reader.point_in(6))
        card = reader.page.locator(".leaflet-popup")
        card.wait_for()

        assert card.locator(".card-name").inner_text() == "powiat kwidzyński"
        assert card.locator("a[href^='/']").count() == 0, "a link into nowhere"
        reader.assert_calm()


def test_its_table_needs_no_script(browser, folder):
    with visiting(browser, f"file://{folder}", 360, java_script_enabled=False) as reader:
        reader.page.goto(f"{reader.address}/pomorskie.html")

        assert reader.page.locator("tbody tr", has_text="kwidzyński").is_visible()


def test_it_does_not_scroll_sideways_on_a_phone(browser, folder):
    with visiting(browser, f"file://{folder}", 320) as reader:
        reader.go("/pomorskie.html")

        assert reader.overflow() <= 0
