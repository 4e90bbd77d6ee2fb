"""Registers as a stream of batches: CSV (``.gz`` too) here, Parquet in ``parquet``; never a whole file in memory."""

import codecs
import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv

from ses_map.bulk.columns import Numbers
from ses_map.errors import ImportFileError
from ses_map.imports.cells import clean_text
from ses_map.imports.delimited import HINT, eight_bit, find_delimiter, is_mostly_utf8, undecodable
from ses_map.imports.kinds import damaged, utf16_of

#: Bytes that are read at once, and so those that one row may have; Arrow reads some twenty blocks ahead.
BLOCK_BYTES = 1_000_000

_HEAD_BYTES = 1_000_000


@dataclass(frozen=True)
class Batch:
    """Rows as they came.

    Parameters
    ----------
    cells : RecordBatch
        Text, one column per header.
    numbers : array of int64, (n,)
        Number of each row in the file, the header being row 1; blank lines do not count.
    broken : sequence of (int, str)
        Rows before the end of the batch that have other cells than the header: number and text.
    """

    cells: pa.RecordBatch
    numbers: Numbers
    broken: Sequence[tuple[int, str]] = ()


class Register(Protocol):
    """A file of rows."""

    headers: tuple[str, ...]
    #: What :meth:`position` reaches at the end.
    size: int

    def batches(self, rows: int) -> Iterator[Batch]:
        """Give the rows in their order, at most so many at once.

        Raises
        ------
        ImportFileError
            When the file turns out to be damaged.
        """

    def position(self) -> int:
        """Tell how far reading is."""


def open_register(path: Path) -> Register:
    """Open a file by its first bytes: Parquet, or else CSV.

    Raises
    ------
    ImportFileError
        When it is missing, empty, or no table of either form.
    """
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ImportFileError(f"{path}: {error}", "Nie ma takiego pliku; sprawdź ścieżkę lub prześlij go.") from error
    if not head:
        raise ImportFileError(f"{path} is empty", "Plik jest pusty (0 bajtów); podaj tabelę CSV albo Parquet.")
    if head == b"PAR1":
        from ses_map.bulk.parquet import ParquetRegister

        return ParquetRegister(path)
    return CsvRegister(path)


def named(texts: Sequence[str]) -> tuple[str, ...]:
    """Give headers that differ: an empty one gets a stand-in, one that comes again its number."""
    found: list[str] = []
    for at, text in enumerate(texts, 1):
        name = clean_text(text) or f"(kolumna {at})"
        again = (f"{name} ({n})" for n in range(2, len(texts) + 2))
        found.append(name if name not in found else next(a for a in again if a not in found))
    return tuple(found)


