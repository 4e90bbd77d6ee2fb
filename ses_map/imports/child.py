"""The process that reads one file: it sets its own limits, reads, writes the sheets as lines of JSON, and ends.

Its output is, for each sheet, a line ``{"name", "merged", "formulas", "remarks", "numbers"}`` and a line ``[cell, …]``
for each of its rows; or one line ``{"error": [english, polish]}``. Exit code 0 says that it is whole.
"""

import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from ses_map.errors import ImportFileError
from ses_map.imports.file_types import FileType, file_type_of
from ses_map.imports.sheets import Sheet

#: Bytes of memory (shared libraries come on top), seconds of work, seconds of life.
MEMORY = 400_000_000
SECONDS = 12
LIFE = 30


def limit() -> None:
    """Limit this process and what it loads to what it needs: memory, time, and no file to write."""
    wanted = {
        resource.RLIMIT_DATA: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        # The soft limit sends a signal that says why; the hard one just kills.
        last = most + 1 if hard == resource.RLIM_INFINITY else min(most + 1, hard)
        resource.setrlimit(kind, (min(most, last), last))
    signal.alarm(LIFE)


def read(path: Path) -> tuple[Sheet, ...]:
    """Read a file of any known kind, in this process; only the libraries that its kind needs are loaded.

    Raises
    ------
    ImportFileError
        When it is no table, or damaged, or too big.
    """
    match file_type_of(path):
        case FileType.CSV:
            from ses_map.imports.delimited import read_delimited

            return read_delimited(path)
        case FileType.GEOJSON | FileType.GEOPACKAGE | FileType.SHAPEFILE as kind:
            from ses_map.imports.vectors import read_vectors

            return read_vectors(path, kind)
        case kind:
            from ses_map.imports.workbooks import read_workbook

            return read_workbook(path, kind)


def answer(path: Path) -> Iterator[bytes]:
    """Yield the lines that :func:`reading.read_sheets` waits for."""
    try:
        if file_type_of(path) is FileType.XLSX:
            sys.modules["numpy"] = None  # type: ignore[assignment] # openpyxl loads it where it finds it
        for sheet in read(path):
            head = {name: getattr(sheet, name) for name in ("name", "merged", "formulas", "numbers")}
            yield orjson.dumps(head | {"remarks": [[*remark] for remark in sheet.remarks]})
            yield from map(orjson.dumps, sheet.rows)
    except ImportFileError as error:
        yield orjson.dumps({"error": [str(error), error.polish]})


def main(path: str) -> None:
    """Read the file and write the answer to the standard output."""
    limit()
    # pyogrio and openpyxl load these where they find them; sixty megabytes that no importer needs.
    sys.modules.update(dict.fromkeys(("geopandas", "pandas", "pyarrow", "PIL")))  # type: ignore[arg-type]
    for line in answer(Path(path)):
        sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
    # Nothing is left to close; libraries that tidy up after a hostile file are a place to crash.
    os._exit(0)
