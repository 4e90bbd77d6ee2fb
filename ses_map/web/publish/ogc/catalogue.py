"""The seven collections."""

from ses_map.datasets import CENTRES, ENTITIES, Table
from ses_map.web.publish.ogc import rows, shapes
from ses_map.web.publish.ogc.collection import Collection, Property
from ses_map.web.publish.stored import ogc_columns

_STATE = "Stan na dzień z parametru datetime (przedział: na jego ostatni dzień, otwarty: na dziś); bez niego na dziś."
_DATED = "Z parametrem datetime tylko to, co wtedy istniało; dzień, którego źródło nie podaje, niczego nie wyklucza."
_LAYER = "boundaries/gminy.topojson"

_TERYT = Property("teryt", "Kod TERYT")
_NAME = Property("name", "Nazwa")
_REGION = (Property("voivodeship", "Kod TERYT województwa"), Property("voivodeship_name", "Województwo"))
_SIZE = (
    Property("population", "Ludność 31.12.2024 (GUS)", "integer"),
    Property("area_km2", "Powierzchnia urzędowa 1.01.2025, km² (GUGiK)", "number"),
)
_SERVED = (
    Property("outcome", "Wynik: found (ktoś obsługuje) albo uncovered"),
    Property("reason", "Powód braku: gap, no-source albo expired", absent="–"),
    Property("centres", "Identyfikatory OWES, które obsługują", absent="–"),
)
_REACHED = (
    Property("place", "Miejscowość"),
    Property("street", "Ulica"),
    Property("postcode", "Kod pocztowy"),
    Property("phone", "Telefon"),
    Property("email", "E-mail"),
    Property("website", "Strona"),
)


def _properties(table: Table, **instead: tuple[Property, ...]) -> tuple[Property, ...]:
    """List the properties that a stored table declares, others instead of some."""
    found: list[Property] = []
    for column in ogc_columns(table):
        days = "date" if column.type.sql == "date" else ""
        kind = "string" if column.is_list else column.type.json
        found += instead.get(column.ogc or "", (Property(column.ogc or "", column.title, kind, days),))
    return tuple(found)


GMINY = Collection(
    "gminy",
    "Gminy",
    f"Gminy z rejestru TERYT z wielokątami warstwy granic (listopad 2020) i tym, kto je obsługuje. {_STATE}",
    "multipolygon",
    (
        _TERYT,
        _NAME,
        Property("kind", "Rodzaj: miejska, wiejska albo miejsko-wiejska"),
        Property("powiat", "Kod TERYT powiatu"),
        Property("powiat_name", "Powiat"),
        *_REGION,
        *_SIZE,
        *_SERVED,
    ),
    (_LAYER, "reference/gminy.csv", "registry/assignments.csv"),
    rows.gminy,
    shapes.areas("gmina"),
)
POWIATY = Collection(
    "powiaty",
    "Powiaty",
    f"Powiaty i miasta na prawach powiatu: sumy wielokątów gmin, i kto je obsługuje jako całość. {_STATE}",
    "multipolygon",
    (
        _TERYT,
        _NAME,
        Property("is_city", "Miasto na prawach powiatu", "boolean"),
        Property("seat", "Siedziba władz"),
        Property("nuts3", "Podregion NUTS 3"),
        *_REGION,
        *_SIZE,
        *_SERVED,
    ),
    (_LAYER, "reference/powiaty.csv", "registry/assignments.csv"),
    rows.powiaty,
    shapes.areas("powiat"),
)
WOJEWODZTWA = Collection(
    "wojewodztwa",
    "Województwa",
    "Województwa: sumy wielokątów gmin, i regionalny ośrodek polityki społecznej (ROPS). Parametr datetime nic tu nie "
    "zmienia.",
    "multipolygon",
    (
        _TERYT,
        _NAME,
        Property("slug", "Nazwa w adresach"),
        *_SIZE,
        Property("coordinator", "Koordynator (ROPS)"),
        Property("coordinator_url", "Strona koordynatora"),
    ),
    (_LAYER, "reference/voivodeships.csv", "registry/coordinators.csv", "registry/contacts.csv"),
    rows.wojewodztwa,
    shapes.areas("voivodeship"),
    rows_change=False,
)
SUBREGIONY = Collection(
    "subregiony",
    "Subregiony OWES",
    f"Subregiony nazwane przez źródła: sumy wielokątów gmin, które w nich obsługuje jeden OWES. {_STATE}",
    "multipolygon",
    (
        _NAME,
        Property("centre", "Identyfikator OWES"),
        Property("centre_name", "Nazwa OWES"),
        *_REGION,
        Property("units", "Kody TERYT jednostek"),
    ),
    (_LAYER, "registry/assignments.csv", "registry/centres.csv"),
    rows.subregiony,
    shapes.areas("subregion"),
    shapes_change=True,
)
OBSZARY = Collection(
    "obszary-owes",
    "Obszary OWES",
    f"Co obsługuje każdy OWES: sumy wielokątów gmin; obszary kilku OWES mogą się pokrywać. {_STATE}",
    "multipolygon",
    (
        Property("centre", "Identyfikator OWES"),
        _NAME,
        Property("operator", "Kto prowadzi"),
        *_REGION,
        Property("website", "Strona"),
        Property("unit_count", "Liczba jednostek", "integer"),
        Property("units", "Kody TERYT jednostek"),
    ),
    (_LAYER, "registry/assignments.csv", "registry/centres.csv"),
    rows.obszary,
    shapes.areas("centre"),
    shapes_change=True,
)
OSRODKI = Collection(
    "osrodki",
    "Ośrodki (OWES)",
    f"Siedziby OWES: punkt miejscowości, o ile jest pewna, inaczej bez geometrii. {_DATED}",
    "point",
    _properties(CENTRES, voivodeship=_REGION, website=_REACHED),
    ("registry/centres.csv", "registry/offices.csv", "registry/contacts.csv", "reference/places.csv.gz"),
    rows.osrodki,
    shapes.osrodki,
    shapes_change=True,
    is_dated=True,
)
PODMIOTY = Collection(
    "podmioty",
    "Podmioty ekonomii społecznej",
    "Podmioty znane ze źródeł publicznych, nie spis: punkt własny albo środek miejscowości, inaczej bez geometrii. "
    + _DATED,
    "point",
    (
        *_properties(ENTITIES, voivodeship=_REGION),
        Property("is_own_point", "Punkt ze źródła (nie środek miejscowości)", "boolean"),
    ),
    ("registry/entities.csv", "reference/places.csv.gz"),
    rows.podmioty,
    shapes.podmioty,
    rows_change=False,
    is_dated=True,
)

COLLECTIONS = {c.id: c for c in (GMINY, POWIATY, WOJEWODZTWA, SUBREGIONY, OBSZARY, OSRODKI, PODMIOTY)}
