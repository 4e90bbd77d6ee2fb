"""Where offices are: by the town that the register names, on the day, and the nearest of them."""

from dataclasses import replace

import pytest
from pyproj import Geod

from ses_map.localities import Place, PlaceKind, collect, decode_places, encode_places
from ses_map.search.index import NameIndex
from ses_map.search.offices import distance_km, find_offices
from tests.builders import centre, day, office, registry, spot

DAY = day("2024-06-01")
TU, TAM, DALEKO = spot(0.5), spot(1.5), spot(2.5)
#: Two villages of one name in two voivodeships, and two of one name in one.
PLACES = [("Tu", "020101", TU), ("Tam", "020102", TAM), ("Daleko", "020201", DALEKO), ("Daleko", "120101", spot(3.5)),
          ("Dwoje", "020101", TU), ("Dwoje", "020201", DALEKO), ("Bez punktu", "020101", (None, None))]  # fmt: skip


@pytest.fixture(scope="module")
def index():
    world = registry(("020101", "020102", "020201", "120101"))
    rows = [Place(f"{n:07d}", name, PlaceKind.VILLAGE, "wieś", "", g, *at) for n, (name, g, at) in enumerate(PLACES)]
    return NameIndex(world, decode_places(encode_places(collect(rows))))


def near(point, expected):
    return point == pytest.approx(expected, abs=1e-4)


def found(index, *offices, **changes):
    return find_offices([replace(centre("a", **changes), offices=offices)], index)


@pytest.mark.parametrize(
    ("place", "point"),
    [
        ("Tu", TU),
        ("TAM", TAM),
        ("Daleko", DALEKO),
        ("Dwoje", None),
        ("Bez punktu", None),
        ("Nigdzie", None),
        ("", None),
    ],
)
def test_a_town_is_taken_only_where_its_name_leaves_no_doubt(index, place, point):
    located = found(index, office("a", place)).located

    assert set(located) == ({"a"} if point else set())
    assert all(near(o.point, point) for o in located.get("a", ()))


def test_the_nearest_office_of_the_day_is_found_with_its_distance(index):
    main, branch = office("a", "Tu"), office("a", "Tam", "branch", valid_from=day("2024-01-01"))
    closed = office("a", "Daleko", "branch", valid_to=day("2023-12-31"))
    offices = found(index, main, branch, closed)

    for here, on, expected in (
        (TU, DAY, main),
        (spot(1.4), DAY, branch),
        (DALEKO, DAY, branch),
        (DALEKO, day("2023-12-31"), closed),
        (spot(1.4), day("2023-12-31"), main),
    ):
        nearest, km = offices.nearest("a", here, on)
        assert nearest is expected
        there = {"Tu": TU, "Tam": TAM, "Daleko": DALEKO}[expected.place]
        _, _, metres = Geod(ellps="WGS84").inv(*here[::-1], *there[::-1])
        assert km == pytest.approx(metres / 1000, abs=0.02)


def test_of_two_offices_in_one_town_the_first_is_the_nearest(index):
    first, second = office("a", "Tu", street="A"), office("a", "Tu", "branch", street="B")

    assert found(index, first, second).nearest("a", TAM, DAY)[0] is first


def test_where_no_town_is_known_nothing_is_nearest(index):
    offices = found(index, office("a", "Nigdzie"), office("a", "Tam", "branch", valid_to=day("2020-01-01")))

    assert offices.nearest("a", TU, DAY) is None
    assert offices.nearest("nobody", TU, DAY) is None


def test_points_are_those_of_the_day_each_once(index):
    offices = found(
        index,
        office("a", "Tu"),
        office("a", "Tu", "branch", street="B"),
        office("a", "Tam", "branch", valid_to=day("2023-12-31")),
    )

    assert [near(p, TU) for p in offices.points(DAY)["a"]] == [True]
    assert len(offices.points(day("2023-12-31"))["a"]) == 2
    assert find_offices([centre("b")], index).points(DAY) == {}


def test_the_main_office_is_that_of_the_day(index):
    moved = (office("a", "Tu", valid_to=day("2023-12-31")), office("a", "Tam", valid_from=day("2024-01-01")))
    known = centre("a", offices=moved)
    offices = find_offices([known], index)

    assert [offices.main(known, on).office.place for on in (day("2023-12-31"), DAY)] == ["Tu", "Tam"]
    assert offices.main(centre("b"), DAY) is None


def test_a_distance_is_along_the_earth():
    assert distance_km((52.0, 19.0), (52.0, 19.0)) == 0
    assert distance_km((52.0, 19.0), (53.0, 19.0)) == pytest.approx(111.27, abs=0.01)
