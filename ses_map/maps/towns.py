"""Towns on the maps, so that people find themselves: seats of powiats first, other towns and seats of gminas after."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from ses_map.localities import PlaceKind, Places
from ses_map.maps.drawing import INK, WIDE, Box, Frame, draw_text, meet, text_width
from ses_map.snapshot import Snapshot


class Rank(IntEnum):
    """What a town is to the people around it."""

    #: Where the offices of a powiat are.
    POWIAT = 0
    #: Any other town.
    TOWN = 1
    #: A village that a gmina is named after.
    GMINA = 2


@dataclass(frozen=True, slots=True)
class Town:
    """A town by name and place, degrees."""

    name: str
    lat: float
    lon: float
    rank: Rank
    #: Code of its gmina.
    gmina: str
    #: Inhabitants of its gmina, or of the city.
    people: int


def find_towns(snapshot: Snapshot) -> list[Town]:
    """List the towns of the country, the most important first; places without coordinates are left out.

    Notes
    -----
    The seat of a powiat is the town of that name in it, or else in its voivodeship: many powiats have their offices in
    a city that lies outside of them. Where two places bear the name of their gmina, no village among them is known to
    be its seat, and none is listed. SIMC has a few towns twice, a kilometre apart; one of them is listed.
    """
    places, registry = snapshot.places, snapshot.registry
    people = {g.teryt: g.population or 0 for g in registry.gminy}
    people |= {p.teryt: p.population for p in registry.powiaty if p.is_city}
    named = {int(g.teryt): g.name for g in registry.gminy}
    cities = np.flatnonzero(places.kind == PlaceKind.CITY).tolist()
    villages = np.flatnonzero(places.kind == PlaceKind.VILLAGE).tolist()
    gmina = places.gmina.tolist()
    bearers = Counter(gmina[n] for n in (*cities, *villages) if places.names[n] == named.get(gmina[n]))
    alike = (n for n in villages if places.names[n] == named.get(gmina[n]))
    ranks = dict.fromkeys((n for n in alike if bearers[gmina[n]] == 1), Rank.GMINA)
    ranks |= dict.fromkeys(cities, Rank.TOWN) | dict.fromkeys(_seats(snapshot, cities), Rank.POWIAT)
    found = [_town(places, n, rank, people) for n, rank in ranks.items() if not np.isnan(places.lonlat[n]).any()]
    once = {(t.name, t.gmina): t for t in sorted(found, key=lambda t: t.rank, reverse=True)}
    return sorted(once.values(), key=lambda t: (t.rank, -t.people, t.name, t.gmina))


def find_seats(snapshot: Snapshot) -> list[Town]:
    """List the seats of powiats, the most important first."""
    return [t for t in find_towns(snapshot) if t.rank is Rank.POWIAT]


def _seats(snapshot: Snapshot, cities: Iterable[int]) -> Iterator[int]:
    """Return the numbers of the towns where powiats have their offices."""
    places = snapshot.places
    by_name: dict[tuple[str, str], list[int]] = {}
    for n in cities:
        unit = places.unit(n)
        for area in (unit[:4], unit[:2]):
            by_name.setdefault((area, places.names[n]), []).append(n)
    for powiat in snapshot.registry.powiaty:
        inside = by_name.get((powiat.teryt, powiat.seat))
        yield from (inside or by_name.get((powiat.teryt[:2], powiat.seat), []))[:1]


def _town(places: Places, number: int, rank: Rank, people: dict[str, int]) -> Town:
    lon, lat = (round(float(v), 3) for v in places.lonlat[number])
    unit = places.unit(number)
    return Town(places.names[number], lat, lon, rank, unit, people.get(unit[:4]) or people.get(unit, 0))


#: Size of the letters and the most names of a drawing: of the country, and of a smaller area.
COUNTRY, REGION = (14, 70), (20, 40)


@dataclass(frozen=True, slots=True)
class TownLabel:
    """A town as it is drawn: its dot, and its name beside it."""

    name: str
    x: int
    y: int
    #: Where the name stands and which of its ends: ``start``, ``end`` or ``middle``.
    text_x: float
    text_y: float
    anchor: str
    #: Of the letters.
    size: int


def place_towns(
    frame: Frame, towns: Iterable[Town], taken: Iterable[Box], lettering: tuple[int, int]
) -> list[TownLabel]:
    """Choose the towns that have room on a drawing, the most important first.

    Parameters
    ----------
    taken : iterable of (west, north, east, south)
        What no name may cover, in units of the drawing.
    lettering : (int, int)
        Size of the letters, and how many towns at most: :data:`COUNTRY` or :data:`REGION`.
    """
    (size, most), before = lettering, list(taken)
    boxes, found = list(before), list[TownLabel]()
    for town in towns:
        x, y = frame.at(town.lon, town.lat)
        is_under = any(meet((x, y, x + 0.1, y + 0.1), box) for box in before)
        label = _free(_tries(town.name, x, y, size, is_under), boxes, frame.high)
        found += [label] if label else []
        if len(found) == most:
            break
    return found


def _tries(name: str, x: int, y: int, size: int, is_under: bool) -> Iterator[tuple[TownLabel, Box]]:
    """Return a name to the right, the left, above and below its dot, each with its room.

    Where a number lies on the dot itself the name may stand a line further up or down, beyond the number.
    """
    wide, half, gap = text_width(name, size), size * 0.62, size * 0.45
    steps = [half + gap / 2, *[2 * half + gap] * is_under]
    places: list[tuple[str, float, float]] = [("start", x + gap, y), ("end", x - gap, y)]
    places += [("middle", x, y + sign * step) for step in steps for sign in (-1, 1)]
    for anchor, text_x, middle in places:
        west = text_x - {"start": 0, "end": wide, "middle": wide / 2}[anchor]
        label = TownLabel(name, x, y, round(text_x, 1), round(middle + size * 0.34, 1), anchor, size)
        yield label, (west, middle - half, west + wide, middle + half)


def _free(tries: Iterable[tuple[TownLabel, Box]], boxes: list[Box], high: int) -> TownLabel | None:
    """Return the first that covers nothing and lies on the drawing, and take its room and some around it."""
    for label, (west, north, east, south) in tries:
        inside = west > 0 and east < WIDE and north > 0 and south < high
        if inside and not any(meet((west, north, east, south), other) for other in boxes):
            boxes.append((west - label.size, north - 2, east + label.size, south + 2))
            return label
    return None


def draw_towns(labels: Iterable[TownLabel]) -> str:
    """Draw towns: each a dot and a name with a halo, legible on every fill; none of it answers the pointer."""
    drawn = "".join(_drawn(label) for label in labels)
    return f'<g aria-hidden="true" pointer-events="none">{drawn}</g>' if drawn else ""


def _drawn(label: TownLabel) -> str:
    size = label.size
    spot = f'cx="{label.x}" cy="{label.y}" r="{size * 0.18:.1f}"'
    name = draw_text(label.text_x, label.text_y, label.name, size, label.anchor, halo=round(size * 0.24, 1))
    return f'<circle {spot} fill="{INK}" stroke="#ffffff" stroke-width="1"/>{name}'
