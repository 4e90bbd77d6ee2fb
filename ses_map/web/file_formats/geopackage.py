"""Tables as a GeoPackage (OGC 12-128r19) that opens in QGIS with its styles; written by GDAL, finished by SQLite.

GDAL is loaded with the first file that somebody asks for, so that a worker that writes none stays light.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely

from ses_map.planning.table import Column
from ses_map.web.file_formats.export import Export, MapLayer
from ses_map.web.file_formats.styles import Style, Symbol, to_qml, to_sld

#: Columns of the table that QGIS looks for.
_STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,
    description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)
"""
_INSERT = "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, ?, 1, ?, '', NULL, ?)"
#: The extension "schema" of the standard: what each column means.
_DICTIONARY = """
CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE
    (table_name, name))
"""
_EXTENSION = """
INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema',
    'http://www.geopackage.org/spec121/#extension_schema', 'read-write')
"""


def to_geopackage(export: Export) -> bytes:
    """Write the table and the further layers of its page.

    Returns
    -------
    bytes
        One layer for each table, EPSG:4326, named after the table; the column ``fid`` numbers the rows. The same
        table of the same day gives the same bytes.
    """
    assert export.shapes is not None  # noqa: S101 - one of its forms
    layers = [MapLayer(export.table, export.shapes(), export.style), *(export.layers() if export.layers else ())]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.gpkg"
        for layer in layers:
            _write(path, layer)
        with closing(sqlite3.connect(path, isolation_level=None)) as base:
            _finish(base, layers, export)
        return _uncounted(path.read_bytes())


def layer_name(layer: MapLayer) -> str:
    """Name a layer so that SQL needs no quotes: ``stan_pokrycia``."""
    return layer.table.name.replace("-", "_")


def _write(path: Path, layer: MapLayer) -> None:
    from pyogrio import set_gdal_config_options
    from pyogrio.raw import write

    set_gdal_config_options({"OGR_SQLITE_SYNCHRONOUS": "OFF"})  # the file lives for a moment: no waiting for the disk

    shapes = [layer.shapes.get(str(row.get(layer.table.key, ""))) for row in layer.table.rows]
    fields = [_field(column, [row.get(column.key) for row in layer.table.rows]) for column in layer.table.columns]
    write(
        path,
        geometry=np.array([None if s is None else shapely.to_wkb(_many(s)) for s in shapes], dtype=object),
        fields=np.array([c.key for c in layer.table.columns], dtype=object),
        field_data=[data for data, _ in fields],
        field_mask=[mask for _, mask in fields],
        layer=layer_name(layer),
        driver="GPKG",
        geometry_type=_kind(layer),
        crs="EPSG:4326",
        dataset_options={"VERSION": "1.3"},  # what the QGIS of stable systems knows
        layer_options={"GEOMETRY_NAME": "geom", "IDENTIFIER": layer.table.title},
    )


def _field(column: Column, values: Sequence[Any]) -> tuple[Any, Any]:
    """Return the values of a column as GDAL takes them, and where there is none."""
    missing = np.array([v is None for v in values], dtype=bool)
    if column.digits is None:
        return np.array([None if v is None else str(v) for v in values], dtype=object), missing
    whole = column.digits == 0 and all(v is None or isinstance(v, int) for v in values)
    return np.array([0 if v is None else v for v in values], dtype=np.int64 if whole else np.float64), missing


def _many(shape: Any) -> Any:
    """Return a polygon or line as one of many parts, so that a layer is of one type."""
    made: Any = {"Polygon": shapely.MultiPolygon, "LineString": shapely.MultiLineString}.get(shape.geom_type)
    return made([shape]) if made else shape


def _kind(layer: MapLayer) -> str:
    kinds = {_many(s).geom_type for s in layer.shapes.values() if s is not None}
    return kinds.pop() if len(kinds) == 1 else "Unknown"


def _uncounted(data: bytes) -> bytes:
    """Set the counter of changes, which the speed of the disk decides, to one in both its places in the header.

    Source: https://www.sqlite.org/fileformat.html, bytes 24 and 92; equal, they vouch for the size in the header.
    """
    one = (1).to_bytes(4, "big")
    return data[:24] + one + data[28:92] + one + data[96:]


def _finish(base: sqlite3.Connection, layers: Sequence[MapLayer], export: Export) -> None:
    """Add styles and the meaning of the columns; put the day of the data for the time of writing."""
    base.execute("PRAGMA synchronous = OFF")
    day, stamp = export.as_of.isoformat(), f"{export.as_of.isoformat()}T00:00:00.000Z"
    base.execute("BEGIN")
    for statement in (_STYLES, _DICTIONARY, _EXTENSION):
        base.execute(statement)
    for layer in layers:
        name, kind = layer_name(layer), _kind(layer).removeprefix("Multi")
        style = layer.style or Style(layer.table.key, (Symbol("", layer.table.title, "#77aadd"),))  # all rows alike
        row = (name, "OWES", to_qml(style, kind), to_sld(name, style, kind), layer.table.title, stamp)
        base.execute(_INSERT, row)
        words = [(name, c.key, None, c.label, c.note, None, None) for c in layer.table.columns]
        base.executemany("INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, ?, ?)", words)
    note = f"{export.place}, stan na {day}; migawka {export.snapshot}; {export.credit}"
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
        (stamp,),
    )
    base.execute("UPDATE gpkg_contents SET last_change = ?, description = ?", (stamp, note))
    base.execute("COMMIT")
    base.execute("VACUUM")
