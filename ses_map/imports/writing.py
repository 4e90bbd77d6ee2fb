"""Tables and their manifests written as one step: all of them or none, whatever happens in between.

New files are completed in ``geodata/.import.new``; one rename to ``geodata/.import`` decides; then they are moved to
their places. A run that dies before the rename has changed nothing, one that dies after it is finished by the next
(:func:`finish`), and a build in between stops at a manifest that does not match.
"""

import csv
import errno
import fcntl
import hashlib
import io
import os
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from ses_map.errors import ImportFileError, SourceError
from ses_map.imports.rows import Row, RowResult
from ses_map.model import Problem
from ses_map.schemas import SCHEMAS
from ses_map.sources import read_manifests, verify
from ses_map.storage import sync, write_synced
from ses_map.tables import clean_table

_NEW, _READY = ".import.new", ".import"


@contextmanager
def locked(geodata: Path) -> Iterator[None]:
    """Hold the folder against other imports, after finishing what a dead one has decided; a second one has to wait.

    Raises
    ------
    ImportFileError
        When another import is at work, or the folder cannot be written.
    """
    try:
        handle = os.open(geodata, os.O_RDONLY)
    except OSError as error:
        raise _unwritable(geodata, error) from error
    try:
        _take(geodata, handle)
        yield
    finally:
        os.close(handle)


def _take(geodata: Path, handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(geodata / _NEW, ignore_errors=True)
        _move(geodata)
    except BlockingIOError as error:
        raise ImportFileError(
            "another import is at work in this geodata: wait for it",
            "W tym folderze geodata trwa inny import; poczekaj, aż się skończy.",
        ) from error
    except OSError as error:
        raise _unwritable(geodata, error) from error


def _unwritable(geodata: Path, error: OSError) -> ImportFileError:
    return ImportFileError(
        f"{geodata} cannot be written ({error}): nothing was changed, free the disk or mend the rights",
        f"Nie da się pisać w geodata ({error.strerror}); niczego nie zmieniono, zwolnij miejsce albo popraw prawa.",
    )


def finish(geodata: Path) -> bool:
    """Finish an import that died after it had decided; without one, nothing is asked of the folder.

    Raises
    ------
    ImportFileError
        When another import is at work, or the folder cannot be written.
    """
    left = (geodata / _READY).is_dir()
    if left:
        with locked(geodata):
            pass
    return left


def _move(geodata: Path) -> None:
    """Move decided files to their places."""
    ready = geodata / _READY
    if not ready.is_dir():
        return
    try:
        for path in sorted(p for p in ready.rglob("*") if p.is_file()):
            target = geodata / path.relative_to(ready)
            path.replace(target)
            sync(target.parent)
        shutil.rmtree(ready)
    except OSError as error:
        raise ImportFileError(
            f"{geodata} could not take what was decided ({error}): mend it, the next import or build goes on",
            f"Nie udało się dokończyć zapisu w geodata ({error.strerror}); usuń przeszkodę, a dokończy go następny "
            "import albo build.",
        ) from error


def validate(lines: Sequence[RowResult]) -> None:
    """Refuse the lines whose rows break the schema of their table: the last gate before the registry."""
    unfit: dict[int, list[Problem]] = defaultdict(list)
    for table in {t for line in lines for t, rows in line.rows.items() if rows}:
        owned = [(at, row) for at, line in enumerate(lines) for row in line.rows.get(table, ())]
        frame = pd.DataFrame([row for _, row in owned], columns=list(SCHEMAS[table].columns), dtype=str)
        for problem in clean_table(frame, table)[1]:
            unfit[owned[problem.row][0]].append(problem)
    for at, problems in unfit.items():
        for code, column, value in dict.fromkeys((p.code, p.column, p.value) for p in problems):
            lines[at].reject(code, column, "nie ma postaci, którą przyjmuje rejestr", value)
        lines[at].refuse(*lines[at].keys, spares=("*", "* *"))


def read_rows(geodata: Path, table: str) -> list[Row]:
    """Read a table as it stands on disk, patches not applied."""
    with (geodata / table).open(encoding="utf-8", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


def write_tables(geodata: Path, tables: Mapping[str, Iterable[Row]]) -> None:
    """Write whole tables and renew their manifests, all or nothing; hold :func:`locked` meanwhile.

    Raises
    ------
    SourceError
        When a table has no manifest, or is not the one that its manifest describes: a new one would hide that.
    ImportFileError
        When the folder cannot be written; nothing was changed.
    """
    papers = {source.path: source for source in read_manifests(geodata)}
    for table in tables:
        if table not in papers:
            raise SourceError(f"{table} has no manifest in sources/", f"Brak manifestu pliku {table} w sources/.")
        verify(geodata, papers[table])
    files: dict[str, bytes] = {}
    for table, rows in tables.items():
        data, count = _csv(table, rows)
        manifest = f"sources/{papers[table].name}.toml"
        files |= {table: data, manifest: _renewed((geodata / manifest).read_text(encoding="utf-8"), data, count)}
    try:
        _decide(geodata, files)
    except OSError as error:
        shutil.rmtree(geodata / _NEW, ignore_errors=True)
        raise _unwritable(geodata, error) from error
    _move(geodata)


def _decide(geodata: Path, files: Mapping[str, bytes]) -> None:
    """Complete all files beside the folder's own; the rename at the end is the decision."""
    for folder in {(geodata / path).parent for path in files}:
        if not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    new = geodata / _NEW
    for path, data in files.items():
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        write_synced(new / path, data)
    for folder in {(new / path).parent for path in files} | {new}:
        sync(folder)
    new.rename(geodata / _READY)
    sync(geodata)


def _csv(table: str, rows: Iterable[Row]) -> tuple[bytes, int]:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(SCHEMAS[table].columns), lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return buffer.getvalue().encode(), count


def _renewed(manifest: str, data: bytes, rows: int) -> bytes:
    digest = hashlib.sha256(data).hexdigest()
    text = re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', manifest)
    return re.sub(r"(?m)^rows = \d+$", f"rows = {rows}", text).encode()
