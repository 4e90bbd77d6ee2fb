"""What a reader gives, whatever the file was: sheets of text cells with their row numbers, within limits."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from ses_map.errors import ImportFileError

#: First row, first column, last row, last column of merged cells, counted from 0 within the sheet.
Merged = tuple[int, int, int, int]
#: Number of the row as a person sees it, and of the column from 0.
Cell = tuple[int, int]


class Remark(NamedTuple):
    """What a reader tells of a sheet: a code of a problem, and a Polish sentence."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, table or layer."""

    #: As the file has it; empty for CSV.
    name: str
    #: Cells as text, none stripped: whole numbers without a decimal point, other numbers with one, days as
    #: ``2024-03-05``, empty cells as an empty text. Rows may differ in length.
    rows: tuple[tuple[str, ...], ...]
    #: For each row its number as a person sees it, from 1: the row of a workbook, the line of a CSV file on which the
    #: row begins, the feature of a layer plus 1 (its names are row 1).
    numbers: tuple[int, ...]
    #: Merged cells; only the first cell of each carries the text.
    merged: tuple[Merged, ...] = ()
    #: Cells that hold a formula: what a program saved beside it is not what a person wrote. Of XLSX only.
    formulas: tuple[Cell, ...] = ()
    remarks: tuple[Remark, ...] = ()


#: Rows of one sheet; cells and characters of the whole file, blank ends not counted. With more, the process that reads
#: or the one that waits would need more than half a gigabyte.
MAX_ROWS = 200_000
MAX_CELLS = 1_700_000
MAX_CHARACTERS = 30_000_000
#: The last row that a spreadsheet has; blank rows go no further either.
LAST_ROW = 1_048_576


def cell_text(value: object) -> str:
    """Write a cell as a spreadsheet shows it without formats.

    ``92`` for 92.0, ``52.2297`` for a fraction (15 digits, as spreadsheets keep), ``prawda`` and ``fałsz``,
    ``2024-03-05`` for a day and for its midnight, ``2024-03-05T12:30:00``, ``12:30:00``, ``30:00:00`` for a length of
    time; empty for None and for what is not a number. Line ends within a text become a line feed.
    """
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
    if isinstance(value, bool):
        return "prawda" if value else "fałsz"
    if isinstance(value, float):
        return "" if value != value else format(Decimal(f"{value + 0.0:.15g}"), "f")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value)


class Grid:
    """Collects the sheets of one file and keeps count; a file with too much in it is refused.

    Blank ends are cut: of each row its last empty cells, of each sheet its last rows without text, of merged cells what
    lies beyond; a row of white space alone is an empty row.
    """

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._cells = 0
        self._characters = 0

    def add(
        self,
        name: str,
        rows: Iterable[tuple[int, Sequence[str]]],
        merged: Iterable[Merged] = (),
        formulas: tuple[Cell, ...] = (),
    ) -> None:
        """Add a sheet by its rows, each with its number.

        Raises
        ------
        ImportFileError
            When the file has too many rows, cells or characters, or merged cells that overlap.
        """
        kept: list[tuple[str, ...]] = []
        numbers: list[int] = []
        blank: list[int] = []
        for number, cells in rows:
            row = _cut(cells)
            if not row:
                blank.append(number)
                if number > LAST_ROW:
                    raise _too_much(f"{LAST_ROW} rows, most of them blank", "za dużo pustych wierszy", str(LAST_ROW))
                continue
            if len(kept) + len(blank) >= MAX_ROWS:
                raise _too_much(f"{MAX_ROWS} rows", f"dane w wierszu {number}", f"{MAX_ROWS} wierszy")
            kept += [()] * len(blank)
            numbers += blank
            blank = []
            kept.append(row)
            numbers.append(number)
            self._count(row)
        self.sheets.append(Sheet(name, tuple(kept), tuple(numbers), _within(merged, kept), formulas))

    def remark(self, remarks: Iterable[Remark]) -> None:
        """Tell something of the last sheet."""
        self.sheets[-1] = replace(self.sheets[-1], remarks=(*self.sheets[-1].remarks, *remarks))

    def _count(self, row: tuple[str, ...]) -> None:
        self._cells += len(row)
        self._characters += sum(map(len, row))
        if self._cells > MAX_CELLS:
            raise _too_much(f"{MAX_CELLS} cells", "za dużo komórek", f"{MAX_CELLS} komórek w całym pliku")
        if self._characters > MAX_CHARACTERS:
            raise _too_much(f"{MAX_CHARACTERS} characters", "za dużo tekstu", f"{MAX_CHARACTERS} znaków w całym pliku")


def _cut(cells: Sequence[str]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return tuple(cells[:end]) if any(not cell.isspace() for cell in cells[:end] if cell) else ()


def _too_much(limit: str, came: str, most: str) -> ImportFileError:
    polish = f"Plik ma {came}, a wolno najwyżej {most}; zostaw w nim samą tabelę albo podziel go na części."
    return ImportFileError(f"file has more than {limit}", polish)


def _within(merged: Iterable[Merged], rows: list[tuple[str, ...]]) -> tuple[Merged, ...]:
    """Cut merged cells to the rows and columns that there are; one cell alone is not merged."""
    last_row, last_column = len(rows) - 1, max(map(len, rows), default=0) - 1
    cut = sorted(
        {
            (top, left, min(bottom, last_row), min(right, last_column))
            for top, left, bottom, right in merged
            if top <= last_row and left <= last_column and bottom >= top and right >= left
        }
    )
    kept = tuple(m for m in cut if m[:2] != m[2:])
    if sum((m[2] - m[0] + 1) * (m[3] - m[1] + 1) for m in kept) > len(rows) * (last_column + 1):
        raise ImportFileError(
            "merged cells overlap",
            "W arkuszu scalone komórki nachodzą na siebie; usuń scalenia, zapisz plik i prześlij go jeszcze raz.",
        )
    return kept
