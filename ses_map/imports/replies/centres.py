"""Answered rows of the cards "Ośrodki" and "Biura" → rows of ``registry/centres.csv`` and ``registry/offices.csv``."""

from collections.abc import Mapping

from ses_map.imports.centres import new_ids, refuse_circle
from ses_map.imports.fields import ROLES
from ses_map.imports.offices import office_row, require_one_office
from ses_map.imports.replies.context import ReplyContext
from ses_map.imports.replies.form import Filled, refuse_any
from ses_map.imports.rows import Row, RowResult, life_of, provenance_of
from ses_map.registry.rows import parts
from ses_map.reply_sheet import CENTRES, OFFICES, office_identity
from ses_map.spelling import fold


def build_centres(context: ReplyContext) -> list[RowResult]:
    """Turn the rows into centres, and learn the names of those that are new."""
    known = {row["centre_id"]: row for row in context.rows(CENTRES.table)}
    keyed: list[tuple[Filled, str]] = []
    for filled in context.form.of(CENTRES):
        taken = {*known, *(key for _, key in keyed)}
        keyed.append((filled, _known_key(context, filled, known) or _new_key(context, filled, known, taken)))
    answered = [(filled.line, key) for filled, key in keyed if filled.is_taken and key]
    for line, key in answered:
        if line.get("name"):
            context.labels[fold(line.get("name"))].add(key)
    heirs = {key: row["successor"] for key, row in known.items()}
    heirs |= {key: context.find_centre(line.get("successor")) for line, key in answered}
    for filled, key in keyed:
        if filled.is_taken:
            _build(context, filled.line, key, known, heirs)
        elif not filled.line.refused and key:
            filled.line.keys = (key,)
    return [filled.line for filled, _ in keyed]


def _known_key(context: ReplyContext, filled: Filled, known: Mapping[str, Row]) -> str:
    """Return the id of the centre that a row was prefilled for; empty in a row that was added."""
    key, line = filled.identity[0] if filled.identity else "", filled.line
    if key and key not in known:
        line.reject("unknown-centre", "name", "nie ma już w rejestrze; pobierz nowy arkusz", key)
    elif key and known[key]["voivodeship"] != context.key.voivodeship:
        line.reject("centre-elsewhere", "name", "działa w innym województwie niż arkusz", key)
    return key


def _new_key(context: ReplyContext, filled: Filled, known: Mapping[str, Row], taken: set[str]) -> str:
    """Make an id of the name of a centre that was added; one that is there already has a row to answer in."""
    line = filled.line
    name = fold(line.get("name"))
    if not filled.is_taken or not name:
        return ""
    added = [f for f in context.form.of(CENTRES) if f.is_taken and not f.identity and fold(f.line.get("name")) == name]
    here = [row for row in known.values() if row["voivodeship"] == context.key.voivodeship]
    if added[0] is not filled or any(fold(row["name"]) == name for row in here):
        why = "jest już w arkuszu albo w rejestrze; odpowiedz w jego wierszu zamiast dopisywać go drugi raz"
        line.reject("duplicate-row", "name", why)
    line.values["voivodeship"] = context.key.voivodeship
    return next(i for i in new_ids(line, context.registry) if i not in taken)


def _build(
    context: ReplyContext, line: RowResult, key: str, known: Mapping[str, Row], heirs: Mapping[str, str]
) -> None:
    if context.only and key != context.only:
        line.reject("other-centre", "name", "jest innym ośrodkiem niż ten, który odpowiada")
    if not line.refused:
        line.require_name("ośrodek")
    row = known.get(key, {}) | _centre_row(line, context, key, heirs)
    refuse_any(line)
    if line.refused:
        line.refuse(*((key,) if key else ()))
    else:
        line.accept({CENTRES.table: (_with_lists(known.get(key), row),)}, key)


def _centre_row(line: RowResult, context: ReplyContext, key: str, heirs: Mapping[str, str]) -> Row:
    return {field.name: line.get(field.name) for field in CENTRES.read} | {
        "note": "",
        "centre_id": key,
        "voivodeship": context.key.voivodeship,
        **provenance_of(line, context.columns),
        **line.columns("website"),
        "successor": _successor(line, context, key, heirs),
        "confidence": "stated",
        **life_of(line),
    }


def _with_lists(before: Row | None, row: Row) -> Row:
    """Keep the spelling of a list that says the same, and the register and the note that a centre has."""
    if before is None:
        return row
    lists = (field.column.name for field in CENTRES.read if field.column.is_list)
    same = {name: before[name] for name in lists if parts(before[name]) == parts(row[name])}
    return row | same | {name: before[name] for name in ("note", "register")}


def _successor(line: RowResult, context: ReplyContext, key: str, heirs: Mapping[str, str]) -> str:
    """Return the centre that took over: one that is known, and none that this one took over."""
    said = line.get("successor")
    found = context.find_centre(said)
    if said and not found:
        why = "nie jest ośrodkiem z karty „Ośrodki” ani z rejestru; popraw następcę"
        line.reject("unknown-successor", "successor", why)
    refuse_circle(line, key, found, heirs)
    return found


def build_offices(context: ReplyContext) -> list[RowResult]:
    """Turn the rows into offices; one that was there keeps its place in the table."""
    known = {office_identity(row): row for row in context.rows(OFFICES.table)}
    seen: dict[tuple[str, ...], int] = {}
    for filled in context.form.of(OFFICES):
        line, was = filled.line, filled.identity[0] if filled.identity else ""
        if not filled.is_taken:
            continue
        centre = context.require_centre(line)
        if was and was not in known:
            line.reject("unknown-office", "town", "nie ma już w rejestrze; pobierz nowy arkusz")
        role = ROLES.get(fold(line.get("role")), "")
        row = {"centre_id": centre, **office_row(line, context.columns), "role": role}
        if not role:
            line.reject("unknown-role", "role", "nie jest rodzajem biura; wybierz siedziba albo filia")
        row |= life_of(line)
        refuse_any(line)
        require_one_office(line, row, seen)
        if line.refused:
            line.refuse(*([centre] if centre else []))
            continue
        before = known.get(was) or known.get(office_identity(row))
        kept = {"register": before["register"]} if before else {}
        line.accept({OFFICES.table: (row | kept,)}, centre)
    return [filled.line for filled in context.form.of(OFFICES)]
