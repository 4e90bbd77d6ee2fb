"""``reference/``: voivodeships, powiats, gminas, the names they had, NUTS 3, postcodes and localities."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from ses_map.datasets.column import Column, Table
from ses_map.datasets.types import (
    COUNT,
    DAY,
    DEGREES,
    GMINA,
    NUMBER,
    NUTS3,
    POSTCODE,
    POWIAT,
    TEXT,
    VOIVODESHIP,
    Words,
    member_of,
    one_of,
)
from ses_map.teryt import is_city
from ses_map.vocabulary import GMINA_KINDS, GminaKind

#: What the digits of a kind of gmina mean.
GMINA_KIND_WORDS = Words(
    *(", ".join(f"{digit} {getattr(kind, code)}" for digit, kind in GMINA_KINDS.items()) for code in Words._fields)
)
_TERYT = ("kod TERYT", "TERYT code", "код TERYT")
_PEOPLE = ("ludność 31.12.2024 (GUS)", "inhabitants on 2024-12-31 (GUS)", "населення 31.12.2024 (GUS)")
_SIZE = ("powierzchnia urzędowa 1.01.2025, km² (GUGiK)", "official area on 2025-01-01, km²", "площа 1.01.2025, км²")


def _name(pl: str, en: str, uk: str) -> Column:
    return Column(TEXT, pl.capitalize(), pl, en, uk, is_required=True)


_NAME = _name("nazwa", "name", "назва")
_GENITIVE = _name("dopełniacz nazwy", "genitive of the name", "родовий відмінок назви")
_LOCATIVE = _name("miejscownik nazwy", "locative of the name", "місцевий відмінок назви")


# fmt: off
@dataclass(frozen=True, slots=True)
class Voivodeship:
    """Województwo, the first level; its coordinator is the ROPS."""

    teryt: Annotated[str, Column(VOIVODESHIP, "TERYT", *_TERYT, is_required=True)]
    name: Annotated[str, _NAME]
    #: As after "w województwie".
    locative: Annotated[str, _LOCATIVE]
    #: ASCII name in addresses: ``warminsko-mazurskie``.
    slug: Annotated[str, Column(
        TEXT.limited("[a-z-]+"), "Nazwa w adresach", "nazwa w adresach", "name in addresses", "назва в адресах",
        is_required=True)]


@dataclass(frozen=True, slots=True)
class Powiat:
    """Powiat (county), or a city with powiat rights."""

    teryt: Annotated[str, Column(POWIAT, "TERYT", *_TERYT, is_required=True)]
    name: Annotated[str, _NAME]
    genitive: Annotated[str, _GENITIVE]
    locative: Annotated[str, _LOCATIVE]
    #: Town where its offices are.
    seat: Annotated[str, _name("siedziba władz", "town of its offices", "місто управління")]
    nuts3: Annotated[str, Column(
        NUTS3, "NUTS 3", "podregion NUTS 3", "NUTS 3 region", "регіон NUTS 3", is_required=True)]
    #: On 2024-12-31 (GUS).
    population: Annotated[int, Column(COUNT, "Ludność", *_PEOPLE, is_required=True)]
    #: Official, on 2025-01-01 (GUGiK); coastal units include inner sea waters.
    area_km2: Annotated[float, Column(NUMBER, "Powierzchnia", *_SIZE, is_required=True)]

    @property
    def is_city(self) -> bool:
        """Whether it is a city with powiat rights."""
        return is_city(self.teryt)

    @property
    def full_name(self) -> str:
        """Name that cannot be confused with its namesake city or county."""
        return self.name if self.is_city else f"powiat {self.name}"


@dataclass(frozen=True, slots=True)
class Gmina:
    """Gmina (municipality), the base unit."""

    teryt: Annotated[str, Column(GMINA, "TERYT", *_TERYT, is_required=True)]
    kind: Annotated[GminaKind, Column(
        member_of(GminaKind), "Rodzaj", *GMINA_KIND_WORDS, is_required=True)]
    name: Annotated[str, _NAME]
    #: On 2024-12-31 (GUS); ``None`` for gminas younger than that day.
    population: Annotated[int | None, Column(COUNT, "Ludność", *_PEOPLE)]
    area_km2: Annotated[float, Column(NUMBER, "Powierzchnia", *_SIZE, is_required=True)]
    #: Official area of its land in 2019 (GUS), nearest to the time of the base layer; ``None`` where not given.
    land_2019_km2: Annotated[float | None, Column(
        NUMBER, "Powierzchnia lądu 2019", "powierzchnia lądu w 2019 r., km² (GUS)", "land area in 2019, km² (GUS)",
        "площа суші 2019 р., км² (GUS)", name="area_km2_2019")] = None
    #: Whether the base layer (November 2020) holds a polygon of this gmina.
    has_polygon: bool = True


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a unit carried until a day, as data with dates."""

    teryt: Annotated[str, Column(TEXT.limited(r"(?:\d{4}|\d{6})"), "TERYT", *_TERYT, is_required=True)]
    name: Annotated[str, _NAME]
    #: Last day the name held; ``None`` where our sources give only "before 2026-01-01".
    valid_to: Annotated[date | None, Column(DAY, "Do", "ostatni dzień nazwy", "last day of the name", "останній день")]
    note: Annotated[str, _name("uwaga", "note", "примітка")]


