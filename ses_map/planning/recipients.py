"""Whom to ask: the coordinator of a voivodeship about all of it, a centre about what is its own; and both as tables."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ses_map.lookup import Lookup
from ses_map.model import Centre, Coordinator, Standing, Voivodeship
from ses_map.planning.table import PEOPLE, Column, Table
from ses_map.planning.worklist import WorkItem, find_work, people
from ses_map.vocabulary import STANDING_NAMES


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
    c, address = coordinator, coordinator.address or coordinator.seat_place
    return Recipient(Role.COORDINATOR, area.slug, c.name, area, items, address, c.phone, c.email, c.website)


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


def work_table(items: Iterable[WorkItem], recipients: Sequence[Recipient]) -> Table:
    """List the claims to confirm, each with its source and with whom to ask about it."""
    asked: dict[tuple[str, str], dict[Role, Recipient]] = defaultdict(dict)
    for recipient in recipients:
        for item in recipient.items:
            asked[item.key].setdefault(recipient.role, recipient)

    def whom(item: WorkItem, *roles: Role) -> Recipient | None:
        return next((asked[item.key][role] for role in roles if role in asked[item.key]), None)

    def reading(read: Callable[[Recipient], str], *roles: Role) -> Callable[[WorkItem], str]:
        return lambda item: read(recipient) if (recipient := whom(item, *roles)) else ""

    best = (Role.CENTRE, Role.COORDINATOR)
    columns = (
        *_claim_columns(),
        Column(
            "ask",
            "Kogo zapytać",
            "ośrodek (albo jego następca), jeśli działa, inaczej koordynator",
            value=reading(lambda r: r.name, *best),
        ),
        Column("contact", "Kontakt", "jak się z nim skontaktować", value=reading(lambda r: "; ".join(r.ways), *best)),
        Column(
            "coordinator",
            "Koordynator",
            "regionalny ośrodek polityki społecznej (ROPS)",
            value=reading(lambda r: r.name, Role.COORDINATOR),
        ),
        Column(
            "centre_id", "Identyfikator OWES", "identyfikator ośrodka", value=lambda i: i.centre.id if i.centre else ""
        ),
    )
    return Table.of("do-potwierdzenia", "Do potwierdzenia", columns, items, day=lambda i: i.since)


def _claim_columns() -> tuple[Column, ...]:
    since = "pierwszy dzień tego stanu; puste: odkąd cokolwiek wiadomo"
    centre = "kto obsługuje obszar według źródła albo obsługiwał go ostatnio"
    standing = "niepotwierdzone, zakończone albo brak wskazania, zob. /zrodla"
    dated = "rok, miesiąc albo dzień; puste: źródło bez daty"
    return (
        Column("teryt", "TERYT", "kod powiatu albo gminy o własnych wskazaniach", value=lambda i: i.unit),
        Column("name", "Obszar", "nazwa w tym dniu", value=lambda i: i.part.row.name),
        Column("voivodeship", "Województwo", "nazwa województwa", value=lambda i: i.part.row.voivodeship.name),
        Column("standing", "Stan", standing, value=lambda i: STANDING_NAMES[i.standing]),
        Column("since", "Od kiedy", since, value=lambda i: i.since.isoformat() if i.since else ""),
        Column("centre", "OWES", centre, value=lambda i: i.centre.name if i.centre else ""),
        Column("population", "Mieszkańcy", PEOPLE, 0, lambda i: i.part.population),
        Column("source", "Źródło", "tytuł źródła", value=lambda i: i.basis.source.title if i.basis else ""),
        Column(
            "source_url",
            "Adres źródła",
            "strona, z której jest wskazanie",
            value=lambda i: i.basis.source.url if i.basis else "",
        ),
        Column("source_date", "Data źródła", dated, value=lambda i: i.basis.source.date if i.basis else ""),
    )


def count_standings(items: Sequence[WorkItem]) -> list[tuple[str, int]]:
    """Count areas by the names of their standings; those without any are left out."""
    counts = [(STANDING_NAMES[s], len({i.unit for i in items if i.standing is s})) for s in Standing]
    return [(name, count) for name, count in counts if count]


def recipient_table(recipients: Iterable[Recipient]) -> Table:
    """List the recipients with how much each is asked."""

    def areas(standing: Standing) -> Callable[[Recipient], int]:
        return lambda r: len({i.unit for i in r.items if i.standing is standing})

    unconfirmed, ended = (
        "obszary, których wskazanie jest niepotwierdzone",
        "obszary, których ostatnie wskazanie się skończyło",
    )
    columns = (
        Column("name", "Do kogo", "koordynator albo ośrodek"),
        Column("voivodeship", "Województwo", "nazwa województwa", value=lambda r: r.voivodeship.name),
        Column("unconfirmed", "Niepotwierdzone", unconfirmed, 0, areas(Standing.UNCONFIRMED)),
        Column("ended", "Zakończone", ended, 0, areas(Standing.ENDED)),
        Column("none", "Brak wskazania", "obszary bez żadnego wskazania", 0, areas(Standing.NONE)),
        Column("population", "Mieszkańcy", f"{PEOPLE}, każdy obszar raz", 0, lambda r: people(r.items)),
        Column("contact", "Kontakt", "telefon, e-mail, strona, adres", value=lambda r: "; ".join(r.ways)),
    )
    return Table.of("odbiorcy", "Do kogo napisać", columns, recipients, recipient=lambda r: r)
