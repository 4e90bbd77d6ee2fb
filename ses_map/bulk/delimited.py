"""Registers in CSV, which may be gzipped, as a stream of batches of text."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections import deque
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from ses_map.bulk.register import Batch, named
from ses_map.crs import IntArray
from ses_map.errors import ImportFileError
from ses_map.imports.delimited import HINT, find_delimiter, stray_cells, unclosed
from ses_map.imports.encodings import CODECS, decode_words, eight_bit, is_mostly_utf8, undecodable
from ses_map.imports.file_types import damaged, utf16_of

#: Bytes that are read at once, and so those that one row may have; Arrow reads some twenty blocks ahead.
BLOCK_BYTES = 1_000_000

_HEAD_BYTES = 1_000_000


class CsvRegister:
    """A CSV file; its first line that is not blank holds the headers.

    Encoding and delimiter are found at the beginning of the file, as ``imports.delimited`` does it; the bytes may
    be gzipped.
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
        self.headers, self.repeated = named(header)

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
        """Return how many bytes of the file were read."""
        return int(self._raw.tell()) if self._raw and not self._raw.closed else 0

    def batches(self, rows: int) -> Iterator[Batch]:
        """Yield the rows in their order, at most so many at once."""
        broken: deque[tuple[int, str]] = deque()
        number = self._before + 2
        with self._path.open("rb") as self._raw:
            stream = gzip.GzipFile(fileobj=self._raw) if self._packed else self._raw
            mended = _Mended(stream, self._encoding, self._delimiter)
            for cells in self._blocks(pa.PythonFile(mended, "r"), broken):
                for start in range(0, max(1, cells.num_rows), rows):
                    part = cells.slice(start, rows)
                    numbers, before, number = _numbered(part.num_rows, number, broken)
                    yield Batch(part, numbers, before)
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


class _Mended(io.RawIOBase):
    """A stream of CSV as UTF-8 in which quotes within cells are doubled: Arrow would drop them and say nothing.

    Text of an encoding of eight bits that makes no words is refused.
    """

    def __init__(self, stream: Any, encoding: str, delimiter: str) -> None:
        self._stream, self._delimiter = stream, delimiter
        self._eight_bit = encoding if encoding in CODECS else ""
        self._decoder = codecs.getincrementaldecoder(encoding)() if encoding.startswith("utf-16") else None
        self._plain = b"\r\n" + delimiter.encode()
        self._quoted = re.compile(rb"(?:\A|(?<=[\n" + re.escape(delimiter.encode()) + rb']))"[^"]*+(?:""[^"]*+)*+("?)')
        self._held, self._ready, self._line = b"", b"", 1

    def readable(self) -> bool:
        """Say that it is a stream to read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Give the next bytes; none at the end."""
        while not self._ready:
            block = self._stream.read(BLOCK_BYTES)
            self._ready = self._mend(self._as_utf8(block, not block), not block)
            if not block:
                break
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def _as_utf8(self, block: bytes, is_last: bool) -> bytes:
        if self._eight_bit:
            return decode_words(block, self._eight_bit, self._line).encode()
        return self._decoder.decode(block, is_last).encode() if self._decoder else block

    def _mend(self, block: bytes, is_last: bool) -> bytes:
        """Return whole rows with their quotes doubled; what may go on is held until there is more."""
        data = self._held + block
        cut = len(data) if is_last else data.rfind(b"\n") + 1
        data, self._held = data[:cut], data[cut:]
        pieces, done, at = [], 0, 0
        while found := self._quoted.search(data, at):
            at = found.end()
            if not found[1] and not is_last and cut - found.start() < BLOCK_BYTES:
                data, self._held = data[: found.start()], data[found.start() :] + self._held
            elif found[1] and data[at : at + 1] not in self._plain:
                end = data.find(b"\n", found.start())
                at = end if end >= 0 else len(data)
                line = data[found.start() : at].decode("utf-8", "replace").rstrip("\r")
                pieces += [data[done : found.start()], self._doubled(line, data.count(b"\n", 0, found.start()))]
                done = at
        self._line += data.count(b"\n")
        return b"".join([*pieces, data[done:]])

    def _doubled(self, line: str, before: int) -> bytes:
        cells = stray_cells(line, self._line + before, self._delimiter)
        return self._delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells).encode()


def _aside(broken: deque[tuple[int, str]], row: Any) -> str:
    broken.append((row.number, row.text))
    return "skip"


def _require_closed_quotes(broken: deque[tuple[int, str]]) -> None:
    """Refuse a file in which an open quote has swallowed the lines after it."""
    for number, text in broken:
        if "\n" in text.strip() and text.count('"') % 2:
            raise unclosed(number)


def _unreadable(error: Exception) -> ImportFileError:
    if "straddling" in str(error):
        return ImportFileError(
            f"a row has more than {BLOCK_BYTES} bytes ({error}): close the quote that was left open in it",
            f"Wiersz ma ponad {BLOCK_BYTES} bajtów, zapewne cudzysłów nie jest zamknięty; popraw go.",
        )
    return damaged("CSV", str(error))


def _numbered(n: int, first: int, broken: deque[tuple[int, str]]) -> tuple[IntArray, tuple[tuple[int, str], ...], int]:
    """Count ``n`` rows from ``first`` on, around those put aside.

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
    before = []
    while broken and broken[0][0] < after:
        before.append(broken.popleft())
    return numbers, tuple(before), after


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
