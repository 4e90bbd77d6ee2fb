"""The seven collections."""

from ses_map.datasets import CENTRES, ENTITIES, Table
from ses_map.spelling import alternatives
from ses_map.vocabulary import GMINA_KINDS
from ses_map.web.publish.ogc import rows, shapes
from ses_map.web.publish.ogc.collection import Collection, Property
from ses_map.web.publish.stored import ogc_columns

_STATE = "Stan na dzień z parametru datetime (przedział: na jego ostatni dzień, otwarty: na dziś); bez niego na dziś."
_DATED = "Z parametrem datetime tylko to, co wtedy istniało; dzień, którego źródło nie podaje, niczego nie wyklucza."
_LAYER = "boundaries/gminy.topojson"


def _texts(**titles: str) -> tuple[Property, ...]:
    """Declare properties that are texts: name → title."""
    return tuple(Property(name, title) for name, title in titles.items())


_REGION = _texts(voivodeship="Kod TERYT województwa", voivodeship_name="Województwo")
_SIZE = (
    Property("population", "Ludność 31.12.2024 (GUS)", "integer"),
    Property("area_km2", "Powierzchnia urzędowa 1.01.2025, km² (GUGiK)", "number"),
)
_SERVED = (
    Property("outcome", "Wynik: found (ktoś obsługuje) albo uncovered"),
    Property("reason", "Powód braku: gap, no-source albo expired", absent="–"),
    Property("centres", "Identyfikatory OWES, które obsługują", absent="–"),
)
_REACHED = _texts(
    place="Miejscowość", street="Ulica", postcode="Kod pocztowy", phone="Telefon", email="E-mail", website="Strona"
)


def _properties(table: Table, **instead: tuple[Property, ...]) -> tuple[Property, ...]:
    """List the properties that a stored table declares, others instead of some."""
    found: list[Property] = []
    for column in ogc_columns(table):
        name, kind = str(column.ogc), "string" if column.is_list else column.type.json
        form = "date" if column.type.sql == "date" else ""
        found += instead.get(name, (Property(name, column.title, kind, form, known=tuple(column.type.known)),))
    return tuple(found)


_ALL = (
    Collection(
        "gminy",
        "Gminy",
        f"Gminy z rejestru TERYT z wielokątami warstwy granic (listopad 2020) i tym, kto je obsługuje. {_STATE}",
        "multipolygon",
        (
            *_texts(
                teryt="Kod TERYT",
                name="Nazwa",
                kind=f"Rodzaj: {alternatives(kind.pl for kind in GMINA_KINDS.values())}",
            ),
            *_texts(powiat="Kod TERYT powiatu", powiat_name="Powiat"),
            *_REGION,
            *_SIZE,
            *_SERVED,
        ),
        (_LAYER, "reference/gminy.csv", "registry/assignments.csv"),
        rows.gminy,
        shapes.areas("gmina"),
    ),
    Collection(
        "powiaty",
        "Powiaty",
        f"Powiaty i miasta na prawach powiatu: sumy wielokątów gmin, i kto je obsługuje jako całość. {_STATE}",
        "multipolygon",
        (
            *_texts(teryt="Kod TERYT", name="Nazwa"),
            Property("is_city", "Miasto na prawach powiatu", "boolean"),
            *_texts(seat="Siedziba władz", nuts3="Podregion NUTS 3"),
            *_REGION,
            *_SIZE,
            *_SERVED,
        ),
        (_LAYER, "reference/powiaty.csv", "registry/assignments.csv"),
        rows.powiaty,
        shapes.areas("powiat"),
    ),
    Collection(
        "wojewodztwa",
        "Województwa",
        "Województwa: sumy wielokątów gmin, i regionalny ośrodek polityki społecznej (ROPS). Parametr datetime nic "
        "tu nie zmienia.",
        "multipolygon",
        (
            *_texts(teryt="Kod TERYT", name="Nazwa", slug="Nazwa w adresach"),
            *_SIZE,
            *_texts(coordinator="Koordynator (ROPS)", coordinator_url="Strona koordynatora"),
        ),
        (_LAYER, "reference/voivodeships.csv", "registry/coordinators.csv", "registry/contacts.csv"),
        rows.wojewodztwa,
        shapes.areas("voivodeship"),
        rows_change=False,
    ),
    Collection(
        "subregiony",
        "Subregiony OWES",
        f"Subregiony nazwane przez źródła: sumy wielokątów gmin, które w nich obsługuje jeden OWES. {_STATE}",
        "multipolygon",
        (
            *_texts(name="Nazwa", centre="Identyfikator OWES", centre_name="Nazwa OWES"),
            *_REGION,
            *_texts(units="Kody TERYT jednostek"),
        ),
        (_LAYER, "registry/assignments.csv", "registry/centres.csv"),
        rows.subregiony,
        shapes.areas("subregion"),
        shapes_change=True,
    ),
    Collection(
        "obszary-owes",
        "Obszary OWES",
        f"Co obsługuje każdy OWES: sumy wielokątów gmin; obszary kilku OWES mogą się pokrywać. {_STATE}",
        "multipolygon",
        (
            *_texts(centre="Identyfikator OWES", name="Nazwa", operator="Kto prowadzi"),
            *_REGION,
            *_texts(website="Strona"),
            Property("unit_count", "Liczba jednostek", "integer"),
            *_texts(units="Kody TERYT jednostek"),
        ),
        (_LAYER, "registry/assignments.csv", "registry/centres.csv"),
        rows.obszary,
        shapes.areas("centre"),
        shapes_change=True,
    ),
    Collection(
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
    ),
    Collection(
        "podmioty",
        "Podmioty ekonomii społecznej",
        "Podmioty znane ze źródeł publicznych, nie spis: punkt własny albo środek miejscowości, inaczej bez "
        f"geometrii. {_DATED}",
        "point",
        (
            *_properties(ENTITIES, voivodeship=_REGION),
            Property("is_own_point", "Punkt ze źródła (nie środek miejscowości)", "boolean"),
        ),
        ("registry/entities.csv", "reference/places.csv.gz"),
        rows_change=False,
        is_dated=True,
    ),
)
#: Id → collection, in the order in which they are listed.
COLLECTIONS = {c.id: c for c in _ALL}
