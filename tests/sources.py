"""Modules as trees of syntax, each read once per process, however many tests look at it; nobody changes them."""

import ast
from functools import cache
from pathlib import Path


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
