"""Areas are unions of units, whose neighbours keep sharing their vertices."""

import numpy as np
import pytest
import shapely

from ses_map.coverage import Claims, served_units, split_units, subregion_keys, unite
from tests.builders import box, claims, day, squares, vertices


def test_a_gmina_is_shown_in_its_powiat_unless_a_claim_names_it():
    shown = split_units(["0201", "0202"], ["020101", "020102", "020201"], Claims(claims("0201>a !020102>a")))

    assert shown == {"020101": "0201", "020102": "020102", "020201": "0202"}


def test_a_claim_of_any_day_splits_so_that_the_map_keeps_its_shapes():
    shown = split_units(["0201"], ["020101"], Claims(claims("020101>a@1999-01-01..1999-12-31")))

    assert shown == {"020101": "020101"}


def test_a_gmina_of_no_known_powiat_is_in_no_unit():
    assert split_units(["0201"], ["020101", "999901"], Claims(())) == {"020101": "0201"}


def test_units_come_in_the_order_of_their_codes():
    assert list(served_units(Claims(claims("0202>a")), ["0203", "0201", "0202"], day("2024-01-01"))) == [
        "0201",
        "0202",
        "0203",
    ]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("0201>a/północny", [("a", "północny")]),
        ("0201>a", []),
        ("", []),
        ("0201>a/północny@..2019-12-31", []),
        ("0201>a/dawny~2019 0201>a/nowy~2023", [("a", "nowy")]),
        ("0201>b/wschodni 0201>a/północny", [("a", "północny"), ("b", "wschodni")]),
        ("0201>b/wschodni 0201>a", [("b", "wschodni")]),
    ],
)
def test_a_subregion_is_a_centre_and_its_name_of_the_area(text, keys):
    coverage = served_units(Claims(claims(text)), ["0201"], day("2024-01-01"))

    assert subregion_keys(coverage) == {"0201": tuple(keys)}


def test_two_subregions_of_one_name_are_two_if_their_centres_are():
    coverage = served_units(Claims(claims("0201>a/północny 1601>b/północny")), ["0201", "1601"], day("2024-01-01"))

    assert subregion_keys(coverage) == {"0201": (("a", "północny"),), "1601": (("b", "północny"),)}


def test_a_union_has_the_area_of_its_parts_and_no_inner_border():
    layer = squares("0201", "0202", "0203")
    united = unite(layer.geometry.to_numpy(), ["a", "a", "b"])

    assert list(united) == ["a", "b"]
    assert united["a"].equals(box(0, wide=2))
    assert united["a"].geom_type == "Polygon"
    assert united["b"].equals(box(2))


def test_an_empty_key_leaves_the_polygon_out():
    united = unite(squares("0201", "0202").geometry.to_numpy(), ["", "b"])

    assert list(united) == ["b"]


def test_parts_that_do_not_touch_make_one_area_of_two_polygons():
    united = unite(squares("0201", "0202", "0203").geometry.to_numpy(), ["a", "b", "a"])

    assert united["a"].geom_type == "MultiPolygon"
    assert united["a"].area == pytest.approx(2 * box(0).area)


def test_united_neighbours_share_their_vertices():
    """Two upper squares become one area, which must keep the vertex where the two lower squares meet."""
    polygons = np.array([box(0), box(1), box(0, 1), box(1, 1)], dtype=object)
    united = unite(polygons, ["a", "b", "upper", "upper"])
    meeting = vertices(box(0)) & vertices(box(1)) & vertices(box(0, 1))

    assert shapely.coverage_is_valid(list(united.values()))
    assert len(meeting) == 1
    assert meeting <= vertices(united["upper"])
