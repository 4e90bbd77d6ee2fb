"""From a table on disk to rows of text, patched and checked, each with its line number."""

from datetime import date
from pathlib import Path

from ses_map.model import Problem, Provenance, Severity
from ses_map.registry.patches import Patch, apply_patches
from ses_map.tables import read_table

Row = dict[str, str]


def read_rows(geodata: Path, path: str, patches: tuple[Patch, ...] = ()) -> tuple[list[tuple[int, Row]], list[Problem]]:
    """Read a table of ``ses_map.tables.SCHEMAS`` as (line, row) pairs, and its problems."""
    frame, problems = read_table(geodata, path)
    frame, unused = apply_patches(frame, path, patches)
    records = frame.to_dict("records")
    lines = [int(line) for line in frame.index]
    rows = [(line, {str(k): str(v) for k, v in r.items()}) for line, r in zip(lines, records, strict=True)]
    return rows, problems + unused


def day(text: str) -> date | None:
    """Read an ISO date; an empty text is "not stated"."""
    return date.fromisoformat(text) if text else None


def parts(text: str) -> tuple[str, ...]:
    """Split a list written with semicolons."""
    return tuple(p for p in (part.strip() for part in text.split(";")) if p)


def provenance(row: Row) -> Provenance:
    """Read the three source columns."""
    return Provenance(row["source_url"], row["source_title"], row["source_date"])


def rejected(code: str, path: str, line: int, column: str, value: str, why: str) -> Problem:
    """Say why a row of a registry table was not accepted."""
    detail = f"Wiersz {line} pliku {path} odrzucono: „{value}” w kolumnie {column} {why}."
    return Problem(code, value or path, Severity.WARNING, detail, path, line, column, value)
