"""Where the offices of centres are, by the town that their register names, and how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ses_map.crs import geodesic_km
from ses_map.model import Centre, Office
from ses_map.search.index import Kind, NameIndex
from ses_map.spelling import fold

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class LocatedOffice:
    """An office and the official point of its town (latitude, longitude)."""

    office: Office
    point: Point


class Offices:
    """The offices of all centres whose towns are certain.

    Parameters
    ----------
    located : mapping
        Centre id → its offices in the order of the register; centres without a certain one are left out.
    """

    def __init__(self, located: dict[str, tuple[LocatedOffice, ...]]) -> None:
        self.located = located

    def on(self, centre: str, as_of: date) -> tuple[LocatedOffice, ...]:
        """List the offices of a centre that are in use on the day."""
        return tuple(o for o in self.located.get(centre, ()) if o.office.is_open(as_of))

    def main(self, centre: Centre, as_of: date) -> LocatedOffice | None:
        """Return the main office of a centre on the day, if its town is certain."""
        main = centre.main_office(as_of)
        return next((o for o in self.located.get(centre.id, ()) if o.office == main), None)

    def points(self, as_of: date) -> dict[str, tuple[Point, ...]]:
        """Return the towns of the offices in use on the day, each once: centre id → points."""
        found = {centre: tuple(dict.fromkeys(o.point for o in self.on(centre, as_of))) for centre in self.located}
        return {centre: points for centre, points in found.items() if points}

    def nearest(self, centre: str, here: Point, as_of: date) -> tuple[Office, float] | None:
        """Find the office of a centre that is nearest to a point on the day, and how far it is in km.

        Of several in one town the one that the register lists first is taken; nothing is found where no town is known.
        """
        measured = [(distance_km(here, o.point), o.office) for o in self.on(centre, as_of)]
        if not measured:
            return None
        km, office = min(measured, key=lambda found: found[0])
        return office, km


def find_offices(centres: Iterable[Centre], index: NameIndex) -> Offices:
    """Find the towns of the offices.

    A town is taken only where its name leaves no doubt: the one city of that name, or the one locality of the centre's
    voivodeship; an operator may sit outside the area it serves.
    """
    found = {}
    for centre in centres:
        points = [(office, _town(office.place, centre.voivodeship, index)) for office in centre.offices]
        located = tuple(LocatedOffice(office, point) for office, point in points if point)
        if located:
            found[centre.id] = located
    return Offices(found)


def _town(name: str, voivodeship: str, index: NameIndex) -> Point | None:
    named = [e for e in index.exact(fold(name)) if e.kind in (Kind.CITY, Kind.VILLAGE)] if name else []
    cities = [e for e in named if e.kind is Kind.CITY]
    near = [e for e in named if e.unit.startswith(voivodeship)]
    only = next((entries[0] for entries in (cities, near) if len(entries) == 1), None)
    number = index.places.number_of(only.id) if only else None
    place = index.places.place(number) if number is not None else None
    return (place.lat, place.lon) if place and place.lat is not None and place.lon is not None else None


def distance_km(here: Point, there: Point) -> float:
    """Measure the geodesic on WGS 84 between two points (latitude, longitude), in kilometres."""
    return geodesic_km(here[1], here[0], there[1], there[0])
