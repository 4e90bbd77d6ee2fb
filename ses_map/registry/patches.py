"""Corrections as data: ``registry/patches.toml``, applied on reading, never to the files."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ses_map.datasets import IMPORT_ROWS, IMPORTS, TABLES
from ses_map.errors import SourceError
from ses_map.model import Problem, Severity

FILE = "registry/patches.toml"

#: Tables that patches may correct: facts, and not how they came.
PATCHED = tuple(p for p, table in TABLES.items() if p.startswith("registry/") and table not in (IMPORTS, IMPORT_ROWS))


@dataclass(frozen=True)
class Patch:
    """One correction: in rows of ``table`` that match, ``column`` becomes ``value``.

    It corrects what was known when it was written: a row from a source of that day or later says what it says.
    """

    table: str
    column: str
    match: dict[str, str]
    value: str
    reason: str
    #: ISO day on which it was written; ``None`` where that is not stated: then it is for any row.
    when: str | None = None


def read_patches(geodata: Path) -> tuple[Patch, ...]:
    """Read the corrections.

    Raises
    ------
    SourceError
        When the file is not TOML, or a patch lacks a part, or names a column that its table has not.
    """
    try:
        data: dict[str, Any] = tomllib.loads((geodata / FILE).read_text(encoding="utf-8"))
        return tuple(map(_patch, data.get("patch", ())))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise SourceError(
            f"{FILE} cannot be read ({error}): restore it, see geodata/README.md",
            f"Pliku {FILE} nie da się odczytać ({error}); przywróć go, zob. geodata/README.md.",
        ) from error


def _patch(data: dict[str, Any]) -> Patch:
    written = _written(data["when"]) if "when" in data else None
    patch = Patch(data["table"], data["column"], dict(data["match"]), data["value"], data["reason"], written)
    texts = (patch.table, patch.column, patch.value, patch.reason, *patch.match, *patch.match.values())
    if not all(isinstance(text, str) for text in texts) or not patch.match:
        raise TypeError("a patch is made of texts, and matches at least one column")
    if patch.table in PATCHED:
        strangers = {patch.column, *patch.match} - set(TABLES[patch.table].names)
        if strangers:
            raise ValueError(f"{patch.table} has no column {', '.join(sorted(strangers))}")
    return patch


def _written(when: Any) -> str:
    if not isinstance(when, date):
        raise TypeError("when is a day: when = 2026-11-24")
    return when.isoformat()


def stray_patches(patches: tuple[Patch, ...]) -> list[Problem]:
    """Report patches for tables that take none: they can never match."""
    return [_unused(p) for p in patches if p.table not in PATCHED]


def apply_patches(frame: pd.DataFrame, table: str, patches: tuple[Patch, ...]) -> tuple[pd.DataFrame, list[Problem]]:
    """Apply the patches of one table; one that matches no row, or later ones only, is a problem: the world moved on."""
    problems = []
    for patch in (p for p in patches if p.table == table and table in PATCHED):
        hit = pd.Series(True, index=frame.index)
        for column, value in patch.match.items():
            hit &= frame[column] == value
        if patch.when and "source_date" in frame:
            hit &= frame["source_date"] < patch.when
        if hit.any():
            frame = frame.assign(**{patch.column: frame[patch.column].mask(hit, patch.value)})
        else:
            problems.append(_unused(patch))
    return frame, problems


def _unused(patch: Patch) -> Problem:
    wanted = ", ".join(f"{k} = „{v}”" for k, v in patch.match.items())
    detail = (
        f"Poprawka kolumny {patch.column} w {patch.table} ({wanted}) nie pasuje do żadnego wiersza; usuń ją lub popraw."
    )
    return Problem("patch-unused", patch.table, Severity.WARNING, detail, FILE, column=patch.column, value=patch.value)
