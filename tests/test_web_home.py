"""The home page: light, and one step from every powiat, centre and voivodeship."""

import re

import pytest

from ses_map.lookup import coverage_rows
from tests.builders import ROPS_MEETING, TODAY, read_rows
from tests.markup import Element, read_html
from tests.recount import patched_rows, recount

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

VOIVODESHIPS = read_rows("reference/voivodeships.csv")
CENTRES = patched_rows("registry/centres.csv")


@pytest.fixture
def page(client):
    def get(path: str) -> Element:
        return read_html(client.get(path).get_data(as_text=True))

    return get


def test_every_powiat_and_who_serves_it_is_in_a_table_one_step_from_the_home_page(page, finder):
    areas = [a["href"] for a in page("/").one("ul", class_="regions").all("a")]
    rows = [tr for path in areas for body in page(path).all("tbody") for tr in body.all("tr")]
    found = {tr.one("th").one("a")["href"]: (tr.one("th").text, tr.all("td")[0].text) for tr in rows}
    wanted = coverage_rows(finder, TODAY)

    assert len(areas) == 16 and len(rows) == len(found) == len(wanted)
    assert found == {
        f"/{'gmina' if r.is_gmina else 'powiat'}/{r.teryt}": (r.name, ", ".join(c.name for c in r.centres) or "–")
        for r in wanted
    }


#: Elements that the scripts of the map add: an area for each powiat, names of towns, buttons.
MAP_NODES = 650


def test_the_home_page_has_no_more_nodes_than_a_phone_lays_out_at_once(page):
    """Lighthouse warns from 1,400 on; ``tests/e2e/test_budgets.py`` counts with the map drawn."""
    assert 300 < len(page("/").all()) <= 1500 - MAP_NODES


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
def test_the_home_page_counts_the_powiats_of_each_voivodeship_by_standing(page, on):
    lines = page(f"/?date={on}").one("ul", class_="regions").all("li")
    said = {li.one("a").text: [int(n) for n in re.findall(r"\d+", li.one("span").text)] for li in lines}

    assert said == {v["name"]: [n for n in recount(on, v["teryt"]).values() if n] for v in VOIVODESHIPS}


@pytest.mark.parametrize("on", [TODAY, ROPS_MEETING])
def test_the_home_page_counts_powiats_by_standing(page, on):
    sentence = page(f"/?date={on}").one("p", class_="counts").text
    counts = [n for n in recount(on).values() if n]

    assert re.findall(r"\d+", sentence) == [str(n) for n in counts]
    assert re.match(r"\d+ powiat\w* ma\w* aktualne, potwierdzone wskazanie OWES", sentence)


def test_the_home_page_lists_every_centre_and_every_voivodeship(page):
    links = {a["href"] for a in page("/").one("main").all("a")}

    assert {f"/owes/{c['centre_id']}" for c in CENTRES} <= links
    assert {f"/wojewodztwo/{v['slug']}" for v in VOIVODESHIPS} <= links
