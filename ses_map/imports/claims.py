"""Rows → rows of ``registry/assignments.csv``: a unit, or a whole sentence, and the centre that serves it."""

from collections.abc import Iterable, Sequence

from ses_map.imports.clues import clues_of, wants_gmina
from ses_map.imports.context import ImportContext
from ses_map.imports.mapping import Mapping
from ses_map.imports.provenance import confidence_of, life_of, provenance_of
from ses_map.imports.rows import Row, RowResult
from ses_map.imports.updating import PROVENANCE
from ses_map.registry.sentence import Reading, UnitFound, parse_sentence
from ses_map.spelling import fold

TABLE = "registry/assignments.csv"

#: Fields that name a unit of area.
_UNIT = ("teryt", "powiat", "gmina")


def build_assignments(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into claims; one whose centre or unit is not certain is refused, never guessed."""
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        _build(line, mapping, context, seen)


def _build(line: RowResult, mapping: Mapping, context: ImportContext, seen: dict[tuple[str, ...], int]) -> None:
    centre = require_centre(line, context)
    base = {"centre_id": centre, "subregion": line.get("subregion"), **life_of(line), **provenance_of(line, mapping)}
    wide = line.get("coverage") and not any(map(line.get, _UNIT))
    rows = _wide_rows(line, base, context) if wide else _unit_rows(line, base, context)
    rows = _once(line, rows, seen)
    keys = tuple(f"{centre} {r['unit']} {r['effect']}" for r in rows)
    if line.refused:
        # A part that is not known may be any.
        said = [row["unit"] for row in rows] or ["*"]
        line.refuse(*(keys if centre else ()), spares=[f"{centre or '*'} {unit}" for unit in said])
        return
    seen |= {_fact(r): line.record.row for r in rows}
    unsure = any(p.field == "coverage" for p in line.problems)
    line.powiat = rows[0]["unit"][:4] if len(rows) == 1 else ""
    line.basis = "stated" if line.powiat else ""
    line.accept({TABLE: rows}, *keys, spares=[f"{centre} *"] if unsure else ())


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


def require_centre(line: RowResult, context: ImportContext) -> str:
    """Return the id of the centre that a row names, and refuse a row that names none for certain."""
    said = line.get("centre")
    centre = find_centre(said, context)
    if not centre:
        why = "nie jest identyfikatorem ani nazwą jednego ośrodka w rejestrze; zaimportuj najpierw ośrodki"
        line.reject("unknown-centre", "centre", why)
    return centre


def find_centre(said: str, context: ImportContext) -> str:
    """Return the id of the one centre that an id or a name means, or an empty text."""
    centres = context.registry.centres
    if any(c.id == said for c in centres):
        return said
    by_name = [c.id for c in centres if fold(c.name) == fold(said)]
    return by_name[0] if len(by_name) == 1 else ""


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


def sentence_rows(line: RowResult, base: Row, context: ImportContext) -> tuple[Row, ...]:
    """Read the coverage sentence of a row into claims; every problem of the parser is one of the row.

    Parameters
    ----------
    line : RowResult
        With the sentence, and the voivodeship if it is known.
    base : Row
        Centre, subregion, days and source of the claims.
    context : ImportContext
        What the names mean.
    """
    text, names = line.get("coverage"), context.names
    reading = parse_sentence(text, names.gazetteer, names.voivodeship(line.get("voivodeship")))
    for problem in reading.problems:
        why = problem.detail.removeprefix(f"„{problem.subject}” ").rstrip(".")
        line.note(problem.code, "coverage", why, problem.subject, problem.value)
    return tuple(base | {"sentence": " ".join(text.split())} | part for part in _parts(reading))


def _parts(reading: Reading) -> Iterable[Row]:
    for effect, units in (("add", reading.units), ("add", reading.gminas), ("exclude", reading.excluded)):
        for unit in units:
            yield {"unit": unit.teryt, "effect": effect, "confidence": _confidence(unit)}


def _confidence(unit: UnitFound) -> str:
    return "stated" if unit.certainty == "certain" else "derived"
