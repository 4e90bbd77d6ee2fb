"""Rows → rows of ``registry/offices.csv``: where centres receive people."""

from collections import Counter
from collections.abc import Sequence

from ses_map.imports.claims import find_centre, require_centre
from ses_map.imports.context import ImportContext
from ses_map.imports.mapping import Mapping
from ses_map.imports.provenance import life_of, provenance_of
from ses_map.imports.rows import Row, RowResult
from ses_map.model import OFFICE_IDENTITY
from ses_map.spelling import fold

TABLE = "registry/offices.csv"


def build_offices(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into offices; one whose centre or role is not certain is refused."""
    listed = Counter(find_centre(line.get("centre"), context) for line in lines)
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        centre = require_centre(line, context)
        row = office_row(line, mapping) | {"centre_id": centre, **life_of(line)}
        if says_anything(row):
            row["role"] = _role(line, row, context, alone=listed[centre] == 1)
        require_one_office(line, row, seen)
        if line.refused:
            line.refuse(*([centre] if centre else []), spares=(spared(centre or "*"),))
        else:
            line.accept({TABLE: (row,)}, centre)


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


def office_row(line: RowResult, mapping: Mapping) -> Row:
    """Return the main office that a row describes, but for whose it is and how long."""
    return {
        "role": "main",
        "place": line.get("town"),
        **line.columns("street", "postcode", "phone", "email", "hours", "step_free"),
        "valid_from": "",
        "valid_to": "",
        **provenance_of(line, mapping),
    }


def says_anything(row: Row) -> bool:
    """Check whether a row holds more than that there is an office."""
    return any(row[column] for column in ("place", "street", "postcode", "phone", "email", "hours", "step_free"))


def spared(centre: str) -> str:
    """Name the offices of a centre among what rejected or silent rows may speak of; ``*`` for any centre."""
    return f"{centre} office"
