"""Records → rows of ``registry/entities.csv``."""

import re
from collections.abc import Sequence

from ses_map.imports.identities import Identities
from ses_map.imports.lines import Line
from ses_map.imports.locate import Located
from ses_map.imports.mapping import Mapping
from ses_map.imports.provenance import life_of, provenance_of, read_count, read_postcode, read_website
from ses_map.imports.rows import ImportContext, Row, RowResult, clues_of, refused, require_name
from ses_map.model import Registry
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

_POINT = ("lat", "lon")
_YES, _NO = ("yes", "tak", "ps"), ("unknown", "nie", "no", "nieznany")


def build_entities(lines: Sequence[Line], mapping: Mapping, context: ImportContext) -> list[RowResult]:
    """Turn lines into entities; one without a name or without even a voivodeship is rejected."""
    places = context.locator.locate_all([clues_of(line) for line in lines])
    book = Identities(context.registry.entities)
    clusters = known_clusters(context.registry)
    towns = [_where(line, place, context) for line, place in zip(lines, places, strict=True)]
    ids = book.ids(lines, towns, [_undisputed(place) for place in places])
    seen: dict[str, int] = {}
    return [_outcome(*found, mapping, book, clusters, seen) for found in zip(lines, places, ids, strict=True)]


def known_clusters(registry: Registry) -> dict[str, str]:
    """Give the id of each cluster by its id and its name, folded."""
    return {fold(text): c.id for c in registry.clusters for text in (c.id, c.name)}


def _where(line: Line, place: Located, context: ImportContext) -> str:
    return line.get("town") or (context.names.powiaty[place.powiat].name if place.powiat else "")


def _undisputed(place: Located) -> str:
    return "" if any(f.code == "bases-disagree" for f in place.problems) else place.powiat


def _outcome(
    line: Line,
    place: Located,
    key: str,
    mapping: Mapping,
    book: Identities,
    clusters: dict[str, str],
    seen: dict[str, int],
) -> RowResult:
    line.problems.extend(place.problems)
    require_name(line, "podmiot")
    if line.get("name") and not place.powiat:
        why = "nie pozwala ustalić powiatu; podaj powiat albo kod TERYT"
        line.add("entity-unlocated", "town", line.get("town"), why, refuses=not place.voivodeship)
    if key in seen and not line.refused:
        why = f"powtarza podmiot z wiersza {seen[key]}; usuń powtórzenie albo rozróżnij nazwy"
        line.add("duplicate-row", "name", line.get("name"), why, refuses=True)
    row = _row(line, place, key, mapping, clusters)
    if line.refused:
        spares = (key, *book.namesakes(line.get("name"))) if line.get("name") else ("*",)
        return refused(line, (key,) if line.get("name") else (), place, spares)
    seen[key] = line.record.row
    return RowResult(line.record, {TABLE: (row,)}, tuple(line.problems), (key,), powiat=place.powiat, basis=place.basis)


def _row(line: Line, place: Located, key: str, mapping: Mapping, clusters: dict[str, str]) -> Row:
    sure = place.basis in ("teryt", "stated") and not place.problems
    own = {name: line.get(name) for name in ("name", "operator", "founders", "town", "street", "activity")}
    return own | {
        "entity_id": key,
        "kind": kind_of(line, mapping),
        "voivodeship": place.voivodeship,
        "powiat": place.powiat,
        "powiat_basis": place.basis,
        "gmina": place.gmina,
        **_point(line),
        "postcode": line.converted("postcode", read_postcode, "invalid-postcode"),
        "website": line.converted("website", read_website, "invalid-website"),
        "status_ps": status_of(line),
        "spheres": "; ".join(parts(line.get("spheres"))),
        "clusters": clusters_of(line, clusters),
        "jobs": line.converted("jobs", read_count, "invalid-number"),
        "confidence": "high" if sure else "medium",
        **life_of(line),
        **provenance_of(line, mapping),
    }


def _point(line: Line) -> Row:
    """Give the coordinates, unless they were no point in Poland; what is wrong with them was told when locating."""
    wrong = {"invalid-point", "point-outside", "invalid-number"} & {f.code for f in line.problems if f.field in _POINT}
    return {name: "" if wrong or not line.get(name) else f"{float(line.number(name)):.6f}" for name in _POINT}


def clusters_of(line: Line, known: dict[str, str]) -> str:
    """Give the ids of the clusters that are named by name or id; one that the registry lacks is told and left out."""
    named = parts(line.get("clusters"))
    for text in named:
        if fold(text) not in known:
            why = "nie jest klastrem z registry/clusters.csv; dopisz go tam albo popraw nazwę"
            line.add("unknown-cluster", "clusters", text, why)
    return "; ".join(dict.fromkeys(known[fold(text)] for text in named if fold(text) in known))


def status_of(line: Line) -> str:
    """Tell whether a line states the status of a social enterprise."""
    said = fold(line.get("status_ps"))
    if said not in ("", *_YES, *_NO):
        why = "nie mówi, czy podmiot ma status PS; wpisz tak albo nie"
        line.add("unknown-status", "status_ps", line.get("status_ps"), why)
    return "yes" if said in _YES else "unknown"


def kind_of(line: Line, mapping: Mapping) -> str:
    """Give the kind that a line states or its name tells, else ``inne``, and say so."""
    said = fold(line.get("kind"))
    if line.get("kind") in (*KINDS, "inne", mapping.constants.get("kind")):
        return line.get("kind")
    text = said or fold(line.get("name"))
    found = [kind for kind, pattern in KINDS.items() if re.search(rf"\b(?:{pattern})\b", text)]
    if found:
        return found[0]
    if said:
        why = f"nie jest rodzajem podmiotu ({', '.join(KINDS)}); przyjęto inne"
    else:
        why = "nie ma rodzaju podmiotu, a nazwa go nie mówi; przyjęto inne"
    line.add("unknown-kind", "kind", line.get("kind"), why)
    return "inne"
