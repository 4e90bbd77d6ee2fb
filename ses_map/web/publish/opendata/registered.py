"""The registry's own tables: who serves what, the centres, the entities and what belongs with them."""

from datetime import date

from ses_map.model import Centre
from ses_map.web.publish.opendata.cells import plain, spelled
from ses_map.web.publish.opendata.dataset import (
    COUNT,
    DAY,
    GMINA,
    ID,
    NUMBER,
    POWIAT,
    TEXT,
    UNIT,
    URL,
    VOIVODESHIP,
    WHEN,
    Column,
    Dataset,
    Form,
    Reference,
    Row,
    Words,
    matching,
)

#: Where a row comes from; every table that was gathered by hand ends with these.
PROVENANCE = (
    Column("source_url", URL, "adres źródła; puste: źródło bez adresu", "address of the source; empty: it has none"),
    Column("source_title", TEXT, "tytuł źródła", "title of the source"),
    Column("source_date", WHEN, "data źródła: rok, miesiąc albo dzień", "date of the source: year, month or day"),
)
LIFE = (
    Column("valid_from", DAY, "pierwszy dzień; puste: źródło nie podaje", "first day; empty: not stated"),
    Column("valid_to", DAY, "ostatni dzień; puste: źródło nie podaje", "last day; empty: not stated"),
)
STATED = Column(
    "confidence",
    matching("stated|derived"),
    "stated: tak mówi źródło; derived: wniosek z nazwy podregionu albo opisu",
    "stated: the source says so; derived: inferred from a subregion's name or a description",
    required=True,
)
SES = (Words("ekonomia społeczna", "social economy"), Words("OWES", "social-economy support centre"))


def _centre(centre: Centre) -> Row:
    """Spell a centre with the main office of which no end is stated."""
    details, own = centre.contact_on(date.max), spelled(id="centre_id")(centre)
    parts = {"seat_place": details.place, "street": details.street, "postcode": details.postcode}
    parts |= {"website": details.website, "phone": details.phone, "email": details.email}
    return {**own, **{name: plain(text) for name, text in parts.items()}}


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
    records=lambda edition, as_of: edition.snapshot.registry.assignments,
    row=spelled(),
    key=("row",),
    references=(Reference("unit", "areas", "teryt"), Reference("centre_id", "centres", "centre_id")),
    days=("valid_from", "valid_to"),
    columns=(
        Column("row", COUNT, "wiersz tabeli registry/assignments.csv", "line of registry/assignments.csv", True),
        Column("unit", UNIT, "kod TERYT powiatu (4 cyfry) albo gminy (6)", "TERYT code of powiat or gmina", True),
        Column("effect", matching("add|exclude"), "add: obsługuje; exclude: wyłącza", "served or left out", True),
        Column("centre_id", ID, "identyfikator ośrodka", "id of the centre", True),
        Column("subregion", TEXT, "nazwa podregionu OWES w źródle", "name of the subregion in the source"),
        *LIFE,
        STATED,
        Column("sentence", TEXT, "zdanie, z którego to wynika", "the sentence it comes from"),
        *PROVENANCE,
    ),
)  # fmt: skip

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
    records=lambda edition, as_of: edition.snapshot.registry.centres,
    row=_centre,
    key=("centre_id",),
    references=(Reference("voivodeship", "areas", "teryt"), Reference("successor", "centres", "centre_id")),
    days=("valid_from", "valid_to"),
    more=(Form("GEOJSON", "/api/v1/centres?format=geojson", "GeoJSON z obszarami na dziś"),),
    columns=(
        Column("centre_id", ID, "stały identyfikator; strona /owes/<id>", "stable id; page at /owes/<id>", True),
        Column("name", TEXT, "nazwa ośrodka", "name of the centre", True),
        Column("operator", TEXT, "kto prowadzi ośrodek", "who runs the centre"),
        Column("partners", TEXT, "partnerzy", "partners", is_list=True),
        Column("note", TEXT, "uwaga", "note"),
        Column("voivodeship", VOIVODESHIP, "kod TERYT województwa", "TERYT code of the voivodeship", True),
        Column("seat_place", TEXT, "miejscowość siedziby", "town of the main office"),
        Column("street", TEXT, "ulica i numer siedziby", "street and number of the main office"),
        Column("postcode", TEXT, "kod pocztowy siedziby", "postcode of the main office"),
        Column("website", URL, "strona internetowa", "website"),
        Column("phone", TEXT, "telefon; przed „+” stoi apostrof", "telephone; an apostrophe before a plus"),
        Column("email", TEXT, "adres e-mail", "e-mail address"),
        Column("services", TEXT, "usługi nazwane w źródle", "services named by the source", is_list=True),
        Column("audiences", TEXT, "odbiorcy nazwani w źródle", "audiences named by the source", is_list=True),
        STATED,
        Column("successor", ID, "identyfikator ośrodka, który go zastąpił", "id of the centre that took over"),
        *LIFE,
        *PROVENANCE,
    ),
)  # fmt: skip

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
    records=lambda edition, as_of: edition.snapshot.registry.entities,
    row=spelled(id="entity_id"),
    key=("entity_id",),
    references=(
        Reference("voivodeship", "areas", "teryt"),
        Reference("powiat", "areas", "teryt"),
        Reference("gmina", "areas", "teryt"),
    ),
    days=("valid_from", "valid_to"),
    more=(
        Form("GEOJSON", "/planowanie/podmioty?format=geojson", "GeoJSON"),
        Form("GPKG", "/planowanie/podmioty?format=gpkg", "GeoPackage"),
        Form("XLSX", "/planowanie/podmioty?format=xlsx", "XLSX"),
    ),
    columns=(
        Column("entity_id", ID, "stały identyfikator", "stable id", True),
        Column("name", TEXT, "nazwa według źródła", "name as in the source", True),
        Column("kind", TEXT, "rodzaj podmiotu", "kind of entity", True),
        Column("operator", TEXT, "kto prowadzi podmiot", "who runs the entity"),
        Column("founders", TEXT, "założyciele: osoby prawne", "founders: legal persons", is_list=True),
        Column("powiat", POWIAT, "kod TERYT powiatu; puste: nieustalony", "TERYT code of the powiat, if settled"),
        Column(
            "powiat_basis",
            matching("teryt|coordinates|stated|town|postcode"),
            "na jakiej podstawie ustalono powiat",
            "how the powiat was settled",
        ),
        Column("voivodeship", VOIVODESHIP, "kod TERYT województwa", "TERYT code of the voivodeship", True),
        Column("town", TEXT, "miejscowość", "town"),
        Column("street", TEXT, "ulica i numer", "street and number"),
        Column("postcode", TEXT, "kod pocztowy", "postcode"),
        Column("website", URL, "strona internetowa", "website"),
        Column("activity", TEXT, "działalność według źródła", "activity as in the source"),
        Column("status_ps", matching("yes|unknown"), "status przedsiębiorstwa społecznego", "social enterprise", True),
        Column("confidence", matching("high|medium|low"), "pewność wiersza", "confidence of the row", True),
        Column("gmina", GMINA, "kod TERYT gminy; puste: nieustalona", "TERYT code of the gmina; empty: not settled"),
        Column("lat", NUMBER, "szerokość geograficzna, stopnie WGS 84", "latitude, degrees WGS 84"),
        Column("lon", NUMBER, "długość geograficzna, stopnie WGS 84", "longitude, degrees WGS 84"),
        *LIFE,
        Column("spheres", TEXT, "kluczowe sfery rozwoju", "key development spheres", is_list=True),
        Column("clusters", ID, "identyfikatory klastrów", "ids of clusters", is_list=True),
        Column("jobs", COUNT, "osoby pracujące; puste: brak danych", "people working; empty: unknown"),
        *PROVENANCE,
    ),
)  # fmt: skip

