"""The institutions that a person is sent to, and how to reach them: centres (OWES) and coordinators (ROPS)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ses_map.datasets.centres import CentreRow
from ses_map.datasets.contacts import Contact, CoordinatorRow
from ses_map.datasets.offices import Office
from ses_map.datasets.provenance import Provenance
from ses_map.vocabulary import ContactKind, OfficeRole

#: Parts of how to reach a centre.
CONTACT_PARTS = ("place", "street", "postcode", "phone", "email", "website")
#: What tells one office from another; two that share all of it are one office twice.
OFFICE_IDENTITY = ("centre_id", "role", "place", "street", "valid_from")


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
    parts = CONTACT_PARTS[:-1] if office else ()
    known = {name: (getattr(office, name), office.source) for name in parts if office and getattr(office, name)}
    for name, told in (("website", website), *((c.kind.value, (c.value, c.source)) for c in contacts)):
        if told[0] and (name not in known or told[1].date > known[name][1].date):
            known[name] = told
    found = {name: known[name] for name in CONTACT_PARTS if name in known}
    return ContactDetails(
        **{name: text for name, (text, _) in found.items()},
        sources={name: source for name, (_, source) in found.items()},
    )


@dataclass(frozen=True, slots=True)
class Centre(CentreRow):
    """OWES, a social-economy support centre."""

    #: All that are known, in the order of the table.
    offices: tuple[Office, ...] = ()
    #: Of the centre as a whole, one of each kind.
    contacts: tuple[Contact, ...] = ()

    def offices_on(self, as_of: date) -> tuple[Office, ...]:
        """List the offices in use on the day, main ones first: that of the newest source before the others."""
        found = [o for o in self.offices if o.is_open(as_of)]
        main = sorted((o for o in found if o.role is OfficeRole.MAIN), key=lambda o: o.source.date, reverse=True)
        return (*main, *(o for o in found if o.role is OfficeRole.BRANCH))

    def main_office(self, as_of: date) -> Office | None:
        """Return the seat on the day, where one is known."""
        return next((o for o in self.offices_on(as_of) if o.role is OfficeRole.MAIN), None)

    def contact_on(self, as_of: date) -> ContactDetails:
        """Describe how to reach the centre on the day: its main office, and what is known of the centre as a whole."""
        return contact_details(self.main_office(as_of), (self.website, self.source), self.contacts)


@dataclass(frozen=True, slots=True)
class Coordinator(CoordinatorRow):
    """ROPS, the regional centre for social policy of one voivodeship."""

    #: One of each kind: what its newest source says.
    contacts: tuple[Contact, ...] = ()

    @property
    def phone(self) -> str:
        """Telephone; empty where none is known."""
        return self._value(ContactKind.PHONE)

    @property
    def email(self) -> str:
        """E-mail address; empty where none is known."""
        return self._value(ContactKind.EMAIL)

    @property
    def address(self) -> str:
        """Postal address in one line; empty where none is known."""
        return self._value(ContactKind.ADDRESS)

    @property
    def website(self) -> str:
        """Own site; empty where none is known."""
        return self._value(ContactKind.WEBSITE)

    @property
    def owes_page(self) -> str:
        """Page about the centres of the voivodeship; empty where none is known."""
        return self._value(ContactKind.OWES_PAGE)

    @property
    def sources(self) -> dict[str, Provenance]:
        """Kind of contact → who says so."""
        return {contact.kind.value: contact.source for contact in self.contacts}

    def _value(self, kind: ContactKind) -> str:
        found = find_contact(self.contacts, kind)
        return found.value if found else ""
