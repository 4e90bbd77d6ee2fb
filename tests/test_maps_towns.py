"""Towns of the maps: every seat of a powiat, where it lies, the most important first."""

import itertools

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ses_map.localities import NO_PLACES, Place, PlaceKind, collect
from ses_map.maps.drawing import WIDE, Frame, meet
from ses_map.maps.render import charts
from ses_map.maps.towns import COUNTRY, Rank, Town, draw_towns, find_towns, place_towns
from ses_map.snapshot import Layer
from tests.builders import country
from tests.web_builders import EVIL_NAME


@pytest.fixture(scope="module")
def towns(snapshot):
    return find_towns(snapshot)


@pytest.mark.realdata
def test_every_powiat_has_its_seat(towns, snapshot):
    named = {t.name for t in towns if t.rank is Rank.POWIAT}
    wanted = {p.seat for p in snapshot.registry.powiaty}

    assert named == wanted
    assert len({(t.name, t.gmina) for t in towns}) == len(towns), "each place once"


@pytest.mark.realdata
def test_a_seat_lies_in_its_powiat_or_in_a_city_beside_it(towns, snapshot):
    """Many powiats have their offices in a city that lies outside of them."""
    gminy, powiaty = snapshot.gminy, {p.teryt: p for p in snapshot.registry.powiaty}
    tree = shapely.STRtree(gminy.polygons)
    seats = {(t.name, t.gmina[:2]): t for t in towns if t.rank is Rank.POWIAT}
    for powiat in powiaty.values():
        seat = seats[powiat.seat, powiat.teryt[:2]]
        held = {gminy.codes[i] for i in tree.query(shapely.Point(seat.lon, seat.lat), predicate="within")}
        assert powiat.teryt in {c[:4] for c in held} or any(powiaty[c[:4]].is_city for c in held), powiat.seat


@pytest.mark.realdata
def test_towns_come_in_their_order(towns):
    ranks = [(t.rank, -t.people) for t in towns]

    assert ranks == sorted(ranks)
    assert [t.name for t in towns[:3]] == ["Warszawa", "Kraków", "Wrocław"]
    assert {t.rank for t in towns} == set(Rank)


@pytest.mark.realdata
def test_the_country_names_seats_and_a_voivodeship_all_its_towns(towns, snapshot):
    country_map, *regions = charts(snapshot)

    assert list(country_map.towns) == [t for t in towns if t.rank is Rank.POWIAT]
    assert sorted(t.name for r in regions for t in r.towns) == sorted(t.name for t in towns)
    for region in regions:
        assert {t.gmina[:2] for t in region.towns} == {region.units.codes[0][:2]}


def place(name, gmina, kind=PlaceKind.CITY, lat=52.0, simc="0000001"):
    return Place(simc, name, kind, "miasto", "", gmina, lat, 19.0)


def world(*places):
    found = country("020101 020201")
    found.__dict__["places"] = collect(places) if places else NO_PLACES
    return found


def test_without_places_there_are_no_towns():
    assert find_towns(world()) == []


def test_a_place_without_coordinates_is_left_out():
    assert find_towns(world(place("Miasto", "020101", lat=None))) == []


def test_a_village_is_named_where_a_gmina_bears_its_name():
    gmina = country("020101").names.gminy["020101"].name
    snapshot = world(place(gmina, "020101", PlaceKind.VILLAGE), place("Y", "020101", PlaceKind.VILLAGE, simc="0000002"))

    assert [(t.name, t.rank) for t in find_towns(snapshot)] == [(gmina, Rank.GMINA)]


def test_of_two_villages_with_the_name_of_their_gmina_neither_is_named():
    gmina = country("020101").names.gminy["020101"].name
    alike = [place(gmina, "020101", PlaceKind.VILLAGE, simc=f"000000{n}") for n in (1, 2)]

    assert find_towns(world(*alike)) == []


FRAME = Frame(Layer(("a",), shapely.box([14], [49], [24], [55])))
NAMES = st.text("abcdefghij ", min_size=1, max_size=20)
SPOTS = st.lists(st.tuples(st.floats(14, 24), st.floats(49, 55), NAMES), max_size=60)


@given(SPOTS, st.integers(1, 10))
def test_names_cover_neither_each_other_nor_what_was_there(spots, most):
    towns = [Town(name, lat, lon, Rank.POWIAT, "020101", 1) for lon, lat, name in spots]
    taken = [(300.0, 300.0, 600.0, 500.0)]
    labels = place_towns(FRAME, towns, taken, (COUNTRY[0], most))
    boxes = taken + [box_of(label) for label in labels]

    assert len(labels) <= most
    assert not any(meet(one, two) for one, two in itertools.combinations(boxes, 2))
    assert all(0 <= w and e <= WIDE and 0 <= n and s <= FRAME.high for w, n, e, s in boxes[1:])


def box_of(label):
    wide = len(label.name) * label.size * 0.55
    west = label.text_x - {"start": 0, "middle": wide / 2, "end": wide}[label.anchor]
    return west, label.text_y - label.size * 0.75, west + wide, label.text_y + label.size * 0.1


def test_the_first_that_has_room_is_named():
    same = [Town(name, 52, 19, Rank.POWIAT, "020101", 1) for name in ("first", "second", "third", "fourth", "fifth")]

    assert next(t.name for t in place_towns(FRAME, same, (), COUNTRY)) == "first"
    assert [t.name for t in place_towns(FRAME, same, (), (14, 1))] == ["first"]


def test_a_hostile_name_is_text():
    labels = place_towns(FRAME, [Town(EVIL_NAME[:40], 52, 19, Rank.POWIAT, "020101", 1)], (), COUNTRY)

    assert "<img" not in draw_towns(labels) and "<script" not in draw_towns(labels)


def test_no_towns_draw_nothing():
    assert draw_towns([]) == ""
