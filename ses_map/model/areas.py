"""The nouns of areas: voivodeships, powiats, gminas, NUTS 3, and the names that units had before."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Voivodeship:
    """Województwo, the first level; its coordinator is the ROPS."""

    teryt: str
    name: str
    #: Locative of the name, as after "w województwie".
    locative: str
    #: ASCII name in addresses: ``warminsko-mazurskie``.
    slug: str


@dataclass(frozen=True, slots=True)
class Powiat:
    """Powiat (county), or a city with powiat rights."""

    teryt: str
    name: str
    is_city: bool
    genitive: str
    locative: str
    #: Town where its offices are.
    seat: str
    nuts3: str
    #: Inhabitants on 2024-12-31 (GUS).
    population: int
    #: Official area on 2025-01-01, km² (GUGiK); coastal units include inner sea waters.
    area_km2: float

    @property
    def full_name(self) -> str:
        """Name that cannot be confused with its namesake city or county."""
        return self.name if self.is_city else f"powiat {self.name}"


@dataclass(frozen=True, slots=True)
class Gmina:
    """Gmina (municipality), the base unit."""

    teryt: str
    #: Seventh digit of TERC on 2026-01-01: 1 urban, 2 rural, 3 mixed.
    kind: str
    name: str
    #: Inhabitants on 2024-12-31 (GUS); ``None`` for gminas younger than that day.
    population: int | None
    #: Official area on 2025-01-01, km² (GUGiK).
    area_km2: float
    #: Whether the base layer (November 2020) holds a polygon of this gmina.
    has_polygon: bool = True
    #: Official area of its land in 2019, km² (GUS), nearest to the time of the base layer; ``None`` where not given.
    land_2019_km2: float | None = None


@dataclass(frozen=True, slots=True)
class Nuts3:
    """A region of NUTS 3 (GUS: podregion): never the subregion that a centre serves."""

    #: ``PL613``; powiats name it in ``nuts3``.
    code: str
    #: As Eurostat has it: ``Bydgosko-toruński``.
    name: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that a unit carried until a day, as data with dates."""

    teryt: str
    name: str
    #: Last day the name held; ``None`` where our sources give only "before 2026-01-01".
    valid_to: date | None
    note: str
