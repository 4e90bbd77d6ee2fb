"""Tables as workbooks that run no formula, with a second sheet that says what each column means."""

import io
import re
import zipfile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from ses_map.planning import Table
from ses_map.web.exports.export import Export

#: What Excel takes as the name of a sheet, and how much of a text it keeps in a cell.
_NO_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST = 32_767
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def to_workbook(export: Export) -> bytes:
    """Write the rows, a sheet that describes the columns, the day and the sources, and the page's further tables."""
    book = Workbook(write_only=True)
    _rows(book.create_sheet("Dane"), export.table)
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
        _rows(book.create_sheet(_NO_NAME.sub(" ", table.title)[:31]), table)
    buffer = io.BytesIO()
    book.save(buffer)
    return _undated(buffer.getvalue(), export.as_of.isoformat())


def _rows(sheet: Any, table: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, c.label, bold=True) for c in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, row.get(c.key)) for c in table.columns])


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" stays a text
    if bold:
        cell.font = Font(bold=True)
    return cell


def _undated(data: bytes, day: str) -> bytes:
    """Pack a workbook again without the time of its writing: the same rows of one day give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as came, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in came.infolist():
            content = came.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + f"{day}T00:00:00Z".encode(), content)
            made.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
