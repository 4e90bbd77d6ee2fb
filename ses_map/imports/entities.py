"""Rows → rows of ``registry/entities.csv``, with ids that the next edition of a file gives again."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ses_map.datasets import ENTITIES
from ses_map.imports.context import ImportContext
from ses_map.imports.locate import Located, clues_of
from ses_map.imports.mapping import Mapping
from ses_map.imports.names import AreaNames
from ses_map.imports.rows import Row, RowResult, life_of, provenance_of
from ses_map.model import Entity
from ses_map.registry.rows import parts
from ses_map.spelling import fold, slug
from ses_map.vocabulary import ENTITY_KINDS, OTHER_KIND, read_degrees


class Identities:
    """Knows the entities of the registry by id, by name and by place, whoever gave them their ids."""

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
            The whole file: what another line has too does not distinguish one.
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
        tail = slug(line.get("street")) or powiat
        crowded = crowded or any(fold(e.town) == fold(line.get("town")) for e in self._by_name[fold(line.get("name"))])
        return f"{key}-{tail}" if crowded and tail else key


def _may_be(entity: Entity, town: str, powiat: str) -> bool:
    """Check whether an entity of the right name may be the one here; the powiat stands in for a missing town."""
    if powiat and entity.powiat and powiat != entity.powiat:
        return False
    there = fold(entity.town)
    return there == town or ((not there or not town) and bool(powiat) and powiat == entity.powiat)


def key_of(name: str, town: str) -> str:
    """Spell a name and a town as an id; a name without a Latin letter or digit becomes its hash."""
    own = slug(name) or f"podmiot-{hashlib.sha256(fold(name).encode()).hexdigest()[:8]}"
    return f"{own}-{slug(town)}".strip("-")


#: Kind → the words that offices use; of two kinds in a text the first counts. Anything else is ``inne`` and reported.
KINDS = {
    code: kind.pattern for code, kind in sorted(ENTITY_KINDS.items(), key=lambda own: not own[1].is_run) if kind.pattern
}
_POINT = ("lat", "lon")
_POINTLESS = frozenset({"invalid-point", "point-outside", "invalid-number"})


class EntityRules:
    """The rules of one row, the same for a file and for a batch of a register."""

    def __init__(self, mapping: Mapping, names: AreaNames) -> None:
        self.mapping, self.names = mapping, names
        self._clusters = {fold(text): c.id for c in names.registry.clusters for text in (c.id, c.name)}

    def check(self, line: RowResult, place: Located) -> None:
        """Refuse a row without a name or without even a voivodeship; one without a powiat is kept and noted."""
        line.problems.extend(place.problems)
        line.powiat, line.basis = place.powiat, place.basis
        line.require_name("podmiot")
        for text in line.branches:
            line.note(
                "second-address", "address", "jest adresem filii; przyjęto tylko siedzibę, filię dopisz osobno", text
            )
        for name, value in line.further:
            line.note("second-value", name, "jest drugą wartością; przyjęto tylko pierwszą", value)
        if line.get("name") and not place.powiat:
            why = "nie pozwala ustalić powiatu; podaj powiat albo kod TERYT"
            (line.note if place.voivodeship else line.reject)("entity-unlocated", "town", why)

    def town_of(self, line: RowResult, place: Located) -> str:
        """Return the town that tells a row from its namesakes, or the name of its powiat."""
        return line.get("town") or (self.names.powiaty[place.powiat].name if place.powiat else "")

    def row(self, line: RowResult, place: Located, key: str) -> Row:
        """Return the row of the registry; what is wrong with its cells is noted."""
        sure = place.basis in ("teryt", "stated") and not place.problems
        return line.columns("name", "operator", "founders", "town", "street", "activity") | {
            "entity_id": key,
            "kind": self._kind(line),
            "voivodeship": place.voivodeship,
            "powiat": place.powiat,
            "powiat_basis": place.basis,
            "gmina": place.gmina,
            **_point(line),
            **line.columns("postcode", "website"),
            "status_ps": line.read("status_ps") or "unknown",
            "spheres": "; ".join(parts(line.get("spheres"))),
            "clusters": self._cluster_ids(line),
            **line.columns("jobs"),
            "confidence": "high" if sure else "medium",
            **life_of(line),
            **provenance_of(line, self.mapping),
        }

    def _kind(self, line: RowResult) -> str:
        """Return the kind that a row states or its name tells, else ``inne``, which is noted."""
        said = line.get("kind")
        if said in KINDS or said in (OTHER_KIND, self.mapping.constants.get("kind")):
            return said
        found = _kind_in(fold(said) or fold(line.get("name")))
        if not found and fold(said):
            line.note("unknown-kind", "kind", f"nie jest rodzajem podmiotu ({', '.join(KINDS)}); przyjęto inne", said)
        elif not found:
            line.note("unknown-kind", "kind", "nie ma rodzaju podmiotu, a nazwa go nie mówi; przyjęto inne", said)
        return found or OTHER_KIND

    def _cluster_ids(self, line: RowResult) -> str:
        """Return the ids of the clusters that are named by name or id; one that the registry lacks is left out."""
        named = parts(line.get("clusters"))
        for text in named:
            if fold(text) not in self._clusters:
                why = "nie jest klastrem z registry/clusters.csv; dopisz go tam albo popraw nazwę"
                line.note("unknown-cluster", "clusters", why, text)
        known = (self._clusters.get(fold(text)) for text in named)
        return "; ".join(dict.fromkeys(key for key in known if key))


@lru_cache(maxsize=20_000)
def _kind_in(text: str) -> str:
    return next((kind for kind, pattern in KINDS.items() if re.search(rf"\b(?:{pattern})\b", text)), "")


def _point(line: RowResult) -> Row:
    """Return the coordinates, unless they are no point in Poland; what is wrong with them was noted when locating."""
    wrong = any(p.code in _POINTLESS and p.field in _POINT for p in line.problems)
    return {name: "" if wrong or not line.get(name) else f"{read_degrees(line.read(name)):.6f}" for name in _POINT}


def build_entities(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into entities, each with the id that it has or will have in the registry."""
    rules, book = EntityRules(mapping, context.names), Identities(context.registry.entities)
    places = context.locator.locate_all([clues_of(line) for line in lines])
    towns = [rules.town_of(line, place) for line, place in zip(lines, places, strict=True)]
    powiaty = ["" if any(p.code == "bases-disagree" for p in place.problems) else place.powiat for place in places]
    seen: dict[str, int] = {}
    for line, place, key in zip(lines, places, book.ids(lines, towns, powiaty), strict=True):
        rules.check(line, place)
        if key in seen and not line.refused:
            why = f"powtarza podmiot z wiersza {seen[key]}; usuń powtórzenie albo rozróżnij nazwy"
            line.reject("duplicate-row", "name", why)
        row = rules.row(line, place, key)
        if not line.refused:
            seen[key] = line.record.row
            line.accept({ENTITIES.path: (row,)}, key)
        elif line.get("name"):
            line.refuse(key, spares=(key, *book.namesakes(line.get("name"))))
        else:
            line.refuse(spares=("*",))
