"""GeoJSON and GeoPackage: each layer becomes a sheet whose first row is the names of its properties."""

import warnings
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from ses_map.crs import LONLAT, Geometries, project
from ses_map.errors import ImportFileError
from ses_map.imports.file_types import FileType, damaged
from ses_map.imports.sheets import MAX_CELLS, MAX_ROWS, Grid, Sheet, cell_text

#: Properties of a layer.
MAX_FIELDS = 1_000

_DRIVERS = {FileType.GEOJSON: ("GeoJSON", "GeoJSONSeq"), FileType.GEOPACKAGE: ("GPKG",)}


def read_vectors(path: Path, kind: FileType) -> tuple[Sheet, ...]:
    """Read every layer of a vector file as a sheet; features are numbered from 2, the row of names is 1.

    The last two columns, ``lon`` and ``lat`` (``lon (geometria)`` and ``lat (geometria)`` where a property has such a
    name), are a point of each feature in LONLAT (EPSG:4326), in degrees: the point itself, or a point on the line or
    surface. A feature without geometry has them empty; a table without geometry has no such columns. Fractions keep
    6 digits in them.
    GeoJSON is in LONLAT unless it says otherwise, a GeoPackage has to say.

    Raises
    ------
    ImportFileError
        When the file is damaged, has no layer, a layer of unknown reference system, or too many features.
    """
    # From memory: then no part of a path is taken for a driver or an archive, and no neighbouring file is opened.
    data = path.read_bytes()
    grid = Grid()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            for index, layer in enumerate(pyogrio.list_layers(data)[:, 0]):
                # A layer without a name of its own is called after the file, here a random one.
                name = path.stem if layer.startswith("pyogrio_") else layer
                grid.add(name, enumerate(_layer(data, index, name, kind), 1))
    except ImportFileError:
        raise
    except (DataSourceError, DataLayerError, shapely.errors.ShapelyError, ValueError) as error:
        if kind is FileType.GEOPACKAGE and "not recognized" in str(error):
            raise ImportFileError(
                f"GeoPackage without a vector layer: {error}",
                "GeoPackage nie ma żadnej warstwy z obiektami; zapisz w nim warstwę i prześlij go jeszcze raz.",
            ) from error
        raise damaged(kind.value, str(error)) from error
    return tuple(grid.sheets)


def _layer(data: bytes, index: int, layer: str, kind: FileType) -> list[list[str]]:
    about = pyogrio.read_info(data, layer=index)
    if about["driver"] not in _DRIVERS[kind]:
        raise damaged(kind.value, f"it is {about['driver']}")
    features, fields = about["features"], len(about["fields"])
    if features >= MAX_ROWS or fields > MAX_FIELDS or features * (fields + 2) > MAX_CELLS:
        raise ImportFileError(
            f"layer {layer} has {features} features of {fields} properties",
            f"Warstwa „{layer}” ma {features} obiektów po {fields} cech, a wolno najwyżej {MAX_ROWS} obiektów, "
            f"{MAX_FIELDS} cech i {MAX_CELLS} wartości; wybierz potrzebne i zapisz je osobno.",
        )
    meta, _, wkb, values = pyogrio.raw.read(data, layer=index, datetime_as_string=True)
    names = [str(name) for name in meta["fields"]]
    columns = [_texts(column.tolist(), subtype) for column, subtype in zip(values, meta["ogr_subtypes"], strict=True)]
    if wkb is not None:
        lon, lat = points_of(shapely.from_wkb(wkb, on_invalid="ignore"), _crs(meta["crs"], layer, kind))
        names += ["lon (geometria)", "lat (geometria)"] if {"lon", "lat"} & set(names) else ["lon", "lat"]
        columns += [lon, lat]
    return [names, *map(list, zip(*columns, strict=True))]


def _texts(values: list[object], subtype: str) -> list[str]:
    """Write the values of a property: truth that may be missing came as numbers, a list gets commas."""
    if subtype == "OFSTBoolean":
        return [cell_text(bool(value)) if value in (0, 1) else "" for value in values]
    return [
        ", ".join(map(cell_text, value.tolist())) if isinstance(value, np.ndarray) else cell_text(value)
        for value in values
    ]


def _crs(crs: str | None, layer: str, kind: FileType) -> CRS:
    if crs is None and kind is FileType.GEOJSON:
        return LONLAT
    try:
        return CRS.from_user_input(crs)
    except ProjError as error:
        raise ImportFileError(
            f"layer {layer} has no usable CRS: {crs}",
            f"Warstwa „{layer}” nie podaje układu współrzędnych; ustaw go (np. EPSG:2180) i zapisz ją jeszcze raz.",
        ) from error


def points_of(geometries: Geometries, crs: CRS) -> tuple[list[str], list[str]]:
    """Return longitudes and latitudes, in degrees, of a point of each geometry; empty where there is none."""
    points = shapely.point_on_surface(geometries)
    xy = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    if crs != LONLAT:
        xy = project(xy, Transformer.from_crs(crs, LONLAT, always_xy=True))
    return _degrees(xy[:, 0]), _degrees(xy[:, 1])


def _degrees(values: npt.NDArray[np.float64]) -> list[str]:
    return [f"{value:.6f}" if np.isfinite(value) else "" for value in values.tolist()]
