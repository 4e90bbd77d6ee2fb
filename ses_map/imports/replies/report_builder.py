"""The account of a reply: every row, answer and problem of the workbook in one report."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ses_map.imports.layout import Record
from ses_map.imports.merging import Merged
from ses_map.imports.replies.form import Form
from ses_map.imports.report import ColumnUse, Report, to_problem
from ses_map.imports.rows import CellProblem, RowResult
from ses_map.model import Problem
from ses_map.reply_sheet import ANSWER, CARDS, Answer

#: What a row without an answer is counted as.
SILENT = "bez odpowiedzi"


def build_reply_report(
    file: str, form: Form, dry_run: bool, lines: Sequence[RowResult], merged: Sequence[Merged]
) -> Report:
    """Put the report together; ``merged`` is empty where a problem keeps everything out."""
    said = [*form.problems, *((line.record, p) for line in lines for p in dict.fromkeys(line.problems))]
    counts = Counter(str(row.answer or SILENT) for row in form.rows)
    return Report(
        file=file,
        target="reply",
        register=form.key.register,
        dry_run=dry_run,
        columns=tuple(_columns(form)),
        rows=tuple(lines),
        asides=(),
        problems=tuple(_problem(file, record, problem) for record, problem in said),
        changes=tuple(c for part in merged for c in part.changes),
        renewed=sum(part.renewed for part in merged),
        mapping="",
        answers={name: counts[name] for name in (*map(str, Answer), SILENT)},
        refused=form.is_refused,
    )


def _problem(file: str, record: Record, problem: CellProblem) -> Problem:
    place = f"Karta „{record.sheet}”" + (f", wiersz {record.row}" if record.row else "")
    return to_problem(file, record, problem, _header(record, problem.field), place, "Niczego nie zapisano.")


def _columns(form: Form) -> Iterable[ColumnUse]:
    for card in CARDS:
        if form.of(card):
            yield ColumnUse(card.title, ANSWER, "answer")
            yield from (ColumnUse(card.title, f.header, "ignore" if f.is_told else f.name) for f in card.fields)


def _header(record: Record, name: str) -> str:
    """Return the header of a field of a card; the head and the headers themselves are named as they are."""
    card = next((c for c in CARDS if c.title == record.sheet), None)
    headers = {f.name: f.header for f in card.fields} | {"answer": ANSWER} if card else {}
    return headers.get(name, name if name in record.cells else "")
