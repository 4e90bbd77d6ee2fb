"""Two systems, one order of axes, and a refusal of everything else."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ses_map.crs import LONLAT, METRIC, in_poland_bounds, project, require_crs, to_lonlat, to_metric
from ses_map.errors import CrsError
from tests.builders import squares

# GRS80, the ellipsoid of ETRS89, and the constants of PUWG 1992 (Dz.U. 2024 poz. 342, zał. 3)
_A, _E2 = 6_378_137.0, 0.006_694_380_022_90
_SCALE, _FALSE_EASTING, _FALSE_NORTHING = 0.9993, 500_000.0, -5_300_000.0


def meridian_arc(latitude: float) -> float:
    """Length of the meridian from the equator, by Simpson's rule."""
    phi = np.radians(np.linspace(0, latitude, 20_001))
    radius = _A * (1 - _E2) / (1 - _E2 * np.sin(phi) ** 2) ** 1.5
    weights = np.ones(20_001)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    return float((radius * weights).sum() * (phi[1] - phi[0]) / 3)


@pytest.mark.parametrize("latitude", [49.0, 52.0, 54.8])
def test_on_the_central_meridian_metric_is_the_meridian_arc(latitude):
    easting, northing = to_metric().transform(19.0, latitude)

    assert easting == pytest.approx(_FALSE_EASTING, abs=1e-3)
    assert northing == pytest.approx(_FALSE_NORTHING + _SCALE * meridian_arc(latitude), abs=1e-3)


def test_east_is_first_in_both_systems():
    west, east = project(np.array([[18.0, 52.0], [20.0, 52.0]]), to_metric())

    assert west[0] < 500_000 < east[0]
    assert project(np.array([west]), to_lonlat())[0] == pytest.approx([18.0, 52.0])


@given(st.floats(14, 24.2), st.floats(49, 54.9))
def test_there_and_back_is_the_same_place(lon, lat):
    there = project(np.array([[lon, lat]]), to_metric())

    assert project(there, to_lonlat())[0] == pytest.approx([lon, lat], abs=1e-9)


def test_the_wanted_system_passes():
    require_crs(squares("0201"), METRIC)
    require_crs(squares("0201").to_crs(LONLAT), LONLAT)
    require_crs(gpd.GeoSeries([shapely.Point(19, 52)], crs="EPSG:4326"), LONLAT)


@pytest.mark.parametrize(
    ("crs", "wanted", "says"),
    [
        (4326, METRIC, "table is in EPSG:4326, wanted EPSG:2180: convert it with to_crs first"),
        (2180, LONLAT, "table is in EPSG:2180, wanted EPSG:4326"),
        (3857, METRIC, "table is in EPSG:3857, wanted EPSG:2180"),
        (None, METRIC, "table is in no CRS, wanted EPSG:2180"),
    ],
)
def test_any_other_system_is_refused(crs, wanted, says):
    with pytest.raises(CrsError, match=says):
        require_crs(gpd.GeoSeries([shapely.Point(19, 52)], crs=crs), wanted)


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [
        (18.30, 54.836, True),  # Jastrzębia Góra, the northernmost point
        (22.859, 49.002, True),  # Opołonek, the southernmost
        (14.123, 52.84, True),  # Osinów Dolny, the westernmost
        (24.146, 50.869, True),  # Zosin, the easternmost
        (14.42, 50.09, True),  # Prague: the box is not the country
        (13.40, 52.52, False),  # Berlin
        (30.52, 50.45, False),  # Kyiv
        (18.06, 59.33, False),  # Stockholm
        (19.04, 47.50, False),  # Budapest
        (52.23, 21.01, False),  # Warsaw with its coordinates swapped
    ],
)
def test_the_box_around_poland(lon, lat, inside):
    assert in_poland_bounds(lon, lat) is inside
