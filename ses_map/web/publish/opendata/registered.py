"""The registry's own tables: who serves what, the centres, how to reach them, the entities and what belongs to them."""

from datetime import date

from ses_map import datasets as tables
from ses_map.datasets import Words, plain
from ses_map.datasets.types import AREA, COUNT, TEXT, URL
from ses_map.model import Centre, Coordinator
from ses_map.web.publish.opendata.dataset import Dataset, Form, Reference, Row, column, of_table, plain_row

_SES = (Words("ekonomia społeczna", "social economy"), Words("OWES", "social-economy support centre"))
_ROPS = Words("ROPS", "regional centre for social policy")
_PHONE = column("phone", TEXT, "telefon; przed „+” stoi apostrof", "telephone; an apostrophe before a plus")
_EMAIL = column("email", TEXT, "adres e-mail", "e-mail address")
_ROW = column("row", COUNT, "wiersz tabeli registry/assignments.csv", "line of registry/assignments.csv", True)
_SEAT = (
    column("seat_place", TEXT, "miejscowość siedziby", "town of the main office"),
    column("street", TEXT, "ulica i numer siedziby", "street and number of the main office"),
    column("postcode", TEXT, "kod pocztowy siedziby", "postcode of the main office"),
)


def _centre(centre: Centre) -> Row:
    """Return a centre with the main office of which no end is stated."""
    details = centre.contact_on(date.max)
    reached = {"seat_place": details.place, "street": details.street, "postcode": details.postcode}
    reached |= {"website": details.website, "phone": details.phone, "email": details.email}
    return plain_row(tables.CENTRES.columns, centre) | {name: plain(text) for name, text in reached.items()}


ASSIGNMENTS = of_table(
    tables.ASSIGNMENTS,
    Words("Wskazania: który OWES obsługuje jaki obszar", "Assignments: which centre serves which area"),
    Words(
        "Każde zdanie źródła o tym, że ośrodek obsługuje powiat albo gminę (lub że jej nie obsługuje), z okresem, "
        "źródłem i pewnością. Wskazanie jest twierdzeniem źródła, nie faktem; źródła mogą sobie przeczyć.",
        "Every statement of a source that a centre serves a powiat or a gmina (or does not), with its period, source "
        "and confidence. An assignment is a claim by a source, not a fact; sources may contradict each other.",
    ),
    (*_SES, Words("obszar działania", "area served")),
    worked_out={"": [_ROW]},
    key=("row",),
)

CENTRES = of_table(
    tables.CENTRES,
    Words("Ośrodki wsparcia ekonomii społecznej (OWES)", "Social-economy support centres (OWES)"),
    Words(
        "Nazwy, operatorzy, kontakt instytucji, usługi i odbiorcy ośrodków, każdy ze źródłem i datą; także ośrodki, "
        "które zakończyły działalność.",
        "Names, operators, institutional contacts, services and audiences of the centres, each with source and date; "
        "centres that have closed are included.",
    ),
    _SES,
    sources=("registry-offices", "registry-contacts"),
    worked_out={"voivodeship": _SEAT, "website": (_PHONE, _EMAIL)},
    row=_centre,
    more=(Form("GEOJSON", "/api/v1/centres?format=geojson", "GeoJSON z obszarami na dziś"),),
)

OFFICES = of_table(
    tables.OFFICES,
    Words("Biura ośrodków: siedziby i filie", "Offices of the centres: seats and branches"),
    Words(
        "Gdzie ośrodki przyjmują: adres, telefon, godziny, wejście bez stopni, każde biuro ze źródłem i datą; także "
        "biura zamknięte. Ośrodek może mieć kilka biur.",
        "Where centres receive people: address, telephone, hours, entrance without steps, each office with its source "
        "and date; closed ones are included. A centre may have several offices.",
    ),
    (*_SES, Words("biuro", "office")),
)

