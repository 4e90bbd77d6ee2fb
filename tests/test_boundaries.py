"""Coverage operations on squares: holes and clashes in m², thinning that does not tear, topology that loses nothing."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from ses_map.boundaries import audit_geometry, outline, read_gminy, simplify, to_topology
from ses_map.crs import LONLAT, METRIC
from ses_map.errors import CrsError, SourceError
from ses_map.model import Severity
from tests.builders import box, spot, squares

WHOLE = box(0, wide=3, high=3)


def layer(**polygons: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=list(polygons.values()), index=list(polygons), crs=METRIC)


def ring_around_a_hole() -> gpd.GeoDataFrame:
    """Eight squares of a three by three, the middle one left out."""
    cells = [(c, r) for c in range(3) for r in range(3) if (c, r) != (1, 1)]
    return layer(**{f"u{c}{r}": box(c, r) for c, r in cells})


def test_a_full_layer_has_no_problem():
    assert audit_geometry(squares("0201", "0202", "0203"), box(0, wide=3)) == []


def test_a_hole_is_told_with_its_area_and_place():
    (problem,) = audit_geometry(ring_around_a_hole(), WHOLE)
    lat, lon = spot(1.5, 1.5)

    assert (problem.code, problem.severity) == ("hole", Severity.WARNING)
    assert "100000000 m²" in problem.detail
    assert problem.subject == f"{lat:.4f}° N, {lon:.4f}° E"


def test_two_holes_are_two_problems():
    found = audit_geometry(layer(a=box(1)), box(0, wide=3))

    assert [p.code for p in found] == ["hole", "hole"]


def test_a_clash_is_told_with_both_codes_and_its_area():
    (problem,) = audit_geometry(layer(b=box(0), a=box(0.75, wide=2.25)), box(0, wide=3))

    assert (problem.code, problem.severity) == ("clash", Severity.WARNING)
    assert set(problem.subject.split("+")) == {"a", "b"}
    assert "25000000 m²" in problem.detail


@pytest.mark.parametrize(
    ("inner", "m2"), [(box(0), 100_000_000), (box(0.25, 0.25, 0.5, 0.5), 25_000_000), (box(0.5, wide=0.5), 50_000_000)]
)
def test_a_polygon_within_another_is_a_clash_too(inner, m2):
    (problem,) = audit_geometry(layer(a=box(0), b=inner), box(0))

    assert problem.code == "clash"
    assert f"{m2} m²" in problem.detail


def test_three_on_one_place_are_three_clashes():
    found = audit_geometry(layer(a=box(0), b=box(0.5), c=box(0.25)), box(0, wide=1.5))

    assert [p.code for p in found] == ["clash"] * 3


def test_a_hole_and_a_clash_are_told_in_order():
    found = audit_geometry(layer(a=box(0), b=box(0.5)), box(0, wide=2))

    assert [p.code for p in found] == ["clash", "hole"]


@pytest.mark.parametrize(("sliver_m2", "problems"), [(0.5, 0), (1.5, 1)])
def test_a_sliver_below_a_square_metre_is_rounding(sliver_m2, problems):
    wide = sliver_m2 / 10_000 / 10_000
    lower = layer(a=box(0), b=box(1 - wide))
    gap = layer(a=box(0, wide=1 - wide), b=box(1))

    assert len(audit_geometry(lower, box(0, wide=2 - wide))) == problems
    assert len(audit_geometry(gap, box(0, wide=2))) == problems


@pytest.mark.parametrize("measure", [lambda f: audit_geometry(f, box(0)), lambda f: simplify(f, 100.0, 5)])
def test_degrees_are_not_measured(measure):
    with pytest.raises(CrsError, match="EPSG:4326, wanted EPSG:2180"):
        measure(squares("0201").to_crs(LONLAT))


def test_the_outline_fills_what_no_polygon_holds():
    found = outline(ring_around_a_hole().geometry.to_numpy())

    assert found.equals(WHOLE)


def test_the_outline_of_two_lands_is_two():
    found = outline(squares("a", "b", "c").geometry.to_numpy()[[0, 2]])

    assert found.geom_type == "MultiPolygon"
    assert found.area == pytest.approx(2 * box(0).area)


def coast(amplitude_m: float = 600.0) -> gpd.GeoDataFrame:
    """Two squares whose common border is a saw of 40 teeth."""
    x0, y0, x1, y1 = box(1).bounds
    heights = np.linspace(y0, y1, 41)
    border = [(x0 + (amplitude_m if i % 2 else 0.0), y) for i, y in enumerate(heights)]
    west = shapely.Polygon([(x0 - 10_000, y1), (x0 - 10_000, y0), *border])
    east = shapely.Polygon([*border, (x1, y1), (x1, y0)])
    return layer(west=west, east=east)


def test_thinning_keeps_a_valid_coverage():
    before = coast()
    after = simplify(before, 3000.0, 5)

    assert shapely.coverage_is_valid(before.geometry.to_numpy())
    assert shapely.coverage_is_valid(after)
    assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before.geometry.to_numpy()).sum() / 4


def test_thinning_gives_degrees_of_the_asked_decimals_in_the_same_order():
    after = simplify(squares("0202", "0201"), 10.0, 4)

    assert np.array_equal(shapely.get_coordinates(after), shapely.get_coordinates(after).round(4))
    assert shapely.get_coordinates(after).min(axis=0) == pytest.approx((19.0, 52.1), abs=0.2)
    assert after[0].centroid.x < after[1].centroid.x


def test_rounding_too_coarse_for_the_layer_is_refused():
    tiny = layer(a=box(0, wide=0.001), b=box(0.001, wide=0.001))

    with pytest.raises(ValueError, match=r"1\.0 m and 1 decimals tear this layer: choose a smaller tolerance"):
        simplify(tiny, 1.0, 1)


def decoded(data: bytes, folder, **options) -> gpd.GeoDataFrame:
    path = folder / "x.topojson"
    path.write_bytes(data)
    return gpd.read_file(path, **options)


def test_topology_comes_back_exact_to_the_quantum(tmp_path):
    polygons = simplify(coast(), 0.0, 5)
    rows = [{"id": "0201", "name": "zachód"}, {"id": "0202", "name": "wschód „x”"}]

    back = decoded(to_topology({"units": (polygons, rows)}, 5), tmp_path)

    assert list(back["id"]) == ["0201", "0202"]
    assert list(back["name"]) == ["zachód", "wschód „x”"]
    assert all(a.normalize().equals_exact(b.normalize(), 1e-9) for a, b in zip(back.geometry, polygons, strict=True))


def test_topology_stores_a_shared_border_once():
    polygons = simplify(coast(), 0.0, 5)
    document = json.loads(to_topology({"units": (polygons, [{}, {}])}, 5))

    assert sum(map(len, document["arcs"])) < shapely.get_num_coordinates(polygons).sum() - 35
    assert document["transform"] == {"scale": [1e-5, 1e-5], "translate": [0, 0]}


def test_topology_holds_layers_that_share_their_arcs(tmp_path):
    parts = simplify(squares("a", "b"), 0.0, 5)
    whole = [shapely.coverage_union_all(parts)]
    data = to_topology({"parts": (parts, [{"id": "a"}, {"id": "b"}]), "whole": (whole, [{"id": "w"}])}, 5)

    assert len(decoded(data, tmp_path, layer="parts")) == 2
    back = decoded(data, tmp_path, layer="whole").geometry[0]
    assert back.normalize().equals_exact(whole[0].normalize(), 1e-9)


def test_the_same_layer_gives_the_same_bytes():
    polygons = simplify(coast(), 0.0, 5)

    assert to_topology({"u": (polygons, [{}, {}])}, 5) == to_topology({"u": (polygons.copy(), [{}, {}])}, 5)


def base(path, polygons, rows) -> None:
    path.write_bytes(to_topology({"gminy": (polygons, rows)}, 5))


def test_the_base_layer_is_read_in_the_order_of_its_codes(tmp_path):
    path = tmp_path / "gminy.topojson"
    base(
        path, simplify(squares("b", "a"), 0.0, 5), [{"terc": "0201022", "name": "B"}, {"terc": "0201011", "name": "A"}]
    )

    frame = read_gminy(path)

    assert list(frame.index) == ["020101", "020102"]
    assert list(frame["name"]) == ["A", "B"]
    assert frame.crs == LONLAT


@pytest.mark.parametrize("data", [b"", b"{}", b"teryt,name\n", b'{"type":"FeatureCollection","features":[]}'])
def test_what_is_no_layer_is_refused_by_name(tmp_path, data):
    (tmp_path / "gminy.topojson").write_bytes(data)

    with pytest.raises(SourceError, match=r"gminy\.topojson is not a TopoJSON layer with terc and name"):
        read_gminy(tmp_path / "gminy.topojson")


def test_a_layer_without_codes_is_refused(tmp_path):
    base(tmp_path / "gminy.topojson", simplify(squares("a"), 0.0, 5), [{"name": "A"}])

    with pytest.raises(SourceError, match="terc and name"):
        read_gminy(tmp_path / "gminy.topojson")


def test_polygons_that_do_not_share_their_vertices_are_refused(tmp_path):
    torn = layer(a=box(0), b=box(0.5)).to_crs(LONLAT).geometry.to_numpy()
    rows = [{"terc": "0201011", "name": "A"}, {"terc": "0201022", "name": "B"}]
    base(tmp_path / "gminy.topojson", torn, rows)

    with pytest.raises(SourceError, match="not a valid coverage of polygons: neighbours must share their vertices"):
        read_gminy(tmp_path / "gminy.topojson")
