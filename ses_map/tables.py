"""The one way to read the project's own tables.

Every table is UTF-8 CSV with a header, read as text: codes keep their zeros. A row that breaks its schema is rejected
with a problem that names file, line, column and value; rows in = rows accepted + rows rejected. An unknown or missing
column is FATAL, because then the file is not the table it claims to be.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from ses_map.model import Problem, Severity
from ses_map.schemas import SCHEMAS, is_clean

#: Bytes that a packed table may unpack to: a thousand times what the largest one has would fill the memory.
MOST_UNPACKED = 512 * 2**20


def read_table(geodata: Path, path: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one of the project's tables (a key of :data:`SCHEMAS`) and keep the rows that obey its schema.

    Returns
    -------
    DataFrame, list of Problem
        The accepted rows, all columns text, indexed by their line in the file (header = line 1), and the problems.
    """
    frame, problems = read_text(geodata, path)
    if any(p.severity is Severity.FATAL for p in problems):
        return frame, problems
    frame, refused = clean_table(frame, path)
    return frame, sorted(problems + refused)


def read_text(geodata: Path, path: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table as text, before any schema: indexed by line in the file.

    A file that is no such table (not UTF-8, an open quote, a row with more cells than columns, other columns) is one
    FATAL problem; a row with too few cells is rejected.
    """
    columns = list(SCHEMAS[path].columns)
    empty = pd.DataFrame(columns=columns, dtype=str)
    try:
        lines = _lines((geodata / path).read_bytes(), path)
        (_, header), rows = next(lines), dict(lines)
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile, zlib.error) as error:
        return empty, [_no_table(path, str(error))]
    if header != columns:
        return empty, [_wrong_columns(header, path)]
    wide = next((line for line, row in rows.items() if len(row) > len(columns)), 0)
    if wide:
        return empty, [_no_table(path, f"wiersz {wide} ma więcej komórek niż jest kolumn")]
    short = {line: row for line, row in rows.items() if len(row) < len(columns)}
    whole = {line: row for line, row in rows.items() if line not in short}
    frame = pd.DataFrame(list(whole.values()), columns=columns, index=list(whole), dtype=str)
    return frame, [_short_row(path, line, columns[len(row)]) for line, row in short.items()]


def _lines(data: bytes, path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row by the line that it begins on, the header first; blank lines are no rows."""
    text = (_unpacked(data) if path.endswith(".gz") else data).decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    yield 1, next(reader, [])
    before = reader.line_num
    for row in reader:
        if row:
            yield before + 1, row
        before = reader.line_num


def _unpacked(data: bytes) -> bytes:
    with gzip.open(io.BytesIO(data)) as file:
        text = file.read(MOST_UNPACKED + 1)
    if len(text) > MOST_UNPACKED:
        raise gzip.BadGzipFile(f"po rozpakowaniu ma ponad {MOST_UNPACKED} bajtów")
    return text


def _no_table(path: str, why: str) -> Problem:
    detail = f"Pliku {path} nie da się odczytać jako tabeli CSV w UTF-8 ({why}); przywróć go."
    return Problem("not-a-table", path, Severity.FATAL, detail, path, 1, value=why)


def _short_row(path: str, line: int, column: str) -> Problem:
    detail = f"Wiersz {line} pliku {path} odrzucono: kończy się przed kolumną {column}; uzupełnij komórki."
    return Problem("row-too-short", path, Severity.WARNING, detail, path, line, column)


def clean_table(frame: pd.DataFrame, path: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Split a text table indexed by line number into accepted rows and problems."""
    schema = SCHEMAS[path]
    if list(frame.columns) != list(schema.columns):
        return frame.iloc[:0].reindex(columns=list(schema.columns)), [_wrong_columns(list(frame.columns), path)]
    if is_clean(frame, path):
        return frame, []
    try:
        return schema.validate(frame, lazy=True), []
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        problems = [_rejected(frame, path, str(c), int(i)) for c, i in _failures(cases, schema)]
        return frame.drop(index=list({p.row for p in problems})), sorted(problems)


def _failures(cases: pd.DataFrame, schema: pa.DataFrameSchema) -> set[tuple[str, int]]:
    unique = "".join(schema.unique or [])
    named = cases["column"].where(cases["schema_context"] == "Column", unique)
    return {(column, int(index)) for column, index in zip(named, cases["index"], strict=True)}


def _rejected(frame: pd.DataFrame, path: str, column: str, row: int) -> Problem:
    value = str(frame.loc[row, column])
    repeated = column in (SCHEMAS[path].unique or []) and bool((frame[column] == value).sum() > 1)
    code = "duplicate-id" if repeated else "invalid-value"
    why = "powtarza identyfikator, który ma już inny wiersz" if repeated else "nie ma postaci wymaganej w tej kolumnie"
    detail = f"Wiersz {row} pliku {path} odrzucono: wartość „{value}” w kolumnie {column} {why}; popraw ją w pliku."
    return Problem(code, value or path, Severity.WARNING, detail, path, row, column, value)


def _wrong_columns(header: list[str], path: str) -> Problem:
    came, wanted = ", ".join(header), ", ".join(SCHEMAS[path].columns)
    detail = f"Plik {path} ma kolumny: {came}; oczekiwano dokładnie: {wanted}. Przywróć układ kolumn."
    return Problem("wrong-columns", path, Severity.FATAL, detail, path, 1, value=came)


def count_rows(geodata: Path, path: str) -> int:
    """Count the rows of a table, the header not among them; 0 where it is no table."""
    try:
        return sum(1 for _ in _lines((geodata / path).read_bytes(), path)) - 1
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile, zlib.error):
        return 0
