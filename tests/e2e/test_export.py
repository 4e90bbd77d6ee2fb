"""A static copy behind a plain web server: the same journeys as on the site itself, with no Python that knows us."""

import pytest
from playwright.sync_api import expect

from ses_map.spelling import fold
from tests.copies import DAY, export, plainly_serving
from tests.e2e.sights import axe
from tests.e2e.test_journeys import NOWES, chosen, tab_to
from tests.e2e.visitor import colours, visiting

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

HOME = {"pl": "/", "en": "/en/", "uk": "/uk/"}


@pytest.fixture(scope="module")
def address(real_store, tmp_path_factory):
    """Pomorskie, in a folder below the root of the server: no address may rely on the root."""
    folder = tmp_path_factory.mktemp("export")
    done = export(real_store, folder / "kopie" / "owes", "--voivodeship", "pomorskie", "--date", DAY)
    assert done.exit_code == 0, done.output
    with plainly_serving(folder) as address:
        yield f"{address}/kopie/owes"


@pytest.fixture
def reader(browser, address):
    with visiting(browser, address) as reader:
        yield reader


def asked(reader, text, path="/szukaj/"):
    """Type and press Enter, with nothing chosen from the list."""
    reader.go(path, ready=False)
    reader.page.locator("#q").fill(text)
    if any(letter.isalpha() for letter in text):
        reader.answered(text)
    reader.page.locator("#q").press("Enter")


def test_by_keyboard_alone(reader):
    reader.go("/")
    tab_to(reader, "#q")
    reader.suggested("kwidz").first.wait_for()
    box, status = reader.page.get_by_role("combobox"), reader.page.locator("#q-status")
    assert (box.get_attribute("aria-expanded"), status.inner_text()) == ("true", "Podpowiedzi: 3")
    reader.page.keyboard.press("ArrowDown")
    assert chosen(reader).startswith("Kwidzyn miasto, gm. Kwidzyn, pow. kwidzyński")
    reader.page.keyboard.press("Enter")

    reader.page.wait_for_url("**/gmina/220701/index.html")
    reader.page.wait_for_selector(".folium-map[data-ready]")
    expect(reader.page.locator("article.card h3").first).to_have_text(NOWES)
    reader.assert_calm()


@pytest.mark.parametrize("typed", ["Kwidzyn", "kwidzyn", "KWIDZYN, pomorskie", "Квідзин", "Kwidzyn, pow. kwidzyński"])
def test_a_name_however_it_is_typed(reader, typed):
    asked(reader, typed)
    reader.page.locator("h1:has-text('Kwidzyn'), .choices a").first.wait_for()

    names = reader.page.locator("h1, .choices strong").all_inner_texts()
    assert any("Kwidzyn" in n for n in names), names
    reader.assert_calm()


@pytest.mark.parametrize("typed", ["Żukowo", "zukowo", "ŻUKOWO"])
def test_signs_do_not_matter(reader, typed):
    reader.go("/szukaj/", ready=False)
    first = reader.suggested(typed).first.inner_text().replace("\n", " ")

    assert first.startswith("Żukowo miasto, gm. Żukowo, pow. kartuski, woj. pomorskie")
    reader.assert_calm()


def test_a_name_of_several_places_is_a_choice(reader):
    asked(reader, "Rakowiec")
    lines = reader.page.locator(".choices a")
    lines.first.wait_for()

    assert "„Rakowiec”" in reader.page.locator("#copy-said").inner_text()
    assert "gm. Kwidzyn, pow. kwidzyński" in " ".join(lines.all_inner_texts())
    lines.filter(has_text="gm. Kwidzyn").first.click()
    reader.page.wait_for_url("**/gmina/2207**")
    reader.assert_calm()


@pytest.mark.parametrize(
    ("typed", "path"), [("82-500", "powiat/2207"), ("2207", "powiat/2207"), ("82500", "powiat/2207")]
)
def test_a_code_leads_to_its_powiat(reader, typed, path):
    asked(reader, typed)

    reader.page.wait_for_url(f"**/{path}/index.html")
    reader.assert_calm()


@pytest.mark.parametrize("typed", ["dotacja", "dotacji", "jak założyć fundację", "SPÓŁDZIELNIA SOCJALNA", "грант"])
def test_a_question_about_help_leads_to_its_page(reader, typed):
    asked(reader, typed)

    reader.page.wait_for_url("**/czym-jest-owes/index.html")
    assert reader.page.locator("h1").inner_text() == "Czym jest OWES"
    reader.assert_calm()


def test_a_place_called_as_a_topic_is_listed_beside_it(reader):
    asked(reader, "Pomoc")
    lines = reader.page.locator(".choices a")
    lines.first.wait_for()

    assert lines.locator("strong").all_inner_texts()[:2] == ["Czym jest OWES", "Pomoc"]
    reader.assert_calm()


