"""The last gate before the registry: rows that its tables would not take are refused, with what does not fit."""

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from ses_map.imports.rows import RowResult
from ses_map.model import Problem
from ses_map.schemas import SCHEMAS
from ses_map.tables import clean_table


def validate(lines: Sequence[RowResult]) -> None:
    """Refuse the lines whose rows break the schema of their table."""
    unfit: dict[int, list[Problem]] = defaultdict(list)
    for table in {t for line in lines for t, rows in line.rows.items() if rows}:
        owned = [(at, row) for at, line in enumerate(lines) for row in line.rows.get(table, ())]
        frame = pd.DataFrame([row for _, row in owned], columns=list(SCHEMAS[table].columns), dtype=str)
        for problem in clean_table(frame, table)[1]:
            unfit[owned[problem.row][0]].append(problem)
    for at, problems in unfit.items():
        for code, column, value in dict.fromkeys((p.code, p.column, p.value) for p in problems):
            lines[at].reject(code, column, "nie ma postaci, którą przyjmuje rejestr", value)
        lines[at].refuse(*lines[at].keys, spares=("*", "* *"))
