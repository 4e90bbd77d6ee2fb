"""Rows → rows of ``registry/assignments.csv``: a unit, or a whole sentence, and the centre that serves it."""

import re
from collections.abc import Sequence

from ses_map.datasets import ASSIGNMENTS
from ses_map.imports.context import ImportContext
from ses_map.imports.locate import clues_of, wants_gmina
from ses_map.imports.mapping import Mapping
from ses_map.imports.rows import PROVENANCE, Row, RowResult, confidence_of, life_of, provenance_of
from ses_map.registry.sentence import parse_sentence
from ses_map.spelling import fold

#: Fields that name a unit of area.
_WHOLE = re.compile(
    r"(?:obejmuje |na )?(?:(?:cale|caly|calym|calosc|terenie|teren|obszar|obszarze) )*(?:calego )?"
    r"(?:wojewodztw(?:o|a|ie)|woj)|wszystkie(?: powiaty| gminy)?(?: (?:w )?(?:calego )?wojewodztw(?:a|ie))?"
)
_UNIT = ("teryt", "powiat", "gmina")


def build_assignments(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into claims; one whose centre or unit is not certain is refused, never guessed."""
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        if is_whole(line.get("powiat")) and not line.get("coverage"):
            line.values["coverage"] = line.values.pop("powiat")
        centre, subregion = context.require_centre(line), line.get("subregion")
        base = {"centre_id": centre, "subregion": subregion, **life_of(line), **provenance_of(line, mapping)}
        wide = line.get("coverage") and not any(map(line.get, _UNIT))
        rows = _once(line, (_wide_rows if wide else _unit_rows)(line, base, context), seen)
        keys = tuple(f"{centre} {r['unit']} {r['effect']}" for r in rows)
        if line.refused:
            # A part that is not known may be any.
            units = [row["unit"] for row in rows] or ["*"]
            line.refuse(*(keys if centre else ()), spares=[f"{centre or '*'} {unit}" for unit in units])
            continue
        seen |= {_fact(r): line.record.row for r in rows}
        unsure = any(p.field == "coverage" for p in line.problems)
        line.powiat = rows[0]["unit"][:4] if len(rows) == 1 else ""
        line.basis = "stated" if line.powiat else ""
        line.accept({ASSIGNMENTS.path: rows}, *keys, spares=[f"{centre} *"] if unsure else ())


def _fact(row: Row) -> tuple[str, ...]:
    """Return what makes two claims one: all but the words."""
    return tuple(row[c] for c in ("centre_id", "unit", "effect", "valid_from", "valid_to", *sorted(PROVENANCE)))


def _once(line: RowResult, rows: tuple[Row, ...], seen: dict[tuple[str, ...], int]) -> tuple[Row, ...]:
    """Leave out claims that an earlier row has made, and say so."""
    again = [row for row in rows if _fact(row) in seen]
    for row in again:
        why = f"powtarza wskazanie {row['unit']} z wiersza {seen[_fact(row)]}; usuń powtórzenie"
        (line.reject if len(again) == len(rows) else line.note)("duplicate-row", "centre", why)
    return rows if len(again) == len(rows) else tuple(row for row in rows if row not in again)


def _unit_rows(line: RowResult, base: Row, context: ImportContext) -> tuple[Row, ...]:
    """Read the one unit of a row; the seat of somebody is no claim to the area around it."""
    place = context.locator.locate(clues_of(line))
    line.problems.extend(place.problems)
    row = base | {
        "effect": line.read("effect") or "add",
        "confidence": confidence_of(line),
        "sentence": line.get("coverage"),
    }
    unit = place.gmina if wants_gmina(line) else place.powiat
    if place.problems or not unit or not any(map(line.get, _UNIT)):
        why = f"nie wskazuje pewnie {'jednej gminy' if wants_gmina(line) else 'jednego powiatu'}; podaj kod TERYT"
        said = " ".join(filter(None, map(line.get, (*_UNIT, "town"))))
        line.reject("unit-uncertain", "powiat", why, said)
        return ()
    return (row | {"unit": unit},)


def _wide_rows(line: RowResult, base: Row, context: ImportContext) -> tuple[Row, ...]:
    """Read a row whose area is a sentence; a sentence that is left out cannot leave out parts of itself."""
    rows, effect = sentence_rows(line, base, context), line.read("effect")
    if effect == "exclude" and any(row["effect"] == "exclude" for row in rows):
        why = "wyłącza obszar, w którego opisie też jest wyłączenie; podziel wiersz na dwa"
        line.reject("unknown-effect", "effect", why)
    if not rows:
        line.problems = [p for p in line.problems if p.code != "no-unit"]
        why = "nie wskazuje żadnego obszaru, który znamy; popraw go albo podaj kody TERYT"
        line.reject("no-unit", "coverage", why)
    return tuple(row | {"effect": "exclude"} for row in rows) if effect == "exclude" else rows


def is_whole(text: str) -> bool:
    """Check whether a text means all of a voivodeship that it does not name: ``całe województwo``."""
    return bool(_WHOLE.fullmatch(fold(text)))


def sentence_rows(line: RowResult, base: Row, context: ImportContext) -> tuple[Row, ...]:
    """Read the coverage sentence of a row into claims; every problem of the parser is one of the row.

    ``base`` holds the centre, subregion, days and source of the claims; a voivodeship of the row decides namesakes.
    """
    text, names = line.get("coverage"), context.names
    inside = names.voivodeship(line.get("voivodeship"))
    said = f"całe województwo {names.voivodeships[inside].name}" if inside and is_whole(text) else text
    reading = parse_sentence(said, names.gazetteer, inside)
    for problem in reading.problems:
        why = problem.detail.removeprefix(f"„{problem.subject}” ").rstrip(".")
        line.note(problem.code, "coverage", why, problem.subject, problem.value)
    for unit in (*reading.units, *reading.gminas):
        if unit.certainty != "certain":
            why = f"oznacza zapewne {unit.teryt} {unit.name}, ale nie na pewno; nie przyjęto, podaj kod"
            line.note("unit-likely", "coverage", why, unit.words, unit.teryt)
    base = base | {"sentence": " ".join(text.split())}
    # What is left out only narrows: it is taken in any case.
    found = [("add", u) for u in (*reading.units, *reading.gminas) if u.certainty == "certain"]
    found += [("exclude", u) for u in reading.excluded]
    return tuple(
        base | {"unit": u.teryt, "effect": effect, "confidence": "stated" if u.certainty == "certain" else "derived"}
        for effect, u in found
    )
