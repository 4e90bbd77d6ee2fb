"""Schemas of the project's own tables, and the one way to read them.

Every table is UTF-8 CSV with a header, read as text: codes keep their zeros. A row that breaks its schema is rejected
with a problem that names file, line, column and value; rows in = rows accepted + rows rejected. An unknown or missing
column is FATAL, because then the file is not the table it claims to be.
"""

import csv
import gzip
import io
import zlib
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from ses_map.model import Problem, Severity

_VOIVODESHIP = r"(?:0[2468]|[12][02468]|3[02])"
_NUTS3 = r"PL\w{3}"
_DATE = r"(?:\d{4}-\d{2}-\d{2})?"
_PARTIAL_DATE = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?)?"
_URL = r"(?:https?://\S+)?"
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"


def _matches(pattern: str) -> pa.Column:
    return pa.Column(str, pa.Check.str_matches(rf"(?a:{pattern})\Z"))


def _one_of(*values: str) -> pa.Column:
    return pa.Column(str, pa.Check.isin(values))


_TEXT = pa.Column(str)
_NAME = _matches(r"\S.*")
_COUNT = _matches(r"\d+")
_MAYBE_COUNT = _matches(r"\d*")
_AREA = _matches(r"\d+(?:\.\d+)?")
_SOURCE = {"source_url": _matches(_URL), "source_title": _TEXT, "source_date": _matches(_PARTIAL_DATE)}
#: When a row holds, and the register it was imported from (empty for what was gathered by hand).
_LIFE = {"valid_from": _matches(_DATE), "valid_to": _matches(_DATE), "register": _matches(rf"(?:{_ID})?")}
_CONTACT = {"street": _TEXT, "postcode": _matches(r"(?:\d{2}-\d{3})?"), "website": _matches(_URL)}


def _schema(columns: Mapping[str, pa.Column], unique: str | None) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(dict(columns), unique=unique, report_duplicates="exclude_first", strict=True)


SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "reference/voivodeships.csv": _schema(
        {"teryt": _matches(_VOIVODESHIP), "name": _NAME, "locative": _NAME, "slug": _matches(r"[a-z-]+")}, "teryt"
    ),
    "reference/powiaty.csv": _schema(
        {
            "teryt": _matches(rf"{_VOIVODESHIP}\d\d"),
            "name": _NAME,
            "genitive": _NAME,
            "locative": _NAME,
            "seat": _NAME,
            "nuts3": _matches(_NUTS3),
            "population": _COUNT,
            "area_km2": _AREA,
        },
        "teryt",
    ),
    "reference/gminy.csv": _schema(
        {
            "teryt": _matches(rf"{_VOIVODESHIP}\d{{4}}"),
            "kind": _one_of("1", "2", "3"),
            "name": _NAME,
            "population": _MAYBE_COUNT,
            "area_km2": _AREA,
            "area_km2_2019": _matches(r"(?:\d+(?:\.\d+)?)?"),
        },
        "teryt",
    ),
    "reference/former_names.csv": _schema(
        {"teryt": _matches(r"(?:\d{4}|\d{6})"), "name": _NAME, "valid_to": _matches(_DATE), "note": _NAME}, None
    ),
    "reference/nuts3.csv": _schema({"nuts3": _matches(_NUTS3), "name": _NAME}, "nuts3"),
    "reference/postcodes.csv": _schema(
        {"postcode": _matches(r"\d{2}-\d{3}"), "place": _NAME, "powiat": _matches(rf"{_VOIVODESHIP}\d\d")}, None
    ),
    "reference/places.csv.gz": _schema(
        {
            "simc": _matches(r"\d{7}"),
            "name": _NAME,
            "kind": _NAME,
            "parent_name": _TEXT,
            "gmina": _matches(rf"{_VOIVODESHIP}\d{{4}}"),
            "lat": _matches(r"(?:\d{2}\.\d+)?"),
            "lon": _matches(r"(?:\d{2}\.\d+)?"),
            "coord_source": _one_of("prng", "parent", ""),
        },
        "simc",
    ),
    "registry/centres.csv": _schema(
        {
            "centre_id": _matches(_ID),
            "name": _NAME,
            "operator": _TEXT,
            "partners": _TEXT,
            "note": _TEXT,
            "voivodeship": _matches(_VOIVODESHIP),
            "seat_place": _TEXT,
            **_CONTACT,
            "phone": _matches(r"[+\d ]*"),
            "email": _matches(r"(?:\S+@\S+)?"),
            "services": _TEXT,
            "audiences": _TEXT,
            **_SOURCE,
            "confidence": _one_of("stated", "derived"),
            **_LIFE,
        },
        "centre_id",
    ),
    "registry/assignments.csv": _schema(
        {
            "unit": _matches(rf"{_VOIVODESHIP}(?:\d{{2}}|\d{{4}})"),
            "effect": _one_of("add", "exclude"),
            "centre_id": _matches(_ID),
            "subregion": _TEXT,
            "valid_from": _matches(_DATE),
            "valid_to": _matches(_DATE),
            **_SOURCE,
            "confidence": _one_of("stated", "derived"),
            "sentence": _TEXT,
            "register": _LIFE["register"],
        },
        None,
    ),
    "registry/entities.csv": _schema(
        {
            "entity_id": _matches(_ID),
            "name": _NAME,
            "kind": _NAME,
            "operator": _TEXT,
            "founders": _TEXT,
            "voivodeship": _matches(_VOIVODESHIP),
            "powiat": _matches(r"(?:\d{4})?"),
            "powiat_basis": _one_of("teryt", "coordinates", "stated", "town", "postcode", ""),
            "gmina": _matches(r"(?:\d{6})?"),
            "lat": _matches(r"(?:\d{2}\.\d+)?"),
            "lon": _matches(r"(?:\d{2}\.\d+)?"),
            "town": _TEXT,
            **_CONTACT,
            "activity": _TEXT,
            "spheres": _TEXT,
            "clusters": _matches(rf"(?:{_ID}(?:; ?{_ID})*)?"),
            "jobs": _matches(r"\d{0,6}"),
            "status_ps": _one_of("yes", "unknown"),
            **_SOURCE,
            "confidence": _one_of("high", "medium", "low"),
            **_LIFE,
        },
        "entity_id",
    ),
    "registry/clusters.csv": _schema(
        {
            "cluster_id": _matches(_ID),
            "name": _NAME,
            "organiser": _TEXT,
            "note": _TEXT,
            **_SOURCE,
            **_LIFE,
        },
        "cluster_id",
    ),
    "registry/indicators.csv": _schema(
        {
            "indicator": _matches(_ID),
            "name": _NAME,
            "measure": _TEXT,
            "subject": _matches(rf"(?:\d{{2}}|\d{{4}}|\d{{6}}|{_ID})"),
            "period": _matches(_PARTIAL_DATE),
            "value": _matches(r"-?\d+(?:\.\d+)?"),
            **_SOURCE,
            "register": _LIFE["register"],
        },
        None,
    ),
    "registry/coordinators.csv": _schema(
        {"voivodeship": _matches(_VOIVODESHIP), "name": _NAME, "seat_place": _NAME, "website": _matches(_URL)},
        "voivodeship",
    ),
}


def read_table(geodata: Path, path: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one of the project's tables and keep the rows that obey its schema.

    Parameters
    ----------
    geodata : Path
        The folder that holds the table.
    path : str
        Key of :data:`SCHEMAS`, relative to ``geodata``.

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
        header, rows = _read_rows((geodata / path).read_bytes(), path)
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


def _read_rows(data: bytes, path: str) -> tuple[list[str], dict[int, list[str]]]:
    """Give the header, and the rows by the line that each begins on; blank lines are no rows."""
    text = (gzip.decompress(data) if path.endswith(".gz") else data).decode("utf-8-sig")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = next(reader, [])
    rows, before = {}, reader.line_num
    for row in reader:
        if row:
            rows[before + 1] = row
        before = reader.line_num
    return header, rows


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
        return len(_read_rows((geodata / path).read_bytes(), path)[1])
    except (UnicodeDecodeError, csv.Error, EOFError, gzip.BadGzipFile, zlib.error):
        return 0
