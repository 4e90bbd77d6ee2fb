"""Layers of the desk's GeoPackage: units, areas of centres, subregions, offices, entities, demarcation lines."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import shapely

from ses_map.coverage import STANDING_NAMES, subregion_keys
from ses_map.maps.fills import COLOURS, STANDINGS
from ses_map.model import Centre, Standing
from ses_map.planning import tables
from ses_map.planning.coverage_audit import KINDS, CoverageAudit
from ses_map.planning.demarcation import demarcation_table, find_lines, line_shapes
from ses_map.planning.kinds import entity_kind
from ses_map.planning.parts import Part
from ses_map.planning.table import Column, Table
from ses_map.web.file_formats.export import MapLayer
from ses_map.web.file_formats.styles import Style, Symbol, standing_symbol
from ses_map.web.state.loaded_snapshot import LoadedSnapshot


def _look(standing: str) -> tuple[str, str, str]:
    symbol = standing_symbol(standing)
    return symbol.base, symbol.brush, symbol.ink


#: Findings that are drawn as the maps draw the standing of their part.
LOOKS = {
    "gap": (_look(Standing.NONE)[0], "diagonal_x", "#14213d"),
    "no-source": _look(Standing.NONE),
    "expired": _look(Standing.ENDED),
    "unconfirmed": _look(Standing.UNCONFIRMED),
}
_SHAPES = ("circle", "square", "triangle", "diamond", "star", "pentagon", "cross_fill", "hexagon", "octagon")


def coverage_layers(loaded: LoadedSnapshot, desk: CoverageAudit) -> list[MapLayer]:
    """Return the layers that stand beside the table of findings, for the parts of a desk."""
    return [
        _units(loaded, desk),
        *_areas(loaded, desk),
        _offices(loaded, desk),
        _entities(loaded, desk),
        _lines(loaded, desk),
    ]


def finding_style() -> Style:
    """Draw findings by kind: what is not confirmed as on the map, other doubts in colours of their own."""
    own = zip((k for k in KINDS if k not in LOOKS), COLOURS[1:], strict=False)
    looks = LOOKS | {kind: (colour, "", "") for kind, colour in own}
    return Style("finding", tuple(Symbol(tables.finding_name(k), tables.finding_name(k), *looks[k]) for k in KINDS))


def _text(*keys: tuple[str, str]) -> list[Column]:
    return [Column(key, label, label.lower()) for key, label in keys]


def _people() -> tuple[Column, ...]:
    return (
        Column("population", "Mieszkańcy", "mieszkańcy 31 grudnia 2024 r. (GUS)", 0),
        Column("area_km2", "Powierzchnia, km²", "urzędowa powierzchnia 1 stycznia 2025 r., km² (GUGiK)", 2),
    )


def _sums(parts: Sequence[Part]) -> dict[str, Any]:
    return {
        "population": sum(p.population for p in parts),
        "area_km2": round(sum(p.area_km2 for p in parts), 2),
    }


def _units(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    columns = _text(
        ("teryt", "TERYT"), ("name", "Nazwa"), ("voivodeship", "Województwo"), ("standing", "Wskazanie"),
        ("centres", "OWES"), ("overlap", "Kilka OWES naraz"), ("gap", "Znana luka"),
    )  # fmt: skip
    rows = [
        {
            "teryt": p.code,
            "name": p.row.name,
            "voivodeship": p.row.voivodeship.name,
            "standing": STANDING_NAMES[p.standing],
            "centres": "; ".join(c.name for c in p.row.centres),
            "overlap": "tak" if p.is_overlap else "nie",
            "gap": "tak" if p.is_gap else "nie",
            **_sums([p]),
        }
        for p in desk.parts
    ]
    symbols = tuple(standing_symbol(standing) for standing in STANDINGS)
    table = Table("powiaty_i_gminy", "Powiaty i gminy", (*columns, *_people()), rows)
    return MapLayer(table, loaded.publishing.unit_shapes, Style("standing", symbols))


def _areas(loaded: LoadedSnapshot, desk: CoverageAudit) -> list[MapLayer]:
    """Return what centres serve on the day, and the subregions that their sources name."""
    served, named = defaultdict(list), defaultdict(list)
    subregions = subregion_keys({p.code: p.row.coverage for p in desk.parts})
    for part in desk.parts:
        for centre in sorted(part.row.coverage.centre_ids):
            served[centre].append(part)
        for key in subregions[part.code]:
            named[key].append(part)
    return [_centres(loaded, served), _subregions(loaded, named)]


def _united(loaded: LoadedSnapshot, groups: Mapping[Any, Sequence[Part]], key: Callable[[Any], str]) -> dict[str, Any]:
    shapes = loaded.publishing.unit_shapes
    parts = {k: [shapes[p.code] for p in group if p.code in shapes] for k, group in groups.items()}
    return {key(k): shapely.coverage_union_all(polygons) for k, polygons in parts.items() if polygons}


def _centres(loaded: LoadedSnapshot, served: Mapping[str, Sequence[Part]]) -> MapLayer:
    atlas = loaded.citizen.pictures.atlas
    columns = _text(
        ("centre", "Identyfikator"), ("number", "Numer na mapie"), ("name", "OWES"), ("operator", "Operator")
    )
    columns.append(Column("parts", "Obszary", "powiaty oraz gminy o własnych wskazaniach", 0))
    rows = [
        {
            "centre": c,
            "number": str(atlas.numbers[c]),
            "name": loaded.centres[c].name,
            "operator": loaded.centres[c].operator,
            "parts": len(served[c]),
            **_sums(served[c]),
        }
        for c in sorted(served)
    ]
    symbols = [
        standing_symbol(_best(r["centre"], served[r["centre"]]), atlas.colours[r["centre"]], r["centre"], r["name"])
        for r in rows
    ]
    table = Table("obszary_osrodkow", "Obszary ośrodków", (*columns, *_people()), rows, key="centre")
    return MapLayer(table, _united(loaded, served, str), Style("centre", tuple(symbols), label="number"))


def _best(centre: str, parts: Sequence[Part]) -> Standing:
    """Return the standing of the best of a centre's own claims: an area of old claims only never looks confirmed."""
    own = (s.standing for p in parts for s in p.row.coverage.serving if s.centre_id == centre)
    return min(own, key=list(Standing).index)


