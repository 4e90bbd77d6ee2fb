"""Entities counted per area, beside the people and the land of that area."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ses_map.lookup import Lookup
from ses_map.model import Entity
from ses_map.planning.parts import Part, split_country

#: What numbers are counted per.
LEVELS = ("powiat", "voivodeship", "nuts3", "centre")


@dataclass(frozen=True)
class Row:
    """Numbers of one area."""

    id: str
    name: str
    population: int
    area_km2: float
    powiaty: int
    #: Kind → entities in being on the day.
    kinds: dict[str, int]

    @property
    def entities(self) -> int:
        """All entities."""
        return sum(self.kinds.values())

    @property
    def per_10k(self) -> float | None:
        """Entities to 10,000 inhabitants; ``None`` where nobody lives."""
        return 10_000 * self.entities / self.population if self.population else None


def count_entities(lookup: Lookup, level: str, as_of: date, region: str = "") -> list[Row]:
    """Count the entities of each area.

    Parameters
    ----------
    lookup : Lookup
        Answers of a snapshot.
    level : str
        One of :data:`LEVELS`.
    as_of : date
        The day: entities that were closed before it or opened after it are not counted.
    region : str
        2-digit code of a voivodeship, or empty.

    Returns
    -------
    list of Row
        In the order of the ids. Entities without a powiat belong to no row but that of their voivodeship. At the level
        ``centre`` what nobody serves is the row with an empty id, and a part that two centres serve counts for both.
    """
    parts = split_country(lookup, as_of, region)
    living = [e for e in lookup.snapshot.registry.entities if _in_being(e, as_of) and e.voivodeship.startswith(region)]
    groups: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        for key in _keys(lookup, level, part):
            groups[key].append(part)
    return [_row(lookup, level, key, groups[key], living) for key in sorted(groups)]


def _in_being(entity: Entity, as_of: date) -> bool:
    began, ended = entity.valid_from, entity.valid_to
    return (began is None or began <= as_of) and (ended is None or ended >= as_of)


def _keys(lookup: Lookup, level: str, part: Part) -> Iterable[str]:
    if level == "powiat":
        return (part.code[:4],)
    if level == "voivodeship":
        return (part.code[:2],)
    if level == "nuts3":
        return (lookup.snapshot.names.powiaty[part.code[:4]].nuts3,)
    return sorted(part.row.coverage.centre_ids) or ("",)


def _row(lookup: Lookup, level: str, key: str, parts: list[Part], living: list[Entity]) -> Row:
    powiaty = {p.code for p in parts if not p.row.is_gmina}
    inside = [e for e in living if (e.voivodeship == key if level == "voivodeship" else e.powiat in powiaty)]
    return Row(
        id=key,
        name=_name(lookup, level, key),
        population=sum(p.population for p in parts),
        area_km2=round(sum(p.area_km2 for p in parts), 2),
        powiaty=len(powiaty),
        kinds=dict(sorted(Counter(e.kind for e in inside).items())),
    )


def _name(lookup: Lookup, level: str, key: str) -> str:
    snapshot = lookup.snapshot
    if level == "powiat":
        return snapshot.names.powiaty[key].full_name
    if level == "voivodeship":
        return snapshot.names.voivodeships[key].name
    if level == "nuts3":
        return next((n.name for n in snapshot.registry.nuts3 if n.code == key), key)
    return next((c.name for c in snapshot.registry.centres if c.id == key), "")
