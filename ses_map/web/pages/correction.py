"""What somebody says is wrong with one card: as a letter for people, and as one row that the importers read."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ses_map.snapshot import Snapshot


class Kind(StrEnum):
    """What can be wrong."""

    NOT_SERVING = "not-serving"
    OTHER_CENTRE = "other-centre"
    CLOSED = "closed"
    CONTACT = "contact"
    OTHER = "other"


def _(text: str) -> str:
    """Mark a text for the catalogues."""
    return text


#: What can be wrong → how the form asks for it.
KINDS = {
    Kind.NOT_SERVING: _("Ten ośrodek nie obsługuje już tego obszaru"),
    Kind.OTHER_CENTRE: _("Ten obszar obsługuje inny ośrodek"),
    Kind.CLOSED: _("Ten ośrodek już nie działa"),
    Kind.CONTACT: _("Zmienił się kontakt ośrodka"),
    Kind.OTHER: _("Coś innego"),
}
#: Kind of contact → its name in the form.
CONTACTS = {"phone": _("telefon"), "email": _("e-mail"), "website": _("strona"), "address": _("adres")}
#: Characters of a letter: programs that send mail cut longer addresses.
_LONGEST_LETTER = 1800


@dataclass(frozen=True)
class Correction:
    """One correction, as a form has it; every text may be empty."""

    #: TERYT code of the area and id of the centre that the card was about.
    unit: str
    centre: str
    kind: Kind | None
    #: First day on which it is as the correction says.
    since: date | None
    #: Id of the centre that serves the area instead.
    other_centre: str
    #: Key of :data:`CONTACTS`, and the new value.
    contact: str
    value: str
    said: str
    #: Where it is published: an address, or the name of a document; and the date of that.
    source: str
    source_date: date | None

    @property
    def is_filled(self) -> bool:
        """Whether there is enough to send: what is wrong, and what is right or where it is written."""
        return bool(self.kind and (self.said or self.source or self.value or self.other_centre))


def to_letter(found: Correction, snapshot: Snapshot, as_of: date) -> str:
    """Write a correction as lines of text, in Polish: whoever reads them works in Polish."""
    titles = {c.id: c.name for c in snapshot.registry.centres}
    unit = f"{snapshot.names.full_name(found.unit, as_of)} ({found.unit})" if found.unit else ""
    about = "; ".join(filter(None, (unit, titles.get(found.centre, ""))))
    right = (
        f"od {found.since.isoformat()}" if found.since else "",
        titles.get(found.other_centre, ""),
        f"{CONTACTS[found.contact]}: {found.value}" if found.contact else found.value,
        found.said,
    )
    lines = [
        f"Co jest nieaktualne: {KINDS[found.kind] if found.kind else '–'}",
        f"Dotyczy: {about or '–'}",
        f"Jak jest naprawdę: {'; '.join(filter(None, right)) or '–'}",
        f"Źródło: {found.source or '–'}{f' ({found.source_date.isoformat()})' if found.source_date else ''}",
        f"Mapa OWES, stan na {as_of.isoformat()}, migawka {snapshot.id}",
    ]
    return "\n".join(lines)[:_LONGEST_LETTER]


def to_row(found: Correction, snapshot: Snapshot) -> tuple[str, dict[str, str]]:
    """Write a correction as one row for ``ses-map import``.

    Returns
    -------
    str, dict
        Target of the import and the row by header; nothing where the correction names no dated source, because a claim
        without one would pass for a confirmed fact, or does not say what is right.
    """
    if not (found.source and found.source_date):
        return "", {}
    on_line = found.source.startswith(("http://", "https://"))
    source = {"source_url": found.source if on_line else "", "source_title": "" if on_line else found.source}
    source["source_date"] = found.source_date.isoformat()
    since = found.since.isoformat() if found.since else ""
    claim = {"teryt": found.unit, "valid_from": since, **source}
    match found.kind:
        case Kind.NOT_SERVING if found.unit and found.centre and since:
            return "assignments", {"centre_id": found.centre, "effect": "exclude", **claim}
        case Kind.OTHER_CENTRE if found.unit and found.other_centre:
            return "assignments", {"centre_id": found.other_centre, "effect": "add", **claim}
        case Kind.CONTACT if found.centre and found.contact and found.value:
            return "contacts", {"centre_id": found.centre, "kind": found.contact, "value": found.value, **source}
        case Kind.CLOSED if found.centre and found.since:
            centre = next(c for c in snapshot.registry.centres if c.id == found.centre)
            own = {"centre_id": centre.id, "name": centre.name, "voivodeship": centre.voivodeship}
            return "centres", {**own, "valid_to": (found.since - timedelta(days=1)).isoformat(), **source}
    return "", {}
