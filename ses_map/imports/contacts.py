"""Records → rows of ``registry/contacts.csv``: contacts in columns (wide) or one a row (long)."""

from collections.abc import Callable, Sequence

from ses_map.imports.claims import find_centre
from ses_map.imports.lines import Line
from ses_map.imports.mapping import Mapping
from ses_map.imports.provenance import provenance_of, read_email, read_phone, read_website
from ses_map.imports.rows import ImportContext, RowResult, refused
from ses_map.model import ContactKind
from ses_map.spelling import fold

TABLE = "registry/contacts.csv"


def _as_is(text: str) -> str:
    return text


#: Kind → its field in a wide file, and how its value is read.
_KINDS: dict[ContactKind, tuple[str, Callable[[str], str]]] = {
    ContactKind.PHONE: ("phone", read_phone),
    ContactKind.EMAIL: ("email", read_email),
    ContactKind.ADDRESS: ("postal_address", _as_is),
    ContactKind.WEBSITE: ("website", read_website),
    ContactKind.OWES_PAGE: ("owes_page", read_website),
}
_WORDS = {
    "telefon": ContactKind.PHONE, "tel": ContactKind.PHONE, "e mail": ContactKind.EMAIL, "mail": ContactKind.EMAIL,
    "adres": ContactKind.ADDRESS, "strona": ContactKind.WEBSITE, "www": ContactKind.WEBSITE,
    "strona o owes": ContactKind.OWES_PAGE, "lista owes": ContactKind.OWES_PAGE,
    **{fold(kind.value): kind for kind in ContactKind},
}  # fmt: skip


def build_contacts(lines: Sequence[Line], mapping: Mapping, context: ImportContext) -> list[RowResult]:
    """Turn lines into contacts; one whose subject is not certain, or that gives none, is rejected."""
    return [_outcome(line, mapping, context) for line in lines]


def _outcome(line: Line, mapping: Mapping, context: ImportContext) -> RowResult:
    subject = _subject(line, context)
    common = {"subject": subject, **provenance_of(line, mapping)}
    found = [*_wide(line), *_long(line)]
    rows = tuple({"kind": kind.value, "value": value} | common for kind, value in found)
    if not rows and not line.refused:
        line.add(
            "no-contact", "value", "", "pozostało bez żadnego kontaktu; uzupełnij go albo usuń wiersz", refuses=True
        )
    if line.refused:
        return refused(line, (subject,) if subject else ())
    return RowResult(line.record, {TABLE: rows}, tuple(line.problems), (subject,))


def _subject(line: Line, context: ImportContext) -> str:
    """Give the centre or the coordinator that a line names; without a name it is the coordinator of a voivodeship."""
    said = line.get("centre")
    if said:
        known = context.registry.coordinators
        named = [c.voivodeship for c in known if said == c.voivodeship or fold(said) == fold(c.name)]
        subject = find_centre(said, context) or (named[0] if len(named) == 1 else "")
        if not subject:
            why = "nie jest jednym ośrodkiem ani koordynatorem w rejestrze; podaj identyfikator albo kod województwa"
            line.add("unknown-subject", "centre", said, why, refuses=True)
        return subject
    code = context.names.voivodeship(line.get("voivodeship"))
    if not code:
        why = "nie wskazuje ośrodka ani województwa; podaj identyfikator ośrodka albo kod województwa"
        line.add("unknown-subject", "voivodeship", line.get("voivodeship"), why, refuses=True)
    return code


def _wide(line: Line) -> list[tuple[ContactKind, str]]:
    read = {kind: line.converted(name, convert, f"invalid-{name}") for kind, (name, convert) in _KINDS.items()}
    return [(kind, value) for kind, value in read.items() if value]


def _long(line: Line) -> list[tuple[ContactKind, str]]:
    said, value = line.get("kind"), line.get("value")
    if not (said or value):
        return []
    kind = _WORDS.get(fold(said))
    if kind is None:
        why = "nie jest rodzajem kontaktu; wpisz telefon, e-mail, adres, strona albo strona o OWES"
        line.add("unknown-kind", "kind", said, why, refuses=True)
        return []
    read = line.converted("value", _KINDS[kind][1], f"invalid-{kind.value}", refuses=True)
    return [(kind, read)] if read else []
