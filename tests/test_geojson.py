"""GeoJSON as RFC 7946 has it."""

import itertools
import json

import pytest
import shapely

from ses_map.geojson import to_feature, to_feature_collection

#: A clockwise square with a counter-clockwise hole: both the wrong way round for RFC 7946.
WRONG_WAY = shapely.Polygon(
    [(18, 54), (18, 55), (19, 55), (19, 54), (18, 54)],
    [[(18.2, 54.2), (18.4, 54.2), (18.4, 54.4), (18.2, 54.4), (18.2, 54.2)]],
)


def turn(ring: list[list[float]]) -> float:
    """Twice the signed area: positive where the ring runs counter-clockwise."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring))


def test_a_feature_has_its_code_as_id_and_no_other_members():
    feature = to_feature("0206", shapely.Point(15.7, 50.9), {"name": "karkonoski"})

    assert feature == {
        "type": "Feature",
        "id": "0206",
        "geometry": {"type": "Point", "coordinates": [15.7, 50.9]},
        "properties": {"name": "karkonoski"},
    }


def test_outer_rings_run_counter_clockwise_and_inner_ones_clockwise():
    outer, inner = to_feature("x", WRONG_WAY, {})["geometry"]["coordinates"]

    assert turn(outer) > 0 > turn(inner)
    assert outer[0] == outer[-1]


def test_so_do_the_rings_of_every_part():
    parts = shapely.MultiPolygon([WRONG_WAY, shapely.affinity.translate(WRONG_WAY, 3, 0)])
    shape = to_feature("x", parts, {})["geometry"]

    assert shape["type"] == "MultiPolygon"
    assert [turn(outer) > 0 > turn(inner) for outer, inner in shape["coordinates"]] == [True, True]


def test_longitude_is_first_and_decimals_are_five():
    feature = to_feature("x", shapely.Point(18.123456789, 54.987654321), {})

    assert feature["geometry"]["coordinates"] == [18.12346, 54.98765]


def test_nothing_to_draw_is_null():
    assert json.loads(json.dumps(to_feature("x", None, {})))["geometry"] is None


@pytest.mark.parametrize("hostile", ["<img src=x onerror=alert(1)>", "</script>", "„ł”\u2028", '"\\'])
def test_properties_keep_any_text(hostile):
    feature = to_feature("x", None, {"name": hostile, "note": None, "rows": [1]})

    assert json.loads(json.dumps(feature))["properties"] == {"name": hostile, "note": None, "rows": [1]}


def test_the_feature_does_not_hold_on_to_the_mapping():
    properties = {"name": "a"}
    feature = to_feature("x", None, properties)
    properties["name"] = "b"

    assert feature["properties"] == {"name": "a"}


def test_a_collection_lists_its_features_and_names_no_crs():
    features = [to_feature(c, shapely.Point(18, 54), {}) for c in ("0202", "0201")]
    collection = to_feature_collection(f for f in features)

    assert collection == {"type": "FeatureCollection", "features": features}
