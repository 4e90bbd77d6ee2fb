"""Answered rows of the card "Ośrodki" → rows of ``registry/centres.csv``."""

from collections.abc import Mapping

from ses_map.imports.centres import new_ids, refuse_circle
from ses_map.imports.replies.context import ReplyContext
from ses_map.imports.replies.form import Filled, refuse_any
from ses_map.imports.rows import Row, RowResult, life_of, provenance_of
from ses_map.reply_sheet import CENTRES
from ses_map.spelling import fold

_LISTS = ("partners", "services", "audiences")


def build_centres(context: ReplyContext) -> list[RowResult]:
    """Turn the rows into centres, and learn the names of those that are new."""
    known = {row["centre_id"]: row for row in context.rows(CENTRES.table)}
    keys: dict[int, str] = {}
    for filled in context.form.of(CENTRES):
        keys[id(filled)] = _known_key(context, filled, known) or _new_key(context, filled, known, set(keys.values()))
    for filled in context.form.of(CENTRES):
        if filled.is_told and filled.line.get("name") and keys[id(filled)]:
            context.labels[fold(filled.line.get("name"))].add(keys[id(filled)])
    heirs = {key: row["successor"] for key, row in known.items()}
    for filled in context.form.of(CENTRES):
        if filled.is_told and keys[id(filled)]:
            heirs[keys[id(filled)]] = context.centre(filled.line.get("successor"))
    for filled in context.form.of(CENTRES):
        _build(context, filled, keys[id(filled)], known, heirs)
    return [filled.line for filled in context.form.of(CENTRES)]


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
    if not filled.is_told or not name:
        return ""
    told = [f for f in context.form.of(CENTRES) if f.is_told and not f.identity and fold(f.line.get("name")) == name]
    here = [row for row in known.values() if row["voivodeship"] == context.key.voivodeship]
    if told[0] is not filled or any(fold(row["name"]) == name for row in here):
        why = "jest już w arkuszu albo w rejestrze; odpowiedz w jego wierszu zamiast dopisywać go drugi raz"
        line.reject("duplicate-row", "name", why)
    line.values["voivodeship"] = context.key.voivodeship
    return next(i for i in new_ids(line, context.registry) if i not in known and i not in taken)


def _build(context: ReplyContext, filled: Filled, key: str, known: Mapping[str, Row], heirs: Mapping[str, str]) -> None:
    line, keys = filled.line, (key,) if key else ()
    if context.only and filled.is_told and key != context.only:
        line.reject("other-centre", "name", "jest innym ośrodkiem niż ten, który odpowiada")
    if not filled.is_told:
        line.keys = () if line.refused else keys
        return
    if not line.refused:
        line.require_name("ośrodek")
    row = known.get(key, {}) | _row(line, context, key, heirs)
    refuse_any(line)
    if line.refused:
        line.refuse(*keys)
    else:
        line.accept({CENTRES.table: (_with_lists(known.get(key), row),)}, key)


def _row(line: RowResult, context: ReplyContext, key: str, heirs: Mapping[str, str]) -> Row:
    provenance = provenance_of(line, context.columns)
    return {field.name: line.get(field.name) for field in CENTRES.read} | {
        "note": "",
        "centre_id": key,
        "voivodeship": context.key.voivodeship,
        **line.columns("website"),
        "successor": _successor(line, context, key, heirs),
        "confidence": "stated",
        **life_of(line),
        **provenance,
    }


def _with_lists(before: Row | None, row: Row) -> Row:
    """Keep the spelling of a list that says the same, and the register and the note that a centre has."""
    if before is None:
        return row
    same = {n: before[n] for n in _LISTS if _parts(before[n]) == _parts(row[n])}
    return row | same | {name: before[name] for name in ("note", "register")}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _successor(line: RowResult, context: ReplyContext, key: str, heirs: Mapping[str, str]) -> str:
    """Return the centre that took over: one that is known, and none that this one took over."""
    said = line.get("successor")
    found = context.centre(said)
    if said and not found:
        why = "nie jest ośrodkiem z karty „Ośrodki” ani z rejestru; popraw następcę"
        line.reject("unknown-successor", "successor", why)
    refuse_circle(line, key, found, heirs)
    return found
