"""OGC API - Features in small worlds: names and areas of a day, features with days of their own, and none at all."""

import dataclasses
from datetime import date
from urllib.parse import quote

import pytest

from ses_map.model import Entity, FormerName, Provenance
from ses_map.snapshot import registry_files
from tests.builders import centre, country
from tests.markup import read_html
from tests.ogc_builders import items, linked, read
from tests.web_builders import app_of

CLAIMS = "0201>a/północny@2019-01-01..2020-12-31 0201>b@2021-01-01.. 0202>a@2019-01-01..2020-12-31"


def world(text=CLAIMS, **changes):
    """Two powiats of two gminas each; what else the registry holds."""
    made = country("020101 020102 020201 020202", text)
    registry = dataclasses.replace(made.registry, **changes)
    return app_of(made.with_files(registry_files(registry))).test_client()


def entity(id: str, since: date | None, until: date | None) -> Entity:
    text = dict.fromkeys(("operator", "town", "street", "postcode", "website", "activity", "powiat_basis"), "")
    return Entity(
        id=id, name=id, kind="cis", founders=(), powiat="0201", voivodeship="02", status_ps="unknown", confidence="",
        source=Provenance("", "", ""), valid_from=since, valid_to=until, **text,
    )  # fmt: skip


def ids(body) -> list[str]:
    return [f["id"] for f in body["features"]]


@pytest.mark.parametrize(
    ("when", "areas", "of_0201", "of_0202"),
    [
        ("2018-12-31", [], "no-source", "no-source"),
        ("2019-01-01T00:00:00Z", ["a"], "a", "a"),
        ("2018-01-01/2020-12-31", ["a"], "a", "a"),
        ("2021-01-01", ["b"], "b", "expired"),
        ("2019-06-01/..", ["b"], "b", "expired"),
    ],
)
def test_areas_and_units_are_those_of_the_day(when, areas, of_0201, of_0202):
    client = world()
    units = read(client, items("powiaty", datetime=when))["features"]

    assert ids(read(client, items("obszary-owes", datetime=when))) == areas
    assert ids(read(client, items("subregiony", datetime=when))) == (["a/północny"] if areas == ["a"] else [])
    assert [f["properties"]["centres"] or f["properties"]["reason"] for f in units] == [of_0201, of_0202]


def test_a_day_after_today_that_begins_an_open_period_is_the_day():
    client = world("0201>a@2019-01-01..2030-12-31 0201>b@2031-01-01..")

    assert ids(read(client, items("obszary-owes", datetime="2035-01-01/.."))) == ["b"]
    assert read(client, items("obszary-owes", datetime="2035-01-01/.."))["timeStamp"] == "2035-01-01T00:00:00Z"


def test_a_unit_has_the_name_of_the_day():
    client = world(former_names=(FormerName("0202", "dawny", date(2020, 6, 30), ""),))
    named = {
        when: read(client, f"{items('powiaty')}/0202?datetime={when}")["properties"]["name"]
        for when in ("2020-06-30", "2020-07-01", "2026-01-01")
    }

    assert named == {"2020-06-30": "dawny", "2020-07-01": "p0202", "2026-01-01": "p0202"}


DATED = {"always": (None, None), "old": (None, date(2019, 12, 31)), "new": (date(2022, 1, 1), None)}


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("", ["always", "old", "new"]),
        ("2019-12-31", ["always", "old"]),
        ("2020-01-01", ["always"]),
        ("2020-01-01/2021-12-31", ["always"]),
        ("2019-12-31/2022-01-01", ["always", "old", "new"]),
        ("2022-01-01/..", ["always", "new"]),
        ("../2019-12-31", ["always", "old"]),
        ("../..", ["always", "old", "new"]),
    ],
)
@pytest.mark.parametrize("collection", ["osrodki", "podmioty"])
def test_features_with_days_of_their_own_are_there_when_they_were(collection, when, found):
    centres = tuple(centre(name, valid_from=a, valid_to=b) for name, (a, b) in DATED.items())
    entities = tuple(entity(name, a, b) for name, (a, b) in DATED.items())
    client = world("", centres=centres, entities=entities)
    body = read(client, items(collection, **({"datetime": when} if when else {})))

    assert ids(body) == found and body["numberMatched"] == len(found)
    extent = read(client, f"/ogc/collections/{collection}")["extent"]
    assert extent["temporal"]["interval"] == [["2022-01-01T00:00:00Z", None]]
    assert "spatial" not in extent, "nobody's place is known"


@pytest.mark.parametrize("name", ["a/b", "a//b", "..", "../x", "ą ż", "a?b=c", "a#b", "a%2Fb", "a\\b"])
def test_any_id_has_its_address(name):
    client = world("", centres=(centre(name),))
    feature = read(client, items("osrodki"))["features"][0]
    alone = read(client, f"{items('osrodki')}/{quote(name, safe='')}")
    page = read_html(client.get(items("osrodki", f="html")).get_data(as_text=True))

    assert feature["id"] == alone["id"] == name
    assert [read(client, href)["id"] for href in linked(alone, "self")] == [name]
    assert [client.get(a["href"]).status_code for a in page.one("tbody").all("a")] == [200]


@pytest.mark.parametrize("collection", ["subregiony", "obszary-owes", "osrodki", "podmioty"])
def test_an_empty_collection_is_one(collection):
    client = world("")
    body = read(client, items(collection, bbox="-180,-90,180,90"))

    assert (body["numberMatched"], body["features"]) == (0, [])
    assert "spatial" not in read(client, f"/ogc/collections/{collection}")["extent"]
    assert client.get(items(collection), query_string={"f": "html"}).status_code == 200


def test_a_polygon_that_the_register_lacks_is_still_there():
    client = world("", gminy=())

    assert ids(read(client, items("gminy"))) == ["020101", "020102", "020201", "020202"]
    assert {f["properties"]["kind"] for f in read(client, items("gminy"))["features"]} == {None}
