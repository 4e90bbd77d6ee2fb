"""A registry of many entities: generated, for load only. None of them exists, and nothing is to be learnt from them.

Towns, gminas and coordinates are real, so that everything that places and counts entities has its usual work; names are
numbers (``Podmiot 123``), kinds, spheres, clusters and founders are drawn by a seeded generator.
"""

import random
from dataclasses import replace
from datetime import date

from ses_map.localities import PlaceKind
from ses_map.model import Cluster, Entity, Provenance, Registry
from ses_map.snapshot import Snapshot, registry_files

KINDS = ("spoldzielnia_socjalna", "przedsiebiorstwo_spoleczne", "cis", "kis", "zaz", "wtz", "fundacja",
         "stowarzyszenie", "inne")  # fmt: skip
SPHERES = tuple(f"Sfera {n}" for n in range(1, 7))
_SOURCE = Provenance("", "wygenerowane do prób obciążenia", "2026-11")
_CLUSTERS = tuple(
    Cluster(f"klaster-{n}", f"Klaster {n}", "", date(2020, 1, 1), None, "wygenerowany", _SOURCE) for n in range(1, 6)
)


def many_entities(snapshot: Snapshot, n: int = 10_000, seed: int = 1) -> Snapshot:
    """The snapshot with ``n`` generated entities in place of its own; the same arguments give the same bytes.

    Of ten, two have a point of their own, seven stand in a town, and one has only a powiat. Every fourth has a founder
    or an operator among the others, some are run by the operator of a centre, some have ended.
    """
    registry = snapshot.registry
    dice = random.Random(seed)
    entities = tuple(_entity(number, snapshot, registry, dice) for number in range(1, n + 1))
    made = replace(registry, entities=entities, clusters=_CLUSTERS)
    return snapshot.with_files(registry_files(made))


def _entity(number: int, snapshot: Snapshot, registry: Registry, dice: random.Random) -> Entity:
    places = snapshot.places
    while True:
        place = places.place(dice.randrange(len(places)))
        if place.lat is not None and place.lon is not None and place.kind is not PlaceKind.PART:
            break
    how = dice.random()
    other = f"Podmiot {dice.randint(1, number)}"
    return Entity(
        id=f"podmiot-{number}",
        name=f"Podmiot {number}",
        kind=dice.choice(KINDS),
        operator=dice.choice((other, dice.choice(registry.centres).operator, "", "", "", "")),
        founders=(other, f"Gmina {place.name}") if dice.random() < 0.2 else (),
        powiat=place.gmina[:4],
        powiat_basis="stated",
        voivodeship=place.gmina[:2],
        town=place.name if how < 0.9 else "",
        street="",
        postcode="",
        website="",
        activity="",
        status_ps=dice.choice(("yes", "unknown")),
        source=_SOURCE,
        confidence="high",
        gmina=place.gmina if how < 0.9 else "",
        lat=round(place.lat, 5) if how < 0.2 else None,
        lon=round(place.lon, 5) if how < 0.2 else None,
        valid_from=date(dice.randint(2010, 2024), 1, 1) if dice.random() < 0.5 else None,
        valid_to=date(2025, 12, 31) if dice.random() < 0.05 else None,
        spheres=tuple(sorted(dice.sample(SPHERES, dice.choice((0, 1, 2))))),
        clusters=(dice.choice(_CLUSTERS).id,) if dice.random() < 0.1 else (),
        jobs=dice.randint(1, 60) if dice.random() < 0.7 else None,
    )
