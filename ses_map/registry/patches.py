"""Corrections as data: ``registry/patches.toml``, applied on reading, never to the files."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ses_map.errors import SourceError
from ses_map.model import Problem, Severity

FILE = "registry/patches.toml"


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
        When the file is not TOML or a patch lacks table, column, match, value or reason.
    """
    try:
        data: dict[str, Any] = tomllib.loads((geodata / FILE).read_text(encoding="utf-8"))
        return tuple(
            Patch(p["table"], p["column"], dict(p["match"]), p["value"], p["reason"]) for p in data.get("patch", ())
        )
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError) as error:
        raise SourceError(
            f"{FILE} cannot be read ({error}): restore it, see geodata/README.md",
            f"Pliku {FILE} nie da się odczytać ({error}); przywróć go, zob. geodata/README.md.",
        ) from error


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
