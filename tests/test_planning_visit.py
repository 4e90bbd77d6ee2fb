"""Study visits: the order is kept, distances are geodesics, what is unknown is said, and an address holds it all."""

import random
import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from ses_map.maps.route import Mark, draw_route, in_words
from ses_map.planning.entities import Chooser
from ses_map.planning.shortening import shorten
from ses_map.planning.visit import (
    LONGEST,
    MOST,
    Plan,
    clean_text,
    lay_out,
    parse_plan,
    plan_query,
    programme_table,
    remarks,
    total_km,
)
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots

WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Point:
    lat: float
    lon: float
    is_own: bool = True


@pytest.fixture(scope="module")
def spots(snapshot):
    return find_spots(snapshot.registry.entities, Search(snapshot).index)


@pytest.fixture(scope="module")
def entities(snapshot):
    return {e.id: e for e in snapshot.registry.entities}


@pytest.fixture(scope="module")
def recorded(snapshot):
    return {v.id: v for v in snapshot.registry.visits}


TOWNS = {
    "dops-2017": ["Poznań"] * 3 + ["Jarocin"] * 3,
    "klaster-zg-2018": ["Świebodzin", "Pniewo", "Lubniewice", "Lubniewice", "Nietkowice"],
}


@pytest.mark.realdata
@pytest.mark.parametrize("visit", TOWNS)
def test_a_recorded_visit_keeps_its_order_and_its_distances_are_geodesics(visit, recorded, entities, spots):
    stops = lay_out(Plan(recorded[visit].stops), entities, spots)

    assert [s.entity.town for s in stops] == TOWNS[visit]
    assert [s.number for s in stops] == list(range(1, len(stops) + 1))
    measured = [(a, b) for a, b in pairwise(stops) if b.distance_km is not None]
    assert measured
    for a, b in measured:
        _, _, metres = WGS84.inv(a.place.lon, a.place.lat, b.place.lon, b.place.lat)
        assert b.distance_km == pytest.approx(metres / 1000)
        assert 1 < b.distance_km < 150


@pytest.mark.realdata
def test_from_poznan_to_jarocin_it_is_some_62_km(recorded, entities, spots):
    stops = lay_out(Plan(recorded["dops-2017"].stops), entities, spots)

    assert 60 <= stops[3].distance_km <= 65
    assert total_km(stops) == stops[3].distance_km
    assert [s.is_same_town for s in stops] == [False, True, True, False, True, True]


@pytest.mark.realdata
def test_a_stop_without_a_certain_place_stays_and_has_no_distance(recorded, entities, spots):
    stops = lay_out(Plan(recorded["klaster-zg-2018"].stops), entities, spots)

    assert stops[1].entity.town == "Pniewo" and stops[1].place is None
    assert [s.distance_km is None for s in stops] == [True, True, True, True, False]
    assert "bez pewnego miejsca, bez odległości" in remarks(stops[1])


@pytest.mark.realdata
def test_a_stop_twice_is_said(entities, spots):
    plan = Plan(("cis-piatkowo-poznan", "ss-zmysly-jarocin", "cis-piatkowo-poznan"))
    stops = lay_out(plan, entities, spots)

    assert [s.again for s in stops] == [0, 0, 1]
    assert remarks(stops[2]) == ["ten sam podmiot co przystanek 1"]
    assert stops[1].distance_km == pytest.approx(stops[2].distance_km)


@pytest.mark.realdata
def test_own_points_in_one_building_are_no_distance_apart(entities):
    names = ("cis-piatkowo-poznan", "fun-barka-poznan")
    same = {n: Point(52.4, 16.9) for n in names}
    towns = {n: Point(52.4, 16.9, is_own=False) for n in names}

    assert lay_out(Plan(names), entities, same)[1].distance_km == 0
    assert lay_out(Plan(names), entities, towns)[1].distance_km is None
    assert total_km(lay_out(Plan(names), entities, towns)) is None


@pytest.mark.realdata
def test_the_programme_says_what_is_known_and_from_where(snapshot, recorded, entities, spots):
    table = programme_table(lay_out(Plan(recorded["dops-2017"].stops), entities, spots), snapshot.names)
    row = table.rows[3]

    assert {c.key for c in table.columns} == set(row) and table.key == "id"
    assert (row["number"], row["town"], row["powiat"]) == (4, "Jarocin", "powiat jarociński")
    assert row["founders"] == "Stowarzyszenie OPUS; Powiat Jarociński"
    assert row["source_date"] == "2017-11-16" and "DOPS" in row["source_title"]
    assert table.rows[1]["distance_km"] is None


IDS = [f"e-{n}" for n in range(40)]
TEXTS = st.text(max_size=LONGEST).map(clean_text)
PLANS = st.builds(
    Plan, st.lists(st.sampled_from(IDS), max_size=MOST).map(tuple), TEXTS, TEXTS,
    st.none() | st.dates(), st.none() | st.dates(),
).filter(lambda p: not (p.first and p.last and p.last < p.first))  # fmt: skip


@given(PLANS)
def test_an_address_holds_the_whole_plan(plan):
    assert parse_plan(plan_query(plan), IDS.__contains__) == (plan, [])


@given(st.dictionaries(st.sampled_from(["stops", "tytul", "organizator", "od", "do"]), st.text(max_size=400)))
def test_any_address_gives_a_plan_that_can_be_written_again(asked):
    plan, _ = parse_plan(asked, IDS.__contains__)
    sound = plan if not (plan.first and plan.last and plan.last < plan.first) else replace(plan, last=None)

    assert parse_plan(plan_query(sound), IDS.__contains__) == (sound, [])
    assert len(plan.title) <= LONGEST and len(plan.stops) <= MOST


