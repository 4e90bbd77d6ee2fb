"""Without JavaScript: the table is the map's equal."""

import pytest
from playwright.sync_api import expect

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


@pytest.fixture
def reader(visit):
    with visit(360, java_script_enabled=False) as reader:
        yield reader


def go(reader, path):
    reader.page.goto(f"{reader.address}{path}")


def test_the_table_and_the_facts_are_visible(reader):
    go(reader, "/wojewodztwo/pomorskie?date=2026-11-24")

    row = reader.page.locator("tbody tr", has_text="powiat kwidzyński")
    assert row.is_visible() and "Nadwiślański Ośrodek" in row.inner_text()
    assert reader.page.locator("tbody tr").count() == 20
    assert (reader.complaints, reader.strangers) == ([], [])


@pytest.mark.parametrize("width", [1440, 360])
def test_where_the_map_would_be_stands_its_picture(visit, width):
    """As large as its shape, and whoever cannot see it is pointed to the table."""
    with visit(width, java_script_enabled=False) as reader:
        go(reader, "/wojewodztwo/pomorskie")
        picture = reader.page.locator(".map-off")

        assert "Te same informacje są w tabeli" in picture.get_attribute("alt")
        assert reader.sees(".map-off")
        expect(picture).to_have_js_property("complete", True)
        box, kept = picture.bounding_box(), reader.page.locator(".map-box").bounding_box()
        wide, high = picture.evaluate("(image) => [image.naturalWidth, image.naturalHeight]")
        assert box["width"] / box["height"] == pytest.approx(wide / high, rel=0.02)
        assert kept["height"] - box["height"] < 4, "room is left around the picture"


def test_a_powiat_says_who_helps_and_how_to_reach_them(reader):
    go(reader, "/powiat/2261?date=2026-11-24")

    card = reader.page.locator("article.card")
    assert card.get_by_role("link", name="OWES Obszar Gdański").is_visible()
    assert card.get_by_text("Dlaczego:").is_visible()


def test_every_powiat_of_the_country_is_two_steps_away(reader):
    go(reader, "/?date=2026-11-24")
    reader.page.locator("ul.regions").get_by_role("link", name="podlaskie").click()
    reader.page.get_by_role("link", name="powiat białostocki").click()

    expect(reader.page.locator("h1")).to_have_text("Powiat białostocki")
    assert "2026-11-24" in reader.page.url


def test_centres_are_listed_by_voivodeship(reader):
    go(reader, "/osrodki")
    assert reader.page.locator("input[type=checkbox]").count() == 0
    reader.page.get_by_label("Województwo", exact=True).select_option(label="pomorskie")
    reader.page.get_by_role("button", name="Filtruj").click()

    reader.arrives(voivodeship="pomorskie")
    named = reader.page.locator("tbody th").all_inner_texts()
    assert len(named) == 5 and reader.page.locator("h2", has_text="5 ośrodków").is_visible()


def test_a_question_about_help_is_explained(reader):
    go(reader, "/")
    reader.page.locator("#q").fill("jak założyć fundację")
    reader.page.locator("#q").press("Enter")

    expect(reader.page.locator("h1")).to_have_text("Czym jest OWES")
    reader.page.locator("#q").fill("pomoc")
    reader.page.locator("#q").press("Enter")
    expect(reader.page.locator("h1")).to_have_text("Szukasz pomocy czy miejsca „pomoc”?")
    assert reader.page.locator(".choices a").all_inner_texts()[0].startswith("Pomoc")


def test_another_day_is_chosen(reader):
    go(reader, "/powiat/2261")
    reader.page.get_by_label("Stan na dzień").fill("2019-04-17")
    reader.page.get_by_role("button", name="Pokaż").click()

    reader.arrives(date="2019-04-17")
    name = reader.page.locator("article.card h3").inner_text()
    assert name.startswith("Ośrodek Wsparcia Ekonomii Społecznej Dobra Robota")
    reader.page.get_by_role("link", name="wróć do dziś").click()
    reader.page.wait_for_url(lambda url: "date" not in url)
