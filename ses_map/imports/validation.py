"""The last gate before the registry: rows that its tables would not take are refused, with what does not fit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from ses_map.imports.cell_problem import CellProblem
from ses_map.imports.rows import Row, RowResult
from ses_map.model import Problem
from ses_map.schemas import SCHEMAS
from ses_map.tables import clean_table


def validate(results: Sequence[RowResult]) -> list[RowResult]:
    """Refuse the results whose rows break the schema of their table."""
    unfit: dict[int, list[Problem]] = defaultdict(list)
    for table in {t for outcome in results for t, rows in outcome.rows.items() if rows}:
        owned = [(at, row) for at, outcome in enumerate(results) for row in outcome.rows.get(table, ())]
        for problem in _problems(table, [row for _, row in owned]):
            unfit[owned[problem.row][0]].append(problem)
    return [_refused(outcome, unfit[at]) if at in unfit else outcome for at, outcome in enumerate(results)]


def _problems(table: str, rows: Sequence[Row]) -> list[Problem]:
    frame = pd.DataFrame(rows, columns=list(SCHEMAS[table].columns), dtype=str)
    return clean_table(frame, table)[1]


def _refused(outcome: RowResult, problems: Sequence[Problem]) -> RowResult:
    why = "nie ma postaci, którą przyjmuje rejestr"
    said = {(p.code, p.column, p.value): CellProblem(p.code, p.column, p.value, why, refuses=True) for p in problems}
    return replace(outcome, rows={}, problems=(*outcome.problems, *said.values()), spares=("*", "* *"))
