"""Rows → rows of ``registry/centres.csv``, of their main offices and of the claims in their coverage sentences."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from ses_map import datasets
from ses_map.imports.claims import TABLE as ASSIGNMENTS
from ses_map.imports.claims import find_centre, sentence_rows
from ses_map.imports.clues import clues_of
from ses_map.imports.context import ImportContext
from ses_map.imports.mapping import Mapping as ColumnMapping
from ses_map.imports.offices import TABLE as OFFICES
from ses_map.imports.offices import office_row, says_anything, spared
from ses_map.imports.provenance import confidence_of, life_of, provenance_of
from ses_map.imports.rows import Row, RowResult
from ses_map.imports.updating import PROVENANCE
from ses_map.model import Registry
from ses_map.spelling import fold, slug

TABLE = "registry/centres.csv"

#: Longer names are cut in ids, unless the short id is that of another centre.
_ID = 80


def build_centres(lines: Sequence[RowResult], mapping: ColumnMapping, context: ImportContext) -> None:
    """Turn the rows of a file into centres; a column with a coverage sentence gives their claims as well."""
    seen: dict[str, RowResult] = {}
    heirs = {line.get("number"): "" for line in lines} | {c.id: c.successor for c in context.registry.centres}
    for line in lines:
        _build(line, mapping, context, seen, heirs)


def _build(
    line: RowResult,
    mapping: ColumnMapping,
    context: ImportContext,
    seen: dict[str, RowResult],
    heirs: dict[str, str],
) -> None:
    key = _locate(line, context, seen)
    row = _row(line, key, mapping) | {"successor": _successor(line, key, context, heirs)}
    office = office_row(line, mapping) | {"centre_id": key}
    offices = (office,) if says_anything(office) else ()
    claims = sentence_rows(line, _base(line, row), context) if line.get("coverage") else ()
    if line.refused:
        line.powiat = line.basis = ""
        _refuse(line, key, context.registry)
        return
    seen[key], heirs[key] = line, row["successor"] or heirs.get(key, "")
    silent = not claims or any(p.field == "coverage" for p in line.problems)
    spares = (*([f"{key} *"] if silent else []), *([] if offices else [spared(key)]))
    line.accept({TABLE: (row,), OFFICES: offices, ASSIGNMENTS: claims}, key, spares=spares)


def _locate(line: RowResult, context: ImportContext, seen: Mapping[str, RowResult]) -> str:
    """Find where a centre is, and which it is; one without a voivodeship, or that comes again, is refused."""
    place = context.locator.locate(clues_of(line))
    line.problems.extend(place.problems)
    line.powiat, line.basis = place.powiat, place.basis
    line.require_name("ośrodek")
    if not place.voivodeship:
        line.reject("centre-unlocated", "voivodeship", "nie pozwala ustalić województwa ośrodka; podaj je")
    line.values["voivodeship"] = place.voivodeship
    key = _id(line, context.registry, seen)
    if key in seen:
        why = f"powtarza ośrodek z wiersza {seen[key].record.row}; usuń powtórzenie albo rozróżnij nazwy"
        line.reject("duplicate-row", "name", why)
    return key


def _successor(line: RowResult, key: str, context: ImportContext, heirs: Mapping[str, str]) -> str:
    """Return the id of the centre that took over: one of the registry or the file, and none that this one took over."""
    said = line.get("successor")
    found = said if said in heirs else find_centre(said, context)
    if said and not found:
        why = "nie jest identyfikatorem ani nazwą jednego ośrodka w rejestrze ani w pliku; popraw następcę"
        line.reject("unknown-successor", "successor", why)
    refuse_circle(line, key, found, heirs)
    return found


def refuse_circle(line: RowResult, key: str, found: str, heirs: Mapping[str, str]) -> None:
    """Refuse a successor that was, through others or at once, taken over by the centre that it is to take over."""
    chain = [found]
    while heirs.get(chain[-1]) and heirs[chain[-1]] not in chain and key not in chain:
        chain.append(heirs[chain[-1]])
    if found and key in chain:
        why = f"zamyka koło następców ({' → '.join([key, *chain])}); popraw następcę"
        line.reject("successor-circle", "successor", why)


def _base(line: RowResult, row: Row) -> Row:
    """Return what a centre's claims share with it: its days and its source."""
    shared = ("centre_id", "valid_from", "valid_to", *sorted(PROVENANCE))
    return {column: row[column] for column in shared} | {"subregion": line.get("subregion")}


def _refuse(line: RowResult, key: str, registry: Registry) -> None:
    """Refuse a row; it may speak of every centre of its name, and of what they serve."""
    if not line.get("name"):
        line.refuse(spares=("*", "* *"))
        return
    meant = sorted({key, *(c.id for c in registry.centres if fold(c.name) == fold(line.get("name")))})
    line.refuse(key, spares=(*meant, *(s for c in meant for s in (f"{c} *", spared(c)))))


def _id(line: RowResult, registry: Registry, seen: Mapping[str, RowResult]) -> str:
    """Return the id stated in the file, or that of the centre of this name and voivodeship, or one made of the name.

    A number is no id: that of one office would be another's as well.
    """
    said = line.get("number")
    if re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", said) and re.search("[a-z]", said):
        return said
    known = [c.id for c in registry.centres if (fold(c.name), c.voivodeship) == _who(line)]
    if len(known) > 1:
        why = f"jest nazwą kilku ośrodków ({', '.join(known)}); podaj identyfikator w kolumnie centre_id"
        line.reject("ambiguous-centre", "name", why)
    if known:
        return known[0]
    taken = {c.id for c in registry.centres} | {i for i, other in seen.items() if _who(other) != _who(line)}
    return next(i for i in new_ids(line, registry) if i not in taken)


def _who(line: RowResult) -> tuple[str, str]:
    return fold(line.get("name")), line.get("voivodeship")


def new_ids(line: RowResult, registry: Registry) -> Iterator[str]:
    """Yield ids made of the name, the shortest first; in the end any number tells it from others."""
    whole = slug(line.get("name")) or "bez-nazwy"
    province = next((v.slug for v in registry.voivodeships if v.teryt == line.get("voivodeship")), "polska")
    yield whole[:_ID].strip("-")
    yield whole
    yield f"{whole}-{province}"
    yield from (f"{whole}-{province}-{number}" for number in count(2))


def _row(line: RowResult, key: str, mapping: ColumnMapping) -> Row:
    return {column.name: line.get(column.name) for column in datasets.CENTRES.columns} | {
        "centre_id": key,
        **line.columns("website"),
        "confidence": confidence_of(line),
        **life_of(line),
        **provenance_of(line, mapping),
    }
