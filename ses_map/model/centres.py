"""The institutions that a person is sent to: centres (OWES) and the coordinators of their voivodeships (ROPS)."""

from dataclasses import dataclass
from datetime import date

from ses_map.datasets.centres import CentreRow
from ses_map.datasets.contacts import CoordinatorRow
from ses_map.datasets.provenance import Provenance
from ses_map.model.contacts import (
    Contact,
    ContactDetails,
    Office,
    contact_details,
    find_contact,
)
from ses_map.vocabulary import ContactKind, OfficeRole


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
