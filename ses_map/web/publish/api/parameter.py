"""What can stand behind the question mark of an address: each parameter once, as the document describes it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ses_map.spelling import alternatives
from ses_map.teryt import KIND_DIGITS, VOIVODESHIPS
from ses_map.vocabulary import DEFAULT_LANGUAGE, LANGUAGES
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
        whole = {"name": self.name, "in": "query", "required": False, "description": self.text, "schema": schema}
        return whole if self.example is None else {**whole, "example": self.example}


def _regions(loaded: LoadedSnapshot) -> list[str]:
    return [*sorted(loaded.snapshot.names.voivodeships), *sorted(loaded.by_slug)]


def _powiaty(loaded: LoadedSnapshot) -> list[str]:
    return sorted(loaded.snapshot.names.powiaty)


def _entity_kinds(loaded: LoadedSnapshot) -> list[str]:
    return list(loaded.planner.entities.kinds)


def _text(name: str, text: str, example: str, **schema: Any) -> Parameter:
    return Parameter(name, text, {"type": "string", **schema}, example)


def _day(name: str, text: str) -> Parameter:
    return _text(name, text, "2026-11-24", format="date")


def _whole(name: str, text: str, least: int, most: int, example: int, **schema: Any) -> Parameter:
    return Parameter(name, text, {"type": "integer", "minimum": least, "maximum": most, **schema}, example)


def _choice(name: str, text: str, known: tuple[str, ...]) -> Parameter:
    """Describe a parameter with few values; the first is the default."""
    return _text(name, text, known[0], enum=list(known), default=known[0])


_DIGIT = "".join(sorted(KIND_DIGITS))
_REGION = "|".join(sorted(VOIVODESHIPS))

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
TERYT = _text(
    "teryt",
    "Kod TERYT województwa, powiatu albo gminy: 2, 4, 6 albo 7 cyfr, z zerem na początku.",
    "2207",
    pattern=f"^({_REGION})([0-9]{{2}}([0-9]{{2}}[{_DIGIT}]?)?)?$",
)
POSTCODE = _text("postcode", "Kod pocztowy.", "82-500", pattern="^[0-9]{2}-?[0-9]{3}$")
QUERY = _text(
    "q",
    "Słowa: miejscowość, gmina, powiat, kod pocztowy, kod TERYT albo para współrzędnych; liczy się 200 znaków.",
    "Kwidzyn",
)
DATE = _day("date", "Dzień, na który pytamy (RRRR-MM-DD); puste albo brak oznacza dziś w Polsce.")
FROM = _day("from", "Pierwszy dzień porównania; brak oznacza dziś.")
TO = _day("to", "Drugi dzień porównania; brak oznacza dziś.")
LANG = _text(
    "lang",
    f"Język etykiet w odpowiedzi: {alternatives(LANGUAGES)}; wszystko inne oznacza {DEFAULT_LANGUAGE}.",
    DEFAULT_LANGUAGE,
)
VOIVODESHIP = Parameter(
    "voivodeship",
    "Województwo: kod TERYT albo nazwa z adresu strony; brak oznacza całą Polskę.",
    {"type": "string"},
    "pomorskie",
    _regions,
)
POWIAT = Parameter("powiat", "Powiat: kod TERYT z czterech cyfr.", {"type": "string"}, "2207", _powiaty)
KIND = _choice("kind", "Rodzaj obszaru.", KINDS)
ENTITY_KIND = Parameter("kind", "Rodzaj podmiotu.", {"type": "string"}, "zaz", _entity_kinds)
SUGGESTED = _whole("limit", "Ile podpowiedzi najwyżej.", 1, 20, 8, default=8)
LIMIT = _whole("limit", "Ile wierszy na stronę; brak oznacza wszystkie.", 1, MOST, 100)
OFFSET = _whole("offset", "Ile wierszy pominąć.", 0, 1_000_000, 0, default=0)
GEOMETRY = _choice("geometry", "Czy GeoJSON ma mieć kształty.", ("true", "false"))
FORMAT = _choice("format", "Postać odpowiedzi.", ("json", "geojson", "csv"))
TABLE_FORMAT = _choice("format", "Postać odpowiedzi.", ("json", "csv"))
BATCH_FORMAT = _text(
    "format",
    "Postać odpowiedzi; brak oznacza taką, w jakiej przyszły pytania.",
    "ndjson",
    enum=["json", "ndjson", "csv"],
)


def paging(schema: str) -> tuple[Parameter, ...]:
    """Describe the parameters of a page of a list, whose rows are of a schema."""
    names = tuple(SCHEMAS[schema]["properties"])
    one = f"({'|'.join(names)})"
    text = f"Pola wierszy, które mają przyjść, po przecinku; brak oznacza wszystkie. Znane są: {', '.join(names)}."
    return LIMIT, OFFSET, _text("fields", text, names[0], pattern=f"^{one}(,{one})*$")
