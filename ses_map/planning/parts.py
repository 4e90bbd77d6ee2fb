"""The country in parts that do not overlap: powiats, and gminas with claims of their own taken out of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ses_map.lookup import Lookup, UnitRow, coverage_rows
from ses_map.model import Names, Reason, Standing


@dataclass(frozen=True)
class Part:
    """A powiat without the gminas that are parts of their own, or such a gmina."""

    row: UnitRow
    #: Inhabitants on 2024-12-31 (GUS); they add up to the powiat's, the voivodeship's and the country's.
    population: int
    #: Official area on 2025-01-01, km² (GUGiK); they add up likewise.
    area_km2: float

    @property
    def code(self) -> str:
        """TERYT code."""
        return self.row.teryt

    @property
    def standing(self) -> Standing:
        """How far its answer may be believed on the day."""
        return self.row.standing

    @property
    def is_overlap(self) -> bool:
        """Whether several centres serve it."""
        return self.row.coverage.is_overlap

    @property
    def is_gap(self) -> bool:
        """Whether a source says that nobody serves it: no source and an ended claim are no gap."""
        return self.row.coverage.reason is Reason.GAP


def split_country(lookup: Lookup, as_of: date, region: str = "") -> list[Part]:
    """Split the country, or one voivodeship, into parts.

    Returns
    -------
    list of Part
        In the order of the codes. A gmina younger than the population figures (``None``) counts with its powiat.
    """
    names, rows = lookup.snapshot.names, coverage_rows(lookup, as_of, region)
    apart: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.is_gmina:
            apart[row.powiat].append(row.teryt)
    return [Part(row, *measure(names, row.teryt, apart[row.teryt])) for row in rows]


def measure(names: Names, unit: str, apart: Iterable[str] = ()) -> tuple[int, float]:
    """Return inhabitants and area (km²) of a gmina, or of a powiat without the gminas that are parts of their own."""
    if len(unit) == 6:
        gmina = names.gminy[unit]
        return gmina.population or 0, gmina.area_km2
    powiat, gone = names.powiaty[unit], [names.gminy[g] for g in apart]
    people = powiat.population - sum(g.population or 0 for g in gone)
    return people, round(powiat.area_km2 - sum(g.area_km2 for g in gone), 2)
