"""The coordinator of each voivodeship, with every contact that the registry knows."""

import pytest

from tests.builders import read_rows
from tests.markup import read_html

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

VOIVODESHIPS = read_rows("reference/voivodeships.csv")
COORDINATORS = {r["voivodeship"]: r["name"] for r in read_rows("registry/coordinators.csv")}


@pytest.mark.parametrize("voivodeship", VOIVODESHIPS, ids=[r["slug"] for r in VOIVODESHIPS])
def test_the_coordinator_is_named_with_every_contact_that_is_known(client, voivodeship):
    tree = read_html(client.get(f"/wojewodztwo/{voivodeship['slug']}").get_data(as_text=True))
    card = tree.one("div", class_="coordinator")
    links = {a["href"].removeprefix("mailto:") for a in card.all("a")}
    known = [r for r in read_rows("registry/contacts.csv") if r["subject"] == voivodeship["teryt"]]

    assert COORDINATORS[voivodeship["teryt"]] in card.text
    assert card in tree.one("div", class_="legend").children
    for kind in {r["kind"] for r in known} - {"phone", "address"}:
        assert links & {value for r in known if r["kind"] == kind for value in r["value"].split("; ")}, kind
    for kind in {"phone", "address"} & {r["kind"] for r in known}:
        assert [r for r in known if r["kind"] == kind and r["value"].split("; ")[0] in card.text], kind
