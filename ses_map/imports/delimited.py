"""Delimited text: which encoding, which delimiter, which line a row begins on; nothing about it is written anywhere."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import charset_normalizer

from ses_map.errors import ImportFileError
from ses_map.imports.file_types import utf16_of
from ses_map.imports.sheets import Grid, Sheet

#: Characters of one cell: with more, a quote was left open.
MAX_CELL = 100_000

#: In the order of preference where the lines do not tell.
DELIMITERS = (";", ",", "\t", "|")

_SAMPLE_LINES, _SAMPLE_CHARACTERS, _SAMPLE_BYTES = 50, 65_536, 65_536
HINT = re.compile(r'sep=([^\w\s"]|\t)\s*')
_QUOTED = re.compile(r'(?:^|(?<=[;,\t|]))"(?:[^"]|"")*+"(?=[;,\t|]|$)', re.MULTILINE)
#: Polish letters (ą ś ź) that the two encodings put elsewhere, with the dashes and quotes that only windows-1250 has.
_CP1250 = bytes([*range(0x80, 0xA0), 0xA5, 0xB9])
_LATIN2 = bytes([0xA1, 0xA6, 0xAC, 0xB1, 0xB6, 0xBC])


def read_delimited(path: Path) -> tuple[Sheet, ...]:
    """Read a CSV file as one sheet without a name.

    A first line such as ``sep=;`` is obeyed and is no row. A quote that opens a cell without closing it is refused; a
    cell such as ``"Promyk" Gdynia`` keeps its text and loses its quotes.

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


def decode(data: bytes) -> str:
    """Decode a text of unknown encoding; its line ends become line feeds.

    UTF-8 and UTF-16 with or without a byte order mark, else windows-1250 or ISO-8859-2, whichever makes Polish letters
    of the bytes on which the two differ.

    Raises
    ------
    ImportFileError
        When the bytes are no text, or text cut or mixed of two encodings.
    """
    codec = utf16_of(data[:_SAMPLE_BYTES]) or "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        if codec != "utf-8-sig" or data.startswith(b"\xef\xbb\xbf") or is_mostly_utf8(data):
            raise undecodable(codec, error) from error
        text = data.decode(eight_bit(data), "replace")
    if "\0" in text:
        raise ImportFileError(
            "text holds NUL characters", "Plik nie jest tekstem (zawiera bajty zerowe); zapisz tabelę jako CSV UTF-8."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def is_mostly_utf8(data: bytes) -> bool:
    """Check for UTF-8 with a flaw, not text of another encoding, where hardly two bytes make a letter of UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - bad > 10 * bad


def undecodable(codec: str, error: UnicodeDecodeError) -> ImportFileError:
    """Make the error for a text that breaks off its encoding at some line."""
    line = error.object[: error.start].decode(codec).count("\n") + 1
    name = "UTF-8" if codec == "utf-8-sig" else "UTF-16"
    return ImportFileError(
        f"line {line} is not {name}: {error.reason}",
        f"Wiersz {line} nie jest tekstem {name}, choć reszta pliku jest; zapisz cały plik jako CSV UTF-8.",
    )


def eight_bit(data: bytes) -> str:
    """Choose between windows-1250 and ISO-8859-2 by letters; where these do not tell, by statistics."""
    cp1250, latin2 = (len(data) - len(data.translate(None, letters)) for letters in (_CP1250, _LATIN2))
    if cp1250 != latin2:
        return "cp1250" if cp1250 > latin2 else "iso8859_2"
    match = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES], cp_isolation=["cp1250", "iso8859_2"]).best()
    return match.encoding if match else "cp1250"


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
        raise ImportFileError(
            f"quote opened on line {number} is not closed: {why}",
            f"Cudzysłów otwarty w wierszu {number} nie jest zamknięty; zamknij go lub usuń i prześlij plik ponownie.",
        )
    return next(csv.reader([line], delimiter=delimiter))
