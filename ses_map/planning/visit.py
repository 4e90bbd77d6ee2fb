"""A study visit: entities in the order of the visit, the straight lines between them, and its form as an address.

Distances are geodesics on the ellipsoid WGS 84 (Karney 2013, as in PROJ): straight lines, not roads. A stop without a
certain place has no distance to it and none from it; two stops that both stand in the middle of one town lie at a
distance that nobody knows, which is not zero.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ses_map import datasets
from ses_map.crs import geodesic_km
from ses_map.entities import Spot
from ses_map.errors import InvalidInputError
from ses_map.model import Entity, Names
from ses_map.planning.entities import POINT_NAMES, degree_columns, powiat_name
from ses_map.planning.table import Column, Table, declared
from ses_map.vocabulary import entity_kind, read_day

#: How many stops make a visit.
FEWEST, MOST = 2, 30
#: The longest free text, in characters.
LONGEST = 120

#: Where a stop is: its own point or not.
_PLACES = {True: "własny punkt", False: POINT_NAMES["town"]}
_STRAIGHT = "linia prosta (geodezyjna na elipsoidzie WGS 84) od poprzedniego przystanku, nie droga; puste: brak danych"


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody wants to see; any number of stops while it is being made."""

    #: Ids of entities, in the order of the visit.
    stops: tuple[str, ...] = ()
    title: str = ""
    organiser: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop, with the line that leads to it."""

    #: From 1.
    number: int
    entity: Entity
    place: Spot | None
    #: Kilometres from the stop before, along the geodesic; ``None`` for the first one and where they are not known.
    distance_km: float | None
    #: Whether it stands, like the stop before, in the middle of the same town.
    is_same_town: bool
    #: Number of the first stop at the same entity; 0 where this is the first.
    again: int


def parse_plan(parameters: Mapping[str, str], is_known: Callable[[str], bool]) -> tuple[Plan, list[str]]:
    """Read a plan from the parameters of an address.

    Parameters
    ----------
    parameters : mapping
        ``stops`` (ids, commas between them), ``tytul``, ``organizator``, ``od`` and ``do`` (ISO days); each may be
        absent.

    Returns
    -------
    Plan, list of str
        Everything that can be used, and a Polish sentence for everything that cannot.
    """
    problems: list[str] = []
    stops = _stops(parameters.get("stops", ""), is_known, problems)
    title = _free(parameters.get("tytul", ""), "Tytuł", problems)
    organiser = _free(parameters.get("organizator", ""), "Nazwa organizatora", problems)
    first, last = _day(parameters.get("od", ""), problems), _day(parameters.get("do", ""), problems)
    if first and last and last < first:
        problems.append(f"Wizyta kończy się {last}, zanim się zacznie {first}; popraw jeden z dni.")
    return Plan(stops, title, organiser, first, last), problems


def _stops(text: str, is_known: Callable[[str], bool], problems: list[str]) -> tuple[str, ...]:
    named = [n for n in (part.strip() for part in text.split(",")) if n]
    unknown = [n for n in named if not is_known(n)]
    if unknown:
        problems.append(f"W rejestrze nie ma: {_listed(unknown)}; pozostałe przystanki są w programie.")
    known = [n for n in named if is_known(n)]
    if len(known) > MOST:
        problems.append(
            f"Wizyta ma {len(known)} przystanków, a może mieć najwyżej {MOST}; poza programem zostały ostatnie: "
            f"{_listed(known[MOST:])}. Podziel ją na dwie."
        )
    return tuple(known[:MOST])


def _listed(names: Sequence[str], most: int = 20) -> str:
    more = f" i jeszcze {len(names) - most}" if len(names) > most else ""
    return ", ".join(f"„{clean_text(n)[:60]}”" for n in names[:most]) + more


def clean_text(text: str) -> str:
    """Take control characters and half characters out of a text, and put single spaces into it."""
    kept = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cc", "Cs")).split())


def _free(text: str, name: str, problems: list[str]) -> str:
    kept = clean_text(text)
    if len(kept) > LONGEST:
        problems.append(f"{name} ma {len(kept)} znaków; zostawiono {LONGEST} pierwszych, skróć resztę.")
    return kept[:LONGEST].rstrip()


def _day(text: str, problems: list[str]) -> date | None:
    try:
        return read_day(clean_text(text)) if text else None
    except InvalidInputError as error:
        problems.append(error.polish)
        return None


def plan_query(plan: Plan) -> dict[str, str]:
    """Write a plan as the parameters that :func:`parse_plan` reads; what is empty is left out."""
    days = {"od": plan.first.isoformat() if plan.first else "", "do": plan.last.isoformat() if plan.last else ""}
    found = {"stops": ",".join(plan.stops), "tytul": plan.title, "organizator": plan.organiser, **days}
    return {name: value for name, value in found.items() if value}


def lay_out(plan: Plan, entities: Mapping[str, Entity], places: Mapping[str, Spot]) -> list[Stop]:
    """Put the stops in a row, with the distance of each from the one before.

    Parameters
    ----------
    plan : Plan
        All its stops are known.
    places : mapping
        Entity id → place; an entity without a certain place is not in it.
    """
    found: list[Stop] = []
    for number, name in enumerate(plan.stops, start=1):
        here, before = places.get(name), found[-1].place if found else None
        same = is_same_town(before, here)
        distance = None if before is None or here is None or same else measure_km(before, here)
        again = plan.stops.index(name) + 1
        found.append(Stop(number, entities[name], here, distance, same, again if again < number else 0))
    return found


def is_same_town(one: Spot | None, other: Spot | None) -> bool:
    """Return whether two places are the middle of one town, so that nothing is known of what lies between them."""
    if one is None or other is None or (one.is_own and other.is_own):
        return False
    return (one.lat, one.lon) == (other.lat, other.lon)


def measure_km(one: Spot, other: Spot) -> float:
    """Measure the geodesic between two places, in kilometres."""
    return geodesic_km(one.lon, one.lat, other.lon, other.lat)


def total_km(stops: Sequence[Stop]) -> float | None:
    """Add up the distances that are known; ``None`` where none is."""
    known = [s.distance_km for s in stops if s.distance_km is not None]
    return sum(known) if known else None


def remarks(stop: Stop) -> list[str]:
    """Describe what is special about a stop: no certain place, the same town, the same entity again."""
    found = []
    if stop.place is None:
        found.append("bez pewnego miejsca, bez odległości")
    if stop.is_same_town:
        found.append("w tej samej miejscowości co poprzedni, odległości nie znamy")
    if stop.again:
        found.append(f"ten sam podmiot co przystanek {stop.again}")
    return found


def programme_table(stops: Sequence[Stop], names: Names) -> Table:
    """List the stops of a visit, with everything that its programme says."""

    def place(stop: Stop) -> str:
        return POINT_NAMES["none"] if stop.place is None else _PLACES[stop.place.is_own]

    def entity(stop: Stop) -> Entity:
        return stop.entity

    def distance(stop: Stop) -> float | None:
        return None if stop.distance_km is None else round(stop.distance_km, 1)

    origin = "skąd wiadomo, gdzie podmiot stoi: własny punkt ze źródła albo środek miejscowości"
    where = "nazwa powiatu albo miasta na prawach powiatu"
    columns = (
        Column("number", "Nr", "kolejność w programie", 0),
        Column("id", "Identyfikator", "identyfikator podmiotu w rejestrze", value=lambda s: s.entity.id),
        Column("name", "Podmiot", "nazwa ze źródła", value=lambda s: s.entity.name),
        Column("kind", "Rodzaj", "rodzaj podmiotu", value=lambda s: entity_kind(s.entity.kind)),
        *declared(datasets.ENTITIES, "operator", "founders", "town", of=entity),
        Column("powiat", "Powiat", where, value=lambda s: powiat_name(names, s.entity)),
        *declared(datasets.ENTITIES, "website", of=entity),
        Column("place", "Położenie", origin, value=place),
        *degree_columns(lambda s: s.place),
        Column("distance_km", "Od poprzedniego, km", _STRAIGHT, 1, distance),
        Column("remark", "Uwagi", "czego o odcinku albo przystanku nie wiadomo", value=lambda s: "; ".join(remarks(s))),
        *declared(datasets.ENTITIES, "source_title", "source_url", "source_date", of=entity),
    )
    return Table.of("wizyta", "Program wizyty studyjnej", columns, stops, key="id")
