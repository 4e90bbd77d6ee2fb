"""OGC API - Features as GDAL reads it, from the real server: every collection, completely, page by page."""

import json

import numpy as np
import pyogrio
import pytest
import shapely

from tests.ogc_builders import SIZES, items, read
from tests.serving import serving

pytestmark = pytest.mark.realdata
pytest_plugins = ["tests.web_fixtures"]


@pytest.fixture(scope="module")
def source(real_store, tmp_path_factory):
    """The address that a person gives to GDAL or QGIS."""
    log = tmp_path_factory.mktemp("gdal") / "log"
    with serving(log, bare=True, workers=1, store=real_store) as (_, address):
        yield f"OAPIF:{address}/ogc/"


def test_gdal_finds_all_collections(source):
    assert pyogrio.list_drivers()["OAPIF"] == "r"
    assert [name for name, _ in pyogrio.list_layers(source)] == list(SIZES)


@pytest.mark.parametrize("collection", SIZES)
@pytest.mark.parametrize("page", [100, 10000])
def test_gdal_reads_every_feature_as_it_is(source, client, collection, page):
    ours = read(client, items(collection, limit=10000))["features"]
    info = pyogrio.read_info(source, layer=collection)
    frame = pyogrio.read_dataframe(source, layer=collection, PAGE_SIZE=page)

    assert info["features"] in (-1, len(ours))
    assert len(frame) == len(ours)
    assert frame["id"].tolist() == [f["id"] for f in ours]
    assert frame["name"].tolist() == [f["properties"]["name"] for f in ours]
    assert frame.crs.to_authority() in (("OGC", "CRS84"), ("EPSG", "4326"))
    assert frame.geometry.isna().sum() == sum(f["geometry"] is None for f in ours)
    theirs = shapely.from_geojson([json.dumps(f["geometry"]) if f["geometry"] else None for f in ours])
    assert np.array_equal(shapely.get_coordinates(frame.geometry), shapely.get_coordinates(theirs))


def test_gdal_asks_the_server_for_a_box(source):
    frame = pyogrio.read_dataframe(source, layer="powiaty", bbox=(18.0, 54.2, 18.7, 54.5))

    assert "Gdańsk" in set(frame["name"]) and 3 < len(frame) < 20
