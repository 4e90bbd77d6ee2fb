"""Tables as files: CSV, workbooks, JSON, GeoJSON, GeoPackage, SVG, PNG, PDF; a module per kind of file."""

from contextlib import nullcontext

from flask import Response

from ses_map.documents.typesetting import Sheet
from ses_map.web.file_formats import documents, geopackage, sheets, workbook
from ses_map.web.file_formats.export import Export, MapLayer, Picture, Shapes
from ses_map.web.file_formats.styles import Style, Symbol, standing_symbol
from ses_map.web.http.formats import to_csv
from ses_map.web.http.limits import rendering

__all__ = ["Export", "MapLayer", "Picture", "Shapes", "Sheet", "Style", "Symbol", "standing_symbol", "to_file"]

_MIMETYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}


#: Forms that take seconds and many megabytes to make.
_RENDERED = ("xlsx", "gpkg", "png", "pdf")


def to_file(export: Export, form: str) -> Response:
    """Answer with a table in one of its :attr:`Export.forms` but ``html``, named after the table and the day."""
    with rendering() if form in _RENDERED else nullcontext():
        content = _content(export, form)
    response = Response(content, mimetype=_MIMETYPES[form])
    name = f"{export.table.name}-{export.as_of.isoformat()}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _content(export: Export, form: str) -> bytes | str:
    match form:
        case "csv":
            keys = [c.key for c in export.table.columns]
            return to_csv(keys, [[row.get(k) for k in keys] for row in export.table.rows]).get_data()
        case "xlsx":
            return workbook.to_workbook(export)
        case "json":
            return documents.to_json(export)
        case "geojson":
            return documents.to_geojson(export)
        case "gpkg":
            return geopackage.to_geopackage(export)
        case "svg":
            assert export.picture is not None  # noqa: S101 - one of its forms
            return export.picture()
        case _:
            return sheets.to_page(export, form)
