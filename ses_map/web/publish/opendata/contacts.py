"""How to reach centres and coordinators: offices, coordinators, and every contact that a source states."""

from ses_map import datasets as tables
from ses_map.datasets import Words, plain
from ses_map.datasets.types import AREA, TEXT, URL
from ses_map.model import Coordinator
from ses_map.web.publish.opendata.dataset import Dataset, Reference, Row, column, published, references, stored
from ses_map.web.publish.opendata.registered import SES

_ROPS = Words("ROPS", "regional centre for social policy")

OFFICES = Dataset(
    name="offices",
    title=Words("Biura ośrodków: siedziby i filie", "Offices of the centres: seats and branches"),
    about=Words(
        "Gdzie ośrodki przyjmują: adres, telefon, godziny, wejście bez stopni, każde biuro ze źródłem i datą; także "
        "biura zamknięte. Ośrodek może mieć kilka biur.",
        "Where centres receive people: address, telephone, hours, entrance without steps, each office with its source "
        "and date; closed ones are included. A centre may have several offices.",
    ),
    keywords=(*SES, Words("biuro", "office")),
    sources=("registry-offices", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.offices,
    row=stored(tables.OFFICES),
    references=references(tables.OFFICES),
    days=("valid_from", "valid_to"),
    columns=published(tables.OFFICES),
)

CONTACTS = Dataset(
    name="contacts",
    title=Words("Kontakty według źródeł", "Contacts as sources state them"),
    about=Words(
        "Każdy telefon, adres i strona koordynatora albo ośrodka, jakie podaje jakieś źródło. Źródła mogą sobie "
        "przeczyć: na stronach stoi to, co mówi najnowsze, reszta zostaje tu jako dowód.",
        "Every telephone, address and site of a coordinator or a centre that some source states. Sources may "
        "contradict each other: pages show what the newest one says, the rest stays here as evidence.",
    ),
    keywords=(*SES, _ROPS, Words("kontakt", "contact")),
    sources=("registry-contacts", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.contacts,
    row=stored(tables.CONTACTS),
    columns=published(tables.CONTACTS),
)


def _coordinator(coordinator: Coordinator) -> Row:
    known = {contact.kind.value: contact.value for contact in coordinator.contacts}
    own = {"voivodeship": coordinator.voivodeship, "name": coordinator.name, "seat_place": coordinator.seat_place}
    parts = {name: known.get(name, "") for name in ("address", "phone", "email", "owes_page")}
    return {name: plain(text) for name, text in {**own, "url": coordinator.website, **parts}.items()}


COORDINATORS = Dataset(
    name="coordinators",
    title=Words("Koordynatorzy: regionalne ośrodki polityki społecznej", "Coordinators: regional centres (ROPS)"),
    about=Words(
        "Instytucja, która w województwie koordynuje ekonomię społeczną: do niej kierujemy, gdy ośrodka nie znamy.",
        "The institution that coordinates the social economy in a voivodeship: whom to ask where no centre is known.",
    ),
    keywords=(*SES, _ROPS),
    sources=("registry-coordinators", "registry-contacts", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.coordinators,
    row=_coordinator,
    key=("voivodeship",),
    references=(Reference("voivodeship", "areas", "teryt"),),
    columns=(
        column("voivodeship", AREA, "kod TERYT województwa", "TERYT code of the voivodeship", True),
        column("name", TEXT, "nazwa", "name", True),
        column("seat_place", TEXT, "siedziba", "seat"),
        column("url", URL, "strona internetowa", "website"),
        column("address", TEXT, "adres", "address"),
        column("phone", TEXT, "telefon; przed „+” stoi apostrof", "telephone; an apostrophe before a plus"),
        column("email", TEXT, "adres e-mail", "e-mail address"),
        column("owes_page", URL, "strona koordynatora o ośrodkach", "the coordinator's page about the centres"),
    ),
)  # fmt: skip
