"""Everything known beforehand that rows are read against: the registry, names, localities and polygons."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from ses_map.boundaries import read_gminy
from ses_map.crs import METRIC, Geometries, project, to_metric
from ses_map.imports.locate import Locator
from ses_map.imports.names import AreaNames, read_towns
from ses_map.imports.rows import RowResult
from ses_map.model import Registry
from ses_map.registry import read_registry
from ses_map.spelling import fold

#: The base layer is generalised: of 43,969 official points those outside their own powiat are within 1.4 km of it.
NEAR_M = 1_400.0

#: (south, west, north, east) in degrees: no point beyond is near Poland.
_AROUND = (48.0, 13.0, 56.0, 25.0)

#: Reads codes of gminas and their polygons in METRIC.
Reader = Callable[[], tuple[Sequence[str], Geometries]]


class Polygons:
    """Finds gminas by a point; reads the layer when first asked.

    Parameters
    ----------
    read : callable
        Gives codes and polygons of the base layer, such as :func:`base_layer`.
    """

    def __init__(self, read: Reader) -> None:
        self._read = read

    @cached_property
    def _layer(self) -> tuple[Sequence[str], shapely.STRtree, list[Any]]:
        codes, polygons = self._read()
        return codes, shapely.STRtree(polygons), list(polygons)

    def near(self, lat: float, lon: float) -> tuple[str, ...]:
        """Return the gminas within :data:`NEAR_M` of a point (degrees, WGS 84), the nearest first; none is abroad."""
        if not is_around(lat, lon):
            return ()
        codes, tree, polygons = self._layer
        point = shapely.Point(project(np.array([[lon, lat]]), to_metric())[0])
        found = tree.query(point, predicate="dwithin", distance=NEAR_M)
        return tuple(codes[i] for i in sorted(found, key=lambda i: (polygons[i].distance(point), codes[i])))


def is_around(lat: float, lon: float) -> bool:
    """Check whether a point (degrees, WGS 84) may be near Poland."""
    south, west, north, east = _AROUND
    return south < lat < north and west < lon < east


def base_layer(path: Path) -> Reader:
    """Return the reader of the base layer on disk."""
    return partial(_read, path)


def _read(path: Path) -> tuple[Sequence[str], Geometries]:
    frame = read_gminy(path).to_crs(METRIC)
    return [str(c) for c in frame.index], frame.geometry.to_numpy()


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

    def find_centre(self, text: str) -> str:
        """Return the id of the one centre that an id or a name means, or an empty text."""
        centres = self.registry.centres
        if any(c.id == text for c in centres):
            return text
        by_name = [c.id for c in centres if fold(c.name) == fold(text)]
        return by_name[0] if len(by_name) == 1 else ""

    def require_centre(self, line: RowResult) -> str:
        """Return the id of the centre that a row names, and refuse a row that names none for certain."""
        centre = self.find_centre(line.get("centre"))
        if not centre:
            why = "nie jest identyfikatorem ani nazwą jednego ośrodka w rejestrze; zaimportuj najpierw ośrodki"
            line.reject("unknown-centre", "centre", why)
        return centre


def read_context(geodata: Path) -> ImportContext:
    """Read the registry, names, towns and postcodes; the polygons only once a row has coordinates."""
    names, polygons = AreaNames(read_registry(geodata)[0]), Polygons(base_layer(geodata / "boundaries/gminy.topojson"))
    return ImportContext(Locator(names, read_towns(geodata), polygons.near))
