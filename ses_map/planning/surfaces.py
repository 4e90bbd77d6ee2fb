"""The check of areas: what the base layer measures in EPSG:2180 against the official figures, per powiat.

Figures shown anywhere else are the official ones; this tells how far the generalised borders are from them.
"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median

import shapely

from ses_map.crs import project, to_metric
from ses_map.planning.table import Column, Table
from ses_map.snapshot import Snapshot

#: A powiat within this share of its official area needs no reason.
TOLERANCE = 0.026
#: Two official areas that differ more than this share are of different borders.
_MOVED = 0.01
#: Powiats at the Gulf of Gdańsk and the Vistula Lagoon: since 2020 their official area holds inner sea waters.
_SEA = frozenset(("2210", "2211", "2261", "2262", "2264"))


@dataclass(frozen=True, slots=True)
class Surface:
    """The areas of one powiat, km²."""

    teryt: str
    name: str
    voivodeship: str
    #: Of the polygons (November 2020), in METRIC.
    measured: float
    #: Official land in 2019; ``None`` where the figure of some gmina is missing.
    land_2019: float | None
    #: Official on 2025-01-01, inner sea waters included.
    official: float

    @property
    def deviation(self) -> float:
        """Share by which the layer differs from the official area nearest to its time."""
        return self.measured / (self.land_2019 or self.official) - 1

    @property
    def is_within(self) -> bool:
        """Whether the deviation is within :data:`TOLERANCE`."""
        return abs(self.deviation) <= TOLERANCE

    @property
    def reason(self) -> str:
        """Describe in Polish why areas differ, where that is known; empty where there is nothing to explain."""
        if self.teryt in _SEA:
            return "powierzchnia z 2025 r. obejmuje morskie wody wewnętrzne"
        if self.land_2019 and abs(self.official / self.land_2019 - 1) > _MOVED:
            return "zmiana granic między urzędowymi danymi z 2019 i 2025 r."
        return "" if self.is_within else "powód nieznany; granice warstwy są uogólnione"


@dataclass(frozen=True)
class Surfaces:
    """The areas of all powiats."""

    rows: tuple[Surface, ...]

    @property
    def median(self) -> float:
        """Median of the deviations, a share without sign; 0 where there are no rows."""
        return median(abs(r.deviation) for r in self.rows) if self.rows else 0.0

    @property
    def within(self) -> int:
        """Count the powiats within the tolerance."""
        return sum(r.is_within for r in self.rows)

    @property
    def outside(self) -> tuple[Surface, ...]:
        """List the others, the greatest deviation first."""
        return tuple(sorted((r for r in self.rows if not r.is_within), key=lambda r: (-abs(r.deviation), r.teryt)))


def measure_surfaces(snapshot: Snapshot) -> Surfaces:
    """Measure every powiat that has polygons."""
    polygons = shapely.transform(snapshot.gminy.polygons, lambda a: project(a, to_metric()))
    measured: dict[str, float] = defaultdict(float)
    for code, square_metres in zip(snapshot.gminy.codes, shapely.area(polygons).tolist(), strict=True):
        measured[code[:4]] += square_metres / 1e6
    land: dict[str, list[float | None]] = defaultdict(list)
    for gmina in snapshot.registry.gminy:
        if gmina.has_polygon:
            land[gmina.teryt[:4]].append(gmina.land_2019_km2)
    names = snapshot.names
    return Surfaces(
        tuple(
            Surface(
                teryt=powiat.teryt,
                name=powiat.full_name,
                voivodeship=names.voivodeships[powiat.teryt[:2]].name,
                measured=measured[powiat.teryt],
                land_2019=_whole(land[powiat.teryt]),
                official=powiat.area_km2,
            )
            for powiat in snapshot.registry.powiaty
            if powiat.teryt in measured
        )
    )


def _whole(figures: list[float | None]) -> float | None:
    known = [f for f in figures if f is not None]
    return round(sum(known), 2) if known and len(known) == len(figures) else None


def surface_table(surfaces: Surfaces, region: str = "") -> Table:
    """List the powiats of the country or a voivodeship, the greatest deviation first."""
    change = "warstwa wobec urzędowej 2019, a bez niej 2025"
    columns = (
        Column("teryt", "TERYT", "kod powiatu"),
        Column("name", "Powiat", "nazwa"),
        Column("voivodeship", "Województwo", "nazwa województwa"),
        Column("reason", "Powód", "dlaczego powierzchnie się różnią, jeśli wiadomo"),
        Column(
            "measured_km2",
            "Warstwa granic, km²",
            "pomiar w EPSG:2180 warstwy z listopada 2020 r.",
            2,
            lambda r: round(r.measured, 2),
        ),
        Column("land_2019_km2", "Urzędowa 2019, km²", "powierzchnia lądowa 2019 (GUS)", 2, lambda r: r.land_2019),
        Column("area_km2", "Urzędowa 2025, km²", "powierzchnia 1 stycznia 2025 r. (GUGiK)", 2, lambda r: r.official),
        Column("deviation", "Różnica, %", change, 2, lambda r: round(100 * r.deviation, 2)),
        Column(
            "deviation_2025",
            "Różnica wobec 2025, %",
            "warstwa wobec urzędowej 2025",
            2,
            lambda r: round(100 * (r.measured / r.official - 1), 2),
        ),
    )
    rows = sorted((r for r in surfaces.rows if r.teryt.startswith(region)), key=lambda r: (-abs(r.deviation), r.teryt))
    return Table.of("powierzchnie", "Powierzchnie: kontrola", columns, rows, is_within=lambda r: r.is_within)
