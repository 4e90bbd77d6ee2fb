"""Two files that appear together when all is done, and not at all before: accepted rows and refused ones."""

import csv
import errno
import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyarrow as pa

from ses_map.bulk.geoparquet import Writer
from ses_map.bulk.register import Batch, named
from ses_map.errors import ImportFileError

#: Columns of the refused before those of the file: its row, why, and the text of one that has no cells.
_BEFORE = ("row", "problems", "text")
#: What a spreadsheet would run as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Output:
    """Takes rows; :func:`writing` makes it and publishes what it took.

    Parameters
    ----------
    rows : Path
        Where GeoParquet of the accepted goes for now.
    rejected : IO
        Where CSV of the refused goes.
    headers : sequence of str
        Headers of the file.
    """

    def __init__(self, rows: Path, rejected: IO[str], headers: Sequence[str]) -> None:
        self._accepted = Writer(rows)
        self._refused = csv.writer(rejected, lineterminator="\n")
        self._refused.writerow(map(_safe, named([*_BEFORE, *headers])))

    def accept(self, rows: pa.RecordBatch) -> None:
        """Write accepted rows."""
        self._accepted.write(rows)

    def refuse(self, batch: Batch, why: Mapping[int, str]) -> None:
        """Write refused rows of a batch by their numbers, with the rows that are none, in the order of the file."""
        rows = list(why)
        cells = batch.cells.take(pa.array(rows, pa.int64())).to_pydict().values()
        texts = zip(*cells, strict=True) if rows else iter(())
        numbers = batch.numbers[rows].tolist() if rows else []
        lines = [(n, w, "", *t) for n, w, t in zip(numbers, why.values(), texts, strict=True)]
        lines += [(number, "wrong-number-of-cells:", text) for number, text in batch.broken]
        for line in sorted(lines, key=lambda line: line[0]):
            self._refused.writerow([line[0], *(_safe(text or "") for text in line[1:])])

    def close(self) -> None:
        """Finish the files."""
        self._accepted.close()

    def abandon(self) -> None:
        """Let go of files that were not finished."""
        self._accepted.abandon()


def _safe(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(_FORMULA) else text


@contextmanager
def writing(out: Path, rejected: Path, headers: Sequence[str]) -> Iterator[Output]:
    """Write two files beside their places, and move them there when the block has ended well.

    Whatever happens before, what was in the places stays; the accepted rows are moved last.

    Raises
    ------
    ImportFileError
        When a place cannot be written, or another run is writing to it.
    """
    try:
        with _beside(out) as rows, _beside(rejected) as refused:
            with refused.open("w", encoding="utf-8", newline="") as file:
                output = Output(rows, file, headers)
                try:
                    yield output
                    output.close()
                finally:
                    output.abandon()
            for path in (refused, rows):
                _sync(path)
            refused.replace(rejected)
            rows.replace(out)
            _sync(out.parent)
    except OSError as error:
        if isinstance(error, BlockingIOError):
            raise _busy(out) from error
        raise _unwritable(out, error) from error


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """Lend a file beside a path that is this run's alone, and remove it in the end if it is still there."""
    lock = path.with_name(f".{path.name}.lock")
    new = path.with_name(f".{path.name}.new")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not lock.exists() or not os.path.samestat(os.fstat(handle), lock.stat()):
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(lock))
        try:
            yield new
        finally:
            new.unlink(missing_ok=True)
            lock.unlink(missing_ok=True)
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _busy(path: Path) -> ImportFileError:
    return ImportFileError(
        f"another run is writing {path}: wait for it, or name another file",
        f"Plik {path.name} pisze właśnie inne polecenie; poczekaj, aż skończy, albo podaj inną nazwę.",
    )


def _unwritable(path: Path, error: OSError) -> ImportFileError:
    return ImportFileError(
        f"{path} cannot be written ({error}): nothing was changed, free the disk or mend the rights",
        f"Nie da się zapisać {path.name} ({error.strerror or error}); niczego nie zmieniono, zwolnij miejsce albo "
        "popraw prawa.",
    )
