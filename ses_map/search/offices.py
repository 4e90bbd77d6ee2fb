"""Where the offices of centres are, by the town that their register names, and how far that is."""

from collections.abc import Iterable

from pyproj import Geod

from ses_map.model import Centre
from ses_map.search.index import Kind, NameIndex
from ses_map.spelling import fold

Point = tuple[float, float]

_ELLIPSOID = Geod(ellps="WGS84")


def find_offices(centres: Iterable[Centre], index: NameIndex) -> dict[str, Point]:
    """Find the towns of the offices: centre id → (latitude, longitude) of the town's official point.

    A town is taken only where its name leaves no doubt: the one city of that name, or the one locality of the centre's
    voivodeship; an operator may sit outside the area it serves.
    """
    found = {}
    for centre in centres:
        named = [e for e in index.exact(fold(centre.seat_place)) if e.kind in (Kind.CITY, Kind.VILLAGE)]
        cities = [e for e in named if e.kind is Kind.CITY]
        near = [e for e in named if e.unit.startswith(centre.voivodeship)]
        for only in (cities, near):
            if len(only) == 1:
                number = index.places.number_of(only[0].id)
                place = index.places.place(number) if number is not None else None
                if place and place.lat is not None and place.lon is not None:
                    found[centre.id] = (place.lat, place.lon)
                break
    return found


def distance_km(here: Point, there: Point | None) -> float | None:
    """Measure the geodesic on WGS 84 between two points (latitude, longitude), in kilometres."""
    if there is None:
        return None
    _, _, metres = _ELLIPSOID.inv(here[1], here[0], there[1], there[0])
    return float(metres) / 1000
