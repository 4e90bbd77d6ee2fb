"""Localities of SIMC with coordinates of PRNG: what the search finds, and a check of the base layer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from ses_map.crs import LONLAT, FloatArray, require_crs
from ses_map.datasets.types import DEGREES
from ses_map.localities import Place, PlaceKind, Places, collect
from ses_map.model import PointCheck, Problem, Severity
from ses_map.tables import read_table

PATH = "reference/places.csv.gz"

#: Sorts that SIMC lists without a parent although they are parts of a city.
_DISTRICTS = ("delegatura", "dzielnica m.st. Warszawy", "osiedle")


@dataclass(frozen=True)
class PlacePoints:
    """Official points of localities: those whose coordinates PRNG itself gives.

    ``lonlat`` is an (n, 2) array in LONLAT, longitude first; ``powiat`` the n codes of their powiats in SIMC.
    """

    lonlat: FloatArray
    powiat: np.ndarray[Any, np.dtype[np.str_]]


def read_localities(geodata: Path) -> tuple[Places, PlacePoints, list[Problem]]:
    """Read the table of localities: each of them, the official points (``coord_source`` prng), and the problems."""
    frame, problems = read_table(geodata, PATH)
    official = frame[frame["coord_source"] == "prng"]
    bare = official[(official["lat"] == "") | (official["lon"] == "")]
    problems += [_pointless(int(line), str(name)) for line, name in zip(bare.index, bare["name"], strict=True)]
    own = official.drop(index=bare.index)
    lonlat = own[["lon", "lat"]].to_numpy(dtype=np.float64)
    points = PlacePoints(lonlat, own["gmina"].str[:4].to_numpy(dtype=np.str_))
    return collect(map(_place, *(frame[name].tolist() for name in _READ))), points, problems


#: What :func:`_place` is given of each row.
_READ = ("simc", "name", "kind", "parent_name", "gmina", "lat", "lon")


def _place(simc: str, name: str, sort: str, parent: str, gmina: str, lat: str, lon: str) -> Place:
    return Place(
        simc=simc,
        name=name,
        kind=_kind(sort, parent),
        sort=sort,
        parent=" ".join(parent.split()),
        gmina=gmina,
        lat=DEGREES.parse(lat) if lat else None,
        lon=DEGREES.parse(lon) if lon else None,
    )


def _kind(sort: str, parent: str) -> PlaceKind:
    if sort == "miasto":
        return PlaceKind.CITY
    return PlaceKind.PART if parent or sort in _DISTRICTS else PlaceKind.VILLAGE


def _pointless(line: int, name: str) -> Problem:
    detail = f"Wiersz {line} pliku {PATH}: miejscowość {name} ma mieć współrzędne PRNG, a ich nie ma; uzupełnij je."
    return Problem("place-without-point", name, Severity.WARNING, detail, PATH, line, "lat")


def check_points(points: PlacePoints, layer: gpd.GeoDataFrame) -> PointCheck:
    """Count the points that lie in the polygon of their own powiat.

    Parameters
    ----------
    points : PlacePoints
        Official points, LONLAT.
    layer : GeoDataFrame
        Gmina polygons in LONLAT, indexed by the 6-digit code.

    Raises
    ------
    CrsError
        When the layer is not in LONLAT.
    """
    require_crs(layer, LONLAT)
    tree = shapely.STRtree(layer.geometry.to_numpy())
    which, polygon = tree.query(shapely.points(points.lonlat), predicate="intersects")
    holder = layer.index.str[:4].to_numpy(dtype=np.str_)[polygon]
    inside = np.unique(which[holder == points.powiat[which]])
    return PointCheck(checked=len(points.lonlat), inside=len(inside))
