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

#: What an office is, by the words that files use.
_ROLES = {
    "main": "main", "glowne": "main", "biuro glowne": "main", "siedziba": "main", "siedziba glowna": "main",
    "centrala": "main", "lider": "main",
    "branch": "branch", "filia": "branch", "oddzial": "branch", "punkt": "branch", "punkt konsultacyjny": "branch",
    "biuro terenowe": "branch", "biuro lokalne": "branch", "delegatura": "branch", "partner": "branch",
}  # fmt: skip
_ANSWERS = {
    "": "", "yes": "yes", "tak": "yes", "t": "yes", "no": "no", "nie": "no", "n": "no",
    "dostepne": "yes", "bez barier": "yes", "niedostepne": "no",
}  # fmt: skip


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
        line.add("no-office", "town", "", "pozostało bez adresu i kontaktu; uzupełnij je", refuses=True)
    fact = tuple(row[column] for column in OFFICE_IDENTITY)
    if fact in seen:
        why = f"powtarza biuro z wiersza {seen[fact]}; usuń powtórzenie"
        line.add("duplicate-row", "town", line.get("town"), why, refuses=True)
    elif not line.refused:
        seen[fact] = line.record.row


def _role(line: RowResult, row: Row, context: ImportContext, alone: bool) -> str:
    """Tell whether an office is the main one; where nothing says so, the only office of a centre without another is."""
    said = line.get("role")
    role = read_role(said)
    if said and not role:
        line.add("unknown-role", "role", said, "nie jest rodzajem biura; wpisz siedziba albo filia", refuses=True)
    if said or not row["centre_id"]:
        return role
    known = [o for c in context.registry.centres if c.id == row["centre_id"] for o in c.offices if not o.valid_to]
    if alone and all(fold(o.place) == fold(row["place"]) for o in known):
        return next((o.role.value for o in known), "main")
    line.add("role-missing", "role", "", "pozostało puste; podaj, czy to siedziba, czy filia", refuses=True)
    return ""


def read_role(text: str) -> str:
    """Return ``main`` or ``branch`` for what files call an office, or an empty text."""
    return _ROLES.get(fold(text), "")


def office_row(line: RowResult, mapping: Mapping) -> Row:
    """Return the main office that a row describes, but for whose it is and how long."""
    return {
        "role": "main",
        "place": line.get("town"),
        **line.columns("street", "postcode", "phone", "email", "hours"),
        "step_free": _step_free(line),
        "valid_from": "",
        "valid_to": "",
        **provenance_of(line, mapping),
    }


def _step_free(line: RowResult) -> str:
    said = line.get("step_free")
    answer = _ANSWERS.get(fold(said))
    if answer is None:
        line.add("unknown-answer", "step_free", said, "nie jest odpowiedzią; wpisz tak albo nie, albo zostaw puste")
    return answer or ""


def says_anything(row: Row) -> bool:
    """Check whether a row holds more than that there is an office."""
    return any(row[column] for column in ("place", "street", "postcode", "phone", "email", "hours", "step_free"))


def spared(centre: str) -> str:
    """Name the offices of a centre among what rejected or silent rows may speak of; ``*`` for any centre."""
    return f"{centre} office"