def _subregions(loaded: LoadedSnapshot, named: Mapping[tuple[str, str], Sequence[Part]]) -> MapLayer:
    colours = loaded.citizen.pictures.atlas.colours
    columns = _text(("id", "Identyfikator"), ("name", "Subregion"), ("centre", "OWES"))
    keys = sorted(named)
    rows = [{"id": "/".join(k), "name": k[1], "centre": loaded.centres[k[0]].name, **_sums(named[k])} for k in keys]
    symbols = tuple(standing_symbol(_best(k[0], named[k]), colours[k[0]], "/".join(k), k[1]) for k in keys)
    table = Table("subregiony", "Subregiony", (*columns, *_people()), rows, key="id")
    return MapLayer(table, _united(loaded, named, "/".join), Style("id", symbols, label="name"))


def _offices(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    columns = _text(
        ("centre", "Identyfikator"), ("name", "OWES"), ("seat_place", "Miejscowość"), ("street", "Ulica"),
        ("postcode", "Kod pocztowy"), ("phone", "Telefon"), ("email", "Poczta"), ("website", "Strona"),
    )  # fmt: skip
    listed = {c.id for p in desk.parts for c in p.row.centres}
    found = {c: loaded.offices.main(loaded.centres[c], desk.as_of) for c in sorted(listed)}
    points = {c: shapely.Point(o.point[1], o.point[0]) for c, o in found.items() if o}
    rows = [_office(loaded.centres[c], desk.as_of) for c in points]
    style = Style("centre", (Symbol("", "siedziba (punkt miejscowości)", "#14213d", shape="star"),))
    return MapLayer(Table("osrodki", "Siedziby ośrodków", tuple(columns), rows, key="centre"), points, style)


def _office(centre: Centre, as_of: date) -> dict[str, str]:
    details = centre.contact_on(as_of)
    parts = {name: getattr(details, name) for name in ("street", "postcode", "phone", "email", "website")}
    return {"centre": centre.id, "name": centre.name, "seat_place": details.place, **parts}


def _entities(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    columns = _text(
        ("entity", "Identyfikator"), ("name", "Podmiot"), ("kind", "Rodzaj"), ("town", "Miejscowość"),
        ("powiat", "Powiat"), ("status_ps", "Status PS"), ("place", "Położenie punktu"),
    )  # fmt: skip
    regions = {p.code[:2] for p in desk.parts}
    own = [e for e in loaded.snapshot.registry.entities if e.id in loaded.spots and e.voivodeship in regions]
    rows = [
        {
            "entity": e.id,
            "name": e.name,
            "kind": entity_kind(e.kind),
            "town": e.town,
            "powiat": e.powiat,
            "status_ps": "tak" if e.status_ps == "yes" else "brak danych",
            "place": "ze źródła" if loaded.spots[e.id].is_own else "środek miejscowości",
        }
        for e in own
    ]
    kinds = sorted({r["kind"] for r in rows})
    looks = [(k, COLOURS[n % len(COLOURS)], _SHAPES[n % len(_SHAPES)]) for n, k in enumerate(kinds)]
    symbols = tuple(Symbol(k, k, colour, shape=shape) for k, colour, shape in looks)
    points = {e.id: shapely.Point(loaded.spots[e.id].lon, loaded.spots[e.id].lat) for e in own}
    table = Table("podmioty", "Podmioty ekonomii społecznej", tuple(columns), rows, key="entity")
    return MapLayer(table, points, Style("kind", symbols))


def _lines(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    found = find_lines(loaded.planner.borders, loaded.lookup.units_on(desk.as_of), desk.region)
    table = demarcation_table(loaded.lookup, found, desk.as_of)
    named = Table("linie_demarkacyjne", table.title, table.columns, table.rows, key=table.key)
    return MapLayer(named, line_shapes(loaded.planner.borders, found), line_style())


def line_style() -> Style:
    """Draw demarcation lines thick and dark, with their numbers."""
    return Style("pair", (Symbol("", "linia demarkacyjna", "#14213d"),), label="no")
