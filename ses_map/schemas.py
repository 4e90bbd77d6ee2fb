"""What may stand in each of the project's tables, as pandera checks it; ``datasets`` declares the columns."""

import re

import pandas as pd
import pandera.pandas as pa

from ses_map.datasets import TABLES, Column, Table

# Where pyarrow is installed, pandas would keep text in it, and its regular expressions (RE2) are others than Python's.
pd.set_option("mode.string_storage", "python")


def _allowed(column: Column) -> frozenset[str] | re.Pattern[str] | None:
    """Return the words of which a cell is one, or what it matches; ``None`` is any text."""
    if column.type.values:
        return frozenset(column.type.values if column.is_required else (*column.type.values, ""))
    pattern = column.type.pattern or (r"\S.*" if column.is_required else "")
    if not pattern:
        return None
    if column.is_list and column.type.pattern:
        pattern = rf"{pattern}(?:; ?{pattern})*"
    whole = pattern if column.is_required else rf"(?:{pattern})?"
    return re.compile(rf"(?a:{whole})\Z")


def _checked(column: Column) -> pa.Column:
    match _allowed(column):
        case None:
            return pa.Column(None)
        case frozenset() as words:
            return pa.Column(None, pa.Check.isin(sorted(words)))
        case matched:
            return pa.Column(None, pa.Check.str_matches(matched.pattern))


def _schema(table: Table) -> pa.DataFrameSchema:
    columns = {column.name: _checked(column) for column in table.columns}
    return pa.DataFrameSchema(columns, unique=table.key or None, report_duplicates="exclude_first", strict=True)


SCHEMAS: dict[str, pa.DataFrameSchema] = {path: _schema(table) for path, table in TABLES.items()}
_ALLOWED = {path: {column.name: _allowed(column) for column in table.columns} for path, table in TABLES.items()}


def is_clean(frame: pd.DataFrame, path: str) -> bool:
    """Check whether the schema of a table has nothing to say; pandera, which says what, takes ten times as long."""
    key = TABLES[path].key
    if key and not frame[key].is_unique:
        return False
    return all(_fit(frame[name].tolist(), allowed) for name, allowed in _ALLOWED[path].items())


def _fit(cells: list[object], allowed: frozenset[str] | re.Pattern[str] | None) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str)]
    if len(texts) < len(cells) or allowed is None:
        return len(texts) == len(cells)
    return allowed.issuperset(texts) if isinstance(allowed, frozenset) else all(map(allowed.match, texts))
