"""The nouns of areas: voivodeships, powiats, gminas, NUTS 3, and the names that units had before."""

from dataclasses import dataclass

from ses_map.datasets.areas import FormerNameRow, GminaRow, Nuts3Row, PowiatRow, VoivodeshipRow
from ses_map.teryt import is_city


@dataclass(frozen=True, slots=True)
class Voivodeship(VoivodeshipRow):
    """Województwo, the first level; its coordinator is the ROPS."""


@dataclass(frozen=True, slots=True)
class Powiat(PowiatRow):
    """Powiat (county), or a city with powiat rights."""

    @property
    def is_city(self) -> bool:
        """Whether it is a city with powiat rights."""
        return is_city(self.teryt)

    @property
    def full_name(self) -> str:
        """Name that cannot be confused with its namesake city or county."""
        return self.name if self.is_city else f"powiat {self.name}"


@dataclass(frozen=True, slots=True)
class Gmina(GminaRow):
    """Gmina (municipality), the base unit."""

    #: Whether the base layer (November 2020) holds a polygon of this gmina.
    has_polygon: bool = True


@dataclass(frozen=True, slots=True)
class Nuts3(Nuts3Row):
    """A region of NUTS 3 (GUS: podregion): never the subregion that a centre serves."""


@dataclass(frozen=True, slots=True)
class FormerName(FormerNameRow):
    """A name that a unit carried until a day, as data with dates."""
