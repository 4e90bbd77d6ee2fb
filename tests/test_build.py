"""From the real geodata to a snapshot: verified, reproducible, and a valid coverage at every scale."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec

import geopandas as gpd
import numpy as np
import pytest
import shapely

from scripts import build_geodata
from ses_map.build import audit_partition, build_snapshot
from ses_map.coverage import unite
from ses_map.crs import LONLAT, METRIC
from ses_map.errors import SourceError
from ses_map.model import Severity
from ses_map.schemas import SCHEMAS
from ses_map.snapshot import Snapshot
from ses_map.store import load_current
from ses_map.store.files import FileStore
from tests.builders import FILES, ROOT, official_localities, parcel, read_rows, real_layer, vertices, write_rows
from tests.web_builders import small_geodata

pytestmark = pytest.mark.realdata

GMINY = {r["teryt"]: r for r in read_rows("reference/gminy.csv")}
SLUGS = [r["slug"] for r in read_rows("reference/voivodeships.csv")]
LAYERS = ["gminy", "units/polska", *(f"{kind}/{slug}" for kind in ("gminy", "units") for slug in SLUGS)]


@pytest.mark.parametrize("path", FILES)
def test_one_bit_in_any_file_and_nothing_is_published(spare_geodata, tmp_path, path):
    store = FileStore(tmp_path / "snapshots")
    store.publish(parcel("before"))
    data = bytearray((spare_geodata / path).read_bytes())
    data[len(data) // 2] ^= 1
    (spare_geodata / path).write_bytes(data)

    with pytest.raises(SourceError, match=path):
        store.publish(build_snapshot(spare_geodata))

    assert load_current(store).files == parcel("before").files


@pytest.mark.parametrize("path", FILES)
def test_without_any_of_its_files_nothing_is_built(spare_geodata, path):
    (spare_geodata / path).unlink()

    with pytest.raises(SourceError, match=f"{path} is missing"):
        build_snapshot(spare_geodata)


@pytest.mark.parametrize("name", ["registry-assignments", "prg-gminy-2020", "simc-places"])
def test_a_manifest_that_expects_another_number_of_rows_stops_the_build(spare_geodata, name):
    path = spare_geodata / "sources" / f"{name}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("rows = ", "rows = 9"), encoding="utf-8")

    with pytest.raises(SourceError, match=rf"rows, its manifest {name}\.toml expects 9"):
        build_snapshot(spare_geodata)


def test_patches_that_cannot_be_read_stop_the_build(spare_geodata):
    (spare_geodata / "registry/patches.toml").write_text("[[patch]]\ntable = ", encoding="utf-8")

    with pytest.raises(SourceError, match=r"registry/patches\.toml"):
        build_snapshot(spare_geodata)


@pytest.fixture(scope="module")
def opolskie(tmp_path_factory):
    """Geodata of one voivodeship, which builds in half a second: copy it before an edit."""
    return small_geodata(tmp_path_factory.mktemp("opolskie") / "geodata", "16")


@pytest.mark.parametrize("path", [f for f in FILES if f.endswith((".csv", ".csv.gz"))])
def test_a_table_without_its_columns_stops_the_build_in_polish(opolskie, tmp_path, path):
    geodata = shutil.copytree(opolskie, tmp_path / "geodata")
    columns = list(SCHEMAS[path].columns)
    rows = read_rows(path)[:9] or [dict.fromkeys(columns, "")]
    write_rows(geodata, path, [{k: v for k, v in r.items() if k != columns[-1]} for r in rows])
    build_geodata.seal(geodata)

    with pytest.raises(SourceError, match=f"{path}: wrong-columns") as refusal:
        build_snapshot(geodata)

    assert "oczekiwano dokładnie" in refusal.value.polish


def test_the_same_geodata_give_the_same_id_in_any_process_and_place(snapshot, spare_geodata):
    """Without pyarrow too: where it is installed, pandas and geopandas could use it."""
    assert find_spec("pyarrow"), "the snapshot is built beside it"
    code = "import sys; sys.modules['pyarrow'] = None; from pathlib import Path\n"
    code += "from ses_map.build import build_snapshot as b\n"
    code += "sys.stdout.write(b(Path(sys.argv[1])).id)"
    environment = os.environ | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    command = [sys.executable, "-c", code, str(spare_geodata)]
    other = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert other.stdout == snapshot.id


def test_every_step_is_told_before_it_begins(opolskie):
    steps: list[str] = []

    assert build_snapshot(opolskie, steps.append).id == build_snapshot(opolskie).id
    assert steps == ["papiery źródeł", "rejestr", "granice", "punkty miejscowości", "warstwy map"]


def told(snapshot: Snapshot, code: str) -> list[str]:
    return [p.subject for p in snapshot.problems if p.code == code]


def test_only_two_gminas_are_younger_than_the_layer(snapshot):
    assert told(snapshot, "gmina-without-polygon") == ["120713", "200216"]
    assert [g.teryt for g in snapshot.registry.gminy if not g.has_polygon] == ["120713", "200216"]


def test_gminas_renamed_since_the_layer_are_told(snapshot):
    renamed = sorted(f["terc"][:6] for f in (p["properties"] for p in real_layer()) if f["name"] != name_today(f))

    assert len(renamed) == 4
    assert told(snapshot, "gmina-renamed") == renamed


def name_today(feature: dict[str, str]) -> str:
    return GMINY[feature["terc"][:6]]["name"]


def test_gminas_of_another_kind_since_the_layer_are_told(snapshot):
    layer = {p["properties"]["terc"] for p in real_layer()}
    changed = sorted(terc[:6] for terc in layer if terc[6] != GMINY[terc[:6]]["kind"])

    assert told(snapshot, "gmina-kind-changed") == changed


def test_no_polygon_is_of_no_gmina(snapshot):
    assert told(snapshot, "polygon-without-gmina") == []


def test_areas_far_from_the_official_ones_are_told(snapshot):
    metric = gpd.GeoSeries(snapshot.gminy.polygons, index=list(snapshot.gminy.codes), crs=LONLAT).to_crs(METRIC)
    official = {t: float(r["area_km2_2019"]) for t, r in GMINY.items() if r["area_km2_2019"]}
    far = [t for t, a in (metric.area / 1e6).items() if t in official and abs(a / official[t] - 1) > 0.1]

    assert told(snapshot, "area-differs") == sorted(far)
    assert 0 < len(far) < 50


def test_nothing_else_is_told_and_all_is_in_order(snapshot):
    known = {"gmina-kind-changed", "area-differs", "entity-unlocated", "gmina-renamed", "gmina-without-polygon"}
    known |= {"doubt", "periods-overlap"}

    assert set(Counter(p.code for p in snapshot.problems)) == known
    assert list(snapshot.problems) == sorted(snapshot.problems)
    assert {p.severity for p in snapshot.problems} == {Severity.WARNING}
    assert all(p.detail.endswith(".") and p.subject for p in snapshot.problems)


def test_official_points_lie_in_their_own_powiat(snapshot):
    """43,969 points: the boundaries are generalised, and still more than 99.7 % are inside."""
    assert snapshot.points.checked == len(official_localities())
    assert 0.997 <= snapshot.points.share < 1


def test_all_layers_are_there(snapshot):
    assert {n for n in snapshot.files if n.endswith(".npz")} == {"places.npz", "neighbours.npz", "entities.npz"} | {
        f"layers/{n}.npz" for n in (*LAYERS, "cells")
    }
    assert len(snapshot.gminy.codes) == 2477
    assert sum(len(snapshot.layer(f"gminy/{s}").codes) for s in SLUGS) == 2477


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_is_a_valid_coverage_of_at_most_five_decimals(snapshot, name):
    layer = snapshot.layer(name)
    coordinates = shapely.get_coordinates(layer.polygons)

    assert shapely.is_valid(layer.polygons).all()
    assert shapely.coverage_is_valid(layer.polygons)
    assert not shapely.is_empty(layer.polygons).any()
    assert np.abs(coordinates - coordinates.round(4 if name == "units/polska" else 5)).max() < 1e-9
    assert list(layer.codes) == sorted(set(layer.codes))


def test_display_units_are_the_powiats_and_the_gminas_that_claims_name(snapshot):
    own = {r["unit"] for r in read_rows("registry/assignments.csv") if len(r["unit"]) == 6}
    powiaty = {r["teryt"] for r in read_rows("reference/powiaty.csv")}

    assert set(snapshot.layer("units/polska").codes) == powiaty | own
    assert {c for s in SLUGS for c in snapshot.layer(f"units/{s}").codes} == powiaty | own


def test_display_units_fill_the_country_exactly_once(snapshot):
    assert audit_partition(snapshot) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_units_are_made_of_the_gminas_shown_with_them(snapshot, slug):
    gminy, units = snapshot.layer(f"gminy/{slug}").by_code, snapshot.layer(f"units/{slug}").by_code
    corners = vertices(list(gminy.values()))

    assert all(vertices(unit) <= corners for unit in units.values())
    assert sum(u.area for u in units.values()) == pytest.approx(sum(g.area for g in gminy.values()))


def test_voivodeships_united_of_units_share_their_vertices(snapshot):
    layer = snapshot.layer("units/polska")
    united = unite(layer.polygons, [c[:2] for c in layer.codes])

    assert len(united) == 16
    assert shapely.coverage_is_valid(list(united.values()))
    assert vertices(list(united.values())) <= vertices(layer.polygons)


def test_regional_layers_meet_across_the_borders_of_voivodeships(snapshot):
    """Each is thinned alone; still, neighbours share exactly the same vertices at every scale."""
    whole = np.concatenate([snapshot.layer(f"gminy/{s}").polygons for s in SLUGS])

    assert shapely.coverage_is_valid(whole)


def test_plain_thinning_tears_what_ours_keeps(snapshot):
    """Why coverage operations: each powiat thinned alone to a kilometre overlaps its neighbours by over 1,000 km²."""
    base = gpd.GeoSeries(snapshot.gminy.polygons, crs=LONLAT).to_crs(METRIC)
    powiaty = unite(base.to_numpy(), [c[:4] for c in snapshot.gminy.codes])
    torn = gpd.GeoSeries(list(powiaty.values())).simplify(1000).to_numpy()
    ours = gpd.GeoSeries(snapshot.layer("units/polska").polygons, crs=LONLAT).to_crs(METRIC).to_numpy()

    assert overlap_km2(torn) > 1000
    assert overlap_km2(ours) < 0.001
    assert shapely.get_num_coordinates(ours).sum() < shapely.get_num_coordinates(base.to_numpy()).sum() / 4


def overlap_km2(polygons) -> float:
    one, two = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    pairs = one < two
    return float(shapely.area(shapely.intersection(polygons[one[pairs]], polygons[two[pairs]])).sum()) / 1e6
