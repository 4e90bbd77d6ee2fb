"""Answered rows of the card "Wskazania" → claims of the reply, and what they end of what earlier sources say.

Claims of other sources are never touched: where the reply says otherwise than they do, it also leaves their centre out
of the unit from a stated day, which ends them (``ses_map.coverage.superseding``).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ses_map.imports.replies.context import ReplyContext
from ses_map.imports.replies.form import Filled, refuse_any
from ses_map.imports.rows import Row, RowResult, life_of, provenance_of
from ses_map.model import Provenance
from ses_map.reply_sheet import ASSIGNMENTS
from ses_map.spelling import fold


@dataclass(frozen=True)
class _Told:
    """What one row says."""

    filled: Filled
    unit: str
    centre: str
    #: The centre that the row was prefilled with; empty where it had none.
    was: str


def build_claims(context: ReplyContext) -> list[RowResult]:
    """Turn the rows into claims."""
    told = {id(f): _told(context, f) for f in context.form.of(ASSIGNMENTS) if f.is_told}
    listed: Counter[tuple[str, ...]] = Counter((t.unit, t.centre) for t in told.values() if t.unit and t.centre)
    listed.update(f.identity for f in context.form.of(ASSIGNMENTS) if f.answer is None and len(f.identity) == 2)
    named: dict[str, set[str]] = defaultdict(set)
    for one in told.values():
        named[one.unit].add(one.centre)
    others: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(ASSIGNMENTS.table):
        others[row["unit"]].append(row)
    for filled in context.form.of(ASSIGNMENTS):
        if id(filled) in told:
            one = told[id(filled)]
            _build(context, one, listed, named[one.unit], others[one.unit])
        elif not filled.line.refused:
            filled.line.keys = filled.identity[:1]
    return [filled.line for filled in context.form.of(ASSIGNMENTS)]


def _told(context: ReplyContext, filled: Filled) -> _Told:
    line = filled.line
    unit, was = filled.identity if len(filled.identity) == 2 else ("", "")
    centre = ""
    if line.get("centre"):
        centre = context.require_centre(line)
    else:
        why = "pozostało puste; jeśli ośrodek przestał obsługiwać obszar, zostaw jego nazwę i wpisz „Obsługuje do”"
        line.reject("missing-centre", "centre", why, "")
    return _Told(filled, _unit(context, filled, unit), centre, was)


def _unit(context: ReplyContext, filled: Filled, wanted: str) -> str:
    """Return the code of a row's powiat or gmina: of the voivodeship of the sheet, and of the name beside it."""
    line, names = filled.line, context.names
    said = "".join(line.get("teryt").split())
    code = said.zfill(len(said) + len(said) % 2)
    unit = names.powiaty.get(code) or names.gminy.get(code)
    if code != said and unit:
        line.note("zero-restored", "teryt", f"straciło zero na początku; przyjęto {code}", said, code)
    if unit is None:
        line.reject("unknown-unit", "teryt", "nie jest kodem TERYT powiatu ani gminy; popraw kod", said)
    elif not code.startswith(context.key.voivodeship):
        line.reject("unit-elsewhere", "teryt", "leży w innym województwie niż arkusz", said)
    elif wanted and code != wanted:
        why = f"stoi w wierszu obszaru {wanted}; przywróć kod, a inny obszar dopisz w wolnym wierszu"
        line.reject("unit-changed", "teryt", why, said)
    elif line.get("area") and not _plain(line.get("area")) & _names(context, code, unit.name):
        why = f"nie jest nazwą obszaru o kodzie {code} ({unit.name}); popraw kod albo nazwę"
        line.reject("unit-contradicted", "area", why)
    return code if unit else ""


def _names(context: ReplyContext, code: str, name: str) -> set[str]:
    """Return what a unit is called, and was: a sheet is of a day."""
    return {fold(name), *(fold(f.name) for f in context.registry.former_names if f.teryt == code)}


def _plain(name: str) -> set[str]:
    """Return a name with and without what it is: „powiat lubelski”, „gmina Zawady”, „m. Lublin”."""
    whole = fold(name)
    return {whole, re.sub(r"^(?:powiat|gmina|miasto|m) ", "", whole)}


def _build(
    context: ReplyContext, one: _Told, listed: Counter[tuple[str, ...]], named: Iterable[str], others: Sequence[Row]
) -> None:
    line = one.filled.line
    if one.unit and one.centre and listed[one.unit, one.centre] > 1:
        line.reject("duplicate-row", "centre", f"ma już wiersz dla obszaru {one.unit}; zostaw jeden z nich")
    row = {
        "unit": one.unit,
        "effect": "add",
        "centre_id": one.centre,
        "subregion": next((r["subregion"] for r in others if r["centre_id"] == one.centre and r["subregion"]), ""),
        "confidence": "stated",
        "sentence": "",
        **life_of(line),
        **provenance_of(line, context.columns),
    }
    replaced = one.was if one.was not in ("", one.centre, *named) else ""
    if replaced and not row["valid_from"] and not line.refused:
        why = "pozostało puste, a wiersz zmienia ośrodek; wpisz, od kiedy obszar obsługuje nowy ośrodek"
        line.reject("start-missing", "valid_from", why, "")
    _check_age(line_of=one, others=others, centres={one.centre, replaced}, day=context.form.day)
    refuse_any(line)
    if line.refused:
        line.refuse(*([one.unit] if one.unit else []))
        return
    ends = [_left_out(row, c, start) for c, start in _endings(row, replaced, others)]
    line.powiat, line.basis = one.unit[:4], "teryt"
    line.accept({ASSIGNMENTS.table: (row, *ends)}, one.unit)


def _check_age(line_of: _Told, others: Iterable[Row], centres: set[str], day: str) -> None:
    """Refuse a row about which a newer source speaks."""
    newer = max(
        (r["source_date"] for r in others if r["centre_id"] in centres and _first(r["source_date"]) > day), default=""
    )
    if newer and day:
        why = f"ma w rejestrze źródło nowsze niż odpowiedź ({newer}); sprawdź, które jest prawdziwe"
        line_of.filled.line.reject("older-than-known", "teryt", why, line_of.unit)


def _first(text: str) -> str:
    day = Provenance("", "", text).first_day
    return day.isoformat() if day else ""


def _endings(row: Row, replaced: str, others: Sequence[Row]) -> Iterable[tuple[str, str]]:
    """Yield the centres whose earlier claims the row ends, each with the first day on which they no longer hold."""
    if replaced and _outlives(others, replaced, row["valid_from"]):
        yield replaced, row["valid_from"]
    own = [r for r in others if r["centre_id"] == row["centre_id"] and r["effect"] == "add"]
    differ = [r for r in own if (r["valid_from"], r["valid_to"]) != (row["valid_from"], row["valid_to"])]
    start = row["valid_from"] or (_next(row["valid_to"]) if row["valid_to"] else "")
    if start and _outlives(differ, row["centre_id"], start):
        yield row["centre_id"], start


def _outlives(others: Iterable[Row], centre: str, start: str) -> bool:
    """Check whether a claim to serve is, by its own source, still in force on a day or later."""
    own = (r for r in others if r["centre_id"] == centre and r["effect"] == "add")
    return any(not r["valid_to"] or r["valid_to"] >= start for r in own)


def _left_out(row: Row, centre: str, start: str) -> Row:
    return row | {"effect": "exclude", "centre_id": centre, "subregion": "", "valid_from": start, "valid_to": ""}


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
