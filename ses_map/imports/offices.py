"""Rows → rows of ``registry/offices.csv``: seats and branches, with the contacts for which an office has no column."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ses_map.datasets import CONTACTS, OFFICES
from ses_map.imports.address import parse_address
from ses_map.imports.contacts import list_contacts
from ses_map.imports.context import ImportContext
from ses_map.imports.locate import clues_of
from ses_map.imports.mapping import Mapping as ColumnMapping
from ses_map.imports.rows import PROVENANCE, Row, RowResult, life_of, provenance_of
from ses_map.model import OFFICE_IDENTITY
from ses_map.spelling import fold

#: Columns of an office that say more than whose, where, what and when it is.
_OFFICE = tuple(
    column.name
    for column in OFFICES.columns
    if column.attribute.isidentifier() and column.name not in ("centre_id", "role", "place", "valid_from", "valid_to")
)


def build_offices(lines: Sequence[RowResult], mapping: ColumnMapping, context: ImportContext) -> None:
    """Turn the rows of a file into offices; one whose centre or role is not certain is refused."""
    listed = Counter(context.find_centre(line.get("centre")) for line in lines)
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        centre = context.require_centre(line)
        row = office_row(line, mapping) | {"centre_id": centre, **life_of(line)}
        if says_anything(row):
            row["role"] = _role(line, row, context, alone=listed[centre] == 1)
        require_one_office(line, row, seen)
        _locate_office(line, centre, context)
        if line.refused:
            line.refuse(*([centre] if centre else []), spares=(spared(centre or "*"),))
        else:
            line.accept({OFFICES.path: (row, *branch_rows(line, row))} | further_contacts(line, centre, row), centre)


def _locate_office(line: RowResult, centre: str, context: ImportContext) -> None:
    """Note where an office is; a town of many namesakes is settled by the voivodeship of its centre, if at all."""
    clues = clues_of(line)
    place = context.locator.locate(clues)
    if not (place.powiat or clues.voivodeship) and centre:
        home = next(c.voivodeship for c in context.registry.centres if c.id == centre)
        again = context.locator.locate(clues._replace(voivodeship=home))
        place = again if again.powiat else place
    line.problems.extend(place.problems)
    line.powiat, line.basis = place.powiat, place.basis


def require_one_office(line: RowResult, row: Row, seen: dict[tuple[str, ...], int]) -> None:
    """Refuse an office that says nothing, or that an earlier row has; the row of one that is new is remembered."""
    if not says_anything(row):
        line.reject("no-office", "town", "pozostało bez adresu i kontaktu; uzupełnij je", "")
    fact = tuple(row[column] for column in OFFICE_IDENTITY)
    if fact in seen:
        line.reject("duplicate-row", "town", f"powtarza biuro z wiersza {seen[fact]}; usuń powtórzenie")
    elif not line.refused:
        seen[fact] = line.record.row


def _role(line: RowResult, row: Row, context: ImportContext, alone: bool) -> str:
    """Return whether an office is the main one; where nothing says so, the only one of a centre is."""
    if line.get("role") or not row["centre_id"]:
        return line.read("role")
    known = [o for c in context.registry.centres if c.id == row["centre_id"] for o in c.offices if not o.valid_to]
    if alone and all(fold(o.place) == fold(row["place"]) for o in known):
        return next((o.role.value for o in known), "main")
    line.reject("role-missing", "role", "pozostało puste; podaj, czy to siedziba, czy filia", "")
    return ""


def office_row(line: RowResult, mapping: ColumnMapping) -> Row:
    """Return the main office that a row describes, but for whose it is and how long."""
    return {
        "role": "main",
        "place": line.get("town"),
        **line.columns(*_OFFICE),
        "valid_from": "",
        "valid_to": "",
        **provenance_of(line, mapping),
    }


def branch_rows(line: RowResult, office: Row) -> tuple[Row, ...]:
    """Return the offices of the branches that a cell has beside the seat; one without a known town is noted."""
    rows = []
    for text in line.branches:
        found, reached = parse_address(text), dict(reversed(list_contacts(_beside_address(text))[0]))
        if not found.town:
            line.note("branch-unread", "address", "opisuje filię, ale nie mówi, w jakiej miejscowości; popraw", text)
            continue
        place = {"place": found.town, "street": found.street, "postcode": found.postcode}
        said = {column: office[column] for column in ("centre_id", *sorted(PROVENANCE))}
        rows.append(dict.fromkeys(office, "") | said | {"role": "branch"} | place | _of_office(reached))
    return tuple(rows)


def _beside_address(text: str) -> str:
    return ";".join(p for p in re.split(r"[,;\n]", text) if not re.search(r"\d{2}-\d{3}", p))


def _of_office(reached: Mapping[str, str]) -> Row:
    return {kind: reached.get(kind, "") for kind in ("phone", "email")}


def further_contacts(line: RowResult, subject: str, papers: Row) -> dict[str, tuple[Row, ...]]:
    """Return as contacts what the cells of a row have beside the first telephone, address and site."""
    said = {column: papers[column] for column in PROVENANCE}
    pairs = [pair for pair in dict.fromkeys(line.further) if line.get(pair[0]) != pair[1]]
    rows = tuple({"subject": subject, "kind": kind, "value": value} | said for kind, value in pairs)
    return {CONTACTS.path: rows} if rows else {}


def says_anything(row: Row) -> bool:
    """Check whether a row holds more than that there is an office."""
    return any(row[column] for column in ("place", *_OFFICE))


def spared(centre: str) -> str:
    """Name the offices of a centre among what rejected or silent rows may speak of; ``*`` for any centre."""
    return f"{centre} office"
