"""Shapefiles in a zip archive: of any encoding, in a folder or not, in a reference system that is said or not."""

import warnings
import zipfile

import numpy as np
import pyogrio.raw as raw
import pytest
import shapely

from ses_map.errors import ImportFileError
from ses_map.imports.file_types import FileType, file_type_of
from ses_map.imports.reading import read_sheets
from tests.import_builders import take

pytest_plugins = ["tests.import_fixtures"]

#: Gdynia in PL-1992 and in the sixth zone of PL-2000.
METRES = {"EPSG:2180": (467611.75, 735867.52), "EPSG:2177": (6532456.0, 6039832.0)}


def write_shp(tmp_path, crs="EPSG:2180", encoding="CP1250", says=False, folder="", has_prj=True, point=None):
    """Write a zipped Shapefile of one office in Gdynia; ``says`` whether a file tells the encoding."""
    texts = (np.array([text], dtype=object) for text in ("Fundacja Żółta Łąka", "fundacja", "Gdynia"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        raw.write(
            tmp_path / "biura.shp", shapely.to_wkb(shapely.points([point or METRES[crs]])), [*texts],
            ["nazwa", "rodzaj", "powiat"], geometry_type="Point", crs=crs, driver="ESRI Shapefile", encoding=encoding,
        )  # fmt: skip
    left_out = {".cpg"} - ({".cpg"} if says else set()) | (set() if has_prj else {".prj"})
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in sorted(tmp_path.glob("biura.*")):
            if path.suffix not in left_out:
                archive.write(path, f"{folder}{path.name}")
    return tmp_path / "a.zip"


@pytest.mark.parametrize("says", [False, True])
@pytest.mark.parametrize("encoding", ["UTF-8", "CP1250", "ISO-8859-2", "CP852"])
@pytest.mark.parametrize("folder", ["", "dane/SHP/"])
def test_a_zipped_shapefile_is_a_sheet(tmp_path, encoding, says, folder):
    path = write_shp(tmp_path, encoding=encoding, says=says, folder=folder)
    (sheet,) = read_sheets(path)

    assert file_type_of(path) is FileType.SHAPEFILE
    assert sheet.name == "biura" and sheet.rows[0] == ("nazwa", "rodzaj", "powiat", "lon", "lat")
    assert sheet.rows[1][:3] == ("Fundacja Żółta Łąka", "fundacja", "Gdynia")
    assert [round(float(text), 1) for text in sheet.rows[1][3:]] == [18.5, 54.5]


def test_a_part_of_a_shapefile_says_what_to_do(tmp_path):
    write_shp(tmp_path)

    with pytest.raises(ImportFileError) as refused:
        read_sheets(tmp_path / "biura.shp")
    assert "do pliku ZIP" in refused.value.polish


@pytest.mark.parametrize("crs", METRES)
def test_metres_of_a_geopackage_without_a_reference_system_stay_for_their_ranges(tmp_path, crs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        point = shapely.to_wkb(shapely.points([METRES[crs]]))
        raw.write(
            tmp_path / "a.gpkg", point, [np.array(["A"], dtype=object)], ["nazwa"], geometry_type="Point", crs=None
        )
    (sheet,) = read_sheets(tmp_path / "a.gpkg")

    assert tuple(map(float, sheet.rows[1][1:])) == pytest.approx(METRES[crs])


@pytest.mark.realdata
@pytest.mark.parametrize("crs", METRES)
@pytest.mark.parametrize("has_prj", [False, True])
@pytest.mark.parametrize("is_swapped", [False, True])
def test_a_shapefile_of_a_city_is_located(geo, tmp_path, crs, has_prj, is_swapped):
    point = METRES[crs][:: -1 if is_swapped else 1]
    report = take(geo, write_shp(tmp_path, crs, has_prj=has_prj, point=point), "entities")
    (row,) = report.rows

    if is_swapped and has_prj and crs == "EPSG:2180":
        # What the layer says of itself is not true, and only the powiat shows it.
        assert "bases-disagree" in {p.code for p in report.problems} or row.basis == "stated"
        return
    assert (row.powiat, row.basis) == ("2262", "coordinates")
