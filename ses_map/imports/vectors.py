"""GeoJSON, GeoPackage, zipped Shapefiles: each layer becomes a sheet whose first row is the names of its properties."""

import warnings
import zipfile
from io import BytesIO
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt
import pyogrio.raw
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from ses_map.crs import LONLAT, Geometries, in_poland_bounds, project
from ses_map.errors import ImportFileError
from ses_map.imports.encodings import decode_words, eight_bit
from ses_map.imports.file_types import FileType, damaged
from ses_map.imports.sheets import MAX_CELLS, MAX_ROWS, Grid, Remark, Sheet, cell_text

#: Properties of a layer.
MAX_FIELDS = 1_000

#: A sign that no text has, between two of them.
_BETWEEN = "\x1f"
_DRIVERS = {
    FileType.GEOJSON: ("GeoJSON", "GeoJSONSeq"),
    FileType.GEOPACKAGE: ("GPKG",),
    FileType.SHAPEFILE: ("ESRI Shapefile",),
}


def read_vectors(path: Path, kind: FileType) -> tuple[Sheet, ...]:
    """Read every layer of a vector file as a sheet; features are numbered from 2, the row of names is 1.

    The last two columns, ``lon`` and ``lat`` (``lon (geometria)`` and ``lat (geometria)`` where a property has such a
    name), are a point of each feature in LONLAT (EPSG:4326), in degrees: the point itself, or a point on the line or
    surface. A feature without geometry has them empty; a table without geometry has no such columns. Fractions keep
    6 digits in them.
    GeoJSON is in LONLAT unless it says otherwise, a GeoPackage has to say; metres of which neither says so stay as they
    are, for :mod:`grids`.

    Raises
    ------
    ImportFileError
        When the file is damaged, has no layer, a layer of unknown reference system, or too many features.
    """
    # From memory: then no part of a path is taken for a driver or an archive, and no neighbouring file is opened.
    data, sure = _flat(path) if kind is FileType.SHAPEFILE else (path.read_bytes(), frozenset[str]())
    grid = Grid()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            for index, layer in enumerate(pyogrio.list_layers(data)[:, 0]):
                # A layer without a name of its own is called after the file, here a random one.
                name = path.stem if layer.startswith("pyogrio_") else layer
                is_doubtful = kind is FileType.SHAPEFILE and layer.lower() not in sure
                rows, remarks = _layer(data, index, name, kind, "ISO-8859-1" if is_doubtful else None)
                grid.add(name, enumerate(rows, 1))
                grid.remark(remarks)
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


def _flat(path: Path) -> tuple[bytes, frozenset[str]]:
    """Return the archive of a Shapefile without folders, and the layers that say in which encoding their texts are."""
    packed = BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(packed, "w") as flat:
        files = {PurePosixPath(m.filename.replace("\\", "/").lower()): m for m in source.infolist() if not m.is_dir()}
        layers = {file.stem for file in files if file.suffix == ".shp"}
        own = {file.name: member for file, member in files.items() if file.name.partition(".")[0] in layers}
        for name, member in own.items():
            flat.writestr(name, source.read(member))
    return packed.getvalue(), frozenset(name.removesuffix(".cpg") for name in own if name.endswith(".cpg"))


def _layer(
    data: bytes, index: int, layer: str, kind: FileType, encoding: str | None
) -> tuple[list[list[str]], list[Remark]]:
    about = pyogrio.read_info(data, layer=index, encoding=encoding)
    if about["driver"] not in _DRIVERS[kind]:
        raise damaged(kind.value, f"it is {about['driver']}")
    features, fields = about["features"], len(about["fields"])
    if features >= MAX_ROWS or fields > MAX_FIELDS or features * (fields + 2) > MAX_CELLS:
        raise ImportFileError(
            f"layer {layer} has {features} features of {fields} properties",
            f"Warstwa „{layer}” ma {features} obiektów po {fields} cech, a wolno najwyżej {MAX_ROWS} obiektów, "
            f"{MAX_FIELDS} cech i {MAX_CELLS} wartości; wybierz potrzebne i zapisz je osobno.",
        )
    meta, _, wkb, values = pyogrio.raw.read(data, layer=index, datetime_as_string=True, encoding=encoding)
    names, remarks = [str(name) for name in meta["fields"]], list[Remark]()
    columns = [_texts(column.tolist(), subtype) for column, subtype in zip(values, meta["ogr_subtypes"], strict=True)]
    if encoding:
        names, *columns = _decoded([names, *columns])
    if wkb is not None:
        geometries = shapely.from_wkb(wkb, on_invalid="ignore")
        is_metric = bool(np.nanmax(np.abs(shapely.total_bounds(geometries)), initial=0) > 180)
        crs = _crs(meta["crs"], layer, kind, is_metric)
        lon, lat = points_of(geometries, crs)
        swapped = (
            points_of(shapely.transform(geometries, lambda xy: xy[:, ::-1]), crs) if _is_abroad(lon, lat) else None
        )
        if swapped and not _is_abroad(*swapped):
            lon, lat = swapped
            why = f"Warstwa „{layer}” ma współrzędne w innej kolejności, niż mówi jej układ ({crs.name}), poza Polską"
            remarks.append(Remark("axes-swapped", f"{why}; zamieniono je miejscami, sprawdź."))
        names += ["lon (geometria)", "lat (geometria)"] if {"lon", "lat"} & set(names) else ["lon", "lat"]
        columns += [lon, lat]
    return [names, *map(list, zip(*columns, strict=True))], remarks


def _is_abroad(lon: list[str], lat: list[str]) -> bool:
    """Check whether there are points in degrees, and all of them lie outside Poland."""
    points = [(float(x), float(y)) for x, y in zip(lon, lat, strict=True) if x and y]
    return bool(points) and not any(in_poland_bounds(x, y) or max(abs(x), abs(y)) > 180 for x, y in points)


def _decoded(columns: list[list[str]]) -> list[list[str]]:
    """Decode texts whose bytes were taken for ISO-8859-1, by the words that they make."""
    data = _BETWEEN.join(text.replace(_BETWEEN, " ") for column in columns for text in column).encode("latin-1")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = decode_words(data, eight_bit(data))
    texts = iter(text.split(_BETWEEN))
    return [[next(texts) for _ in column] for column in columns]


def _texts(values: list[object], subtype: str) -> list[str]:
    """Write the values of a property: truth that may be missing came as numbers, a list gets commas."""
    if subtype == "OFSTBoolean":
        return [cell_text(bool(value)) if value in (0, 1) else "" for value in values]
    return [
        ", ".join(map(cell_text, value.tolist())) if isinstance(value, np.ndarray) else cell_text(value)
        for value in values
    ]


def _crs(crs: str | None, layer: str, kind: FileType, is_metric: bool) -> CRS:
    if crs is None and (kind is FileType.GEOJSON or is_metric):
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
    there = geometries.copy()
    there[shapely.is_empty(there)] = None
    points = shapely.point_on_surface(there)
    xy = np.column_stack([shapely.get_x(points), shapely.get_y(points)])
    if crs != LONLAT:
        xy = project(xy, Transformer.from_crs(crs, LONLAT, always_xy=True))
    return _degrees(xy[:, 0]), _degrees(xy[:, 1])


def _degrees(values: npt.NDArray[np.float64]) -> list[str]:
    return [f"{value:.6f}" if np.isfinite(value) else "" for value in values.tolist()]
