"""What may stand in each of the project's tables, as pandera checks it; ``datasets`` declares the columns."""

import pandas as pd
import pandera.pandas as pa

from ses_map.datasets import TABLES, Column, Table

# Where pyarrow is installed, pandas would keep text in it, and its regular expressions (RE2) are others than Python's.
pd.set_option("mode.string_storage", "python")


def _checked(column: Column) -> pa.Column:
    if column.type.values:
        allowed = column.type.values if column.is_required else (*column.type.values, "")
        return pa.Column(None, pa.Check.isin(allowed))
    pattern = column.type.pattern or (r"\S.*" if column.is_required else "")
    if not pattern:
        return pa.Column(None)
    if column.is_list and column.type.pattern:
        pattern = rf"{pattern}(?:; ?{pattern})*"
    whole = pattern if column.is_required else rf"(?:{pattern})?"
    return pa.Column(None, pa.Check.str_matches(rf"(?a:{whole})\Z"))


def _schema(table: Table) -> pa.DataFrameSchema:
    columns = {column.name: _checked(column) for column in table.columns}
    return pa.DataFrameSchema(columns, unique=table.key or None, report_duplicates="exclude_first", strict=True)


SCHEMAS: dict[str, pa.DataFrameSchema] = {path: _schema(table) for path, table in TABLES.items()}
