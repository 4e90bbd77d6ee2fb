"""The scenario editor in a real browser: by keyboard alone, by pointer, without JavaScript, back and forth."""

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.e2e.sights import axe

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

START = "/planowanie/scenariusz?date=2026-11-24&voivodeship=pomorskie"
DEBRZNO = "Ośrodek Wsparcia Ekonomii Społecznej Debrzno"
TWO, THREE = "owes-debrzno:2207,2209", "nowy-1:2202;owes-debrzno:2207,2209"


def go(reader, path=START):
    reader.page.goto(f"{reader.address}{path}")


def changes(reader):
    """What the address says is changed."""
    return parse_qs(urlsplit(reader.page.url).query).get("zmiany", [""])[0]


def area(reader, unit):
    return reader.page.locator(f'.areas [data-unit="{unit}"]')


def tick(reader, unit):
    return reader.page.locator(f'input[name="jednostka"][value="{unit}"]')


def said(reader):
    return reader.page.locator("#scenario-said")


def wait_for(reader, wanted, words=""):
    """Wait until the address says what is changed, the page with it, and these words."""
    reader.page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("zmiany", [""])[0] == wanted)
    if words:
        expect(said(reader)).to_contain_text(words)


def tab_to(reader, selector, most=60, key="Tab"):
    """Press Tab until what has the focus is what is meant."""
    for _ in range(most):
        reader.page.keyboard.press(key)
        if reader.page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{most} steps of Tab do not lead to {selector}")


def walk_to(reader, unit):
    """Move on the map by arrows, always towards the unit, until it has the focus."""
    toward = """(u) => {
      const middle = (e) => { const b = e.getBBox(); return [b.x + b.width / 2, b.y + b.height / 2]; };
      const here = document.activeElement, there = document.querySelector('.areas [data-unit="' + u + '"]');
      if (here === there) return "";
      const [a, b] = [middle(here), middle(there)], dx = b[0] - a[0], dy = b[1] - a[1];
      const wide = Math.abs(dx) > Math.abs(dy);
      return wide ? (dx > 0 ? "ArrowRight" : "ArrowLeft") : (dy > 0 ? "ArrowDown" : "ArrowUp");
    }"""
    for _ in range(20):
        key = reader.page.evaluate(toward, unit)
        if not key:
            return
        reader.page.keyboard.press(key)
    raise AssertionError(f"arrows do not lead to {unit}")


def choose(reader, text, key="Tab"):
    """Choose the centre by arrows; a select takes first letters too, but forgets them when they come slowly."""
    tab_to(reader, "#cel", key=key)
    reader.page.keyboard.press("Home")
    for _ in range(reader.page.locator("#cel option").count()):
        if reader.page.evaluate("(text) => document.activeElement.selectedOptions[0].text.startsWith(text)", text):
            return
        reader.page.keyboard.press("ArrowDown")
    raise AssertionError(f"no centre begins with {text}")


def two_on_the_map(reader):
    """Return two powiats to another centre, on the map."""
    choose(reader, "Ośrodek Wsparcia Ekonomii Społecznej Deb")
    tab_to(reader, ".areas path")
    for unit in ("2207", "2209"):
        walk_to(reader, unit)
        reader.page.keyboard.press("Space")
    assert tick(reader, "2207").is_checked() and tick(reader, "2209").is_checked()
    assert area(reader, "2209").get_attribute("aria-checked") == "true"
    reader.page.keyboard.press("Enter")
    wait_for(reader, TWO, "Przypisano obszary: 2, komu: Ośrodek Wsparcia Ekonomii Społecznej Debrzno")


