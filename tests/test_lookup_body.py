"""The answer as other programs rely on it: keys may be added, never renamed."""

import json
from dataclasses import replace

import pytest

from ses_map.lookup import AnswerSerializer, Lookup
from ses_map.lookup.body import invalid_body
from ses_map.model import FormerName
from tests.builders import TODAY, centre, country, day, registry, spot

REACH = ("url", "phone", "email", "address", "website", "owes_page")
KEYS = {"outcome", "reason", "date", "snapshot", "area", "centres", "coordinator", "near_border", "candidates"}
AREA = {"teryt", "name", "kind", "voivodeship", "gmina"}
CENTRE = {"id", "name", "operator", "subregion", "contact", "url", "basis"}
BASIS = {"unit", "confidence", "source_url", "source_date", "valid_from", "valid_to"}

TEXT = "0201>a/północny@2019-01-01..2030-12-31~2019-04? 0202>b !020102>a 0401>a@..2019-12-31~2018"
WORLD = country("020101 020102 020201 040101", TEXT, former=[FormerName("0201", "dawny", day("2020-12-31"), "x")])
FINDER, SPELLER = Lookup(WORLD), AnswerSerializer(WORLD)

ANSWERS = {
    "found": FINDER.by_point(*spot(0.5), TODAY),
    "near": FINDER.by_point(*spot(2.01), TODAY),
    "gap": FINDER.by_point(*spot(1.5), TODAY),
    "expired": FINDER.by_point(*spot(3.5), TODAY),
    "outside": FINDER.by_point(0.0, 0.0, TODAY),
    "outside, near": FINDER.by_point(*spot(-0.01), TODAY),
    "powiat": FINDER.by_teryt("0201", TODAY),
    "gmina": FINDER.by_teryt("020101", TODAY),
    "ambiguous": FINDER.by_teryt("02", TODAY),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_every_answer_has_the_keys_of_the_contract_and_is_json(answer):
    body = SPELLER.body(answer)

    assert set(body) >= KEYS
    assert json.loads(json.dumps(body)) == body
    assert body["snapshot"] == WORLD.id
    assert body["date"] == "2026-11-24"
    areas = [a for a in [body["area"], *body["candidates"]] if a]
    assert all(set(a) >= AREA and set(a["voivodeship"]) == {"teryt", "name"} for a in areas)
    assert all(set(c) >= CENTRE and set(c["basis"]) >= BASIS for c in body["centres"] + body["last_known"])


def test_every_answer_has_the_same_keys_an_invalid_one_too():
    keys = {frozenset(SPELLER.body(a)) for a in ANSWERS.values()} | {frozenset(invalid_body(TODAY, "x"))}

    assert len(keys) == 1


@pytest.mark.parametrize(
    ("name", "outcome", "reason"),
    [
        ("found", "found", None),
        ("gap", "uncovered", "gap"),
        ("expired", "uncovered", "expired"),
        ("outside", "outside", None),
        ("ambiguous", "ambiguous", None),
    ],
)
def test_outcome_and_reason_are_their_words(name, outcome, reason):
    body = SPELLER.body(ANSWERS[name])

    assert (body["outcome"], body["reason"]) == (outcome, reason)


def test_found_says_who_and_why():
    body = SPELLER.body(ANSWERS["found"])
    (found,) = body["centres"]

    assert (found["id"], found["name"], found["url"]) == ("a", "OWES a", "/owes/a")
    assert body["standing"] == found["standing"] == "confirmed"
    assert found["subregion"] == "północny"
    assert found["basis"] == {
        "unit": "0201",
        "standing": "confirmed",
        "confidence": "derived",
        "source_url": "https://example.pl/2",
        "source_title": None,
        "source_date": "2019-04",
        "valid_from": "2019-01-01",
        "valid_to": "2030-12-31",
        "ends": "2030-12-31",
        "sentence": None,
    }
    assert body["area"]["voivodeship"] == {"teryt": "02", "name": "v02"}
    assert body["area"]["gmina"] == {"teryt": "020101", "name": "g020101"}
    assert body["coordinator"]["name"] == "ROPS 02"


@pytest.mark.parametrize(
    ("name", "teryt", "kind", "gmina", "url"),
    [
        ("found", "0201", "powiat", "020101", "/powiat/0201"),
        ("gmina", "0201", "powiat", "020101", "/powiat/0201"),
        ("powiat", "0201", "powiat", None, "/powiat/0201"),
        ("ambiguous", "02", "voivodeship", None, "/wojewodztwo/slug-02"),
    ],
)
def test_the_area_is_a_unit_with_its_page(name, teryt, kind, gmina, url):
    area = SPELLER.body(ANSWERS[name])["area"]

    assert (area["teryt"], area["kind"], area["url"]) == (teryt, kind, url)
    assert (area["gmina"] and area["gmina"]["teryt"]) == gmina


def test_a_place_nobody_serves_still_names_whom_to_call():
    body = SPELLER.body(ANSWERS["gap"])

    assert body["centres"] == []
    assert body["coordinator"]["name"] == "ROPS 02"


def test_expired_names_who_was_last():
    body = SPELLER.body(ANSWERS["expired"])

    assert body["centres"] == []
    assert [(c["id"], c["basis"]["valid_to"]) for c in body["last_known"]] == [("a", "2019-12-31")]
    assert body["coordinator"]["name"] == "ROPS 04"


def test_outside_there_is_no_area_and_nobody_to_call():
    body = SPELLER.body(ANSWERS["outside"])

    assert (body["area"], body["coordinator"], body["centres"], body["near_border"]) == (None, None, [], [])


@pytest.mark.parametrize(("name", "near"), [("near", ("a", "020102", 100)), ("outside, near", ("a", "020101", 100))])
def test_near_border_names_centre_gmina_and_whole_metres(name, near):
    world = country("020101 020102 020201 040101", "0201>a 0202>b")
    place = {"near": spot(2.01), "outside, near": spot(-0.01)}[name]
    body = AnswerSerializer(world).body(Lookup(world).by_point(*place, TODAY))
    (found,) = body["near_border"]

    assert (found["centre"]["id"], found["gmina"]["teryt"], found["distance_m"]) == near
    assert found["centre"]["url"] == "/owes/a"


def test_a_voivodeship_lists_its_powiats():
    assert [a["teryt"] for a in SPELLER.body(ANSWERS["ambiguous"])["candidates"]] == ["0201", "0202"]


def test_a_powiat_lists_the_gminas_answered_otherwise():
    (exception,) = SPELLER.body(ANSWERS["powiat"])["exceptions"]

    assert (exception["area"]["teryt"], exception["area"]["kind"]) == ("020102", "gmina")
    assert (exception["outcome"], exception["reason"], exception["centres"]) == ("uncovered", "gap", [])


def test_an_overlap_is_flagged_with_both():
    world = country("020101", "0201>b 0201>a")
    body = AnswerSerializer(world).body(Lookup(world).by_teryt("0201", TODAY))

    assert body["outcome"] == "found"
    assert body["overlap"] is True
    assert [c["id"] for c in body["centres"]] == ["a", "b"]
    assert SPELLER.body(ANSWERS["found"])["overlap"] is False


@pytest.mark.parametrize(("on", "name"), [("2020-12-31", "dawny"), ("2021-01-01", "p0201")])
def test_a_unit_is_called_what_it_was_called_on_the_day(on, name):
    assert SPELLER.body(FINDER.by_teryt("0201", day(on)))["area"]["name"] == name


def test_of_two_former_names_the_one_of_the_day_is_given():
    former = [
        FormerName("0201", "nowszy", day("2020-12-31"), "x"),
        FormerName("0201", "starszy", day("2010-12-31"), "x"),
    ]
    for names in (former, former[::-1]):
        world = country("020101", former=names)
        told = {
            on: AnswerSerializer(world).body(Lookup(world).by_teryt("0201", day(on)))["area"]["name"] for on in DAYS
        }
        assert told == DAYS


DAYS = {"2010-12-31": "starszy", "2011-01-01": "nowszy", "2020-12-31": "nowszy", "2021-01-01": "p0201"}


def test_what_is_not_known_is_null_and_never_an_empty_text():
    body = SPELLER.body(ANSWERS["found"])
    (found,) = body["centres"]

    assert found["operator"] is None
    parts = ("place", "street", "postcode", "phone", "email", "website")
    assert found["contact"] == dict.fromkeys(parts) | {"sources": {}}
    assert body["coordinator"] == {"name": "ROPS 02", "place": None, "sources": {}} | dict.fromkeys(REACH)


def test_hostile_text_stays_text_until_somebody_escapes_it():
    hostile = "<img src=x onerror=alert(1)>"
    known = replace(registry(["020101"], "0201>a"), centres=(centre("a", name=hostile),))
    world = country("020101", registry=known)
    body = AnswerSerializer(world).body(Lookup(world).by_teryt("0201", TODAY))

    assert json.loads(json.dumps(body))["centres"][0]["name"] == hostile


@pytest.mark.parametrize(("stranger", "centres"), [("020102", ["a"]), ("029901", [])])
def test_a_point_in_a_polygon_that_no_register_knows_is_answered(stranger, centres):
    """The base layer may be younger or older than TERYT: a polygon without gmina is a warning, not an end."""
    world = country(f"020101 {stranger}", registry=registry(["020101"], "0201>a"))
    body = AnswerSerializer(world).body(Lookup(world).by_point(*spot(1.5), TODAY))

    assert body["area"]["teryt"] == stranger[:4]
    assert [c["id"] for c in body["centres"]] == centres


def test_a_polygon_that_no_register_knows_may_be_near():
    world = country("020101 020201", registry=registry(["020101", "020202"], "0201>a 0202>b"))
    (near,) = AnswerSerializer(world).body(Lookup(world).by_point(*spot(0.99), TODAY))["near_border"]

    assert (near["centre"]["id"], near["gmina"]["teryt"]) == ("b", "020201")


def test_invalid_is_an_answer_too():
    body = invalid_body(TODAY, "0123")

    assert (body["outcome"], body["date"], body["snapshot"]) == ("invalid", "2026-11-24", "0123")
    assert (body["area"], body["coordinator"], body["centres"]) == (None, None, [])
