"""Composition: ``geodata/`` → verified sources → join and audits → a snapshot's data files.

Nothing here knows a clock, a network or a page. The maps are rendered from the result by ``ses_map.maps``, and a
``ses_map.store`` publishes the two together.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np

from ses_map import boundaries, places, sources, tables
from ses_map.coverage import Claims, audit_periods, number_alike, split_units, unite
from ses_map.crs import LONLAT, METRIC
from ses_map.datasets import IMPORT_ROWS, IMPORTS
from ses_map.errors import SourceError
from ses_map.localities import encode_places
from ses_map.model import CONFIRMED_MONTHS, Gmina, Problem, Registry, Severity, Source
from ses_map.neighbours import encode_neighbours, measure_neighbours
from ses_map.postcode_reach import read_postcodes
from ses_map.postcodes import encode_postcodes
from ses_map.registry import read_registry
from ses_map.registry.patches import FILE as PATCHES
from ses_map.registry.patches import read_patches
from ses_map.snapshot import Layer, Snapshot, encode, encode_layer, registry_files

#: Display layers: tolerance of ``coverage_simplify`` in metres, decimals of a degree.
NATIONAL = (2000.0, 4)
REGIONAL = (300.0, 5)

#: Cells nearer than this to another unit are left to geometry, in metres; at least the border tolerance of look-ups.
BORDER_M = 500.0

#: A polygon may differ this much from the official land area before it is reported (share of the area).
AREA_TOLERANCE = 0.1

Progress = Callable[[str], None]


def build_snapshot(
    geodata: Path,
    progress: Progress = lambda step: None,
    registers: Sequence[Path] = (),
    confirmed_months: int = CONFIRMED_MONTHS,
) -> Snapshot:
    """Read, verify, join and audit the data.

    Parameters
    ----------
    geodata : Path
        The folder described in ``geodata/README.md``.
    progress : callable
        Is given the name of each step as it begins.
    registers : sequence of Path
        Big registers of entities outside of ``geodata/``: Parquet or CSV with the columns of ``registry/entities.csv``.
    confirmed_months : int
        How long a dated source confirms a claim without a stated end; the snapshot keeps the number with its data.

    Returns
    -------
    Snapshot
        The data files, without rendered maps; the same geodata and registers give the same id.

    Raises
    ------
    SourceError
        FATAL: a file is not the one its manifest describes, or a table has not its columns.
    """
    progress("papiery źródeł")
    papers = sources.read_manifests(geodata)
    for source in papers:
        sources.verify(geodata, source)
    progress("rejestr")
    registry, problems = read_registry(geodata, registers, progress)
    problems += audit_periods(registry.assignments)
    history = (s.path for s in papers if s.path in (IMPORTS.path, IMPORT_ROWS.path))
    problems += [problem for path in history for problem in tables.read_table(geodata, path)[1]]
    progress("granice")
    base = boundaries.read_gminy(geodata / "boundaries/gminy.topojson")
    _verify_rows(geodata, papers, base)
    localities, points, rejected = places.read_localities(geodata)
    postcodes, unread = read_postcodes(geodata, localities)
    problems += unread
    _stop_on_fatal([*problems, *rejected])
    gminy = tuple(replace(g, has_polygon=g.teryt in base.index) for g in registry.gminy)
    registry = replace(registry, gminy=gminy, confirmed_months=confirmed_months)
    problems += _audit_layer_vintage(registry, base) + _audit_layer_geometry(geodata, base)
    progress("punkty miejscowości")
    checked = places.check_points(points, base)
    progress("warstwy map")
    files = {
        **registry_files(registry),
        "problems.json": encode(sorted([*problems, *rejected])),
        "sources.json": encode(papers),
        "points.json": encode(checked),
        "places.npz": encode_places(localities),
        "postcodes.json": encode_postcodes(postcodes),
        "layers/gminy.npz": encode_layer(Layer(tuple(base.index), base.geometry.to_numpy())),
        "neighbours.npz": encode_neighbours(measure_neighbours(tuple(base.index), base.geometry.to_numpy())),
    }
    return Snapshot(files | _display_layers(registry, base))


def _verify_rows(geodata: Path, papers: tuple[Source, ...], base: gpd.GeoDataFrame) -> None:
    special = {"boundaries/gminy.topojson": len(base), PATCHES: len(read_patches(geodata))}
    for source in papers:
        rows = special.get(source.path)
        sources.verify_rows(source, tables.count_rows(geodata, source.path) if rows is None else rows)


def _stop_on_fatal(problems: list[Problem]) -> None:
    fatal = [p for p in problems if p.severity is Severity.FATAL]
    if fatal:
        raise SourceError("; ".join(f"{p.file}: {p.code}: {p.value}" for p in fatal), fatal[0].detail)


def _audit_layer_vintage(registry: Registry, base: gpd.GeoDataFrame) -> list[Problem]:
    """Report where the polygons of 2020 and TERYT of 2026-01-01 differ: new, renamed, of another kind, unknown."""
    problems = []
    known = {g.teryt: g for g in registry.gminy}
    for gmina in registry.gminy:
        if not gmina.has_polygon:
            problems.append(_vintage("gmina-without-polygon", gmina, "nie ma wielokąta w warstwie granic z 2020 r."))
    for code, terc, name in zip(base.index, base["terc"], base["name"], strict=True):
        today = known.get(str(code))
        if today is None:
            detail = f"Wielokąt {terc} ({name}) nie odpowiada żadnej gminie TERYT; sprawdź kod w warstwie."
            problems.append(Problem("polygon-without-gmina", str(code), Severity.WARNING, detail, value=str(terc)))
            continue
        if terc[6] != today.kind:
            what = f"ma w warstwie granic rodzaj {terc[6]}, a w TERYT {today.kind}"
            problems.append(_vintage("gmina-kind-changed", today, what))
        if name != today.name:
            problems.append(_vintage("gmina-renamed", today, f"nazywa się w warstwie granic „{name}”"))
    return problems


def _vintage(code: str, gmina: Gmina, what: str) -> Problem:
    file = "boundaries/gminy.topojson"
    detail = f"Gmina {gmina.name} ({gmina.teryt}) {what}; zastąp warstwę nowszą."
    return Problem(code, gmina.teryt, Severity.WARNING, detail, file, value=gmina.teryt)


def _audit_layer_geometry(geodata: Path, base: gpd.GeoDataFrame) -> list[Problem]:
    metric = base.to_crs(METRIC)
    holes = boundaries.audit_geometry(metric, boundaries.outline(metric.geometry.to_numpy()))
    frame, _ = tables.read_table(geodata, "reference/gminy.csv")
    official = {t: float(a) for t, a in zip(frame["teryt"], frame["area_km2_2019"], strict=True) if a}
    measured = zip(metric.index, metric["name"], metric.geometry.area / 1e6, strict=True)
    known = [(code, name, area, official[code]) for code, name, area in sorted(measured) if code in official]
    return holes + [_area(*row) for row in known if abs(row[2] - row[3]) > AREA_TOLERANCE * row[3]]


def _area(teryt: str, name: str, measured: float, official: float) -> Problem:
    detail = (
        f"Wielokąt gminy {name} ({teryt}) ma {measured:.1f} km², a urzędowa powierzchnia lądu (2019) to "
        f"{official:.1f} km²; uogólnienie albo zmiana granic."
    )
    return Problem(
        "area-differs", teryt, Severity.WARNING, detail, "boundaries/gminy.topojson", value=f"{measured:.2f}"
    )


def _display_layers(registry: Registry, base: gpd.GeoDataFrame) -> dict[str, bytes]:
    """Thin the base layer per view and unite it to the units that maps and tables show.

    The country is thinned whole, and voivodeships are cut out afterwards, so that they still meet.
    """
    claims = Claims.of_registry(registry)
    units = split_units([p.teryt for p in registry.powiaty], base.index, claims)
    metric = base.to_crs(METRIC)
    files = {
        "layers/units/polska.npz": encode_layer(_national_units(metric, units)),
        "layers/cells.npz": boundaries.interior_cells(
            metric, number_alike([units.get(c, c) for c in base.index], claims), BORDER_M
        ),
    }
    thin = boundaries.simplify(metric, *REGIONAL)
    for voivodeship in registry.voivodeships:
        inside = base.index.str.startswith(voivodeship.teryt)
        gminy = Layer(tuple(base.index[inside]), thin[inside])
        files[f"layers/gminy/{voivodeship.slug}.npz"] = encode_layer(gminy)
        files[f"layers/units/{voivodeship.slug}.npz"] = encode_layer(_united(gminy, units))
    return files


def _national_units(metric: gpd.GeoDataFrame, units: dict[str, str]) -> Layer:
    whole = _united(Layer(tuple(metric.index), metric.geometry.to_numpy()), units)
    frame = gpd.GeoDataFrame(geometry=list(whole.polygons), index=list(whole.codes), crs=METRIC)
    return Layer(whole.codes, boundaries.simplify(frame, *NATIONAL))


def _united(gminy: Layer, units: dict[str, str]) -> Layer:
    whole = unite(gminy.polygons, [units.get(c, "") for c in gminy.codes])
    polygons = np.empty(len(whole), dtype=object)
    polygons[:] = list(whole.values())
    return Layer(tuple(whole), polygons)


def audit_partition(snapshot: Snapshot) -> list[Problem]:
    """Check that the display units fill the outline of the country exactly once, in m² of METRIC."""
    layer = snapshot.layer("units/polska")
    frame = gpd.GeoDataFrame(geometry=list(layer.polygons), index=list(layer.codes), crs=LONLAT).to_crs(METRIC)
    return boundaries.audit_geometry(frame, boundaries.outline(frame.geometry.to_numpy()))
