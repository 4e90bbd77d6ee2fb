"""Layers of the desk's GeoPackage: units, areas of centres, subregions, offices, entities, demarcation lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import shapely

from ses_map.coverage import subregion_keys
from ses_map.maps.fills import COLOURS, STANDINGS
from ses_map.model import Standing
from ses_map.planning import tables
from ses_map.planning.coverage_audit import KINDS, CoverageAudit
from ses_map.planning.demarcation import demarcation_table, find_lines, line_shapes
from ses_map.planning.parts import Part
from ses_map.planning.table import Column, Table
from ses_map.vocabulary import STANDING_NAMES, entity_kind
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
    """Return the layers that stand beside the table of findings.

    Units, what centres serve, the subregions that their sources name, offices, entities, demarcation lines.
    """
    served, named = defaultdict(list), defaultdict(list)
    subregions = subregion_keys({p.code: p.row.coverage for p in desk.parts})
    for part in desk.parts:
        for centre in sorted(part.row.coverage.centre_ids):
            served[centre].append(part)
        for key in subregions[part.code]:
            named[key].append(part)
    return [
        _units(loaded, desk),
        _centres(loaded, served),
        _subregions(loaded, named),
        _offices(loaded, desk),
        _entities(loaded, desk),
        _lines(loaded, desk),
    ]


def finding_style() -> Style:
    """Draw findings by kind: what is not confirmed as on the map, other doubts in colours of their own."""
    own = zip((k for k in KINDS if k not in LOOKS), COLOURS[1:], strict=False)
    looks = LOOKS | {kind: (colour, "", "") for kind, colour in own}
    return Style("finding", tuple(Symbol(tables.finding_name(k), tables.finding_name(k), *looks[k]) for k in KINDS))


def line_style() -> Style:
    """Draw demarcation lines thick and dark, with their numbers."""
    return Style("pair", (Symbol("", "linia demarkacyjna", "#14213d"),), label="no")


#: A column of a layer, and what it holds of each thing.
_Field = tuple[Column, Callable[[Any], Any]]


def _text(key: str, label: str, value: Callable[[Any], Any]) -> _Field:
    return Column(key, label, label.lower()), value


def _sums(parts_of: Callable[[Any], Sequence[Part]]) -> tuple[_Field, _Field]:
    """Return the fields that add up the parts of a thing."""
    people = Column("population", "Mieszkańcy", "mieszkańcy 31 grudnia 2024 r. (GUS)", 0)
    area = Column("area_km2", "Powierzchnia, km²", "urzędowa powierzchnia 1 stycznia 2025 r., km² (GUGiK)", 2)
    return (
        (people, lambda thing: sum(p.population for p in parts_of(thing))),
        (area, lambda thing: round(sum(p.area_km2 for p in parts_of(thing)), 2)),
    )


def _layer(
    name: str, title: str, fields: Sequence[_Field], things: Iterable[Any], shapes: Mapping[str, Any], style: Style
) -> MapLayer:
    """Make a layer with a row for each thing; the first field is the key of the shapes."""
    rows = [{column.key: value(thing) for column, value in fields} for thing in things]
    columns = tuple(column for column, _ in fields)
    return MapLayer(Table(name, title, columns, rows, key=columns[0].key), shapes, style)


def _units(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    fields = (
        _text("teryt", "TERYT", lambda p: p.code),
        _text("name", "Nazwa", lambda p: p.row.name),
        _text("voivodeship", "Województwo", lambda p: p.row.voivodeship.name),
        _text("standing", "Wskazanie", lambda p: STANDING_NAMES[p.standing]),
        _text("centres", "OWES", lambda p: "; ".join(c.name for c in p.row.centres)),
        _text("overlap", "Kilka OWES naraz", lambda p: "tak" if p.is_overlap else "nie"),
        _text("gap", "Znana luka", lambda p: "tak" if p.is_gap else "nie"),
        *_sums(lambda p: [p]),
    )
    style = Style("standing", tuple(standing_symbol(standing) for standing in STANDINGS))
    return _layer("powiaty_i_gminy", "Powiaty i gminy", fields, desk.parts, loaded.publishing.unit_shapes, style)


def _centres(loaded: LoadedSnapshot, served: Mapping[str, Sequence[Part]]) -> MapLayer:
    atlas, centres, ids = loaded.citizen.pictures.atlas, loaded.centres, sorted(served)
    fields = (
        _text("centre", "Identyfikator", str),
        _text("number", "Numer na mapie", lambda c: str(atlas.numbers[c])),
        _text("name", "OWES", lambda c: centres[c].name),
        _text("operator", "Operator", lambda c: centres[c].operator),
        (Column("parts", "Obszary", "powiaty oraz gminy o własnych wskazaniach", 0), lambda c: len(served[c])),
        *_sums(lambda c: served[c]),
    )
    symbols = [standing_symbol(_best(c, served[c]), atlas.colours[c], c, centres[c].name) for c in ids]
    style = Style("centre", tuple(symbols), label="number")
    return _layer("obszary_osrodkow", "Obszary ośrodków", fields, ids, _united(loaded, served, str), style)


def _subregions(loaded: LoadedSnapshot, named: Mapping[tuple[str, str], Sequence[Part]]) -> MapLayer:
    colours, keys = loaded.citizen.pictures.atlas.colours, sorted(named)
    fields = (
        _text("id", "Identyfikator", "/".join),
        _text("name", "Subregion", lambda k: k[1]),
        _text("centre", "OWES", lambda k: loaded.centres[k[0]].name),
        *_sums(lambda k: named[k]),
    )
    symbols = tuple(standing_symbol(_best(k[0], named[k]), colours[k[0]], "/".join(k), k[1]) for k in keys)
    style = Style("id", symbols, label="name")
    return _layer("subregiony", "Subregiony", fields, keys, _united(loaded, named, "/".join), style)


def _united(loaded: LoadedSnapshot, groups: Mapping[Any, Sequence[Part]], key: Callable[[Any], str]) -> dict[str, Any]:
    shapes = loaded.publishing.unit_shapes
    parts = {k: [shapes[p.code] for p in group if p.code in shapes] for k, group in groups.items()}
    return {key(k): shapely.coverage_union_all(polygons) for k, polygons in parts.items() if polygons}


def _best(centre: str, parts: Sequence[Part]) -> Standing:
    """Return the standing of the best of a centre's own claims: an area of old claims only never looks confirmed."""
    own = (s.standing for p in parts for s in p.row.coverage.serving if s.centre_id == centre)
    return min(own, key=list(Standing).index)


