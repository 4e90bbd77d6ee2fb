"""A table as a file that somebody keeps: which format is written by what, under which name and type."""

import re
from contextlib import nullcontext
from typing import Any

import orjson
from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ses_map.documents.workbook import fill, to_bytes
from ses_map.geojson import to_feature, to_feature_collection
from ses_map.planning.table import Table
from ses_map.web.file_formats.export import Export
from ses_map.web.file_formats.geopackage import to_geopackage
from ses_map.web.file_formats.sheets import to_page
from ses_map.web.http.formats import MEDIA_TYPES, attached, to_csv
from ses_map.web.http.limits import rendering

#: Forms that take seconds and many megabytes to make.
_RENDERED = ("xlsx", "gpkg", "png", "pdf")
#: What Excel does not take in the name of a sheet.
_NO_NAME = re.compile(r"[\[\]:*?/\\]")


def to_file(export: Export, form: str) -> Response:
    """Answer with a table in one of its :attr:`Export.forms` but ``html``, named after the table and the day."""
    with rendering() if form in _RENDERED else nullcontext():
        content = _content(export, form)
    name = f"{export.table.name}-{export.as_of.isoformat()}.{form}"
    return attached(Response(content, mimetype=MEDIA_TYPES[form]), name)


def _content(export: Export, form: str) -> bytes | str:
    match form:
        case "csv":
            keys = [c.key for c in export.table.columns]
            return to_csv(keys, [[row.get(k) for k in keys] for row in export.table.rows]).get_data()
        case "xlsx":
            return _to_workbook(export)
        case "json":
            return _to_json(export)
        case "geojson":
            return _to_geojson(export)
        case "gpkg":
            return to_geopackage(export)
        case "svg":
            assert export.picture is not None  # noqa: S101 - one of its forms
            return export.picture()
        case _:
            return to_page(export, form)


def _to_json(export: Export) -> bytes:
    """Write a table, and the further tables of its page, as one JSON document."""
    papers = ("title", "publisher", "url", "licence", "vintage", "attribution")
    document = {
        **_head(export),
        **_described(export.table),
        "sources": [{name: getattr(s, name) for name in papers} for s in export.sources],
    }
    if export.more:
        document["tables"] = {t.name: {"title": t.title, **_described(t)} for t in export.more}
    return orjson.dumps(document)


def _to_geojson(export: Export) -> bytes:
    """Write the rows of a table as features (RFC 7946); those without a known geometry have ``null`` instead."""
    assert export.shapes is not None  # noqa: S101 - one of its forms
    shapes, table = export.shapes(), _described(export.table)
    codes = [str(row.get(export.table.key, "")) for row in export.table.rows]
    features = [to_feature(c, shapes.get(c), row) for c, row in zip(codes, table["rows"], strict=True)]
    if len(set(codes)) < len(codes):  # the key names the area, not the row
        features = [{k: v for k, v in f.items() if k != "id"} for f in features]
    head = {**_head(export), "columns": table["columns"], "attribution": export.credit}
    return orjson.dumps({**to_feature_collection(features), **head})


def _head(export: Export) -> dict[str, Any]:
    area = {"teryt": export.region.teryt, "name": export.region.name} if export.region else None
    day = export.as_of.isoformat()
    return {"title": export.table.title, "date": day, "snapshot": export.snapshot, "voivodeship": area}


def _described(table: Table) -> dict[str, Any]:
    """Return what the columns of a table mean, and its rows by them."""
    columns = [{"key": c.key, "label": c.label, "note": c.note, "digits": c.digits} for c in table.columns]
    return {"columns": columns, "rows": [{c.key: row.get(c.key) for c in table.columns} for row in table.rows]}


def _to_workbook(export: Export) -> bytes:
    """Write the rows, a sheet that describes the columns, the day and the sources, and the page's further tables."""
    book = Workbook(write_only=True)
    _write_rows(book.create_sheet("Dane"), export.table)
    words = book.create_sheet("Opis")
    words.append([_cell(words, t, bold=True) for t in ("Kolumna", "Pole", "Opis")])
    for table in (export.table, *export.more):
        for column in table.columns:
            words.append([_cell(words, t) for t in (column.label, column.key, column.note)])
    facts = (
        ("Tabela", export.table.title),
        ("Obszar", export.place),
        ("Stan na", export.as_of.isoformat()),
        ("Migawka danych", export.snapshot),
        ("Źródła", export.credit),
    )
    for name, text in facts:
        words.append([_cell(words, name, bold=True), _cell(words, ""), _cell(words, text)])
    for table in export.more:
        _write_rows(book.create_sheet(_NO_NAME.sub(" ", table.title)[:31]), table)
    return to_bytes(book, export.as_of.isoformat())


def _write_rows(sheet: Any, table: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, c.label, bold=True) for c in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, row.get(c.key)) for c in table.columns])


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    """Make a cell that runs no formula."""
    cell = fill(WriteOnlyCell(sheet), value)
    if bold:
        cell.font = Font(bold=True)
    return cell
