"""From a table on disk to rows of text, patched and checked, each with its line number."""

from datetime import date
from pathlib import Path

from ses_map.model import Problem, Severity
from ses_map.registry.patches import Patch, apply_patches
from ses_map.tables import clean_table, read_text
from ses_map.vocabulary import first_day, read_day

Row = dict[str, str]


def read_rows(geodata: Path, path: str, patches: tuple[Patch, ...] = ()) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """Read a table of ``ses_map.tables.SCHEMAS`` as (line, row) pairs, and its problems."""
    frame, problems = read_text(geodata, path)
    if any(p.severity is Severity.FATAL for p in problems):
        return [], problems
    frame, unused = apply_patches(frame, path, patches)
    frame, refused = clean_table(frame, path)
    records = frame.to_dict("records")
    rows = [(int(n), {str(k): str(v) for k, v in r.items()}) for n, r in zip(frame.index, records, strict=True)]
    wrong = {line: _undated(path, line, row) or _reversed(path, line, row) for line, row in rows}
    dated = [(line, row) for line, row in rows if wrong[line] is None]
    return dated, problems + unused + refused + [p for p in wrong.values() if p]


def _undated(path: str, line: int, row: Row) -> Problem | None:
    """Report a date that has the right form and is no day of the calendar."""
    for column in ("valid_from", "valid_to", "source_date", "date_from", "date_to"):
        if not is_day(row.get(column, "")):
            why = "nie jest dniem kalendarza; popraw datę"
            return rejected("invalid-date", path, line, column, row[column], why)
    return None


def _reversed(path: str, line: int, row: Row) -> Problem | None:
    """Report a life that ends before it begins."""
    first, last = row.get("valid_from", ""), row.get("valid_to", "")
    if first and last and last < first:
        return rejected(
            "dates-reversed", path, line, "valid_to", last, f"jest wcześniej niż początek {first}; popraw jedną z dat"
        )
    return None


def day(text: str) -> date | None:
    """Read an ISO date; an empty text is "not stated"."""
    return read_day(text) if text else None


def is_day(text: str) -> bool:
    """Check whether an ISO date, whole or partial, or an empty text, is of the calendar."""
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def parts(text: str) -> tuple[str, ...]:
    """Split a list written with semicolons."""
    return tuple(p for p in (part.strip() for part in text.split(";")) if p)


def rejected(code: str, path: str, line: int, column: str, value: str, why: str) -> Problem:
    """Describe why a row of a registry table was not accepted."""
    detail = f"Wiersz {line} pliku {path} odrzucono: „{value}” w kolumnie {column} {why}."
    return Problem(code, value or path, Severity.WARNING, detail, path, line, column, value)
