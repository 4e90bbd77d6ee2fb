"""Workbooks: XLSX, XLS and ODS through calamine, which reads what a cell shows and never runs a formula.

A formula gives the value that the program saved beside it; where it saved none, the cell is the formula itself, and
where it is wrong (``#N/D``) its error: no register takes either. Chart sheets are skipped; what is hidden is read, and
told.
"""

import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineSheet, SheetTypeEnum, SheetVisibleEnum, load_workbook

from ses_map.imports.file_types import FileType, damaged
from ses_map.imports.marks import Marks, OdsMarks, XlsxMarks
from ses_map.imports.sheets import Grid, Remark, Sheet, cell_text
from ses_map.imports.xls_marks import XlsMarks

_MARKS: dict[FileType, Callable[[Path], XlsxMarks | OdsMarks | XlsMarks]] = {
    FileType.XLSX: XlsxMarks, FileType.ODS: OdsMarks, FileType.XLS: XlsMarks,
}  # fmt: skip
#: The columns of a spreadsheet.
MAX_COLUMNS = 16_384
_1904 = Remark(
    "days-from-1904",
    "Skoroszyt liczy dni od 1904-01-01: daty przeczytano według tego, ale liczby bez formatu daty w kolumnie dat są "
    "o cztery lata za wczesne; sprawdź daty albo zapisz plik z datami od 1900 roku.",
)


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
            marks = _MARKS[kind](path)
            for about in book.sheets_metadata:
                if about.typ == SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(about.name)
                    own = marks.of(about.name)
                    merged = own.merged or [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
                    grid.add(about.name, _rows(sheet, own), merged, tuple(own.formulas))
                    is_hidden = about.visible != SheetVisibleEnum.Visible
                    grid.remark(_remarks(grid.sheets[-1], own, is_hidden, marks.is_1904))
    except (CalamineError, ElementTree.ParseError, zipfile.BadZipFile, KeyError, OSError) as error:
        raise damaged(kind.value, str(error)) from error
    return tuple(grid.sheets)


def _remarks(sheet: Sheet, marks: Marks, is_hidden: bool, is_1904: bool) -> Iterator[Remark]:
    """Say what of a sheet that holds something is hidden."""
    named, many = f"Arkusz „{sheet.name}”", "wczytano {} jak inne; sprawdź, czy mają być w danych"
    filled = {n for n, row in zip(sheet.numbers, sheet.rows, strict=True) if row}
    if is_hidden and filled:
        yield Remark("hidden-sheet", f"{named} jest ukryty, a wczytano go jak inne; wybierz arkusze opcją --sheet.")
    if rows := sorted(marks.hidden_rows & filled):
        how = "odfiltrowane albo ukryte" if marks.is_filtered else "ukryte"
        yield Remark("hidden-rows", f"{named} ma wiersze {how} ({_listed(rows)}); {many.format('je')}.")
    with_text = {at for row in sheet.rows for at, cell in enumerate(row) if cell}
    if columns := sorted(marks.hidden_columns & with_text):
        letters = ", ".join(map(_letters, columns[:20]))
        yield Remark("hidden-columns", f"{named} ma ukryte kolumny ({letters}); {many.format('je')}.")
    if is_1904 and filled:
        yield _1904


def _listed(numbers: list[int]) -> str:
    """List numbers, those that follow each other as a range, at most twenty of these: ``3, 5–7``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    more = f" i {len(runs) - 20} innych miejsc" if len(runs) > 20 else ""
    return ", ".join("–".join(map(str, run)) for run in runs[:20]) + more


def _letters(column: int) -> str:
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def _rows(sheet: CalamineSheet, marks: Marks) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its number; calamine fills the rows above the used range, but not the columns left of it."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    marked: dict[int, dict[int, str]] = defaultdict(dict)
    for (number, column), text in marks.texts.items():
        marked[number][column] = text
    number = 0
    for number, row in enumerate(sheet.iter_rows() if sheet.start else (), 1):
        cells = left + [cell_text(value) for value in row]
        yield number, _with_marks(cells, marked[number]) if number in marked else cells
    for later in sorted(n for n in marked if n > number):
        yield later, _with_marks([], marked[later])


def _with_marks(cells: list[str], marked: dict[int, str]) -> list[str]:
    """Put formulas and errors into the cells that they leave empty."""
    width = max(len(cells), *(column + 1 for column in marked if column < MAX_COLUMNS))
    cells += [""] * (width - len(cells))
    for column, text in marked.items():
        if column < width:
            cells[column] = cells[column] or text
    return cells
