"""One file with map and table: it asks nobody for anything, and its own policy allows exactly what it carries."""

import base64
import hashlib
import re

import pytest

from ses_map.lookup import Lookup, coverage_rows, standing_counts
from ses_map.maps.standalone import render_file
from ses_map.settings import Settings
from tests.builders import ROPS_MEETING, TODAY
from tests.markup import read_html
from tests.recount import recount
from tests.web_builders import EVIL_NAME

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata


def render(snapshot, slug="polska", as_of=TODAY) -> str:
    region = next((v.teryt for v in snapshot.registry.voivodeships if v.slug == slug), "")
    rows = coverage_rows(Lookup(snapshot), as_of, region)
    return render_file(snapshot, Settings().templates, slug, as_of, rows, standing_counts(rows))


@pytest.fixture(scope="module")
def poland(snapshot) -> str:
    return render(snapshot)


@pytest.fixture(scope="module")
def page(poland):
    return read_html(poland)


def policy(page) -> dict[str, list[str]]:
    meta = page.one("meta", **{"http-equiv": "Content-Security-Policy"})["content"]
    return {name: values for name, *values in (part.split() for part in meta.split("; "))}


def hashes(elements) -> list[str]:
    digests = [hashlib.sha256("".join(e.children).encode()).digest() for e in elements]
    return [f"'sha256-{base64.b64encode(d).decode()}'" for d in digests]


def test_the_policy_allows_exactly_the_scripts_and_styles_of_the_file(page):
    found = policy(page)

    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == hashes(page.all("script"))
    assert found["style-src"] == hashes(page.all("style"))
    assert found["img-src"] == ["data:"]
    assert found["base-uri"] == found["form-action"] == ["'none'"]
    assert set(found) == {"default-src", "script-src", "style-src", "img-src", "base-uri", "form-action"}


def test_the_policy_comes_before_what_it_governs(page):
    head = [e.tag if "http-equiv" not in e.attributes else "policy" for e in page.one("head").all()]

    assert head[:2] == ["meta", "policy"]


def test_nothing_is_loaded_from_anywhere(page):
    sources = [v for e in page.all() for k, v in e.attributes.items() if k in ("src", "srcset", "data", "poster")]
    links = [e["href"] for e in page.all("link")]

    assert sources == []
    assert links == ["data:,"]
    assert not page.all("iframe") and not page.all("form") and not page.all("a")


def test_style_and_script_name_no_address(page):
    code = ["".join(e.children) for e in page.all("style") + page.all("script")]

    assert [c for c in code if "@import" in c or "sourceMappingURL" in c] == []
    assert {u.strip("\"'")[:5] for c in code for u in re.findall(r"url\(([^)]*)", c) if not u.startswith("#")} <= {
        "data:"
    }


def test_no_attribute_is_script_or_style(page):
    assert [(e.tag, a) for e in page.all() for a in e.attributes if a.startswith("on") or a == "style"] == []


def test_the_table_says_what_the_look_ups_say(page, finder):
    rows = [[cell.text for cell in tr.all("th") + tr.all("td")] for tr in page.one("tbody").all("tr")]
    wanted = coverage_rows(finder, TODAY)

    assert [r[0] for r in rows] == [w.name for w in wanted]
    assert [r[1] for r in rows] == [w.voivodeship.name for w in wanted]
    assert [r[2] for r in rows] == [", ".join(c.name for c in w.centres) or "–" for w in wanted]


def test_the_counts_are_in_a_sentence(page):
    sentence = page.one("main").all("p")[0].text

    assert [int(n) for n in re.findall(r": (\d+)", sentence)] == list(recount(TODAY).values())


def test_every_row_names_its_source_or_that_there_is_none(page):
    sources = [tr.all("td")[-1].text for tr in page.one("tbody").all("tr")]

    assert sources.count("–") == recount(TODAY)["none"]
    assert all(re.search(r"\((.*\d{4} r\.|bez daty)\)$", s) for s in sources if s != "–")


def test_the_page_has_language_title_heading_and_sources(page):
    assert page["lang"] == "pl"
    assert page.one("title").text == "Polska: obszary OWES, stan na 24 listopada 2026 r."
    assert page.one("h1").text
    assert "GUGiK, Państwowy Rejestr Granic, 2020" in page.one("main").text


def test_a_voivodeship_on_another_day(snapshot):
    page = read_html(render(snapshot, "pomorskie", ROPS_MEETING))
    rows = {tr.one("th").text: tr.all("td")[1].text for tr in page.one("tbody").all("tr")}

    assert len(rows) == 20
    assert "Dobra Robota" in rows["Gdańsk"]
    assert page.one("title").text == "Województwo pomorskie: obszary OWES, stan na 17 kwietnia 2019 r."


def test_two_renders_give_the_same_file(snapshot, poland):
    assert render(snapshot) == poland


def test_the_file_is_small_enough_to_mail(poland):
    assert len(poland.encode()) < 1_000_000


def test_hostile_text_is_text(hostile):
    page = read_html(render(hostile, "pomorskie"))
    cells = [c.text for c in page.one("tbody").all("th") + page.one("tbody").all("td")]

    assert f"powiat {' '.join(EVIL_NAME.split())}" in cells
    assert len(page.all("img")) == 0
    assert policy(page)["script-src"] == hashes(page.all("script"))
    assert len(page.all("script")) == 4