def one_in_the_table(reader):
    """Return a powiat to a centre that does not exist yet, in the table."""
    assert reader.page.evaluate("document.activeElement.dataset.unit") == "2209", "the focus is lost"
    choose(reader, "nowy", key="Shift+Tab")
    tab_to(reader, "#nazwa")
    reader.page.keyboard.type("OWES Próba")
    tab_to(reader, 'input[value="2202"]')
    reader.page.keyboard.press("Space")
    assert area(reader, "2202").get_attribute("aria-checked") == "true"
    tab_to(reader, '[name="akcja"]')
    reader.page.keyboard.press("Enter")
    wait_for(reader, THREE)
    expect(area(reader, "2202")).to_have_attribute(
        "aria-label",
        "powiat chojnicki, dziś: Ośrodek Wsparcia Ekonomii Społecznej Debrzno, w scenariuszu: OWES Próba",
    )


def test_by_keyboard_alone(visit):
    """Two powiats to another centre and one to a new one, back, forth, and the file."""
    with visit() as reader:
        go(reader)
        reader.page.locator(".areas [role=checkbox]").first.wait_for()
        two_on_the_map(reader)
        one_in_the_table(reader)

        reader.page.keyboard.press("Control+z")
        wait_for(reader, TWO, "Cofnięto.")
        reader.page.keyboard.press("Control+y")
        wait_for(reader, THREE, "Ponowiono.")
        reader.assert_calm()
        with reader.page.expect_download() as download:
            tab_to(reader, 'button[value="csv"]', most=80)
            reader.page.keyboard.press("Enter")
        rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
        assert {r["unit"] for r in rows if r["centre_id"] == "owes-debrzno"} >= {"2207", "2209"}
        assert {r["unit"] for r in rows if r["centre_id"] == "owes-owes-proba"} == {"2202"}


def test_by_pointer(visit):
    with visit() as reader:
        go(reader)
        area(reader, "2207").click()
        tick(reader, "2209").check()
        expect(area(reader, "2209")).to_have_attribute("aria-checked", "true")
        expect(reader.page.locator(".counted output")).to_have_text("2")
        expect(reader.page.locator(".picked path")).to_have_count(2)
        reader.page.get_by_label("Ośrodek", exact=True).select_option("owes-debrzno")
        reader.page.get_by_role("button", name="Przypisz zaznaczone").click()
        wait_for(reader, TWO, "Przypisano obszary: 2")
        expect(reader.page.locator(".moved path")).to_have_count(2)

        area(reader, "2202").click()
        reader.page.get_by_label("Ośrodek", exact=True).select_option("nowy")
        reader.page.get_by_label("Nazwa nowego ośrodka").fill("OWES Próba")
        reader.page.get_by_role("button", name="Przypisz zaznaczone").click()
        wait_for(reader, THREE, "Przypisano obszary: 1")
        reader.page.get_by_role("button", name="↶ Cofnij").click()
        wait_for(reader, TWO, "Cofnięto.")  # the address goes ahead, the page follows
        reader.page.get_by_role("button", name="↷ Ponów").click()
        wait_for(reader, THREE, "Ponowiono.")
        reader.page.get_by_role("button", name="Cofnij tę zmianę: powiat kwidzyński").click()
        wait_for(reader, "nowy-1:2202;owes-debrzno:2209", "Cofnięto jedną zmianę.")
        reader.page.go_back()
        wait_for(reader, THREE, "Cofnięto. ")
        reader.page.get_by_role("link", name="Zacznij od nowa").click()
        wait_for(reader, "", "Zmiany: 0.")
        reader.assert_calm()


def test_a_step_that_cannot_be_fetched_says_so(visit):
    """The server is away while the reader goes back: the page says it, and the next step works again."""
    with visit() as reader:
        go(reader)
        for unit, wanted in (("2207", "owes-debrzno:2207"), ("2209", TWO)):
            tick(reader, unit).check()
            reader.page.get_by_label("Ośrodek", exact=True).select_option("owes-debrzno")
            reader.page.get_by_role("button", name="Przypisz zaznaczone").click()
            wait_for(reader, wanted, "Przypisano obszary: 1")
        reader.page.route("**/planowanie/scenariusz?**", lambda route: route.abort())
        reader.page.get_by_role("button", name="↶ Cofnij").click()
        expect(said(reader)).to_contain_text("Nie udało się połączyć z serwerem")
        assert reader.page.locator("#scenario[aria-busy]").count() == 0
        assert [c for c in reader.complaints if "net::ERR_FAILED" not in c] == []

        reader.page.unroute("**/planowanie/scenariusz?**")
        reader.page.get_by_role("button", name="↶ Cofnij").click()
        wait_for(reader, "", "Cofnięto.")


