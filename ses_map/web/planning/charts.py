"""The map of coverage for the desk's pages and files: as on the page of the voivodeship, with its legend."""

from dataclasses import dataclass
from datetime import date

from ses_map.maps.legend import Key, coverage_keys
from ses_map.web.http import parameters
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current


@dataclass(frozen=True)
class Chart:
    """A map of coverage that is drawn when it is asked for."""

    loaded: LoadedSnapshot
    as_of: date
    #: 2-digit code, or empty.
    region: str

    @property
    def slug(self) -> str:
        """Name of the area in addresses: ``polska``, ``pomorskie``."""
        return self.loaded.snapshot.names.voivodeships[self.region].slug if self.region else "polska"

    def draw(self) -> str:
        """Draw it as SVG."""
        return self.loaded.citizen.pictures.draw(self.slug, self.as_of)

    def keys(self) -> list[Key]:
        """List its legend."""
        pictures = self.loaded.citizen.pictures
        return coverage_keys(pictures.atlas, pictures.layer(self.region), self.as_of)


def coverage_picture() -> Chart:
    """Return the map for the day and the voivodeship that are asked for."""
    return Chart(current(), parameters.as_of(), parameters.voivodeship())
