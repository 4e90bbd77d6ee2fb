"""One filled reply sheet into the registry: read, hold against what is known, replace, write, and account for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ses_map.errors import ImportFileError
from ses_map.imports.file_types import FileType, file_type_of
from ses_map.imports.layout import Record
from ses_map.imports.merging import Merged
from ses_map.imports.names import AreaNames
from ses_map.imports.reading import read_sheets
from ses_map.imports.replies.centres import build_centres
from ses_map.imports.replies.claims import build_claims
from ses_map.imports.replies.context import ReplyContext, area_of, known_labels, recipient_name
from ses_map.imports.replies.form import Form, read_form
from ses_map.imports.replies.offices import build_offices
from ses_map.imports.replies.replacing import replace_centres, replace_claims, replace_offices
from ses_map.imports.replies.report_builder import build_reply_report
from ses_map.imports.report import Report
from ses_map.imports.rows import CellProblem, Row, RowResult
from ses_map.imports.sheets import Sheet
from ses_map.imports.writing import locked, read_rows, validate, write_tables
from ses_map.registry import read_registry
from ses_map.registry.patches import read_patches
from ses_map.registry.rows import read_rows as read_corrected
from ses_map.reply_sheet import ASSIGNMENTS, CARDS, CENTRES, HEAD, KEYS, OFFICES
from ses_map.spelling import fold

_CONTACTS = "registry/contacts.csv"


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
    """Import a filled reply sheet: all of it, or nothing where anything is wrong.

    Parameters
    ----------
    geodata : Path
        The folder whose ``registry/`` takes the rows.
    request : ReplyRequest
        File and wishes.
    progress : callable
        Told the name of each step as it begins.

    Returns
    -------
    Report
        Every row with what became of it; ``refused`` tells whether problems kept everything out.

    Raises
    ------
    ImportFileError
        When the file cannot be read or is no reply sheet; the registry is untouched.
    """
    progress("czytanie arkusza")
    form = read_form(_sheets(request.path), request.today)
    with locked(geodata):
        progress("rejestr i nazwy")
        context = _context(geodata, form)
        _check_key(context, request)
        progress("odpowiedzi")
        lines = [*build_centres(context), *build_offices(context), *build_claims(context)]
        validate(lines)
        if form.is_refused:
            return build_reply_report(request.path.name, form, request.dry_run, lines, ())
        merged = _merged(geodata, context, lines)
        progress("zapis" if not request.dry_run else "porównanie")
        if any(m.differs for m in merged) and not request.dry_run:
            write_tables(geodata, {m.table: m.rows for m in merged if m.differs})
    return build_reply_report(request.path.name, form, request.dry_run, lines, merged)


def _sheets(path: Path) -> Sequence[Sheet]:
    if file_type_of(path) is not FileType.XLSX:
        raise ImportFileError(
            f"{path.name} is no XLSX workbook: save the reply sheet as XLSX",
            f"Plik {path.name} nie jest arkuszem XLSX; zapisz arkusz odpowiedzi w formacie XLSX i wczytaj go ponownie.",
        )
    return read_sheets(path)


def _context(geodata: Path, form: Form) -> ReplyContext:
    registry, _ = read_registry(geodata)
    patches = read_patches(geodata)
    tables = {c.table: {line - 2: row for line, row in read_corrected(geodata, c.table, patches)[0]} for c in CARDS}
    context = ReplyContext(form, registry, AreaNames(registry), tables, recipient_name(form.key, registry))
    for text, centre in known_labels(context):
        context.labels[fold(text)].add(centre)
    return context


def _check_key(context: ReplyContext, request: ReplyRequest) -> None:
    """Refuse a sheet of nobody we know, of another voivodeship than asked, and one that is older than its own last."""
    form, key, area = context.form, context.key, area_of(context.key, context.registry)
    at = Record(KEYS, 1, {})
    if not context.name:
        why = "nie jest arkuszem odbiorcy z rejestru; pobierz nowy arkusz"
        form.add(at, CellProblem("reply-key", "", f"{key.role}: {key.recipient}", why, refuses=True))
    wanted = context.names.voivodeship(request.voivodeship) if request.voivodeship else key.voivodeship
    if wanted != key.voivodeship:
        said, why = (
            area.name if area else key.voivodeship,
            f"jest województwem arkusza, a miało być {request.voivodeship}",
        )
        form.add(Record(HEAD, 2, {}), CellProblem("other-voivodeship", "", said, why, refuses=True))
    rows = context.tables[ASSIGNMENTS.table].values()
    last = max((row["source_date"] for row in rows if row["register"] == key.register), default="")
    if form.day and last > form.day:
        why = f"jest wcześniej niż odpowiedź z tego arkusza, którą już wczytano ({last})"
        form.add(Record(HEAD, 0, {}), CellProblem("older-than-known", "", form.day, why, refuses=True))
    if not form.is_refused and not any(row.answer for row in form.rows):
        why = "w arkuszu nie ma ani jednej odpowiedzi"
        form.add(Record(HEAD, 0, {}), CellProblem("no-answers", "", "", why, refuses=True))


def _merged(geodata: Path, context: ReplyContext, results: Sequence[RowResult]) -> list[Merged]:
    """Put the accepted rows of every card into its table."""
    new = {c.table: [row for o in results for row in o.rows.get(c.table, ())] for c in CARDS}
    raw = {c.table: read_rows(geodata, c.table) for c in CARDS}
    key, units = context.key, {row["unit"] for row in new[ASSIGNMENTS.table]}
    claims = replace_claims(raw[ASSIGNMENTS.table], new[ASSIGNMENTS.table], key, context.form.day, units)
    moved = [(_was(context, o), row) for o in results for row in o.rows.get(OFFICES.table, ())]
    offices = replace_offices(raw[OFFICES.table], context.tables[OFFICES.table], moved, key)
    spoken: list[Row] = [*claims.rows, *offices.rows]
    needed = {row["centre_id"] for row in spoken} | {row["subject"] for row in read_rows(geodata, _CONTACTS)}
    needed |= {row["successor"] for row in (*raw[CENTRES.table], *new[CENTRES.table])}
    return [replace_centres(raw[CENTRES.table], new[CENTRES.table], key, needed), offices, claims]


def _was(context: ReplyContext, outcome: RowResult) -> str:
    """Return the hash of the office that a row was prefilled with; empty for one that was added."""
    return next((f.identity[0] for f in context.form.of(OFFICES) if f.line.record is outcome.record and f.identity), "")
