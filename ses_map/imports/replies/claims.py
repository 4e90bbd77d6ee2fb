"""Answered rows of the card "Wskazania" → claims of the reply, and what they end of what earlier sources say.

Claims of other sources are never touched: where the reply says otherwise than they do, it also leaves their centre out
of the unit from a stated day, which ends them (``ses_map.coverage.superseding``).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ses_map.imports.merging import shifted
from ses_map.imports.replies.context import ReplyContext
from ses_map.imports.replies.form import Filled, refuse_any
from ses_map.imports.rows import Row, RowResult, life_of, provenance_of
from ses_map.model import first_day
from ses_map.reply_sheet import ASSIGNMENTS
from ses_map.spelling import fold


class _Claim(NamedTuple):
    """What one row says: who serves a unit, and who did so when the sheet was made; empty where not known."""

    unit: str
    centre: str
    before: str


def build_claims(context: ReplyContext) -> list[RowResult]:
    """Turn the rows into claims."""
    filled_rows = context.form.of(ASSIGNMENTS)
    claims = {id(filled): _claim(context, filled) for filled in filled_rows if filled.is_taken}
    listed: Counter[tuple[str, ...]] = Counter((c.unit, c.centre) for c in claims.values() if c.unit and c.centre)
    listed.update(f.identity for f in filled_rows if f.answer is None and len(f.identity) == 2)
    named: dict[str, set[str]] = defaultdict(set)
    for claim in claims.values():
        named[claim.unit].add(claim.centre)
    others: dict[str, list[Row]] = defaultdict(list)
    for row in context.rows(ASSIGNMENTS.table):
        others[row["unit"]].append(row)
    for filled in filled_rows:
        line, known = filled.line, claims.get(id(filled))
        if known:
            if known.unit and known.centre and listed[known.unit, known.centre] > 1:
                line.reject("duplicate-row", "centre", f"ma już wiersz dla obszaru {known.unit}; zostaw jeden z nich")
            _build(context, line, known, named[known.unit], others[known.unit])
        elif not line.refused:
            line.keys = filled.identity[:1]
    return [filled.line for filled in filled_rows]


def _claim(context: ReplyContext, filled: Filled) -> _Claim:
    line, centre = filled.line, ""
    unit, before = filled.identity if len(filled.identity) == 2 else ("", "")
    if line.get("centre"):
        centre = context.require_centre(line)
    else:
        why = "pozostało puste; jeśli ośrodek przestał obsługiwać obszar, zostaw jego nazwę i wpisz „Obsługuje do”"
        line.reject("missing-centre", "centre", why, "")
    return _Claim(_unit(context, line, unit), centre, before)


def _unit(context: ReplyContext, line: RowResult, wanted: str) -> str:
    """Return the code of a row's powiat or gmina: of the voivodeship of the sheet, and of the name beside it."""
    names = context.names
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
    elif line.get("area") and not _is_name(context, line.get("area"), code, unit.name):
        why = f"nie jest nazwą obszaru o kodzie {code} ({unit.name}); popraw kod albo nazwę"
        line.reject("unit-contradicted", "area", why)
    return code if unit else ""


def _is_name(context: ReplyContext, text: str, code: str, name: str) -> bool:
    """Check whether a unit is called so, or was (a sheet is of a day): „lubelski”, „powiat lubelski”, „m. Lublin”."""
    names = {fold(name), *(fold(f.name) for f in context.registry.former_names if f.teryt == code)}
    return not names.isdisjoint({fold(text), re.sub(r"^(?:powiat|gmina|miasto|m) ", "", fold(text))})


def _build(
    context: ReplyContext, line: RowResult, claim: _Claim, named: Collection[str], others: Sequence[Row]
) -> None:
    """Take a row, given the centres that the reply names for its unit and the claims of others on it."""
    unit, centre, before = claim
    row = {
        "unit": unit,
        "effect": "add",
        "centre_id": centre,
        "subregion": next((r["subregion"] for r in others if r["centre_id"] == centre and r["subregion"]), ""),
        "confidence": "stated",
        "sentence": "",
        **life_of(line),
        **provenance_of(line, context.columns),
    }
    replaced = before if before not in ("", centre, *named) else ""
    if replaced and not row["valid_from"] and not line.refused:
        why = "pozostało puste, a wiersz zmienia ośrodek; wpisz, od kiedy obszar obsługuje nowy ośrodek"
        line.reject("start-missing", "valid_from", why, "")
    day = context.form.day
    dates = [r["source_date"] for r in others if r["centre_id"] in (centre, replaced)]
    newer = max((text for text in dates if (first := first_day(text)) and first.isoformat() > day), default="")
    if newer and day:
        why = f"ma w rejestrze źródło nowsze niż odpowiedź ({newer}); sprawdź, które jest prawdziwe"
        line.reject("older-than-known", "teryt", why, unit)
    refuse_any(line)
    if line.refused:
        line.refuse(*([unit] if unit else []))
        return
    ends = [
        row | {"effect": "exclude", "centre_id": ended, "subregion": "", "valid_from": start, "valid_to": ""}
        for ended, start in _endings(row, replaced, others)
    ]
    line.powiat, line.basis = unit[:4], "teryt"
    line.accept({ASSIGNMENTS.table: (row, *ends)}, unit)


def _endings(row: Row, replaced: str, others: Sequence[Row]) -> Iterable[tuple[str, str]]:
    """Yield the centres whose earlier claims the row ends, each with the first day on which they no longer hold."""
    if replaced and _outlives(others, replaced, row["valid_from"]):
        yield replaced, row["valid_from"]
    own = [r for r in others if r["centre_id"] == row["centre_id"] and r["effect"] == "add"]
    differ = [r for r in own if (r["valid_from"], r["valid_to"]) != (row["valid_from"], row["valid_to"])]
    start = row["valid_from"] or (shifted(row["valid_to"], 1) if row["valid_to"] else "")
    if start and _outlives(differ, row["centre_id"], start):
        yield row["centre_id"], start


def _outlives(others: Iterable[Row], centre: str, start: str) -> bool:
    """Check whether a claim to serve is, by its own source, still in force on a day or later."""
    own = (r for r in others if r["centre_id"] == centre and r["effect"] == "add")
    return any(not r["valid_to"] or r["valid_to"] >= start for r in own)
