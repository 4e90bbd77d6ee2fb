"""Corrections as data: ``registry/patches.toml``, applied on reading, never to the files."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ses_map.errors import SourceError
from ses_map.model import Problem, Severity
from ses_map.schemas import SCHEMAS

FILE = "registry/patches.toml"

#: Tables that patches may correct.
PATCHED = tuple(
    f"registry/{name}.csv"
    for name in (
        "centres",
        "offices",
        "contacts",
        "doubts",
        "assignments",
        "entities",
        "coordinators",
        "indicators",
        "visits",
        "clusters",
    )
)


@dataclass(frozen=True)
class Patch:
    """One correction: in rows of ``table`` that match, ``column`` becomes ``value``."""

    table: str
    column: str
    match: dict[str, str]
    value: str
    reason: str


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
    patch = Patch(data["table"], data["column"], dict(data["match"]), data["value"], data["reason"])
    texts = (patch.table, patch.column, patch.value, patch.reason, *patch.match, *patch.match.values())
    if not all(isinstance(text, str) for text in texts) or not patch.match:
        raise TypeError("a patch is made of texts, and matches at least one column")
    if patch.table in PATCHED:
        strangers = {patch.column, *patch.match} - set(SCHEMAS[patch.table].columns)
        if strangers:
            raise ValueError(f"{patch.table} has no column {', '.join(sorted(strangers))}")
    return patch


def stray_patches(patches: tuple[Patch, ...]) -> list[Problem]:
    """Tell of patches for tables that take none: they can never match."""
    return [_unused(p) for p in patches if p.table not in PATCHED]


def apply_patches(frame: pd.DataFrame, table: str, patches: tuple[Patch, ...]) -> tuple[pd.DataFrame, list[Problem]]:
    """Apply the patches of one table; a patch that matches no row is a problem, because the world moved on."""
    problems = []
    for patch in (p for p in patches if p.table == table):
        hit = pd.Series(True, index=frame.index)
        for column, value in patch.match.items():
            hit &= frame[column] == value
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
