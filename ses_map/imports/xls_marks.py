"""What of an XLS workbook calamine does not tell, out of the records of its stream.

Notes
-----
[MS-CFB] 2.2-2.6 for the compound file, [MS-XLS] 2.4 for the records: BoundSheet8, Date1904, Row, ColInfo, FilterMode,
Formula and BoolErr.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from ses_map.imports.marks import Marks

_BOUNDSHEET, _DATE1904, _ROW, _COLINFO, _FILTERMODE, _FORMULA, _BOOLERR = 0x85, 0x22, 0x208, 0x7D, 0x9B, 0x06, 0x205
_BOF, _EOF = 0x809, 0x0A
#: Marks of the chain of sectors: anything from here on is no sector.
_NO_SECTOR = 0xFFFFFFFA
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_NOT_AVAILABLE = "#N/D!"


class XlsMarks:
    """The marks of an XLS workbook; a stream that cannot be followed has none, and calamine says what is wrong."""

    def __init__(self, path: Path) -> None:
        try:
            self._stream = _workbook(path.read_bytes())
        except (struct.error, IndexError, ValueError):
            self._stream = b""
        self._places: dict[str, int] = {}
        #: Whether its days are counted from 1904.
        self.is_1904 = False
        for kind, body in _records(self._stream, 0):
            if kind == _BOUNDSHEET and len(body) > 8:
                text = body[8:]
                self._places[text.decode("utf-16-le" if body[7] & 1 else "latin-1", "replace")] = int.from_bytes(
                    body[:4], "little"
                )
            elif kind == _DATE1904:
                self.is_1904 = body[:1] == b"\1"

    def of(self, sheet: str) -> Marks:
        """Return the marks of a sheet."""
        marks = Marks()
        for kind, body in _records(self._stream, self._places.get(sheet, len(self._stream))):
            if kind == _ROW and len(body) >= 14 and body[12] & 0x20:
                marks.hidden_rows.add(1 + int.from_bytes(body[:2], "little"))
            elif kind == _COLINFO and len(body) >= 10 and body[8] & 1:
                first, last = struct.unpack_from("<HH", body)
                marks.hidden_columns.update(range(first, min(last, 255) + 1))
            elif kind == _FILTERMODE:
                marks.is_filtered = True
            elif kind in (_FORMULA, _BOOLERR) and (code := _error(kind, body)) is not None:
                row, column = struct.unpack_from("<HH", body)
                marks.texts[row + 1, column] = _ERRORS.get(code, _NOT_AVAILABLE)
        return marks


def _error(kind: int, body: bytes) -> int | None:
    """Return the error that a cell shows, or None."""
    if kind == _BOOLERR:
        return body[6] if len(body) >= 8 and body[7] else None
    return body[8] if len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff" else None


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a substream without those of the charts within it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        if depth <= 0:
            return
        at += 4 + length


def _workbook(data: bytes) -> bytes:
    """Return the stream of the workbook in a compound file."""
    if data[30] not in (9, 12) or data[32] != 6:
        raise ValueError("sectors of unknown size")
    size, small = 1 << data[30], 1 << data[32]

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    listed, more = list(struct.unpack_from("<109I", data, 76)), struct.unpack_from("<I", data, 68)[0]
    while more < _NO_SECTOR and len(listed) * size < 2 * len(data):
        *numbers, more = struct.unpack(f"<{size // 4}I", sector(more))
        listed += numbers
    table = b"".join(sector(number) for number in listed if number < _NO_SECTOR)
    fat = struct.unpack(f"<{len(table) // 4}I", table)

    def chain(start: int, links: tuple[int, ...]) -> Iterator[int]:
        for _ in range(len(links)):
            if start >= _NO_SECTOR:
                return
            yield start
            start = links[start]

    directory = b"".join(map(sector, chain(struct.unpack_from("<I", data, 48)[0], fat)))
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    names = [entry[: max(0, entry[64] - 2)].decode("utf-16-le", "replace") for entry in entries]
    start, length = struct.unpack_from("<II", entries[names.index("Workbook")], 116)
    if length >= 4096:
        return b"".join(map(sector, chain(start, fat)))[:length]
    minis = b"".join(map(sector, chain(struct.unpack_from("<I", data, 60)[0], fat)))
    minifat = struct.unpack(f"<{len(minis) // 4}I", minis)
    container = b"".join(map(sector, chain(struct.unpack_from("<I", entries[0], 116)[0], fat)))
    return b"".join(container[n * small : (n + 1) * small] for n in chain(start, minifat))[:length]
