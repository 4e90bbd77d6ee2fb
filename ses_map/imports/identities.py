"""Which entity of the registry a line speaks of: ids that the next edition of a file gives again."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ses_map.imports.rows import RowResult
from ses_map.model import Entity
from ses_map.spelling import fold, slug


class Identities:
    """Knows entities by id, by name and by place.

    Parameters
    ----------
    entities : iterable of Entity
        Those of the registry, whoever gave them their ids.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._known = {e.id: e for e in entities}
        self._by_name: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._known.values():
            self._by_name[fold(entity.name)].append(entity)

    def namesakes(self, name: str) -> tuple[str, ...]:
        """List the ids of all entities of this name."""
        return tuple(e.id for e in self._by_name.get(fold(name), ()))

    def ids(self, lines: Sequence[RowResult], towns: Sequence[str], powiaty: Sequence[str]) -> list[str]:
        """Return the id of each line: that of the entity it names, or one made of what tells it from others.

        Two entities of one name in towns of one name and different powiats are two. So are two lines of one name and
        town whose streets differ.

        Parameters
        ----------
        lines : sequence of RowResult
            The whole file: what another line has too does not tell one from the other.
        towns, powiaty : sequence of str
            For each line the town (or the name of the powiat) and the code of the powiat; empty where not certain.
        """
        keys = [key_of(line.get("name"), town) for line, town in zip(lines, towns, strict=True)]
        places: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for key, powiat, line in zip(keys, powiaty, lines, strict=True):
            places[key].add((powiat, fold(line.get("street"))))
        return [
            self._known_id(line, powiat, alone=sum(p == powiat for p, _ in places[key]) == 1)
            or self._new_id(line, key, powiat, crowded=len(places[key]) > 1)
            for line, key, powiat in zip(lines, keys, powiaty, strict=True)
        ]

    def _known_id(self, line: RowResult, powiat: str, alone: bool) -> str:
        name, town, street = (fold(line.get(part)) for part in ("name", "town", "street"))
        stated = self._known.get(line.get("number"))
        if stated and fold(stated.name) == name:
            return stated.id
        near = [e for e in self._by_name.get(name, ()) if _may_be(e, town, powiat)]
        exact = [e for e in near if (fold(e.town), fold(e.street)) == (town, street)]
        return exact[0].id if len(exact) == 1 else near[0].id if alone and len(near) == 1 else ""

    def _new_id(self, line: RowResult, key: str, powiat: str, crowded: bool) -> str:
        told = slug(line.get("street")) or powiat
        crowded = crowded or any(fold(e.town) == fold(line.get("town")) for e in self._by_name[fold(line.get("name"))])
        return f"{key}-{told}" if crowded and told else key


def _may_be(entity: Entity, town: str, powiat: str) -> bool:
    """Check whether an entity of the right name may be the one here; the powiat stands in for a missing town."""
    if powiat and entity.powiat and powiat != entity.powiat:
        return False
    there = fold(entity.town)
    return there == town or ((not there or not town) and bool(powiat) and powiat == entity.powiat)


def key_of(name: str, town: str) -> str:
    """Spell a name and a town as an id; a name without a Latin letter or digit is told by its hash."""
    own = slug(name) or f"podmiot-{hashlib.sha256(fold(name).encode()).hexdigest()[:8]}"
    return f"{own}-{slug(town)}".strip("-")