def test_the_shared_address_shows_another_reader_the_same(visit):
    with visit() as one, visit(360) as other:
        go(one)
        area(one, "2207").click()
        one.page.get_by_label("Ośrodek", exact=True).select_option("nowy")
        one.page.get_by_label("Nazwa nowego ośrodka").fill('<img src=x onerror="window.__pwned=1">;%3B')
        one.page.get_by_role("button", name="Przypisz zaznaczone").click()
        wait_for(one, "nowy-1:2207", "Przypisano obszary: 1")
        other.page.goto(one.page.locator("#share").input_value())

        assert other.page.url == one.page.url
        for part in (".balance", ".taken", ".concerns"):
            assert other.page.locator(part).text_content() == one.page.locator(part).text_content()
        assert other.page.evaluate("window.__pwned") is None
        assert other.overflow() <= 0
        one.assert_calm()
        other.assert_calm()


def test_without_javascript_the_forms_do_it_all(visit):
    with visit(360, java_script_enabled=False) as reader:
        go(reader)
        assert reader.page.locator(".steps").is_hidden()
        tick(reader, "2207").check()
        tick(reader, "2209").check()
        reader.page.get_by_label("Ośrodek", exact=True).select_option("owes-debrzno")
        reader.page.get_by_role("button", name="Przypisz zaznaczone").click()
        wait_for(reader, TWO)  # and until it has loaded: a page that still loads cannot be left by its history
        reader.page.go_back()
        wait_for(reader, "")
        reader.page.go_forward()
        wait_for(reader, TWO)
        reader.page.get_by_role("button", name="Cofnij tę zmianę: powiat malborski").click()
        wait_for(reader, "owes-debrzno:2207")
        reader.page.get_by_label("Przypisuj", exact=True).select_option("gmina")
        reader.page.get_by_role("button", name="Pokaż").click()
        reader.arrives(poziom="gmina", zmiany="owes-debrzno:2207")
        assert tick(reader, "220701").count() == 1


def test_what_cannot_be_done_is_announced_and_the_choice_is_kept(visit):
    with visit() as reader:
        go(reader)
        reader.page.get_by_role("button", name="Przypisz zaznaczone").click()

        expect(said(reader)).to_contain_text("Zaznacz na mapie albo w tabeli")
        assert changes(reader) == ""
        assert [c for c in reader.complaints if "400" not in c] == [] and reader.violations == []


def test_undo_survives_a_reload(visit):
    with visit() as reader:
        go(reader)
        tick(reader, "2207").check()
        reader.page.get_by_label("Ośrodek", exact=True).select_option("owes-debrzno")
        reader.page.get_by_role("button", name="Przypisz zaznaczone").click()
        wait_for(reader, "owes-debrzno:2207", "Przypisano obszary: 1")
        reader.page.reload()
        reader.page.locator(".areas [role=checkbox]").first.wait_for()
        reader.page.get_by_role("button", name="↶ Cofnij").click()
        wait_for(reader, "", "Cofnięto.")
        expect(reader.page.locator("#changes")).to_have_text("Zmiany (0)")
        reader.assert_calm()


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("path", ["/planowanie/scenariusz?date=2026-11-24", f"{START}&poziom=gmina&zmiany={THREE}"])
def test_axe_finds_nothing_in_the_editor(visit, path, width):
    with visit(width) as reader:
        go(reader, path)
        reader.open_all("details.region:nth-of-type(-n+1)")
        reader.page.locator('input[name="jednostka"]').first.check()
        for scheme in ("light", "dark"):
            reader.page.emulate_media(color_scheme=scheme)
            assert axe(reader) == []
        assert reader.overflow() <= 0
        reader.assert_calm()
