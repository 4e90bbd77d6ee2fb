"""The registry's own tables: who serves what, the centres, the entities and what belongs with them."""

from datetime import date

from ses_map import datasets as tables
from ses_map.datasets import Words, plain
from ses_map.datasets.types import COUNT, TEXT
from ses_map.model import Assignment, Centre
from ses_map.web.publish.opendata.dataset import Dataset, Form, Row, column, published, references, stored

SES = (Words("ekonomia społeczna", "social economy"), Words("OWES", "social-economy support centre"))


_SEAT = (
    column("seat_place", TEXT, "miejscowość siedziby", "town of the main office"),
    column("street", TEXT, "ulica i numer siedziby", "street and number of the main office"),
    column("postcode", TEXT, "kod pocztowy siedziby", "postcode of the main office"),
)
_REACH = (
    column("phone", TEXT, "telefon; przed „+” stoi apostrof", "telephone; an apostrophe before a plus"),
    column("email", TEXT, "adres e-mail", "e-mail address"),
)
_ROW = column("row", COUNT, "wiersz tabeli registry/assignments.csv", "line of registry/assignments.csv", True)


def _centre(centre: Centre) -> Row:
    """Spell a centre with the main office of which no end is stated."""
    details = centre.contact_on(date.max)
    parts = {"seat_place": details.place, "street": details.street, "postcode": details.postcode}
    parts |= {"website": details.website, "phone": details.phone, "email": details.email}
    return {**stored(tables.CENTRES)(centre), **{name: plain(text) for name, text in parts.items()}}


def _assignment(assignment: Assignment) -> Row:
    return {"row": assignment.row, **stored(tables.ASSIGNMENTS)(assignment)}


ASSIGNMENTS = Dataset(
    name="assignments",
    title=Words("Wskazania: który OWES obsługuje jaki obszar", "Assignments: which centre serves which area"),
    about=Words(
        "Każde zdanie źródła o tym, że ośrodek obsługuje powiat albo gminę (lub że jej nie obsługuje), z okresem, "
        "źródłem i pewnością. Wskazanie jest twierdzeniem źródła, nie faktem; źródła mogą sobie przeczyć.",
        "Every statement of a source that a centre serves a powiat or a gmina (or does not), with its period, source "
        "and confidence. An assignment is a claim by a source, not a fact; sources may contradict each other.",
    ),
    keywords=(*SES, Words("obszar działania", "area served")),
    sources=("registry-assignments", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.assignments,
    row=_assignment,
    key=("row",),
    references=references(tables.ASSIGNMENTS),
    days=("valid_from", "valid_to"),
    columns=published(tables.ASSIGNMENTS, {"": [_ROW]}),
)

CENTRES = Dataset(
    name="centres",
    title=Words("Ośrodki wsparcia ekonomii społecznej (OWES)", "Social-economy support centres (OWES)"),
    about=Words(
        "Nazwy, operatorzy, kontakt instytucji, usługi i odbiorcy ośrodków, każdy ze źródłem i datą; także ośrodki, "
        "które zakończyły działalność.",
        "Names, operators, institutional contacts, services and audiences of the centres, each with source and date; "
        "centres that have closed are included.",
    ),
    keywords=SES,
    sources=("registry-centres", "registry-offices", "registry-contacts", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.centres,
    row=_centre,
    key=("centre_id",),
    references=references(tables.CENTRES),
    days=("valid_from", "valid_to"),
    more=(Form("GEOJSON", "/api/v1/centres?format=geojson", "GeoJSON z obszarami na dziś"),),
    columns=published(tables.CENTRES, {"voivodeship": _SEAT, "website": _REACH}),
)

ENTITIES = Dataset(
    name="entities",
    title=Words("Podmioty ekonomii społecznej (PES)", "Social-economy entities (PES)"),
    about=Words(
        "Podmioty, o których mówią zebrane źródła: rodzaj, miejsce, kto prowadzi, działalność. To nie jest spis: część "
        "mogła zakończyć działalność, a wielu nie znamy.",
        "Entities that the gathered sources mention: kind, place, who runs them, what they do. This is not a census: "
        "some may have closed, and many are unknown to us.",
    ),
    keywords=(*SES, Words("podmioty ekonomii społecznej", "social-economy entities")),
    sources=("registry-entities", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.entities,
    row=stored(tables.ENTITIES),
    key=("entity_id",),
    references=references(tables.ENTITIES),
    days=("valid_from", "valid_to"),
    more=(
        Form("GEOJSON", "/planowanie/podmioty?format=geojson", "GeoJSON"),
        Form("GPKG", "/planowanie/podmioty?format=gpkg", "GeoPackage"),
        Form("XLSX", "/planowanie/podmioty?format=xlsx", "XLSX"),
    ),
    columns=published(tables.ENTITIES),
)

CLUSTERS = Dataset(
    name="clusters",
    title=Words("Klastry podmiotów ekonomii społecznej", "Clusters of social-economy entities"),
    about=Words(
        "Nazwane grupy podmiotów; przynależność podaje kolumna clusters tabeli podmiotów.",
        "Named groups of entities; the column clusters of the table of entities says who belongs to one.",
    ),
    keywords=(*SES, Words("klaster", "cluster")),
    sources=("registry-clusters", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.clusters,
    row=stored(tables.CLUSTERS),
    key=("cluster_id",),
    days=("valid_from", "valid_to"),
    columns=published(tables.CLUSTERS),
)

VISITS = Dataset(
    name="visits",
    title=Words("Wizyty studyjne", "Study visits"),
    about=Words(
        "Wizyty studyjne, które się odbyły, i podmioty w kolejności zwiedzania; źródła są w wierszach podmiotów.",
        "Study visits that took place and their entities in order; the sources are in the rows of the entities.",
    ),
    keywords=(*SES, Words("wizyta studyjna", "study visit")),
    sources=("registry-visits", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.visits,
    row=stored(tables.VISITS),
    key=("visit_id",),
    days=("date_from", "date_to"),
    columns=published(tables.VISITS),
)

INDICATORS = Dataset(
    name="indicators",
    title=Words("Wskaźniki o obszarach i ośrodkach", "Indicators of areas and centres"),
    about=Words(
        "Liczby ogłoszone przez źródła: jedna o jednym obszarze albo ośrodku w jednym okresie.",
        "Figures published by sources: one about one area or centre in one period.",
    ),
    keywords=(*SES, Words("wskaźniki", "indicators")),
    sources=("registry-indicators", "registry-patches"),
    records=lambda loaded, as_of: loaded.snapshot.registry.indicators,
    row=stored(tables.INDICATORS),
    more=(Form("XLSX", "/planowanie/wskazniki?format=xlsx", "XLSX"),),
    columns=published(tables.INDICATORS),
)