@pytest.mark.parametrize(
    ("asked", "kept", "says"),
    [
        ({"stops": "e-1,nope,e-2"}, ("e-1", "e-2"), "nie ma: „nope”"),
        ({"stops": ",".join(IDS)}, tuple(IDS[:MOST]), "„e-30”, „e-31”"),
        ({"stops": "e-1", "od": "jutro"}, ("e-1",), "„jutro” nie jest dniem"),
        ({"stops": "e-1", "do": "2019-02-30"}, ("e-1",), "nie jest dniem"),
        ({"stops": "e-1", "do": "2019-W03-1"}, ("e-1",), "nie jest dniem"),
        ({"stops": "e-1", "od": "2019-02-02", "do": "2019-02-01"}, ("e-1",), "zanim się zacznie"),
        ({"stops": "e-1", "tytul": "x" * 121}, ("e-1",), "ma 121 znaków"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_else_is_lost(asked, kept, says):
    plan, told = parse_plan(asked, IDS.__contains__)

    assert plan.stops == kept
    assert len(told) == 1 and says in told[0] and told[0].endswith(".")


def length(order, places):
    return sum(WGS84.inv(places[a].lon, places[a].lat, places[b].lon, places[b].lat)[2] for a, b in pairwise(order))


@pytest.mark.parametrize("seed", range(20))
def test_a_shorter_order_has_the_same_stops_and_is_shorter(seed):
    dice = random.Random(seed)
    names = tuple(IDS[: dice.randint(2, MOST)])
    places = {n: Point(dice.uniform(49, 54.8), dice.uniform(14.2, 24)) for n in names if dice.random() > 0.15}
    order, saved = shorten(names, places)

    assert sorted(order) == sorted(names)
    assert shorten(names, places) == (order, saved)
    assert [n for n in order if n not in places] == [n for n in names if n not in places]
    assert [order.index(n) for n in names if n not in places] == [names.index(n) for n in names if n not in places]
    placed = [[n for n in o if n in places] for o in (names, order)]
    assert placed[0][:1] == placed[1][:1]
    assert length(placed[0], places) - length(placed[1], places) == pytest.approx(saved * 1000, abs=1e-3)
    assert saved == 0 or saved >= 1


def test_stops_along_a_road_are_put_along_it():
    places = {n: Point(52, 15 + i) for i, n in enumerate("abcdef")}

    assert shorten(tuple("adbfce"), places)[0] == tuple("abcdef")
    assert shorten(tuple("abcdef"), places) == (tuple("abcdef"), 0.0)


def test_a_round_comes_back_to_where_it_began():
    corners = [(52, 15), (52, 16), (53, 16), (53, 15)]
    places = {n: Point(*c) for n, c in zip("abcd", corners, strict=True)}
    order, saved = shorten(tuple("acbda"), places)

    assert order in (tuple("abcda"), tuple("adcba")) and saved > 50


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("text", "region", "id"),
    [
        ("zmysły jarocin", "", "ss-zmysly-jarocin"),
        ("ETAP", "", "cis-piatkowo-poznan"),
        ("WTZ jaroc", "30", "wtz-w-jarocinie"),
    ],
)
def test_entities_are_found_by_beginnings_of_words(snapshot, text, region, id):
    chooser = Chooser(snapshot.registry.entities)

    assert id in [e.id for e in chooser.find(text, region)]
    assert id not in [e.id for e in chooser.find(text, "22")]
    assert chooser.find(f"{text} qqq") == []


@pytest.mark.parametrize(
    ("numbers", "words"), [([1], "1"), ([2, 1], "1, 2"), ([1, 2, 3, 5], "1–3, 5"), ([4, 4, 5, 6, 9, 10], "4–6, 9, 10")]
)
def test_numbers_in_a_row_are_drawn_together(numbers, words):
    assert in_words(numbers) == words


@pytest.mark.realdata
def test_the_drawing_joins_neighbours_only_and_escapes_what_is_written(snapshot):
    layer = snapshot.layer("units/polska")
    marks = [Mark(1, 52.4, 16.9, "A"), Mark(2, 52.0, 17.5, "<script>"), Mark(4, 51.5, 17.0, "C")]
    drawn = draw_route(layer, marks)

    assert drawn == draw_route(layer, marks)
    assert drawn.count("<polygon") == 1, "one line: nothing leads to the stop without a place or away from it"
    assert "&lt;script&gt;" in drawn and "<script" not in drawn
    assert " km</text>" in drawn and 'height="727"' in drawn


@pytest.mark.realdata
@pytest.mark.parametrize("lat", [50.0, 54.0])
def test_the_bar_is_as_long_as_it_says(snapshot, lat):
    marks = [Mark(1, lat, 19.0, ""), Mark(2, lat, 20.0, "")]
    drawn = draw_route(snapshot.layer("units/polska"), marks)
    bar, said = re.search(r"v12h(\d+)v", drawn)[1], re.search(r">(\d+) km<", drawn)[1]
    ends = [int(x) for x in re.findall(r'<path d="M(\d+),\d+L(\d+),', drawn)[0]]
    _, _, metres = WGS84.inv(19.0, lat, 20.0, lat)

    assert int(bar) / int(said) == pytest.approx((ends[1] - ends[0]) / (metres / 1000), rel=0.02)


def test_days_of_a_plan_are_days():
    plan, _ = parse_plan({"od": "2017-11-27"}, IDS.__contains__)
    assert (plan.first, plan.last) == (date(2017, 11, 27), None)