ENTITIES = of_table(
    tables.ENTITIES,
    Words("Podmioty ekonomii społecznej (PES)", "Social-economy entities (PES)"),
    Words(
        "Podmioty, o których mówią zebrane źródła: rodzaj, miejsce, kto prowadzi, działalność. To nie jest spis: część "
        "mogła zakończyć działalność, a wielu nie znamy.",
        "Entities that the gathered sources mention: kind, place, who runs them, what they do. This is not a census: "
        "some may have closed, and many are unknown to us.",
    ),
    (*_SES, Words("podmioty ekonomii społecznej", "social-economy entities")),
    more=(
        Form("GEOJSON", "/planowanie/podmioty?format=geojson", "GeoJSON"),
        Form("GPKG", "/planowanie/podmioty?format=gpkg", "GeoPackage"),
        Form("XLSX", "/planowanie/podmioty?format=xlsx", "XLSX"),
    ),
)

INDICATORS = of_table(
    tables.INDICATORS,
    Words("Wskaźniki o obszarach i ośrodkach", "Indicators of areas and centres"),
    Words(
        "Liczby ogłoszone przez źródła: jedna o jednym obszarze albo ośrodku w jednym okresie.",
        "Figures published by sources: one about one area or centre in one period.",
    ),
    (*_SES, Words("wskaźniki", "indicators")),
    more=(Form("XLSX", "/planowanie/wskazniki?format=xlsx", "XLSX"),),
)

CLUSTERS = of_table(
    tables.CLUSTERS,
    Words("Klastry podmiotów ekonomii społecznej", "Clusters of social-economy entities"),
    Words(
        "Nazwane grupy podmiotów; przynależność podaje kolumna clusters tabeli podmiotów.",
        "Named groups of entities; the column clusters of the table of entities says who belongs to one.",
    ),
    (*_SES, Words("klaster", "cluster")),
)

VISITS = of_table(
    tables.VISITS,
    Words("Wizyty studyjne", "Study visits"),
    Words(
        "Wizyty studyjne, które się odbyły, i podmioty w kolejności zwiedzania; źródła są w wierszach podmiotów.",
        "Study visits that took place and their entities in order; the sources are in the rows of the entities.",
    ),
    (*_SES, Words("wizyta studyjna", "study visit")),
)

CONTACTS = of_table(
    tables.CONTACTS,
    Words("Kontakty według źródeł", "Contacts as sources state them"),
    Words(
        "Każdy telefon, adres i strona koordynatora albo ośrodka, jakie podaje jakieś źródło. Źródła mogą sobie "
        "przeczyć: na stronach stoi to, co mówi najnowsze, reszta zostaje tu jako dowód.",
        "Every telephone, address and site of a coordinator or a centre that some source states. Sources may "
        "contradict each other: pages show what the newest one says, the rest stays here as evidence.",
    ),
    (*_SES, _ROPS, Words("kontakt", "contact")),
)


def _coordinator(coordinator: Coordinator) -> Row:
    known = {contact.kind.value: contact.value for contact in coordinator.contacts}
    own = {"voivodeship": coordinator.voivodeship, "name": coordinator.name, "seat_place": coordinator.seat_place}
    parts = {name: known.get(name, "") for name in ("address", "phone", "email", "owes_page")}
    return {name: plain(text) for name, text in {**own, "url": coordinator.website, **parts}.items()}


COORDINATORS = Dataset(
    "coordinators",
    Words("Koordynatorzy: regionalne ośrodki polityki społecznej", "Coordinators: regional centres (ROPS)"),
    Words(
        "Instytucja, która w województwie koordynuje ekonomię społeczną: do niej kierujemy, gdy ośrodka nie znamy.",
        "The institution that coordinates the social economy in a voivodeship: whom to ask where no centre is known.",
    ),
    (*_SES, _ROPS),
    sources=("registry-coordinators", "registry-contacts", "registry-patches"),
    columns=(
        column("voivodeship", AREA, "kod TERYT województwa", "TERYT code of the voivodeship", True),
        column("name", TEXT, "nazwa", "name", True),
        column("seat_place", TEXT, "siedziba", "seat"),
        column("url", URL, "strona internetowa", "website"),
        column("address", TEXT, "adres", "address"),
        _PHONE,
        _EMAIL,
        column("owes_page", URL, "strona koordynatora o ośrodkach", "the coordinator's page about the centres"),
    ),
    records=lambda loaded, as_of: loaded.snapshot.registry.coordinators,
    row=_coordinator,
    key=("voivodeship",),
    references=(Reference("voivodeship", "areas", "teryt"),),
)
