"""Official points of localities against the base layer."""

import numpy as np
import pytest

from ses_map.crs import LONLAT
from ses_map.errors import CrsError
from ses_map.localities import PlaceKind
from ses_map.model import PointCheck
from ses_map.places import PlacePoints, check_points, read_localities
from tests.builders import row, spot, squares, write_rows

PLACES = "reference/places.csv.gz"


def points(*places: tuple[str, float]) -> PlacePoints:
    """Points by powiat and column of the grid of squares."""
    lonlat = np.array([spot(column)[::-1] for _, column in places]).reshape(-1, 2)
    return PlacePoints(lonlat, np.array([code for code, _ in places], dtype=np.str_))


@pytest.mark.parametrize(
    ("places", "inside"),
    [
        ([], 0),
        ([("0201", 0.5)], 1),
        ([("0201", 1.5)], 1),  # another gmina of the same powiat
        ([("0201", 2.5)], 0),  # another powiat
        ([("0202", 2.5)], 1),
        ([("0201", 9.5)], 0),  # in no polygon
        ([("0201", 0.5), ("0201", 2.5), ("0202", 2.5), ("0202", 0.5)], 2),
        ([("0201", 0.5), ("0201", 0.5)], 2),
    ],
)
def test_points_in_the_polygon_of_their_own_powiat(places, inside):
    layer = squares("020101", "020102", "020201").to_crs(LONLAT)

    assert check_points(points(*places), layer) == PointCheck(len(places), inside)


@pytest.mark.parametrize(("powiat", "inside"), [("0201", 4), ("0202", 2)])
def test_a_point_on_a_border_lies_in_both_and_is_counted_once(powiat, inside):
    """The corners of the middle square: two shared with a gmina of its own powiat, two with one of another."""
    layer = squares("020101", "020102", "020201").to_crs(LONLAT)
    corners = np.array(layer.geometry.iloc[1].exterior.coords[:4])

    assert check_points(PlacePoints(corners, np.array([powiat] * 4)), layer) == PointCheck(4, inside)


def test_the_share_is_of_all_checked():
    assert PointCheck(4, 3).share == 0.75
    assert PointCheck(0, 0).share == 0.0


def test_metres_are_refused():
    with pytest.raises(CrsError, match="EPSG:2180, wanted EPSG:4326"):
        check_points(points(("0201", 0.5)), squares("020101"))


def test_only_official_points_are_read(tmp_path):
    at = {"lat": "52.25", "lon": "19.5"}
    rows = [
        row(PLACES, simc="0000001", coord_source="prng", gmina="220701", **at),
        row(PLACES, simc="0000002", coord_source="parent", **at),
        row(PLACES, simc="0000003"),
        row(PLACES, simc="0000004", coord_source="prng", lat="52,25", lon="19.5"),
    ]
    write_rows(tmp_path, PLACES, rows)

    _, found, (problem,) = read_localities(tmp_path)

    assert found.lonlat.tolist() == [[19.5, 52.25]]
    assert found.powiat.tolist() == ["2207"]
    assert (problem.file, problem.row, problem.column, problem.value) == (PLACES, 5, "lat", "52,25")


def test_an_official_point_without_coordinates_is_told(tmp_path):
    write_rows(tmp_path, PLACES, [row(PLACES, coord_source="prng")])

    _, found, problems = read_localities(tmp_path)

    assert len(found.lonlat) == 0
    assert [(p.file, p.row) for p in problems] == [(PLACES, 2)]


@pytest.mark.parametrize(
    ("kind", "parent", "found"),
    [
        ("miasto", "", PlaceKind.CITY),
        ("wieś", "", PlaceKind.VILLAGE),
        ("osada", "", PlaceKind.VILLAGE),
        ("część miasta", "Kwidzyn", PlaceKind.PART),
        ("przysiółek", "Brachlewo", PlaceKind.PART),
        ("dzielnica m.st. Warszawy", "", PlaceKind.PART),
        ("delegatura", "", PlaceKind.PART),
    ],
)
def test_a_locality_is_a_city_a_village_or_a_part(tmp_path, kind, parent, found):
    write_rows(tmp_path, PLACES, [row(PLACES, kind=kind, parent_name=parent)])

    assert read_localities(tmp_path)[0].place(0).kind is found


def test_localities_keep_their_columns_whatever_their_text(tmp_path):
    """A line break in one name must not move the names after it."""
    rows = [
        row(PLACES, simc="0000001", name="Ą", parent_name=" a\n b ", gmina="220703", lat="53.7275", lon="19.0214"),
        row(PLACES, simc="0000002", name="B\u2028\u202eb", parent_name="", lat="", lon=""),
    ]
    write_rows(tmp_path, PLACES, rows)
    one, two = (read_localities(tmp_path)[0].place(n) for n in range(2))

    assert (one.simc, one.name, one.parent, one.gmina) == ("0000001", "Ą", "a b", "220703")
    assert (one.lat, one.lon) == (53.7275, 19.0214)
    assert (two.simc, two.name, two.parent, two.lat, two.lon) == ("0000002", "B\u2028\u202eb", "", None, None)