@pytest.mark.parametrize("typed", ["dotacja Kwidzyn", "Kwidzyn, grant", "jak założyć fundację Kwidzyn"])
def test_a_place_beside_a_topic_is_found(reader, typed):
    asked(reader, typed)
    reader.page.locator("h1:has-text('Kwidzyn'), .choices a").first.wait_for()

    names = reader.page.locator("h1, .choices strong").all_inner_texts()
    assert any("Kwidzyn" in name for name in names), names
    reader.assert_calm()


@pytest.mark.parametrize("typed", ["zzzqqq", "<img src=x onerror=alert(1)>"])
def test_nothing_found_says_what_to_type(reader, typed):
    asked(reader, typed)
    reader.page.locator("#copy-found .nothing").wait_for()

    assert typed in reader.page.locator("#copy-said").inner_text()
    assert "pomorskie" in reader.page.locator("#copy-found .nothing").inner_text()
    reader.assert_calm()


def test_the_map_is_drawn_and_its_cards_lead_on(reader):
    reader.go("/wojewodztwo/pomorskie/")
    picture = reader.page.locator(".map-box").screenshot()
    found, share = colours(picture)
    assert reader.areas().count() == 20 and found > 20 and share < 0.95
    reader.page.mouse.click(*reader.point_in(6))
    card = reader.page.locator(".leaflet-popup")
    card.wait_for()
    assert card.locator(".card-name").inner_text() == "powiat kwidzyński"
    with reader.page.expect_navigation(url="**/powiat/2207/index.html"):
        card.locator(".card-more a").press("Enter")

    reader.page.wait_for_selector(".folium-map[data-ready]")
    reader.assert_calm()


def test_a_card_of_an_area_that_is_not_copied_leads_nowhere(reader):
    reader.go("/")
    reader.page.mouse.click(*reader.point_in(0))
    card = reader.page.locator(".leaflet-popup")
    card.wait_for()

    assert card.locator(".card-name").inner_text()
    assert card.locator("a[href*=powiat], a[href*=owes]").count() == 0
    reader.assert_calm()


def test_another_language_keeps_the_page(reader):
    reader.go("/powiat/2207/")
    for name, language in (("English", "en"), ("українська", "uk"), ("polski", "pl")):
        reader.page.get_by_role("link", name=name).click()
        reader.page.wait_for_url(f"{reader.address}{HOME[language]}powiat/2207/index.html")
        reader.page.wait_for_selector(".folium-map[data-ready]")
        assert reader.page.locator("html").get_attribute("lang") == language
    reader.assert_calm()


def test_suggestions_are_in_the_language_of_the_page(reader):
    reader.go("/uk/", ready=False)
    first = reader.suggested("kwidz").first

    assert first.inner_text().replace("\n", " ").startswith("Kwidzyn місто")
    first.click()
    reader.page.wait_for_url("**/uk/gmina/220701/index.html")
    reader.assert_calm()


def test_without_javascript_the_lists_lead_there(browser, address):
    with visiting(browser, address, 360, java_script_enabled=False) as reader:
        reader.page.goto(f"{address}/")
        reader.page.get_by_label("Gdzie mieszkasz").fill("Kwidzyn")
        reader.page.get_by_role("button", name="Sprawdź, kto pomoże").click()
        reader.page.wait_for_url("**/szukaj/**")
        reader.page.locator("summary", has_text="pomorskie").click()
        reader.page.get_by_role("link", name="powiat kwidzyński").click()
        expect(reader.page.locator("article.card h3").first).to_have_text(NOWES)
        picture = reader.page.locator("img.map-off")
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(image) => image.naturalWidth") > 100
        reader.page.locator("main .facts a[href*=gmina]").first.click()

        reader.page.wait_for_url("**/gmina/2207**")
        assert (reader.complaints, reader.strangers) == ([], [])


def test_the_script_folds_every_name_as_the_server_does(reader, snapshot):
    reader.go("/szukaj/", ready=False)
    places = snapshot.places
    odd = ["ŻÓŁĆ", "Straße", "ﬁn", "A\u0301b", "x_y", "№ 5", "  a--b  ", "Ⅳ", "½", "ŁÓDŹ–Bałuty", "Γς", "İ"]
    folded = reader.page.evaluate("(names) => names.map(sesMapCopy.fold)", [*places.names, *odd])
    wanted = [*places.keys, *map(fold, odd)]
    assert len(folded) == 102_913 + len(odd)
    assert [(n, a, b) for n, a, b in zip([*places.names, *odd], folded, wanted, strict=True) if a != b] == []


@pytest.mark.parametrize("language", ["pl", "uk"])
@pytest.mark.parametrize("page", ["", "gmina/220701/", "szukaj/", "szukaj/?q=Rakowiec", "o-kopii/"])
def test_axe_finds_nothing(reader, language, page):
    for width in (1440, 320):
        reader.page.set_viewport_size({"width": width, "height": 900})
        reader.go(f"{HOME[language]}{page}", ready=False)
        reader.settle()

        assert axe(reader) == [], width
        assert reader.overflow() <= 0, width
        reader.assert_calm()
