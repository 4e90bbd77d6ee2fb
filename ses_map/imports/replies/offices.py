"""Answered rows of the card "Biura" → rows of ``registry/offices.csv``."""

from ses_map.imports.centres import office_row, require_one_office
from ses_map.imports.fields import ROLES
from ses_map.imports.replies.context import ReplyContext
from ses_map.imports.replies.form import refuse_any
from ses_map.imports.rows import RowResult, life_of
from ses_map.reply_sheet import OFFICES, office_identity
from ses_map.spelling import fold


def build_offices(context: ReplyContext) -> list[RowResult]:
    """Turn the rows into offices; one that was there keeps its place in the table."""
    known = {office_identity(row): row for row in context.rows(OFFICES.table)}
    seen: dict[tuple[str, ...], int] = {}
    for filled in context.form.of(OFFICES):
        line, was = filled.line, filled.identity[0] if filled.identity else ""
        if not filled.is_told:
            continue
        centre = context.require_centre(line)
        if was and was not in known:
            line.reject("unknown-office", "town", "nie ma już w rejestrze; pobierz nowy arkusz")
        row = {"centre_id": centre, **office_row(line, context.columns), "role": _role(line), **life_of(line)}
        refuse_any(line)
        require_one_office(line, row, seen)
        if line.refused:
            line.refuse(*([centre] if centre else []))
            continue
        before = known.get(was) or known.get(office_identity(row))
        kept = {"register": before["register"]} if before else {}
        line.accept({OFFICES.table: (row | kept,)}, centre)
    return [filled.line for filled in context.form.of(OFFICES)]


def _role(line: RowResult) -> str:
    role = ROLES.get(fold(line.get("role")), "")
    if not role:
        line.reject("unknown-role", "role", "nie jest rodzajem biura; wybierz siedziba albo filia")
    return role
