"""The door for files from outside: read in a process of their own, which may die of them without harm."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice, starmap
from pathlib import Path

import orjson

from ses_map.errors import ImportFileError
from ses_map.imports.file_types import damaged
from ses_map.imports.sheets import Remark, Sheet
from ses_map.reply_sheet import KEYS, MARK

#: Seconds to wait for a file, whatever else the machine does.
SECONDS = 45

#: The package itself loads pandas and GEOS, which a child reading a CSV file would pay for: it meets an empty one.
START = """
import os, sys, types, ses_map
package = sys.modules["ses_map.imports"] = types.ModuleType("ses_map.imports")
package.__path__ = [os.path.join(folder, "imports") for folder in ses_map.__path__]
from ses_map.imports.child import main
main(sys.argv[1])
"""

_SLOW = (-signal.SIGXCPU, -signal.SIGALRM)
#: GDAL and others do not look whether they were given memory.
_HUNGRY = (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS)


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Read a CSV file, a workbook (XLSX, XLS, ODS) or a vector file (also a zipped Shapefile) as sheets of text.

    The file may be anything, made by anybody: another process reads it, within 400 MB of memory and 12 seconds of
    work, with no file to write and no geometry library loaded unless the file has geometry. All sheets are returned in
    their order, hidden and empty ones too; at least one has rows.

    Raises
    ------
    ImportFileError
        When the file cannot be imported, with a sentence for people that says why and what to do.
    """
    sheets = tuple(_sheets(_ask(path)))
    if not any(sheet.rows for sheet in sheets):
        raise ImportFileError(
            f"{path} has no rows", "W pliku nie ma ani jednego wiersza z danymi; zapisz w nim tabelę i prześlij go."
        )
    return sheets


def is_reply(sheets: Sequence[Sheet]) -> bool:
    """Check whether a workbook is a reply sheet."""
    return any(s.name == KEYS and s.rows and s.rows[0][:1] == (MARK,) for s in sheets)


def _ask(path: Path) -> bytes:
    """Return what the process that read the file wrote, if it came to its end."""
    command = [sys.executable, "-P", "-c", START, os.path.abspath(path)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module and one absolute path
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, env=environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(path) from error
    if done.returncode in _SLOW:
        raise _too_slow(path)
    if done.returncode in _HUNGRY or b"MemoryError" in done.stderr:
        raise ImportFileError(
            f"{path}: reading takes too much memory",
            "Odczytanie pliku zużywa za dużo pamięci; zostaw w nim samą tabelę (usuń puste wiersze i kolumny na końcu) "
            "albo zapisz ją jako CSV.",
        )
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise damaged(str(path), f"exit code {done.returncode}; {''.join(why)}")
    return done.stdout


def environment() -> dict[str, str]:
    """Return what the child knows: the modules of this process, one thread; no secret, no setting, no network."""
    return {
        "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "RUST_BACKTRACE": "0",
        "OPENBLAS_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",
    }


def _too_slow(path: Path) -> ImportFileError:
    return ImportFileError(
        f"{path}: reading takes too long",
        "Odczytanie pliku trwa za długo; zostaw w nim samą tabelę albo zapisz ją jako CSV i prześlij jeszcze raz.",
    )


def _sheets(answer: bytes) -> Iterator[Sheet]:
    """Read the lines that :mod:`child` describes."""
    lines = map(orjson.loads, BytesIO(answer))
    for head in lines:
        if "error" in head:
            raise ImportFileError(*head["error"])
        numbers = tuple(head["numbers"])
        rows = tuple(map(tuple, islice(lines, len(numbers))))
        merged, formulas = (tuple(map(tuple, head[name])) for name in ("merged", "formulas"))
        yield Sheet(head["name"], rows, numbers, merged, formulas, tuple(starmap(Remark, head["remarks"])))
