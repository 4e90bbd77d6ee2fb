"""Records → rows of ``registry/assignments.csv``: a unit, or a whole sentence, and the centre that serves it."""

from collections.abc import Iterable, Sequence

from ses_map.imports.lines import Line
from ses_map.imports.mapping import Mapping
from ses_map.imports.provenance import confidence_of, life_of, provenance_of
from ses_map.imports.rows import ImportContext, Row, RowResult, clues_of, refused, wants_gmina
from ses_map.imports.updating import PAPERS
from ses_map.registry.sentence import Reading, UnitFound, parse_sentence
from ses_map.spelling import fold

TABLE = "registry/assignments.csv"

#: "tak" is none of them: in a column "obejmuje" it adds, in a column "wyłączenie" it leaves out.
_EFFECTS = {
    "": "add", "add": "add", "dodaj": "add", "dodaje": "add", "obejmuje": "add",
    "exclude": "exclude", "wylacz": "exclude", "wylaczenie": "exclude", "bez": "exclude", "z wylaczeniem": "exclude",
}  # fmt: skip

#: Fields that name a unit of area.
_UNIT = ("teryt", "powiat", "gmina")


def build_assignments(lines: Sequence[Line], mapping: Mapping, context: ImportContext) -> list[RowResult]:
    """Turn lines into claims; one whose centre or unit is not certain is rejected, never guessed."""
    seen: dict[tuple[str, ...], int] = {}
    return [_outcome(line, mapping, context, seen) for line in lines]


def _outcome(line: Line, mapping: Mapping, context: ImportContext, seen: dict[tuple[str, ...], int]) -> RowResult:
    centre = find_centre(line.get("centre"), context)
    if not centre:
        why = "nie jest identyfikatorem ani nazwą jednego ośrodka w rejestrze; zaimportuj najpierw ośrodki"
        line.add("unknown-centre", "centre", line.get("centre"), why, refuses=True)
    base = {"centre_id": centre, "subregion": line.get("subregion"), **life_of(line), **provenance_of(line, mapping)}
    wide = line.get("coverage") and not any(map(line.get, _UNIT))
    rows = _wide_rows(line, base, context) if wide else _unit_rows(line, base, context)
    rows = _once(line, rows, seen)
    keys = tuple(f"{centre} {r['unit']} {r['effect']}" for r in rows)
    if line.refused:
        return refused(line, keys if centre else (), spares=_spares(centre, rows))
    seen |= {_fact(r): line.record.row for r in rows}
    unsure = any(f.field == "coverage" for f in line.problems)
    unit = rows[0]["unit"] if len(rows) == 1 else ""
    return RowResult(
        record=line.record,
        rows={TABLE: rows},
        problems=tuple(line.problems),
        keys=keys,
        spares=(f"{centre} *",) if unsure else (),
        powiat=unit[:4],
        basis="stated" if unit else "",
    )


def _spares(centre: str, rows: Sequence[Row]) -> tuple[str, ...]:
    """Name what a rejected line may speak of: a part that is not known may be any."""
    return tuple(f"{centre or '*'} {row['unit']}" for row in rows) or (f"{centre or '*'} *",)


def _fact(row: Row) -> tuple[str, ...]:
    """Give what makes two claims one: all but the words."""
    return tuple(row[c] for c in ("centre_id", "unit", "effect", "valid_from", "valid_to", *sorted(PAPERS)))


def _once(line: Line, rows: tuple[Row, ...], seen: dict[tuple[str, ...], int]) -> tuple[Row, ...]:
    """Leave out claims that an earlier line has made, and say so."""
    again = [row for row in rows if _fact(row) in seen]
    for row in again:
        why = f"powtarza wskazanie {row['unit']} z wiersza {seen[_fact(row)]}; usuń powtórzenie"
        line.add("duplicate-row", "centre", line.get("centre"), why, refuses=len(again) == len(rows))
    return rows if len(again) == len(rows) else tuple(row for row in rows if row not in again)


def find_centre(said: str, context: ImportContext) -> str:
    """Give the id of the one centre that an id or a name means, or an empty text."""
    by_name = [c.id for c in context.registry.centres if fold(c.name) == fold(said)]
    known = {c.id for c in context.registry.centres}
    return said if said in known else by_name[0] if len(by_name) == 1 else ""


def _unit_rows(line: Line, base: Row, context: ImportContext) -> tuple[Row, ...]:
    """Read the one unit of a line; the seat of somebody is no claim to the area around it."""
    place = context.locator.locate(clues_of(line))
    line.problems.extend(place.problems)
    row = base | {"effect": _effect(line), "confidence": confidence_of(line), "sentence": line.get("coverage")}
    unit = place.gmina if wants_gmina(line) else place.powiat
    if place.problems or not unit or not any(map(line.get, _UNIT)):
        why = f"nie wskazuje pewnie {'jednej gminy' if wants_gmina(line) else 'jednego powiatu'}; podaj kod TERYT"
        said = " ".join(filter(None, map(line.get, (*_UNIT, "town"))))
        line.add("unit-uncertain", "powiat", said, why, refuses=True)
        return ()
    return (row | {"unit": unit},)


def _wide_rows(line: Line, base: Row, context: ImportContext) -> tuple[Row, ...]:
    """Read a line whose area is a sentence; a sentence that is left out cannot leave out parts of itself."""
    rows, effect = sentence_rows(line, base, context), _effect(line)
    if effect == "exclude" and any(row["effect"] == "exclude" for row in rows):
        why = "wyłącza obszar, w którego opisie też jest wyłączenie; podziel wiersz na dwa"
        line.add("unknown-effect", "effect", line.get("effect"), why, refuses=True)
    if not rows:
        line.problems = [f for f in line.problems if f.code != "no-unit"]
        why = "nie wskazuje żadnego obszaru, który znamy; popraw go albo podaj kody TERYT"
        line.add("no-unit", "coverage", line.get("coverage"), why, refuses=True)
    return tuple(row | {"effect": "exclude"} for row in rows) if effect == "exclude" else rows


def _effect(line: Line) -> str:
    effect = _EFFECTS.get(fold(line.get("effect")))
    if effect is None:
        why = "nie jest skutkiem wskazania; wpisz dodaj albo wyłącz"
        line.add("unknown-effect", "effect", line.get("effect"), why, refuses=True)
    return effect or "add"


def sentence_rows(line: Line, base: Row, context: ImportContext) -> tuple[Row, ...]:
    """Read the coverage sentence of a line into claims; every problem of the parser is a problem of the line.

    Parameters
    ----------
    line : Line
        With the sentence, and the voivodeship if it is known.
    base : Row
        Centre, subregion, days and source of the claims.
    context : ImportContext
        What the names mean.
    """
    text = line.get("coverage")
    reading = parse_sentence(text, context.gazetteer, context.names.voivodeship(line.get("voivodeship")))
    for problem in reading.problems:
        why = problem.detail.removeprefix(f"„{problem.subject}” ").rstrip(".")
        line.add(problem.code, "coverage", problem.subject, why, problem.value)
    return tuple(base | {"sentence": " ".join(text.split())} | part for part in _parts(reading))


def _parts(reading: Reading) -> Iterable[Row]:
    for effect, units in (("add", reading.units), ("add", reading.gminas), ("exclude", reading.excluded)):
        for unit in units:
            yield {"unit": unit.teryt, "effect": effect, "confidence": _confidence(unit)}


def _confidence(unit: UnitFound) -> str:
    return "stated" if unit.certainty == "certain" else "derived"
