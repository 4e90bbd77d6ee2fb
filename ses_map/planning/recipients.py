"""Whom to ask: the coordinator of a voivodeship about all of it, a centre about what is its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ses_map.lookup import Lookup
from ses_map.model import Centre, Coordinator, Voivodeship
from ses_map.planning.worklist import WorkItem, find_work


class Role(StrEnum):
    """What a recipient is, as addresses and file names say it."""

    COORDINATOR = "koordynator"
    CENTRE = "osrodek"


@dataclass(frozen=True)
class Recipient:
    """Somebody who gets a letter and a reply sheet."""

    role: Role
    #: The slug of the voivodeship, or the id of the centre.
    key: str
    name: str
    voivodeship: Voivodeship
    #: What it is asked about.
    items: tuple[WorkItem, ...]
    address: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""

    @property
    def slug(self) -> str:
        """Name for files: ``koordynator-lubelskie``."""
        return f"{self.role}-{self.key}"

    @property
    def ways(self) -> tuple[str, ...]:
        """Every known way to reach it, the most direct first."""
        return tuple(way for way in (self.phone, self.email, self.website, self.address) if way)


def find_recipients(lookup: Lookup, items: Sequence[WorkItem], as_of: date) -> list[Recipient]:
    """Find everybody who has something to confirm: for each voivodeship its coordinator, then its centres."""
    found = [r for v in lookup.snapshot.registry.voivodeships for r in _of_voivodeship(lookup, v, items, as_of)]
    return [r for r in found if r.items]


def find_recipient(lookup: Lookup, role: Role, key: str, as_of: date) -> Recipient | None:
    """Find one recipient, whether it has something to confirm or not; ``None`` where nobody is called so.

    A centre that is no more has no letter: its successor is asked, or the coordinator.
    """
    registry = lookup.snapshot.registry
    codes = {v.slug: v.teryt for v in registry.voivodeships} if role is Role.COORDINATOR else {}
    region = codes.get(key) or next((c.voivodeship for c in registry.centres if c.id == key), "")
    area = next((v for v in registry.voivodeships if v.teryt == region), None)
    if area is None:
        return None
    of_area = _of_voivodeship(lookup, area, find_work(lookup, as_of, region), as_of)
    return next((r for r in of_area if (r.role, r.key) == (role, key)), None)


def _of_voivodeship(lookup: Lookup, area: Voivodeship, items: Sequence[WorkItem], as_of: date) -> Iterable[Recipient]:
    registry = lookup.snapshot.registry
    own = tuple(i for i in items if i.unit.startswith(area.teryt))
    yield from (_coordinator(c, area, own) for c in registry.coordinators if c.voivodeship == area.teryt)
    centres = {c.id: c for c in registry.centres}
    for centre in registry.centres:
        if centre.voivodeship == area.teryt and in_being(centre, as_of):
            asked = (i for i in items if i.centre and heir_of(i.centre, centres, as_of).id == centre.id)
            yield _centre(centre, area, tuple(asked), as_of)


def _coordinator(coordinator: Coordinator, area: Voivodeship, items: tuple[WorkItem, ...]) -> Recipient:
    return Recipient(
        Role.COORDINATOR,
        area.slug,
        coordinator.name,
        area,
        items,
        coordinator.address or coordinator.seat_place,
        coordinator.phone,
        coordinator.email,
        coordinator.website,
    )


def _centre(centre: Centre, area: Voivodeship, items: tuple[WorkItem, ...], as_of: date) -> Recipient:
    reach = centre.contact_on(as_of)
    town = " ".join(filter(None, (reach.postcode, reach.place)))
    address = ", ".join(filter(None, (reach.street, town)))
    return Recipient(Role.CENTRE, centre.id, centre.name, area, items, address, reach.phone, reach.email, reach.website)


def in_being(centre: Centre, as_of: date) -> bool:
    """Return whether a centre is not over on the day."""
    return centre.valid_to is None or as_of <= centre.valid_to


def heir_of(centre: Centre, centres: Mapping[str, Centre], as_of: date) -> Centre:
    """Return the centre that answers for one that is over: its successor, and theirs in turn; else itself."""
    heir, passed = centre, {centre.id}
    while not in_being(heir, as_of) and heir.successor in centres and heir.successor not in passed:
        heir = centres[heir.successor]
        passed.add(heir.id)
    return heir
