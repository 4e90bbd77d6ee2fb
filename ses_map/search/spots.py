"""Where entities are shown on a map: at their own coordinates, or at the official point of their town."""

from collections.abc import Iterable
from dataclasses import dataclass

from ses_map.model import Entity
from ses_map.search.index import Kind, NameIndex
from ses_map.spelling import fold

_KINDS = (Kind.CITY, Kind.VILLAGE, Kind.PART)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map."""

    #: Degrees, WGS 84.
    lat: float
    lon: float
    #: Whether it is the entity's own point, as its source gives it; else the middle of its town.
    is_own: bool


def find_spots(entities: Iterable[Entity], index: NameIndex) -> dict[str, Spot]:
    """Find the spots: entity id → spot; entities without coordinates and without a certain town are left out.

    A town counts where its name leaves no doubt within the entity's gmina, or its powiat where no gmina is known: the
    one city, else the one locality, else the one part of a locality with coordinates.
    """
    found: dict[str, Spot] = {}
    towns: dict[tuple[str, str], Spot | None] = {}
    for entity in entities:
        if entity.lat is not None and entity.lon is not None:
            found[entity.id] = Spot(entity.lat, entity.lon, is_own=True)
            continue
        key = (entity.gmina or entity.powiat, fold(entity.town))
        if all(key):
            if key not in towns:
                towns[key] = _town(*key, index)
            if spot := towns[key]:
                found[entity.id] = spot
    return found


def _town(unit: str, name: str, index: NameIndex) -> Spot | None:
    named = [e for e in index.exact(name) if e.kind in _KINDS and e.unit.startswith(unit)]
    for kind in _KINDS:
        own = [e for e in named if e.kind is kind]
        if own:
            number = index.places.number_of(own[0].id) if len(own) == 1 else None
            place = index.places.place(number) if number is not None else None
            return (
                Spot(place.lat, place.lon, False) if place and place.lat is not None and place.lon is not None else None
            )
    return None
