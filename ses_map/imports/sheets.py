"""What a reader gives, whatever the file was: sheets of text cells with their row numbers."""

from dataclasses import dataclass

#: First row, first column, last row, last column of merged cells, counted from 0 within the sheet.
Merged = tuple[int, int, int, int]
#: Number of the row as a person sees it, and of the column from 0.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, table or layer.

    Parameters
    ----------
    name : str
        As the file has it; empty for CSV.
    rows : tuple of tuple of str
        Cells as text, none stripped: whole numbers without a decimal point, other numbers with one, days as
        ``2024-03-05``, empty cells as an empty text. Rows may differ in length.
    numbers : tuple of int
        For each row its number as a person sees it, from 1: the row of a workbook, the line of a CSV file on which the
        row begins, the feature of a layer plus 1 (its names are row 1).
    merged : tuple of Merged
        Merged cells; only the first cell of each carries the text.
    formulas : tuple of Cell
        Cells that hold a formula, of a reply sheet only: what a program saved beside it is not what a person wrote.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    merged: tuple[Merged, ...] = ()
    formulas: tuple[Cell, ...] = ()
