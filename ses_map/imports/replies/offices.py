"""Answered rows of the card "Biura" → rows of ``registry/offices.csv``."""

from collections.abc import Mapping

from ses_map.imports.lines import Line
from ses_map.imports.offices import office_row, read_role, says_anything
from ses_map.imports.provenance import life_of
from ses_map.imports.replies.context import ReplyContext
from ses_map.imports.replies.form import Filled, refuse_any
from ses_map.imports.rows import Row, RowResult, refused
from ses_map.model import OFFICE_IDENTITY
from ses_map.reply_sheet import OFFICES, office_identity


def build_offices(context: ReplyContext) -> list[RowResult]:
    """Turn the rows into offices; one that was there keeps its place in the table."""
    known = {office_identity(row): row for row in context.rows(OFFICES.table)}
    seen: dict[tuple[str, ...], int] = {}
    return [_outcome(context, filled, known, seen) for filled in context.form.of(OFFICES)]


def _outcome(
    context: ReplyContext, filled: Filled, known: Mapping[str, Row], seen: dict[tuple[str, ...], int]
) -> RowResult:
    line, was = filled.line, filled.identity[0] if filled.identity else ""
    if not filled.is_told:
        return refused(line) if line.refused else RowResult(line.record, {}, tuple(line.problems))
    centre = _centre(line, context)
    if was and was not in known:
        line.add(
            "unknown-office", "town", line.get("town"), "nie ma już w rejestrze; pobierz nowy arkusz", refuses=True
        )
    row = {"centre_id": centre, **office_row(line, context.columns), "role": _role(line), **life_of(line)}
    if not says_anything(row):
        line.add("no-office", "town", "", "pozostało bez adresu i kontaktu; uzupełnij je", refuses=True)
    fact = tuple(row[column] for column in OFFICE_IDENTITY)
    if fact in seen:
        why = f"powtarza biuro z wiersza {seen[fact]}; usuń powtórzenie"
        line.add("duplicate-row", "town", line.get("town"), why, refuses=True)
    refuse_any(line)
    if line.refused:
        return refused(line, (centre,) if centre else ())
    seen[fact] = line.record.row
    before = known.get(was) or known.get(office_identity(row))
    kept = {"register": before["register"]} if before else {}
    return RowResult(line.record, {OFFICES.table: (row | kept,)}, tuple(line.problems), (centre,))


def _centre(line: Line, context: ReplyContext) -> str:
    said = line.get("centre")
    centre = context.centre(said)
    if not centre:
        why = "nie jest ośrodkiem z karty „Ośrodki” ani z rejestru; wybierz go z listy albo dopisz ośrodek"
        line.add("unknown-centre", "centre", said, why, refuses=True)
    elif context.only and centre != context.only:
        line.add("other-centre", "centre", said, "jest innym ośrodkiem niż ten, który odpowiada", refuses=True)
    return centre


def _role(line: Line) -> str:
    role = read_role(line.get("role"))
    if not role:
        said = line.get("role")
        line.add("unknown-role", "role", said, "nie jest rodzajem biura; wybierz siedziba albo filia", refuses=True)
    return role
