"""A geographic level more is one entry: it is then counted, drawn, named and handed out as files."""

import json

import pytest

from ses_map.lookup import LEVELS, Level
from tests.builders import TODAY
from tests.markup import read_html
from tests.web_builders import app_of

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

#: Regions of GUS (NUTS 2): the first four signs of NUTS 3.
NUTS2 = Level("regiony GUS (NUTS 2)", lambda _, key: f"region {key}", lambda s, code: LEVELS["nuts3"].area(s, code)[:4])
PAGE = f"/planowanie/statystyki?date={TODAY.isoformat()}&poziom="


@pytest.fixture
def client_with_level(published, monkeypatch):
    monkeypatch.setitem(LEVELS, "nuts2", NUTS2)
    return app_of(published).test_client()


def test_it_is_offered_counted_and_named(client_with_level):
    page = client_with_level.get(f"{PAGE}nuts2").get_data(as_text=True)
    rows = client_with_level.get(f"{PAGE}nuts2&format=json").get_json()["rows"]

    assert NUTS2.plural in read_html(page).text
    assert len(rows) == 17 and {r["name"][:7] for r in rows} == {"region "}
    assert sum(r["population"] for r in rows) == 37_489_087


def test_it_is_drawn(client_with_level):
    drawn = client_with_level.get(f"/planowanie/statystyki.svg?poziom=nuts2&date={TODAY.isoformat()}")

    assert drawn.get_data(as_text=True).count("region PL") >= 17


@pytest.mark.parametrize("level", [*LEVELS, "nuts2"])
def test_every_area_of_a_level_has_its_polygon(client_with_level, level):
    region = "&voivodeship=opolskie" if level == "gmina" else ""
    found = json.loads(client_with_level.get(f"{PAGE}{level}{region}&format=geojson").get_data())["features"]

    assert len(found) > 10
    assert [f["id"] for f in found if f["id"] and not f["geometry"]] == []
