"""From the question to the answer: by keyboard, by pointer, without JavaScript, by one's own place, and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.sights import LANGUAGES, address, show

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

NEAR_BORDER = {"latitude": 54.1115, "longitude": 18.6}
NOWES = "Nadwiślański Ośrodek Wsparcia Ekonomii Społecznej w Dzierzgoniu (NOWES)"


def tab_to(reader, selector, most=12):
    """Press Tab until the element has the focus."""
    for _ in range(most):
        reader.page.keyboard.press("Tab")
        if reader.page.locator(selector).evaluate("(e) => e === document.activeElement"):
            return
    raise AssertionError(f"{most} steps of Tab do not lead to {selector}")


def chosen(reader):
    """Text of the suggestion that the keyboard is on, as a screen reader is told."""
    at = reader.page.locator("#q").get_attribute("aria-activedescendant")
    option = reader.page.locator(f"#{at}")
    assert option.get_attribute("aria-selected") == "true"
    assert reader.page.locator("[role=option][aria-selected=true]").count() == 1
    return option.inner_text().replace("\n", " ")


def test_by_keyboard_alone(visit):
    with visit() as reader:
        show(reader, "home")
        tab_to(reader, "#q")
        options = reader.suggested("kwidz")
        box, status = reader.page.get_by_role("combobox"), reader.page.locator("#q-status")

        assert (box.get_attribute("aria-expanded"), status.inner_text()) == ("true", f"Podpowiedzi: {options.count()}")
        reader.page.keyboard.press("Escape")
        assert (box.get_attribute("aria-expanded"), box.input_value(), options.first.is_visible()) == (
            "false", "kwidz", False,
        )  # fmt: skip
        reader.page.keyboard.press("ArrowDown")
        options.first.wait_for()
        reader.page.keyboard.press("ArrowDown")
        assert chosen(reader).startswith("Kwidzyn miasto, gm. Kwidzyn, pow. kwidzyński")
        reader.page.keyboard.press("ArrowUp")
        assert chosen(reader).startswith("Kwidzyn gmina, wiejska"), "the list does not go round"
        reader.page.keyboard.press("ArrowDown")
        reader.page.keyboard.press("Enter")

        reader.page.wait_for_url("**/miejsce/0932790*")
        expect(reader.page.locator("h1")).to_have_text("Kwidzyn")
        tab_to(reader, "article.card h3 a", most=16)
        assert reader.page.locator(":focus").inner_text() == NOWES
        reader.assert_calm()


SUGGEST = "**/api/v1/suggest?**"


def let_go(reader, route):
    """Let the server answer what was held back, and the page do with it what it does."""
    with reader.page.expect_response(SUGGEST) as answered:
        route.continue_()
    answered.value.finished()
    reader.settle()


def test_the_list_does_not_open_behind_the_reader(visit):
    """Who has gone on by Tab before the answer came is not followed by a list."""
    with visit() as reader:
        held = []
        show(reader, "nothing-asked")
        reader.page.route(SUGGEST, lambda route: held.append(route))
        reader.page.locator("#q").fill("kwidz")
        reader.until(lambda: held)
        reader.page.keyboard.press("Tab")
        let_go(reader, held[0])

        assert reader.page.locator("#q-list").is_hidden()
        assert reader.page.locator("#q").get_attribute("aria-expanded") == "false"


def test_an_impatient_reader_is_asked_for_once_and_keeps_what_was_chosen(visit):
    """Arrows before the answer ask for no second list, which would undo the choice in the first."""
    with visit() as reader:
        held = []
        show(reader, "nothing-asked")
        reader.page.route(SUGGEST, lambda route: held.append(route))
        reader.page.locator("#q").fill("kwidz")
        for _ in range(3):
            reader.page.keyboard.press("ArrowDown")
        reader.until(lambda: held)
        let_go(reader, held[0])
        reader.page.locator("[role=option]").first.wait_for()
        reader.page.keyboard.press("ArrowDown")
        reader.settle()

        assert chosen(reader).startswith("Kwidzyn") and len(held) == 1


def test_what_was_chosen_for_another_text_is_not_taken(visit):
    with visit() as reader:
        show(reader, "nothing-asked")
        reader.suggested("kwidz").first.wait_for()
        reader.page.keyboard.press("ArrowDown")
        assert chosen(reader).startswith("Kwidzyn")
        reader.page.route(SUGGEST, lambda route: None)  # the next list does not come
        reader.page.locator("#q").fill("Rakowiec")
        assert reader.page.locator("#q").get_attribute("aria-activedescendant") is None
        reader.page.keyboard.press("Enter")

        reader.page.wait_for_url("**/szukaj?q=Rakowiec**")


SAID = {
    "pl": ("Brak podpowiedzi", "1 podpowiedź", "Podpowiedzi: 3"),
    "en": ("No suggestions", "1 suggestion", "Suggestions: 3"),
    "uk": ("Підказок немає", "1 підказка", "Підказки: 3"),
}


@pytest.mark.parametrize("language", SAID)
def test_counts_are_announced(visit, language):
    with visit() as reader:
        status = reader.page.locator("#q-status")
        for text, said in zip(("zzzqqq", "Tuchlino", "kwidz"), SAID[language], strict=True):
            show(reader, "nothing-asked", language)
            expect(status).to_be_empty()
            reader.page.locator("#q").press_sequentially(text)
            expect(status).to_have_text(said)


def test_a_code_has_no_suggestions_and_is_not_said_to_lack_them(visit):
    with visit() as reader:
        reader.page.clock.install()
        show(reader, "nothing-asked")
        reader.page.locator("#q").press_sequentially("82-500")
        reader.page.clock.run_for(1_000)
        expect(reader.page.locator("#q-status")).to_be_empty()
        reader.page.keyboard.press("Enter")
        reader.page.wait_for_url("**/kod/82-500*")

        assert [u for u in reader.requests if "suggest" in u] == []


def test_by_pointer(visit):
    with visit() as reader:
        show(reader, "home")
        reader.suggested("kwidz").nth(1).click()
        reader.page.wait_for_url("**/powiat/2207*")
        reader.page.wait_for_selector(".folium-map[data-ready]")

        assert reader.page.locator("h1").inner_text() == "Powiat kwidzyński"
        reader.page.get_by_role("link", name="gmina Kwidzyn").or_(
            reader.page.locator("a[href^='/gmina/']")
        ).first.click()
        expect(reader.page.locator(".crumbs [aria-current]")).to_have_text(re.compile("^gmina"))


def test_enter_takes_what_was_typed_where_nothing_is_chosen(visit):
    with visit() as reader:
        show(reader, "nothing-asked")
        reader.suggested("w Kwidzynie")
        reader.page.keyboard.press("Enter")

        reader.page.wait_for_url("**/miejsce/0932790*")


@pytest.mark.parametrize("width", [1440, 360])
def test_without_javascript(visit, width):
    """The form, one redirection that keeps no trace of itself, the answer, and the map as a picture."""
    with visit(width, java_script_enabled=False) as reader:
        reader.page.goto(reader.address + address("home"))
        assert reader.page.locator(".near").is_hidden()
        reader.page.get_by_label("Gdzie mieszkasz").fill("kwidzyn, pomorskie")
        with reader.page.expect_navigation() as arrived:
            reader.page.get_by_role("button", name="Sprawdź, kto pomoże").click()

        assert arrived.value.request.redirected_from.response().status == 303
        assert reader.page.url.split("?")[0] == f"{reader.address}/miejsce/0932790"
        assert reader.page.locator("article.card h3").inner_text() == NOWES
        picture = reader.page.locator("img.map-off")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(image) => image.naturalWidth") > 100 and picture.bounding_box()["height"] > 150
        assert "Te same informacje" in picture.get_attribute("alt")
        assert (reader.complaints, reader.strangers) == ([], [])


def test_a_choice_without_javascript(visit):
    with visit(360, java_script_enabled=False) as reader:
        reader.page.goto(reader.address + address("choices"))
        reader.page.locator(".choices a", has_text="gm. Kwidzyn").click()

        expect(reader.page.locator(".where")).to_have_text("gmina Kwidzyn, powiat kwidzyński")
        expect(reader.page.locator("article.card h3")).to_have_text(NOWES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_near_me(visit, language):
    """The point goes in the body: no address, so no log and no history, ever holds it."""
    with visit(360, geolocation=NEAR_BORDER, permissions=["geolocation"]) as reader:
        show(reader, "home", language)
        reader.page.locator(".near button").click()
        reader.page.wait_for_url("**/punkt")
        reader.page.wait_for_selector(".folium-map[data-ready]")

        assert reader.page.locator("html").get_attribute("lang") == language
        assert reader.page.locator(".card.warn", has_text="OWES Obszar Gdański").is_visible()
        assert reader.page.locator(".folium-map path[role=img]").get_attribute("aria-label")
        assert [u for u in reader.requests if "54.1" in u or "18.6" in u] == []
        reader.assert_calm()


def test_near_me_denied(visit):
    with visit(360, permissions=[]) as reader:
        show(reader, "home")
        status = reader.page.locator(".near [role=status]")
        assert "nigdzie go nie zapisujemy" in status.inner_text()
        reader.page.locator(".near button").click()
        expect(status).to_have_text("Przeglądarka nie podała położenia. Wpisz miejscowość.")

        assert reader.page.url == reader.address + address("home")
        reader.suggested("kwidz").first.wait_for()


def test_place_is_asked_for_only_on_request(visit):
    """Granted or not: nothing is read before the button is pressed."""
    spy = "window.__asked = 0; navigator.geolocation.getCurrentPosition = () => { window.__asked += 1; };"
    with visit(geolocation=NEAR_BORDER, permissions=["geolocation"]) as reader:
        reader.page.add_init_script(spy)
        show(reader, "home")
        reader.suggested("kwi").first.wait_for()
        assert reader.page.evaluate("window.__asked") == 0
        reader.page.keyboard.press("Escape")  # the list lies above the button
        reader.page.locator(".near button").click()
        assert reader.page.evaluate("window.__asked") == 1


@pytest.mark.parametrize(
    "path", ["/powiat/2261", "/miejsce/0151319", "/wojewodztwo/pomorskie", "/owes/owes-debrzno", "/"]
)
def test_another_language_keeps_page_and_day(visit, path):
    with visit() as reader:
        reader.go(f"{path}?date=2019-04-17")
        title = reader.page.locator("h1").inner_text()
        reader.page.get_by_role("link", name="English").click()

        reader.page.wait_for_url(f"{reader.address}{path}?date=2019-04-17&lang=en")
        assert "17 April 2019" in reader.page.locator("main").inner_text()
        kept = reader.page.locator("main a[href^='/']:not([href*='/api/'])").evaluate_all(
            "(links) => links.map((a) => a.getAttribute('href'))"
            ".filter((a) => !/date=2019-04-17/.test(a) || !/lang=en/.test(a))"
        )
        assert set(kept) <= {f"{path}?lang=en"}, "a link loses the day or the language"
        reader.page.get_by_role("link", name="polski", exact=True).click()
        expect(reader.page.locator("html")).to_have_attribute("lang", "pl")
        assert reader.page.locator("h1").inner_text() == title


def test_a_search_keeps_day_and_language(visit):
    with visit() as reader:
        reader.go("/?date=2019-04-17&lang=uk")
        reader.suggested("kwidz").first.click()
        reader.page.wait_for_url("**/miejsce/0932790?**")

        assert {"date=2019-04-17", "lang=uk"} == set(reader.page.url.split("?")[1].split("&"))


def test_the_way_back(visit):
    """Back from the answer: the page as it was, what was typed still there, no list open over it."""
    with visit() as reader:
        show(reader, "home")
        reader.suggested("kwidz").first.click()
        reader.page.wait_for_url("**/miejsce/**")
        reader.page.go_back()
        reader.page.wait_for_url(reader.address + address("home"))
        reader.page.wait_for_selector(".folium-map[data-ready]")

        assert reader.page.locator("#q-list").is_hidden()
        reader.page.go_forward()
        reader.page.wait_for_url("**/miejsce/**")
        expect(reader.page.locator("h1")).to_have_text("Kwidzyn")
