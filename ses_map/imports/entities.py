"""Rows → rows of ``registry/entities.csv``."""

import re
from collections.abc import Sequence
from functools import lru_cache

from ses_map.imports.clues import clues_of
from ses_map.imports.context import ImportContext
from ses_map.imports.identities import Identities
from ses_map.imports.locate import Located
from ses_map.imports.mapping import Mapping
from ses_map.imports.names import AreaNames
from ses_map.imports.provenance import life_of, provenance_of
from ses_map.imports.rows import Row, RowResult
from ses_map.registry.rows import parts
from ses_map.spelling import fold

TABLE = "registry/entities.csv"

#: Kinds by the words that offices use; anything else is ``inne`` and reported.
KINDS = {
    "cis": r"cis|centr\w+ integracji spolecznej",
    "kis": r"kis|klub\w* integracji spolecznej",
    "zaz": r"zaz|zaklad\w* aktywnosci zawodowej",
    "wtz": r"wtz|warsztat\w* terapii zajeciowej",
    "spoldzielnia_socjalna": r"ss|spoldzieln\w+ socjaln\w+",
    "przedsiebiorstwo_spoleczne": r"ps|przedsiebiorstw\w+ spoleczn\w+",
    "fundacja": r"fundacj\w+",
    "stowarzyszenie": r"stowarzyszeni\w+",
}
_OTHER = "inne"

_POINT = ("lat", "lon")
_POINTLESS = frozenset({"invalid-point", "point-outside", "invalid-number"})


class EntityRules:
    """The rules of one row, asked alike for a file and for a batch of a register.

    Parameters
    ----------
    mapping : Mapping
        Source, register and constants.
    names : AreaNames
        Names of areas, and the registry.
    """

    def __init__(self, mapping: Mapping, names: AreaNames) -> None:
        self.mapping, self.names = mapping, names
        self._clusters = {fold(text): c.id for c in names.registry.clusters for text in (c.id, c.name)}

    def check(self, line: RowResult, place: Located) -> None:
        """Refuse a row without a name or without even a voivodeship; one without a powiat is kept and noted."""
        line.problems.extend(place.problems)
        line.powiat, line.basis = place.powiat, place.basis
        line.require_name("podmiot")
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
        if said in KINDS or said in (_OTHER, self.mapping.constants.get("kind")):
            return said
        found = _told_kind(fold(said) or fold(line.get("name")))
        if not found and fold(said):
            line.note("unknown-kind", "kind", f"nie jest rodzajem podmiotu ({', '.join(KINDS)}); przyjęto inne", said)
        elif not found:
            line.note("unknown-kind", "kind", "nie ma rodzaju podmiotu, a nazwa go nie mówi; przyjęto inne", said)
        return found or _OTHER

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
def _told_kind(text: str) -> str:
    return next((kind for kind, pattern in KINDS.items() if re.search(rf"\b(?:{pattern})\b", text)), "")


def _point(line: RowResult) -> Row:
    """Return the coordinates, unless they are no point in Poland; what is wrong with them was noted when locating."""
    wrong = any(p.code in _POINTLESS and p.field in _POINT for p in line.problems)
    return {name: "" if wrong or not line.get(name) else f"{float(line.read(name)):.6f}" for name in _POINT}


def build_entities(lines: Sequence[RowResult], mapping: Mapping, context: ImportContext) -> None:
    """Turn the rows of a file into entities, each with the id that it has or will have in the registry."""
    rules, book = EntityRules(mapping, context.names), Identities(context.registry.entities)
    places = context.locator.locate_all([clues_of(line) for line in lines])
    towns = [rules.town_of(line, place) for line, place in zip(lines, places, strict=True)]
    seen: dict[str, int] = {}
    for line, place, key in zip(lines, places, book.ids(lines, towns, list(map(_undisputed, places))), strict=True):
        rules.check(line, place)
        if key in seen and not line.refused:
            why = f"powtarza podmiot z wiersza {seen[key]}; usuń powtórzenie albo rozróżnij nazwy"
            line.reject("duplicate-row", "name", why)
        row = rules.row(line, place, key)
        if not line.refused:
            seen[key] = line.record.row
            line.accept({TABLE: (row,)}, key)
        elif line.get("name"):
            line.refuse(key, spares=(key, *book.namesakes(line.get("name"))))
        else:
            line.refuse(spares=("*",))


def _undisputed(place: Located) -> str:
    return "" if any(p.code == "bases-disagree" for p in place.problems) else place.powiat
