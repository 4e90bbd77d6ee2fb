"""Delimited text: which encoding, which delimiter, which line a row begins on; nothing about it is written anywhere."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ses_map.errors import ImportFileError
from ses_map.imports.encodings import decode
from ses_map.imports.sheets import Grid, Sheet

#: Characters of one cell: with more, a quote was left open.
MAX_CELL = 100_000

#: In the order of preference where the lines do not tell.
DELIMITERS = (";", ",", "\t", "|")

_SAMPLE_LINES, _SAMPLE_CHARACTERS = 50, 65_536
HINT = re.compile(r'sep=([^\w\s"]|\t)\s*')
_QUOTED = re.compile(r'(?:^|(?<=[;,\t|]))"(?:[^"]|"")*+"(?=[;,\t|]|$)', re.MULTILINE)


def read_delimited(path: Path) -> tuple[Sheet, ...]:
    """Read a CSV file as one sheet without a name.

    A first line such as ``sep=;`` is obeyed and is no row. A quote that opens a cell without closing it is refused; a
    cell such as ``"Promyk" Gdynia`` keeps its quotes.

    Raises
    ------
    ImportFileError
        When the text cannot be decoded, a quote is not closed, a cell is too long, or there are too many.
    """
    text = decode(path.read_bytes())
    start, delimiter = 0, find_delimiter(text)
    if hint := HINT.fullmatch(text, 0, text.find("\n") + 1 or len(text)):
        start, delimiter = hint.end(), hint[1]
    grid = Grid()
    before = csv.field_size_limit(MAX_CELL)
    try:
        grid.add("", _rows(text, start, delimiter))
    finally:
        csv.field_size_limit(before)
    return tuple(grid.sheets)


def find_delimiter(text: str) -> str:
    """Find the delimiter that cuts the first lines into rows most alike and leaves no other delimiter in their cells.

    A title above the header, commas in numbers and in sentences, and quoted cells do not mislead it.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    if len(text) > len(sample) and "\n" in sample:
        sample = sample[: sample.rindex("\n")]
    lines = [line for line in _QUOTED.sub("x", sample).split("\n") if line.strip()][:_SAMPLE_LINES]
    return max(DELIMITERS, key=lambda delimiter: _likeness(lines, delimiter))


def _likeness(lines: list[str], delimiter: str) -> float:
    """Score rows of equal length times cells without another delimiter, in the manner of CleverCSV."""
    rows = [line.split(delimiter) for line in lines]
    lengths = Counter(map(len, rows))
    alike = sum(count * (length - 1) / length for length, count in lengths.items()) / max(1, len(lengths))
    cells = [cell for row in rows if len(row) > 1 for cell in row]
    # A comma between digits or before a space belongs to the cell.
    foreign = re.compile(rf"(?!{re.escape(delimiter)})(?:[;\t|]|(?<!\d),(?! )|,(?![\d ]))")
    clean = sum(not foreign.search(cell) for cell in cells)
    return alike * clean / max(1, len(cells))


class _Lines:
    """The lines of a text, from an offset on, for a reader that takes as many as its row needs."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.at, self.number = text, start, text.count("\n", 0, start) + 1

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.text):
            raise StopIteration
        end = self.text.find("\n", self.at) + 1 or len(self.text)
        line = self.text[self.at : end]
        self.at, self.number = end, self.number + 1
        return line


def _rows(text: str, start: int, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the number of the line on which it begins."""
    lines = _Lines(text, start)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        at, number = lines.at, lines.number
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.at, lines.number = at, number
            yield number, _stray_quotes(next(lines), number, delimiter, str(error))
            reader = csv.reader(lines, delimiter=delimiter, strict=True)


def _stray_quotes(line: str, number: int, delimiter: str, why: str) -> list[str]:
    """Read a row that the rules of CSV forbid, if its quotes are at least closed on the same line."""
    if why.startswith("field larger") or len(line) > MAX_CELL:
        raise ImportFileError(
            f"row on line {number}: {why}",
            f"Komórka w wierszu {number} ma ponad {MAX_CELL} znaków, zapewne cudzysłów nie jest zamknięty; popraw go.",
        )
    if line.count('"') % 2 or why.startswith("unexpected end"):
        raise unclosed(number)
    return stray_cells(line.rstrip("\n"), number, delimiter)


def stray_cells(line: str, number: int, delimiter: str) -> list[str]:
    """Cut a line of which some cells have quotes that CSV forbids: those are text, and stay.

    A cell is quoted as a whole, with quotes in it doubled or behind backslashes, or it is all that stands between two
    delimiters.
    """
    end = re.escape(delimiter)
    cell = re.compile(rf'"((?:[^"]|"")*+)"{end}|"((?:\\.|[^"\\])*+)"{end}|([^{end}]*+){end}', re.DOTALL)
    cells, at, text = [], 0, line + delimiter
    while at < len(text):
        found = cell.match(text, at)
        if not found or (found[3] and found[3].startswith('"') and found[3].count('"') % 2):
            raise unclosed(number)
        doubled, escaped, plain = found.groups()
        quoted = doubled.replace('""', '"') if doubled is not None else re.sub(r"\\(.)", r"\1", escaped or "")
        cells.append(quoted if plain is None else plain)
        at = found.end()
    return cells


def unclosed(number: int | str) -> ImportFileError:
    """Make the error for a quote that opens a cell and does not close it."""
    return ImportFileError(
        f"quote opened in row {number} is not closed: close it and try again",
        f"Cudzysłów otwarty w wierszu {number} nie jest zamknięty; zamknij go lub usuń i prześlij plik ponownie.",
    )
