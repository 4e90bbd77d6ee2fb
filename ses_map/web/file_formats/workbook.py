"""Tables as workbooks that run no formula, with a second sheet that says what each column means."""

import re
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ses_map.documents.workbook import fill, to_bytes
from ses_map.planning.table import Table
from ses_map.web.file_formats.export import Export

#: What Excel does not take in the name of a sheet.
_NO_NAME = re.compile(r"[\[\]:*?/\\]")


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
    return to_bytes(book, export.as_of.isoformat())


def _rows(sheet: Any, table: Table) -> None:
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, c.label, bold=True) for c in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, row.get(c.key)) for c in table.columns])


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    cell = fill(WriteOnlyCell(sheet), value)
    if bold:
        cell.font = Font(bold=True)
    return cell
