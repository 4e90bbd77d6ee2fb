"""One filled reply sheet into the registry: read, hold against what is known, replace, write, and account for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ses_map.datasets import CONTACTS
from ses_map.errors import ImportFileError
from ses_map.imports.file_types import FileType, file_type_of
from ses_map.imports.history import write_import
from ses_map.imports.layout import Record
from ses_map.imports.merging import Merged
from ses_map.imports.reading import read_sheets
from ses_map.imports.replies.centres import build_centres, build_offices
from ses_map.imports.replies.claims import build_claims
from ses_map.imports.replies.context import ReplyContext
from ses_map.imports.replies.form import Form, read_form
from ses_map.imports.replies.replacing import replace_centres, replace_claims, replace_offices
from ses_map.imports.report import ColumnUse, Report, to_problem
from ses_map.imports.rows import CellProblem, Row, RowResult
from ses_map.imports.writing import locked, read_rows, validate
from ses_map.model import Problem
from ses_map.reply_sheet import ANSWER, ASSIGNMENTS, CARDS, CENTRES, HEAD, KEYS, OFFICES, Answer

#: What a row without an answer is counted as.
SILENT = "bez odpowiedzi"


@dataclass(frozen=True, slots=True)
class ReplyRequest:
    """What the caller wants of the import of a reply."""

    path: Path
    #: No reply is of a later day.
    today: date
    #: Code or name of the voivodeship that the sheet has to be of; any where it is empty.
    voivodeship: str = ""
    dry_run: bool = False


def import_reply(geodata: Path, request: ReplyRequest, progress: Callable[[str], None] = lambda step: None) -> Report:
    """Import a filled reply sheet: all of it, or nothing where anything is wrong (then the report is ``refused``).

    ``progress`` is called with the name of each step as it begins.

    Raises
    ------
    ImportFileError
        When the file cannot be read or is no reply sheet; the registry is untouched.
    """
    progress("czytanie arkusza")
    if file_type_of(request.path) is not FileType.XLSX:
        name = request.path.name
        raise ImportFileError(
            f"{name} is no XLSX workbook: save the reply sheet as XLSX",
            f"Plik {name} nie jest arkuszem XLSX; zapisz arkusz odpowiedzi w formacie XLSX i wczytaj go ponownie.",
        )
    form = read_form(read_sheets(request.path), request.today)
    with locked(geodata):
        progress("rejestr i nazwy")
        context = ReplyContext(geodata, form)
        _check_key(context, request)
        progress("odpowiedzi")
        lines = [*build_centres(context), *build_offices(context), *build_claims(context)]
        validate(lines)
        merged = [] if form.is_refused else _merged(geodata, context, lines)
        if merged:
            progress("zapis" if not request.dry_run else "porównanie")
        differing, step = {m.table: m.rows for m in merged if m.differs}, 0
        if differing and not request.dry_run:
            step = write_import(geodata, differing, "reply", context.columns, request.path, request.today)
    return replace(_report(request, form, lines, merged), step=step)


def _check_key(context: ReplyContext, request: ReplyRequest) -> None:
    """Refuse a sheet of nobody we know, of another voivodeship than asked, and one that is older than its own last."""
    form, key, area = context.form, context.key, context.names.voivodeships.get(context.key.voivodeship)
    if not context.recipient:
        why = "nie jest arkuszem odbiorcy z rejestru; pobierz nowy arkusz"
        form.refuse(KEYS, 1, "reply-key", why, f"{key.role}: {key.recipient}")
    wanted = context.names.voivodeship(request.voivodeship) if request.voivodeship else key.voivodeship
    if wanted != key.voivodeship:
        why = f"jest województwem arkusza, a miało być {request.voivodeship}"
        form.refuse(HEAD, 2, "other-voivodeship", why, area.name if area else key.voivodeship)
    rows = context.tables[ASSIGNMENTS.table].values()
    last = max((row["source_date"] for row in rows if row["register"] == key.register), default="")
    if form.day and last > form.day:
        why = f"jest wcześniej niż odpowiedź z tego arkusza, którą już wczytano ({last})"
        form.refuse(HEAD, 0, "older-than-known", why, form.day)
    if not form.is_refused and not any(row.answer for row in form.rows):
        form.refuse(HEAD, 0, "no-answers", "w arkuszu nie ma ani jednej odpowiedzi")


def _merged(geodata: Path, context: ReplyContext, results: Sequence[RowResult]) -> list[Merged]:
    """Put the accepted rows of every card into its table."""
    new = {c.table: [row for o in results for row in o.rows.get(c.table, ())] for c in CARDS}
    raw = {c.table: read_rows(geodata, c.table) for c in CARDS}
    key, units = context.key, {row["unit"] for row in new[ASSIGNMENTS.table]}
    claims = replace_claims(raw[ASSIGNMENTS.table], new[ASSIGNMENTS.table], key, context.form.day, units)
    moved = [(_was(context, o), row) for o in results for row in o.rows.get(OFFICES.table, ())]
    offices = replace_offices(raw[OFFICES.table], context.tables[OFFICES.table], moved, key)
    spoken: list[Row] = [*claims.rows, *offices.rows]
    needed = {row["centre_id"] for row in spoken} | {row["subject"] for row in read_rows(geodata, CONTACTS.path)}
    needed |= {row["successor"] for row in (*raw[CENTRES.table], *new[CENTRES.table])}
    return [replace_centres(raw[CENTRES.table], new[CENTRES.table], key, needed), offices, claims]


def _was(context: ReplyContext, outcome: RowResult) -> str:
    """Return the hash of the office that a row was prefilled with; empty for one that was added."""
    return next((f.identity[0] for f in context.form.of(OFFICES) if f.line.record is outcome.record and f.identity), "")


def _report(request: ReplyRequest, form: Form, lines: Sequence[RowResult], merged: Sequence[Merged]) -> Report:
    """Account for every row, answer and problem; ``merged`` is empty where a problem keeps everything out."""
    file, counts = request.path.name, Counter(str(row.answer or SILENT) for row in form.rows)
    said = [*form.problems, *((line.record, p) for line in lines for p in dict.fromkeys(line.problems))]
    return Report(
        file=file,
        target="reply",
        register=form.key.register,
        dry_run=request.dry_run,
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
            yield from (ColumnUse(card.title, f.header, "ignore" if f.is_informative else f.name) for f in card.fields)


def _header(record: Record, name: str) -> str:
    """Return the header of a field of a card; the head and the headers themselves are named as they are."""
    card = next((c for c in CARDS if c.title == record.sheet), None)
    headers = {f.name: f.header for f in card.fields} | {"answer": ANSWER} if card else {}
    return headers.get(name, name if name in record.cells else "")