class CsvRegister:
    """A CSV file; its first line that is not blank holds the headers.

    Encoding and delimiter are told from the beginning of the file, as ``imports.delimited`` tells them.

    Parameters
    ----------
    path : Path
        The file; its bytes may be gzipped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size = path.stat().st_size
        with path.open("rb") as file:
            self._packed = file.read(2) == b"\x1f\x8b"
        self._raw: Any = None
        head = self._head()
        self._encoding = _encoding(head)
        text = head.decode(self._encoding, "ignore")
        hint = HINT.match(text.lstrip("\ufeff"))
        self._delimiter = hint[1] if hint else find_delimiter(text)
        lines = text.lstrip("\ufeff").splitlines(keepends=True)
        self._before = next((n for n, line in enumerate(lines) if line.strip() and not HINT.fullmatch(line)), 0)
        header = next(csv.reader(io.StringIO("".join(lines[self._before :])), delimiter=self._delimiter), [])
        self.headers = named(header)

    def _head(self) -> bytes:
        try:
            with gzip.open(self._path) if self._packed else self._path.open("rb") as file:
                head: bytes = file.read(_HEAD_BYTES)
        except (OSError, EOFError, zlib.error) as error:
            raise damaged("gzip", str(error)) from error
        if b"\x00" in head and not utf16_of(head[:65_536]):
            raise ImportFileError("file is binary", "Plik nie jest tabelą CSV ani Parquet; zapisz go w jednej z nich.")
        return head

    def position(self) -> int:
        """Tell how many bytes of the file were read."""
        return int(self._raw.tell()) if self._raw and not self._raw.closed else 0

    def batches(self, rows: int) -> Iterator[Batch]:
        """Give the rows in their order, at most so many at once."""
        broken: deque[tuple[int, str]] = deque()
        number = self._before + 2
        with self._path.open("rb") as self._raw:
            stream = gzip.GzipFile(fileobj=self._raw) if self._packed else self._raw
            for cells in self._blocks(pa.PythonFile(stream, "r"), broken):
                for start in range(0, max(1, cells.num_rows), rows):
                    part = cells.slice(start, rows)
                    numbers, told, number = _numbered(part.num_rows, number, broken)
                    yield Batch(part, numbers, told)
            if broken:
                empty = pa.RecordBatch.from_pylist([], pa.schema([(h, pa.string()) for h in self.headers]))
                yield Batch(empty, np.array([], dtype=np.int64), tuple(broken))

    def _blocks(self, stream: pa.NativeFile, broken: deque[tuple[int, str]]) -> Iterator[pa.RecordBatch]:
        """Read blocks; rows with other cells than the header are put aside into ``broken``."""
        names = [f"f{n}" for n in range(len(self.headers))]
        reading = pyarrow.csv.ReadOptions(
            use_threads=False,
            block_size=BLOCK_BYTES,
            skip_rows=self._before,
            column_names=names,
            skip_rows_after_names=1,
            encoding=self._encoding,
        )
        parsing = pyarrow.csv.ParseOptions(
            delimiter=self._delimiter, newlines_in_values=True, invalid_row_handler=partial(_aside, broken)
        )
        texts = pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
        try:
            for block in pyarrow.csv.open_csv(stream, reading, parsing, texts):
                _require_closed_quotes(broken)
                yield block.rename_columns(list(self.headers))
        except (pa.ArrowInvalid, UnicodeDecodeError, OSError, EOFError, zlib.error) as error:
            raise _unreadable(error) from error
        _require_closed_quotes(broken)


def _aside(broken: deque[tuple[int, str]], row: Any) -> str:
    broken.append((row.number, row.text))
    return "skip"


def _require_closed_quotes(broken: deque[tuple[int, str]]) -> None:
    """Refuse a file in which an open quote has swallowed the lines after it."""
    for number, text in broken:
        if "\n" in text.strip() and text.count('"') % 2:
            raise _open_quote(str(number))


def _open_quote(number: str) -> ImportFileError:
    return ImportFileError(
        f"quote opened in row {number} is not closed: close it and try again",
        f"Cudzysłów otwarty w wierszu {number} nie jest zamknięty; zamknij go lub usuń i prześlij plik ponownie.",
    )


def _unreadable(error: Exception) -> ImportFileError:
    if "straddling" in str(error):
        return ImportFileError(
            f"a row has more than {BLOCK_BYTES} bytes ({error}): close the quote that was left open in it",
            f"Wiersz ma ponad {BLOCK_BYTES} bajtów, zapewne cudzysłów nie jest zamknięty; popraw go.",
        )
    return damaged("CSV", str(error))


def _numbered(n: int, first: int, broken: deque[tuple[int, str]]) -> tuple[Numbers, tuple[tuple[int, str], ...], int]:
    """Give ``n`` rows their numbers from ``first`` on, around those put aside.

    Returns
    -------
    array of int64 (n,), tuple, int
        Numbers; the rows put aside that come before the next one, which leave ``broken``; the number of the next.
    """
    aside = {number for number, _ in tuple(broken)}
    numbers = np.arange(first, first + n + len(aside), dtype=np.int64)
    numbers = numbers[~np.isin(numbers, list(aside))][:n]
    after = int(numbers[-1]) + 1 if n else first
    while after in aside:
        after += 1
    told = []
    while broken and broken[0][0] < after:
        told.append(broken.popleft())
    return numbers, tuple(told), after


def _encoding(head: bytes) -> str:
    codec = utf16_of(head[:65_536])
    if codec:
        return codec
    try:
        codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError as error:
        if is_mostly_utf8(head):
            raise undecodable("utf-8-sig", error) from error
        return eight_bit(head)
    return "utf-8"