@dataclass(frozen=True, slots=True)
class OtherName:
    """What people call places and regions beside their official names."""

    name: Annotated[str, _NAME]
    #: ``word``: an abbreviation and the word of a name that it stands for: ``wlkp wielkopolski``.
    kind: Annotated[str, Column(
        one_of("exonym", "colloquial", "abbreviation", "region", "word"), "Rodzaj",
        "exonym: w innym języku; colloquial: potoczna; abbreviation: skrót; region: kraina; word: skrót słowa nazwy",
        "exonym, colloquial, abbreviation, region, or word: an abbreviation of a word of names",
        "exonym, colloquial, abbreviation, region або word", is_required=True)]
    #: Towns by their gmina, powiats and voivodeships that are meant by it, with spaces between; empty for a word.
    units: Annotated[str, Column(
        TEXT.limited(r"(?:\d{2}|\d{4}|\d{6})(?: (?:\d{2}|\d{4}|\d{6}))*"), "TERYT", "kody TERYT tego, co oznacza",
        "TERYT codes of what it means", "коди TERYT")]
    source_url: Annotated[str, _name("źródło", "source", "джерело")]


@dataclass(frozen=True, slots=True)
class Nuts3:
    """A region of NUTS 3 (GUS: podregion): never the subregion that a centre serves."""

    #: ``PL613``; powiats name it in ``nuts3``.
    code: Annotated[str, Column(
        NUTS3, "NUTS 3", "kod NUTS 3", "NUTS 3 code", "код NUTS 3", name="nuts3", is_required=True)]
    #: As Eurostat has it: ``Bydgosko-toruński``.
    name: Annotated[str, _NAME]


@dataclass(frozen=True, slots=True)
class PostcodeRow:
    """A postcode in a place (GeoNames)."""

    postcode: Annotated[str, Column(
        POSTCODE, "Kod pocztowy", "kod pocztowy", "postcode", "поштовий індекс", is_required=True)]
    place: Annotated[str, _name("miejscowość", "place", "населений пункт")]
    powiat: Annotated[str, Column(POWIAT, "Powiat", *_TERYT, is_required=True)]


@dataclass(frozen=True, slots=True)
class PostcodeAddressesRow:
    """How many addresses of a gmina have a postcode (PRG); the table is there once ``fetch_prg.py`` has made it."""

    postcode: Annotated[str, Column(
        POSTCODE, "Kod pocztowy", "kod pocztowy", "postcode", "поштовий індекс", is_required=True)]
    gmina: Annotated[str, Column(GMINA, "Gmina", *_TERYT, is_required=True)]
    place: Annotated[str, Column(
        TEXT, "Miejscowość", "miejscowość z największą liczbą adresów", "the locality with the most addresses",
        "населений пункт із найбільшою кількістю адрес")]
    addresses: Annotated[int, Column(
        COUNT, "Adresy", "liczba adresów", "number of addresses", "кількість адрес", is_required=True)]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A locality of the register SIMC with its point, where one is known."""

    simc: Annotated[str, Column(
        TEXT.limited(r"\d{7}"), "SIMC", "kod SIMC", "SIMC code", "код SIMC", is_required=True)]
    name: Annotated[str, _NAME]
    kind: Annotated[str, _name("rodzaj miejscowości", "kind of locality", "вид населеного пункту")]
    parent_name: Annotated[str, Column(TEXT, "Część czego", "czego jest częścią", "what it is part of", "частина чого")]
    gmina: Annotated[str, Column(GMINA, "Gmina", *_TERYT, is_required=True)]
    lat: Annotated[float | None, Column(DEGREES, "Szerokość", "stopnie WGS 84", "degrees WGS 84", "градуси WGS 84")]
    lon: Annotated[float | None, Column(DEGREES, "Długość", "stopnie WGS 84", "degrees WGS 84", "градуси WGS 84")]
    coord_source: Annotated[str, Column(
        one_of("prng", "parent"), "Skąd punkt", "prng: własny punkt; parent: punkt miejscowości nadrzędnej",
        "prng: its own point; parent: that of the locality it is part of", "prng: власна точка; parent: точка цілого")]
# fmt: on


VOIVODESHIPS = Table("reference/voivodeships.csv", Voivodeship, key="teryt")
POWIATY = Table("reference/powiaty.csv", Powiat, key="teryt")
GMINY = Table("reference/gminy.csv", Gmina, key="teryt")
FORMER_NAMES = Table("reference/former_names.csv", FormerName)
OTHER_NAMES = Table("reference/other_names.csv", OtherName)
REGIONS_NUTS3 = Table("reference/nuts3.csv", Nuts3, key="nuts3")
POSTCODES = Table("reference/postcodes.csv", PostcodeRow)
POSTCODE_ADDRESSES = Table("reference/postcode_addresses.csv", PostcodeAddressesRow)
PLACES = Table("reference/places.csv.gz", PlaceRow, key="simc")
