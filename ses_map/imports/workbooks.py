"""Workbooks: XLSX, XLS and ODS through calamine, which reads what a cell shows and never runs a formula.

A formula gives the value that the program saved beside it, or an empty cell where it saved none; so does an error
(``#N/D``). Chart sheets are skipped, hidden sheets are read.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, SheetTypeEnum, load_workbook

from ses_map.imports.file_types import FileType, damaged
from ses_map.imports.sheets import Grid, Merged, Sheet, cell_text
from ses_map.reply_sheet import KEYS

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def read_workbook(path: Path, kind: FileType) -> tuple[Sheet, ...]:
    """Read every sheet of a workbook, the empty ones too.

    A workbook made to exhaust memory does so here: call it in a process with limits, as ``reading`` does.

    Raises
    ------
    ImportFileError
        When the workbook is damaged or has too many rows, cells or characters.
    """
    grid = Grid()
    try:
        with path.open("rb") as file, load_workbook(file) as book:
            spans = _ods_merged(path) if kind is FileType.ODS else {}
            for about in book.sheets_metadata:
                if about.typ == SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(about.name)
                    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
                    grid.add(about.name, _rows(sheet), spans.get(about.name, []) or merged)
    except (CalamineError, ElementTree.ParseError, zipfile.BadZipFile, KeyError, OSError) as error:
        raise damaged(kind.value, str(error)) from error
    is_reply = kind is FileType.XLSX and any(sheet.name == KEYS for sheet in grid.sheets)
    return tuple(_with_formulas(path, grid.sheets)) if is_reply else tuple(grid.sheets)


def _with_formulas(path: Path, sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """Find the cells of a reply sheet that hold formulas: calamine gives their values as if somebody had typed them."""
    from openpyxl import load_workbook as open_workbook

    book = open_workbook(path, read_only=True)
    for sheet in sheets:
        rows = book[sheet.name].iter_rows()
        found = [(c.row, c.column - 1) for row in rows for c in row if getattr(c, "data_type", "") == "f"]
        yield replace(sheet, formulas=tuple(found))


def _rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number; calamine fills the rows above the used range, but not the columns left of it."""
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, left + [cell_text(value) for value in row]


def _ods_merged(path: Path) -> dict[str, list[Merged]]:
    """Find the merged cells of each table, which calamine does not give for ODS."""
    found: dict[str, list[Merged]] = {}
    spans: list[Merged] = []
    row = column = 0
    with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
        # Expat refuses entities that multiply, and the process has limits.
        for event, element in ElementTree.iterparse(content, ("start", "end")):  # noqa: S314
            if event == "start" and element.tag == f"{_TABLE}table":
                spans, row = found.setdefault(element.get(f"{_TABLE}name", ""), []), 0
            elif event == "start" and element.tag == f"{_TABLE}table-row":
                column = 0
            elif event == "start" and element.tag in _CELLS:
                height, width = _number(element, "rows-spanned"), _number(element, "columns-spanned")
                if height > 1 or width > 1:
                    spans.append((row, column, row + height - 1, column + width - 1))
                column += _number(element, "columns-repeated")
            elif event == "end":
                row += _number(element, "rows-repeated") if element.tag == f"{_TABLE}table-row" else 0
                element.clear()
    return found


def _number(element: ElementTree.Element, name: str) -> int:
    digits = element.get(f"{_TABLE}number-{name}", "1")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 1
