"""How to reach a centre or a coordinator: offices, and single contacts that a source states."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ses_map.datasets.contacts import ContactRow
from ses_map.datasets.offices import OfficeRow
from ses_map.datasets.provenance import Provenance
from ses_map.vocabulary import ContactKind

#: What tells one office from another; two that share all of it are one office twice.
OFFICE_IDENTITY = ("centre_id", "role", "place", "street", "valid_from")


@dataclass(frozen=True, slots=True)
class Office(OfficeRow):
    """A place where a centre receives people, as a source describes it."""

    def is_open(self, as_of: date) -> bool:
        """Return whether it is in use on the day; a day that is not stated bounds nothing."""
        return (self.valid_from is None or self.valid_from <= as_of) and (
            self.valid_to is None or as_of <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Contact(ContactRow):
    """One way to reach somebody, as one source states it."""


def choose_contacts(contacts: Iterable[Contact]) -> dict[str, tuple[Contact, ...]]:
    """Choose for each subject one contact of each kind: subject → contacts in the order of :class:`ContactKind`.

    The newest source decides, an undated one comes last, and of equally old ones the first that was given; the others
    are evidence. Dates are compared as far as both state them, and then the more exact one is the newer.
    """
    chosen: dict[tuple[str, ContactKind], Contact] = {}
    for contact in contacts:
        key = contact.subject, contact.kind
        if key not in chosen or contact.source.date > chosen[key].source.date:
            chosen[key] = contact
    subjects = dict.fromkeys(subject for subject, _ in chosen)
    return {s: tuple(chosen[s, kind] for kind in ContactKind if (s, kind) in chosen) for s in subjects}


def find_contact(contacts: Iterable[Contact], kind: ContactKind) -> Contact | None:
    """Find the contact of a kind among chosen ones."""
    return next((c for c in contacts if c.kind is kind), None)


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How to reach a centre on a day, each part from where it is best known; empty texts where nothing is known."""

    place: str = ""
    street: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    #: Part → who says so; parts that are not known have none.
    sources: Mapping[str, Provenance] = field(default_factory=dict)


def contact_details(
    office: Office | None, website: tuple[str, Provenance], contacts: Iterable[Contact]
) -> ContactDetails:
    """Put together what is known: of each part what its newest source says, of equally old ones the office's own.

    Parameters
    ----------
    office : Office or None
        The main office on the day, if there is one.
    website : (str, Provenance)
        Site of the centre as its own row has it; may be empty.
    contacts : iterable of Contact
        Chosen ones, one of each kind.
    """
    parts = ("place", "street", "postcode", "phone", "email") if office else ()
    known = {name: (getattr(office, name), office.source) for name in parts if office and getattr(office, name)}
    for name, told in (("website", website), *((c.kind.value, (c.value, c.source)) for c in contacts)):
        if told[0] and (name not in known or told[1].date > known[name][1].date):
            known[name] = told
    found = {name: known[name] for name in ContactDetails.__dataclass_fields__ if name in known}
    return ContactDetails(
        **{name: text for name, (text, _) in found.items()},
        sources={name: source for name, (_, source) in found.items()},
    )