CLUSTERS = Dataset(
    name="clusters",
    title=Words("Klastry podmiotów ekonomii społecznej", "Clusters of social-economy entities"),
    about=Words(
        "Nazwane grupy podmiotów; przynależność podaje kolumna clusters tabeli podmiotów.",
        "Named groups of entities; the column clusters of the table of entities says who belongs to one.",
    ),
    keywords=(*SES, Words("klaster", "cluster")),
    sources=("registry-clusters", "registry-patches"),
    records=lambda edition, as_of: edition.snapshot.registry.clusters,
    row=spelled(id="cluster_id"),
    key=("cluster_id",),
    days=("valid_from", "valid_to"),
    columns=(
        Column("cluster_id", ID, "stały identyfikator", "stable id", True),
        Column("name", TEXT, "nazwa", "name", True),
        Column("organiser", TEXT, "organizator", "organiser"),
        Column("note", TEXT, "uwaga", "note"),
        *LIFE,
        *PROVENANCE,
    ),
)  # fmt: skip

VISITS = Dataset(
    name="visits",
    title=Words("Wizyty studyjne", "Study visits"),
    about=Words(
        "Wizyty studyjne, które się odbyły, i podmioty w kolejności zwiedzania; źródła są w wierszach podmiotów.",
        "Study visits that took place and their entities in order; the sources are in the rows of the entities.",
    ),
    keywords=(*SES, Words("wizyta studyjna", "study visit")),
    sources=("registry-visits", "registry-patches"),
    records=lambda edition, as_of: edition.snapshot.registry.visits,
    row=spelled(id="visit_id"),
    key=("visit_id",),
    days=("date_from", "date_to"),
    columns=(
        Column("visit_id", ID, "stały identyfikator", "stable id", True),
        Column("title", TEXT, "tytuł", "title", True),
        Column("organiser", TEXT, "organizator", "organiser"),
        Column("date_from", DAY, "pierwszy dzień", "first day"),
        Column("date_to", DAY, "ostatni dzień", "last day"),
        Column("route_note", TEXT, "trasa według źródła", "route as the source has it"),
        Column("stops", ID, "identyfikatory podmiotów po kolei", "ids of entities, in order", True, True),
    ),
)  # fmt: skip

INDICATORS = Dataset(
    name="indicators",
    title=Words("Wskaźniki o obszarach i ośrodkach", "Indicators of areas and centres"),
    about=Words(
        "Liczby ogłoszone przez źródła: jedna o jednym obszarze albo ośrodku w jednym okresie.",
        "Figures published by sources: one about one area or centre in one period.",
    ),
    keywords=(*SES, Words("wskaźniki", "indicators")),
    sources=("registry-indicators", "registry-patches"),
    records=lambda edition, as_of: edition.snapshot.registry.indicators,
    row=spelled(code="indicator"),
    more=(Form("XLSX", "/planowanie/wskazniki?format=xlsx", "XLSX"),),
    columns=(
        Column("indicator", ID, "kod wskaźnika", "code of the indicator", True),
        Column("name", TEXT, "nazwa", "name", True),
        Column("measure", TEXT, "jednostka miary", "unit of measure"),
        Column("subject", TEXT, "kod TERYT albo identyfikator ośrodka", "TERYT code or id of a centre", True),
        Column("period", WHEN, "okres: rok, miesiąc albo dzień", "period: year, month or day"),
        Column("value", NUMBER, "wartość", "value", True),
        *PROVENANCE,
    ),
)  # fmt: skip
