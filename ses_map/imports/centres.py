"""Records → rows of ``registry/centres.csv``, of their main offices and of the claims in their coverage sentences."""

import re
from collections.abc import Iterator, Sequence
from itertools import count

from ses_map import datasets
from ses_map.imports.claims import TABLE as ASSIGNMENTS
from ses_map.imports.claims import find_centre, sentence_rows
from ses_map.imports.lines import Line
from ses_map.imports.mapping import Mapping
from ses_map.imports.offices import TABLE as OFFICES
from ses_map.imports.offices import office_row, says_anything, spared
from ses_map.imports.provenance import confidence_of, life_of, provenance_of, read_website
from ses_map.imports.rows import ImportContext, Row, RowResult, clues_of, refused, require_name
from ses_map.imports.updating import PAPERS
from ses_map.model import Registry
from ses_map.spelling import fold, slug

TABLE = "registry/centres.csv"

#: Longer names are cut in ids, unless the short id is that of another centre.
_ID = 80


def build_centres(lines: Sequence[Line], mapping: Mapping, context: ImportContext) -> list[RowResult]:
    """Turn lines into centres; a column with a coverage sentence gives their claims as well."""
    seen: dict[str, Line] = {}
    heirs = {line.get("number"): "" for line in lines} | {c.id: c.successor for c in context.registry.centres}
    return [_outcome(line, mapping, context, seen, heirs) for line in lines]


def _outcome(
    line: Line, mapping: Mapping, context: ImportContext, seen: dict[str, Line], heirs: dict[str, str]
) -> RowResult:
    place = context.locator.locate(clues_of(line))
    line.problems.extend(place.problems)
    require_name(line, "ośrodek")
    if not place.voivodeship:
        why = "nie pozwala ustalić województwa ośrodka; podaj je"
        line.add("centre-unlocated", "voivodeship", line.get("voivodeship"), why, refuses=True)
    line.values["voivodeship"] = place.voivodeship
    key = _id(line, context, seen)
    if key in seen:
        why = f"powtarza ośrodek z wiersza {seen[key].record.row}; usuń powtórzenie albo rozróżnij nazwy"
        line.add("duplicate-row", "name", line.get("name"), why, refuses=True)
    row = _row(line, key, mapping) | {"successor": _successor(line, key, context, heirs)}
    office = office_row(line, mapping) | {"centre_id": key}
    offices = (office,) if says_anything(office) else ()
    claims = sentence_rows(line, _base(line, row), context) if line.get("coverage") else ()
    if line.refused:
        return _refused(line, key, context)
    seen[key], heirs[key] = line, row["successor"] or heirs.get(key, "")
    silent = not claims or any(f.field == "coverage" for f in line.problems)
    return RowResult(
        record=line.record,
        rows={TABLE: (row,), OFFICES: offices, ASSIGNMENTS: claims},
        problems=tuple(line.problems),
        keys=(key,),
        spares=(*([f"{key} *"] if silent else []), *([] if offices else [spared(key)])),
        powiat=place.powiat,
        basis=place.basis,
    )


def _successor(line: Line, key: str, context: ImportContext, heirs: dict[str, str]) -> str:
    """Give the id of the centre that took over: one of the registry or the file, and none that this one took over."""
    said = line.get("successor")
    found = said if said in heirs else find_centre(said, context)
    if said and not found:
        why = "nie jest identyfikatorem ani nazwą jednego ośrodka w rejestrze ani w pliku; popraw następcę"
        line.add("unknown-successor", "successor", said, why, refuses=True)
    chain = [found]
    while heirs.get(chain[-1]) and heirs[chain[-1]] not in chain and key not in chain:
        chain.append(heirs[chain[-1]])
    if found and key in chain:
        why = f"zamyka koło następców ({' → '.join([key, *chain])}); popraw następcę"
        line.add("successor-circle", "successor", said, why, refuses=True)
    return found


def _base(line: Line, row: Row) -> Row:
    """Give what a centre's claims share with it: its days and its source."""
    shared = ("centre_id", "valid_from", "valid_to", *sorted(PAPERS))
    return {column: row[column] for column in shared} | {"subregion": line.get("subregion")}


def _refused(line: Line, key: str, context: ImportContext) -> RowResult:
    """Refuse a line; it may speak of every centre of its name, and of what they serve."""
    if not line.get("name"):
        return refused(line, spares=("*", "* *"))
    meant = sorted({key, *(c.id for c in context.registry.centres if fold(c.name) == fold(line.get("name")))})
    return refused(line, (key,), spares=(*meant, *(s for c in meant for s in (f"{c} *", spared(c)))))


def _id(line: Line, context: ImportContext, seen: dict[str, Line]) -> str:
    """Give the id stated in the file, or that of the centre of this name and voivodeship, or one made of the name.

    A number is no id: that of one office would be another's as well.
    """
    said = line.get("number")
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", said) and re.search("[a-z]", said):
        return said
    known = [c.id for c in context.registry.centres if (fold(c.name), c.voivodeship) == _who(line)]
    if len(known) > 1:
        why = f"jest nazwą kilku ośrodków ({', '.join(known)}); podaj identyfikator w kolumnie centre_id"
        line.add("ambiguous-centre", "name", line.get("name"), why, refuses=True)
    if known:
        return known[0]
    taken = {c.id for c in context.registry.centres} | {i for i, other in seen.items() if _who(other) != _who(line)}
    return next(i for i in new_ids(line, context.registry) if i not in taken)


def _who(line: Line) -> tuple[str, str]:
    return fold(line.get("name")), line.get("voivodeship")


def new_ids(line: Line, registry: Registry) -> Iterator[str]:
    """Give ids made of the name, the shortest first; in the end any number tells it from others."""
    whole = slug(line.get("name")) or "bez-nazwy"
    province = next((v.slug for v in registry.voivodeships if v.teryt == line.get("voivodeship")), "polska")
    yield whole[:_ID].strip("-")
    yield whole
    yield f"{whole}-{province}"
    yield from (f"{whole}-{province}-{number}" for number in count(2))


def _row(line: Line, key: str, mapping: Mapping) -> Row:
    own = {column.name: line.get(column.name) for column in datasets.CENTRES.columns}
    return own | {
        "centre_id": key,
        "voivodeship": line.get("voivodeship"),
        "website": line.converted("website", read_website, "invalid-website"),
        "confidence": confidence_of(line),
        **life_of(line),
        **provenance_of(line, mapping),
    }
