"""The account of a reply: every row, answer and problem of the workbook in one report."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ses_map.imports.cell_problem import CellProblem
from ses_map.imports.layout import Record
from ses_map.imports.merging import Merged
from ses_map.imports.replies.form import Form
from ses_map.imports.report import ColumnUse, Report, RowReport
from ses_map.imports.rows import RowResult
from ses_map.model import Problem, Severity
from ses_map.reply_sheet import ANSWER, CARDS, Answer

#: What a row without an answer is counted as.
SILENT = "bez odpowiedzi"


@dataclass(frozen=True)
class ReplyFacts:
    """What the report is about."""

    file: str
    form: Form
    dry_run: bool


def build_reply_report(about: ReplyFacts, results: Sequence[RowResult], merged: Sequence[Merged]) -> Report:
    """Put the report together; ``merged`` is empty where a problem keeps everything out."""
    form = about.form
    said = [*form.problems, *((o.record, f) for o in results for f in dict.fromkeys(o.problems))]
    counts = Counter(str(row.answer or SILENT) for row in form.rows)
    return Report(
        file=about.file,
        target="reply",
        register=form.key.register,
        dry_run=about.dry_run,
        columns=tuple(_columns(form)),
        rows=tuple(_row(o) for o in results),
        asides=(),
        problems=tuple(_problem(about.file, record, problem) for record, problem in said),
        changes=tuple(c for part in merged for c in part.changes),
        renewed=sum(part.renewed for part in merged),
        mapping="",
        answers={name: counts[name] for name in (*map(str, Answer), SILENT)},
        refused=any(problem.refuses for _, problem in said),
    )


def _columns(form: Form) -> Iterable[ColumnUse]:
    for card in CARDS:
        if form.of(card):
            yield ColumnUse(card.title, ANSWER, "answer")
            yield from (ColumnUse(card.title, f.header, "ignore" if f.is_told else f.name) for f in card.fields)


def _row(outcome: RowResult) -> RowReport:
    accepted = not any(f.refuses for f in outcome.problems)
    record = outcome.record
    return RowReport(
        record.sheet, record.row, accepted, outcome.keys, outcome.powiat, "teryt" if outcome.powiat else ""
    )


def _problem(file: str, record: Record, problem: CellProblem) -> Problem:
    """Say where a problem is: card, row and column, as the person who filled the sheet sees them."""
    column = _header(record, problem.field)
    place = f"Karta „{record.sheet}”" + (f", wiersz {record.row}" if record.row else "")
    place += f", kolumna „{column}”" if column else ""
    said = f"„{problem.value}” " if problem.value else ""
    tail = " Niczego nie zapisano." if problem.refuses else ""
    detail = f"{place}: {said}{problem.why}.{tail}"
    return Problem(
        problem.code, problem.value[:80] or file, Severity.WARNING, detail, file,
        record.row, column, problem.value, record.sheet, problem.suggestion,
    )  # fmt: skip


def _header(record: Record, name: str) -> str:
    """Give the header of a field of a card; the head and the headers themselves are named as they are."""
    card = next((c for c in CARDS if c.title == record.sheet), None)
    headers = {f.name: f.header for f in card.fields} | {"answer": ANSWER} if card else {}
    return headers.get(name, name if name in record.cells else "")
