"""The map of numbers in a browser: another measure or way of classes recolours it, without a request."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sights import DAY

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

PAGE = f"/planowanie/statystyki?voivodeship=pomorskie&date={DAY}"


@pytest.fixture
def reader(visit):
    with visit(1440) as reader:
        reader.go(PAGE, ready=False)
        reader.page.wait_for_load_state("networkidle")
        yield reader


def fills(reader):
    return reader.page.locator(".areas g path").evaluate_all("(paths) => paths.map((p) => p.getAttribute('fill'))")


def requests(reader):
    """What was asked for; the browser looks at the sign of the page anew whenever its address changes."""
    return [url for url in reader.requests if "/icon." not in url]


def titles(reader):
    return reader.page.locator(".areas g path").evaluate_all("(paths) => paths.map((p) => p.textContent)")


def legend(reader):
    return reader.page.locator("#map-keys li").all_inner_texts()


@pytest.mark.parametrize(("select", "chosen"), [("#miara", "mean_km"), ("#klasy", "equal")])
def test_a_choice_by_keyboard_recolours_without_a_request(reader, select, chosen):
    before, asked = fills(reader), requests(reader)
    box = reader.page.locator(select)
    box.focus()
    for _ in range(box.locator("option").count()):
        if box.input_value() != chosen:
            reader.page.keyboard.press("ArrowDown")
    reader.arrives(**{select[1:]: chosen})
    after, words, keys = fills(reader), titles(reader), legend(reader)

    assert after != before and requests(reader) == asked
    reader.page.reload()
    assert (fills(reader), titles(reader), legend(reader)) == (after, words, keys), "the server draws another map"
    reader.assert_calm()


def test_what_changed_is_said_and_links_keep_it(reader):
    reader.page.locator("#miara").select_option("density")

    expect(reader.page.locator("#map-said")).to_contain_text("Mieszkańcy na km²")
    reader.page.locator("thead th a", has_text="Podmioty na 10 tys.").click()
    expect(reader.page.locator("th[aria-sort=descending]")).to_have_text(re.compile("^Podmioty na 10 tys."))
    reader.page.wait_for_load_state("load")
    assert reader.page.locator("#miara").input_value() == "density"
    reader.assert_calm()


def test_without_script_the_form_does_the_same(visit):
    with visit(1440) as scripted, visit(1440, java_script_enabled=False) as plain:
        scripted.go(PAGE, ready=False)
        plain.page.goto(f"{plain.address}{PAGE}")
        scripted.page.locator("#miara").select_option("density")
        plain.page.locator("#miara").select_option("density")
        plain.page.locator("form.day button", has_text="Pokaż").click()
        plain.arrives(miara="density")

        assert legend(plain) == legend(scripted)
        assert plain.page.locator(".areas g path").first.get_attribute("fill") == fills(scripted)[0]


def test_on_a_phone_the_form_sorts_and_nothing_overflows(visit):
    with visit(360) as reader:
        reader.go(PAGE, ready=False)
        reader.page.locator("#sort").select_option("population")
        reader.page.get_by_label("od największych").check()
        reader.page.get_by_role("button", name="Uporządkuj").click()
        reader.arrives(sort="population")

        expect(reader.page.locator("tbody").last.locator("tr th").first).to_have_text("Gdańsk")
        assert reader.overflow() == 0
        reader.assert_calm()
