"""Everything known beforehand that rows are read against."""

from dataclasses import dataclass
from pathlib import Path

from ses_map.imports.locate import Locator
from ses_map.imports.names import AreaNames
from ses_map.imports.points import Polygons, base_layer
from ses_map.imports.towns import read_towns
from ses_map.model import Registry
from ses_map.registry import read_registry


@dataclass(frozen=True)
class ImportContext:
    """What rows are read against; the registry and the names of its areas are those of the locator."""

    locator: Locator

    @property
    def names(self) -> AreaNames:
        """Names of areas."""
        return self.locator.names

    @property
    def registry(self) -> Registry:
        """The registry as it is."""
        return self.names.registry


def read_context(geodata: Path) -> ImportContext:
    """Read the registry, names, towns and postcodes; the polygons only once a row has coordinates."""
    names, polygons = AreaNames(read_registry(geodata)[0]), Polygons(base_layer(geodata / "boundaries/gminy.topojson"))
    return ImportContext(Locator(names, read_towns(geodata), polygons.near))
