"""Tables as files: CSV and workbooks that no spreadsheet executes, each with its description."""

import io
from datetime import date
from typing import Any

from flask import Response
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from ses_map.planning.table import Table
from ses_map.web.formats import to_csv

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("html", "csv", "xlsx")


def to_file(table: Table, form: str, as_of: date, credit: str) -> Response:
    """Answer with a table as ``csv`` or ``xlsx``, named after the table and the day."""
    if form == "csv":
        keys = [c.key for c in table.columns]
        response = to_csv(keys, [[row.get(k) for k in keys] for row in table.rows])
    else:
        response = Response(_workbook(table, as_of, credit), mimetype=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{table.name}-{as_of.isoformat()}.{form}"'
    return response


def _workbook(table: Table, as_of: date, credit: str) -> bytes:
    """Write the rows, and a second sheet that says what each column means, of which day and whose the data are."""
    book = Workbook(write_only=True)
    data, words = book.create_sheet("Dane"), book.create_sheet("Opis")
    data.freeze_panes = "A2"
    data.append([_cell(data, c.label, bold=True) for c in table.columns])
    for row in table.rows:
        data.append([_cell(data, row.get(c.key)) for c in table.columns])
    words.append([_cell(words, t, bold=True) for t in ("Kolumna", "Pole", "Opis")])
    for column in table.columns:
        words.append([_cell(words, t) for t in (column.label, column.key, column.note)])
    for name, text in (("Tabela", table.title), ("Stan na", as_of.isoformat()), ("Źródła", credit)):
        words.append([_cell(words, name, bold=True), _cell(words, ""), _cell(words, text)])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # a text that begins with "=" stays a text
    if bold:
        cell.font = Font(bold=True)
    return cell
