"""What can stand behind the question mark of an address: each parameter once, as the document describes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ses_map.teryt import VOIVODESHIPS
from ses_map.web.publish.api.schemas import SCHEMAS
from ses_map.web.state.area_shapes import KINDS
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

#: The most rows that one page of a list can have.
MOST = 10_000


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query."""

    name: str
    #: What it means, in Polish.
    text: str
    #: JSON schema of its value.
    schema: dict[str, Any]
    example: Any = None
    #: Gives the values that it can have where the snapshot decides.
    values: Callable[[LoadedSnapshot], list[str]] | None = field(default=None, compare=False)

    def described(self, loaded: LoadedSnapshot) -> dict[str, Any]:
        """Return the Parameter Object of OpenAPI 3.1."""
        schema = {**self.schema, "enum": self.values(loaded)} if self.values else dict(self.schema)
        told = {"name": self.name, "in": "query", "required": False, "description": self.text, "schema": schema}
        return told if self.example is None else {**told, "example": self.example}


def _regions(loaded: LoadedSnapshot) -> list[str]:
    return [*sorted(loaded.snapshot.names.voivodeships), *sorted(loaded.by_slug)]


def _powiaty(loaded: LoadedSnapshot) -> list[str]:
    return sorted(loaded.snapshot.names.powiaty)


def _day(name: str, text: str) -> Parameter:
    return Parameter(name, text, {"type": "string", "format": "date"}, "2026-11-24")


def choice(name: str, text: str, known: tuple[str, ...]) -> Parameter:
    """Describe a parameter with few values; the first is the default."""
    return Parameter(name, text, {"type": "string", "enum": list(known), "default": known[0]}, known[0])


_VOIVODESHIP = "|".join(sorted(VOIVODESHIPS))

LAT = Parameter(
    "lat",
    "Szerokość geograficzna w stopniach (WGS 84), z kropką; zawsze razem z lon.",
    {"type": "number", "minimum": -90, "maximum": 90},
    54.1,
)
LON = Parameter(
    "lon",
    "Długość geograficzna w stopniach (WGS 84), z kropką; zawsze razem z lat.",
    {"type": "number", "minimum": -180, "maximum": 180},
    18.93,
)
TERYT = Parameter(
    "teryt",
    "Kod TERYT województwa, powiatu albo gminy: 2, 4, 6 albo 7 cyfr, z zerem na początku.",
    {"type": "string", "pattern": f"^({_VOIVODESHIP})([0-9]{{2}}([0-9]{{2}}[1-589]?)?)?$"},
    "2207",
)
POSTCODE = Parameter("postcode", "Kod pocztowy.", {"type": "string", "pattern": "^[0-9]{2}-?[0-9]{3}$"}, "82-500")
QUERY = Parameter(
    "q",
    "Słowa: miejscowość, gmina, powiat, kod pocztowy, kod TERYT albo para współrzędnych; liczy się 200 znaków.",
    {"type": "string"},
    "Kwidzyn",
)
DATE = _day("date", "Dzień, na który pytamy (RRRR-MM-DD); puste albo brak oznacza dziś w Polsce.")
FROM = _day("from", "Pierwszy dzień porównania; brak oznacza dziś.")
TO = _day("to", "Drugi dzień porównania; brak oznacza dziś.")
LANG = Parameter(
    "lang", "Język etykiet w odpowiedzi: pl, en albo uk; wszystko inne oznacza pl.", {"type": "string"}, "pl"
)
VOIVODESHIP = Parameter(
    "voivodeship",
    "Województwo: kod TERYT albo nazwa z adresu strony; brak oznacza całą Polskę.",
    {"type": "string"},
    "pomorskie",
    _regions,
)
POWIAT = Parameter("powiat", "Powiat: kod TERYT z czterech cyfr.", {"type": "string"}, "2207", _powiaty)
KIND = choice("kind", "Rodzaj obszaru.", KINDS)
ENTITY_KIND = Parameter(
    "kind", "Rodzaj podmiotu.", {"type": "string"}, "zaz", lambda loaded: list(loaded.planner.entities.kinds)
)
SUGGESTED = Parameter(
    "limit", "Ile podpowiedzi najwyżej.", {"type": "integer", "minimum": 1, "maximum": 20, "default": 8}, 8
)
LIMIT = Parameter(
    "limit",
    "Ile wierszy na stronę; brak oznacza wszystkie.",
    {"type": "integer", "minimum": 1, "maximum": MOST},
    100,
)
OFFSET = Parameter(
    "offset", "Ile wierszy pominąć.", {"type": "integer", "minimum": 0, "maximum": 1_000_000, "default": 0}, 0
)
GEOMETRY = choice("geometry", "Czy GeoJSON ma mieć kształty.", ("true", "false"))
FORMAT = choice("format", "Postać odpowiedzi.", ("json", "geojson", "csv"))
TABLE_FORMAT = choice("format", "Postać odpowiedzi.", ("json", "csv"))
BATCH_FORMAT = Parameter(
    "format",
    "Postać odpowiedzi; brak oznacza taką, w jakiej przyszły pytania.",
    {"type": "string", "enum": ["json", "ndjson", "csv"]},
    "ndjson",
)


def paging(schema: str) -> tuple[Parameter, ...]:
    """Describe the parameters of a page of a list, whose rows are of a schema."""
    names = tuple(SCHEMAS[schema]["properties"])
    one = f"({'|'.join(names)})"
    text = f"Pola wierszy, które mają przyjść, po przecinku; brak oznacza wszystkie. Znane są: {', '.join(names)}."
    return LIMIT, OFFSET, Parameter("fields", text, {"type": "string", "pattern": f"^{one}(,{one})*$"}, names[0])
