"""The nouns: frozen records that every layer above speaks in.

All dates are calendar days (``datetime.date``) without a time zone; ``None`` in ``valid_from`` or ``valid_to`` means
that the source does not state the day. All TERYT codes are text as given by :func:`ses_map.teryt.parse`.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """How bad a defect in data is: FATAL stops publication, WARNING is shown."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A defect in data, as a value."""

    #: Machine name in kebab-case, e.g. ``unknown-unit``.
    code: str
    #: What it is about: a TERYT code, an id, a file.
    subject: str
    severity: Severity
    #: One Polish sentence: what came, what was wanted, what to do.
    detail: str
    #: File relative to ``geodata/``; empty where the problem is not of one file.
    file: str = ""
    #: Line in the file, counted from 1 with the header as line 1; 0 where there is none.
    row: int = 0
    column: str = ""
    value: str = ""
    #: Sheet of a workbook or layer of a file that was imported; empty elsewhere.
    sheet: str = ""
    #: What may have been meant, ready to be put in the cell; empty where nothing is known.
    suggestion: str = ""


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


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from."""

    #: Address of the page; empty for the founding texts, which ``title`` then names.
    url: str
    title: str
    #: Date of the source as stated: ``2024``, ``2024-03`` or ``2024-03-05``; empty where not stated.
    date: str


@dataclass(frozen=True, slots=True)
class Centre:
    """OWES, a social-economy support centre."""

    id: str
    name: str
    operator: str
    partners: tuple[str, ...]
    note: str
    voivodeship: str
    seat_place: str
    street: str
    postcode: str
    website: str
    phone: str
    email: str
    services: tuple[str, ...]
    audiences: tuple[str, ...]
    source: Provenance
    #: ``stated`` or ``derived`` (descriptive name or inferred detail).
    confidence: str
    valid_from: date | None = None
    #: Last day in being.
    valid_to: date | None = None


class Effect(StrEnum):
    """What an assignment does with its unit."""

    ADD = "add"
    EXCLUDE = "exclude"


class Confidence(StrEnum):
    """``STATED``: the source names the unit. ``DERIVED``: it names only the subregion."""

    STATED = "stated"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Assignment:
    """A claim by a source that a centre serves a unit (or leaves it out): not a fact."""

    #: Powiat (4 digits) or gmina (6 digits).
    unit: str
    effect: Effect
    centre_id: str
    #: Name of the area as the source has it; empty where it has none.
    subregion: str
    valid_from: date | None
    #: Last day in force.
    valid_to: date | None
    source: Provenance
    confidence: Confidence
    sentence: str
    #: Line in ``registry/assignments.csv``.
    row: int

    def in_force(self, as_of: date) -> bool:
        """Tell whether the claim holds on the day; a day that is not stated bounds nothing."""
        return (self.valid_from is None or self.valid_from <= as_of) and not self.ended(as_of)

    def ended(self, as_of: date) -> bool:
        """Tell whether the claim was over before the day."""
        return self.valid_to is not None and self.valid_to < as_of


@dataclass(frozen=True, slots=True)
class Entity:
    """PES, a social-economy entity; an enterprise (PS) is one with the status."""

    id: str
    name: str
    kind: str
    operator: str
    founders: tuple[str, ...]
    #: 4-digit code, empty where the source does not settle it.
    powiat: str
    #: How the powiat was settled: ``teryt``, ``coordinates``, ``stated`` (names), ``town``, ``postcode`` or empty.
    powiat_basis: str
    voivodeship: str
    town: str
    street: str
    postcode: str
    website: str
    activity: str
    #: ``yes`` or ``unknown``.
    status_ps: str
    source: Provenance
    confidence: str
    #: 6-digit code; empty where only the powiat is settled.
    gmina: str = ""
    #: Degrees, WGS 84; ``None`` where the source gives no coordinates.
    lat: float | None = None
    lon: float | None = None
    valid_from: date | None = None
    #: Last day in being.
    valid_to: date | None = None
    #: People who work in it, where the source says.
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure about one subject in one period, as a source publishes it."""

    #: Machine name: ``nowe-miejsca-pracy``.
    code: str
    name: str
    #: What it counts in: ``osoby``, ``%``; empty where the source does not say.
    measure: str
    #: TERYT code, or the id of a centre.
    subject: str
    #: ``2024``, ``2024-03`` or ``2024-03-05``.
    period: str
    value: float
    source: Provenance


@dataclass(frozen=True, slots=True)
class Coordinator:
    """ROPS, the regional centre for social policy of one voivodeship."""

    voivodeship: str
    name: str
    seat_place: str
    url: str


@dataclass(frozen=True, slots=True)
class Source:
    """The papers of one file in ``geodata/``, from its manifest."""

    name: str
    path: str
    title: str
    publisher: str
    url: str
    licence: str
    vintage: str
    attribution: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PointCheck:
    """How many official place points fall into the polygon of their own powiat."""

    checked: int
    inside: int

    @property
    def share(self) -> float:
        """Share inside, 0 to 1."""
        return self.inside / self.checked if self.checked else 0.0


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything the join needs besides geometry."""

    voivodeships: tuple[Voivodeship, ...]
    powiaty: tuple[Powiat, ...]
    gminy: tuple[Gmina, ...]
    former_names: tuple[FormerName, ...]
    centres: tuple[Centre, ...]
    assignments: tuple[Assignment, ...]
    entities: tuple[Entity, ...]
    coordinators: tuple[Coordinator, ...]
    indicators: tuple[Indicator, ...] = ()
    nuts3: tuple[Nuts3, ...] = ()