def _offices(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    centres = {c.id: loaded.centres[c.id] for p in desk.parts for c in p.row.centres}
    found = {c: loaded.offices.main(centres[c], desk.as_of) for c in sorted(centres)}
    points = {c: shapely.Point(o.point[1], o.point[0]) for c, o in found.items() if o}
    reached = {c: centres[c].contact_on(desk.as_of) for c in points}
    fields = (
        _text("centre", "Identyfikator", str),
        _text("name", "OWES", lambda c: centres[c].name),
        _text("seat_place", "Miejscowość", lambda c: reached[c].place),
        _text("street", "Ulica", lambda c: reached[c].street),
        _text("postcode", "Kod pocztowy", lambda c: reached[c].postcode),
        _text("phone", "Telefon", lambda c: reached[c].phone),
        _text("email", "Poczta", lambda c: reached[c].email),
        _text("website", "Strona", lambda c: reached[c].website),
    )
    style = Style("centre", (Symbol("", "siedziba (punkt miejscowości)", "#14213d", shape="star"),))
    return _layer("osrodki", "Siedziby ośrodków", fields, points, points, style)


def _entities(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    spots, regions = loaded.spots, {p.code[:2] for p in desk.parts}
    own = [e for e in loaded.snapshot.registry.entities if e.id in spots and e.voivodeship in regions]
    fields = (
        _text("entity", "Identyfikator", lambda e: e.id),
        _text("name", "Podmiot", lambda e: e.name),
        _text("kind", "Rodzaj", lambda e: entity_kind(e.kind)),
        _text("town", "Miejscowość", lambda e: e.town),
        _text("powiat", "Powiat", lambda e: e.powiat),
        _text("status_ps", "Status PS", lambda e: "tak" if e.status_ps == "yes" else "brak danych"),
        _text("place", "Położenie punktu", lambda e: "ze źródła" if spots[e.id].is_own else "środek miejscowości"),
    )
    kinds = sorted({entity_kind(e.kind) for e in own})
    looks = [(k, COLOURS[n % len(COLOURS)], _SHAPES[n % len(_SHAPES)]) for n, k in enumerate(kinds)]
    symbols = tuple(Symbol(k, k, colour, shape=shape) for k, colour, shape in looks)
    points = {e.id: shapely.Point(spots[e.id].lon, spots[e.id].lat) for e in own}
    return _layer("podmioty", "Podmioty ekonomii społecznej", fields, own, points, Style("kind", symbols))


def _lines(loaded: LoadedSnapshot, desk: CoverageAudit) -> MapLayer:
    found = find_lines(loaded.planner.borders, loaded.lookup.units_on(desk.as_of), desk.region)
    table = replace(demarcation_table(loaded.lookup, found, desk.as_of), name="linie_demarkacyjne")
    return MapLayer(table, line_shapes(loaded.planner.borders, found), line_style())
