"""Rows → rows of ``registry/contacts.csv``: contacts in columns (wide) or one a row (long)."""

from collections.abc import Sequence
from dataclasses import replace

from ses_map.imports.claims import find_centre
from ses_map.imports.context import ImportContext
from ses_map.imports.fields import field_of
from ses_map.imports.mapping import Mapping
from ses_map.imports.provenance import provenance_of
from ses_map.imports.rows import RowResult
from ses_map.model import ContactKind
from ses_map.spelling import fold

TABLE = "registry/contacts.csv"


#: Kind → its field in a wide file.
_KINDS = {
    ContactKind.PHONE: "phone",
    ContactKind.EMAIL: "email",
    ContactKind.ADDRESS: "postal_address",
    ContactKind.WEBSITE: "website",
    ContactKind.OWES_PAGE: "owes_page",
}
_WORDS = {
    "telefon": ContactKind.PHONE, "tel": ContactKind.PHONE, "e mail": ContactKind.EMAIL, "mail": ContactKind.EMAIL,
    "adres": ContactKind.ADDRESS, "strona": ContactKind.WEBSITE, "www": ContactKind.WEBSITE,
    "strona o owes": ContactKind.OWES_PAGE, "lista owes": ContactKind.OWES_PAGE,
    **{fold(kind.value): kind for kind in ContactKind},
}  # fmt: skip


def build_contacts(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into contacts; one whose subject is not certain, or that gives none, is refused."""
    for line in lines:
        subject = _subject(line, context)
        common = {"subject": subject, **provenance_of(line, mapping)}
        rows = tuple({"kind": k.value, "value": value} | common for k, value in (*_wide(line), *_long(line)))
        if not rows and not line.refused:
            line.reject("no-contact", "value", "pozostało bez żadnego kontaktu; uzupełnij go albo usuń wiersz", "")
        if line.refused:
            line.refuse(*([subject] if subject else []))
        else:
            line.accept({TABLE: rows}, subject)


def _subject(line: RowResult, context: ImportContext) -> str:
    """Return the centre or the coordinator that a line names; without a name it is the coordinator of a voivodeship."""
    said = line.get("centre")
    if said:
        known = context.registry.coordinators
        named = [c.voivodeship for c in known if said == c.voivodeship or fold(said) == fold(c.name)]
        subject = find_centre(said, context) or (named[0] if len(named) == 1 else "")
        if not subject:
            why = "nie jest jednym ośrodkiem ani koordynatorem w rejestrze; podaj identyfikator albo kod województwa"
            line.reject("unknown-subject", "centre", why)
        return subject
    code = context.names.voivodeship(line.get("voivodeship"))
    if not code:
        why = "nie wskazuje ośrodka ani województwa; podaj identyfikator ośrodka albo kod województwa"
        line.reject("unknown-subject", "voivodeship", why)
    return code


def _wide(line: RowResult) -> list[tuple[ContactKind, str]]:
    return [(kind, value) for kind, name in _KINDS.items() if (value := line.read(name))]


def _long(line: RowResult) -> list[tuple[ContactKind, str]]:
    said, value = line.get("kind"), line.get("value")
    if not (said or value):
        return []
    kind = _WORDS.get(fold(said))
    if kind is None:
        why = "nie jest rodzajem kontaktu; wpisz telefon, e-mail, adres, strona albo strona o OWES"
        line.reject("unknown-kind", "kind", why)
        return []
    rule = replace(field_of(_KINDS[kind]), code=f"invalid-{kind.value}", refuses=True)
    read = line.read("value", rule)
    return [(kind, read)] if read else []
