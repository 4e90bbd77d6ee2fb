"""Areas of a map of numbers with every measure and every way of classes at once: the browser only recolours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ses_map.coverage import unite
from ses_map.lookup import LEVELS, area_keys
from ses_map.maps.choropleth import Canvas, draw_choropleth
from ses_map.maps.towns import COUNTRY, REGION
from ses_map.planning.classes import METHODS, METRICS, SEVERAL, UNKNOWN, ZERO, Band, Scale, classify
from ses_map.planning.standings import NOT_IN_FORCE
from ses_map.planning.statistics import Row
from ses_map.snapshot import Layer
from ses_map.web.planning.cells import UNKNOWN as NO_DATA
from ses_map.web.planning.cells import spell
from ses_map.web.state.loaded_snapshot import LoadedSnapshot

_BETWEEN = "\x1f"
SEVERAL_SAID, NOBODY = "kilka OWES naraz", NOT_IN_FORCE


@dataclass(frozen=True)
class Area:
    """One area of the map."""

    d: str
    name: str
    #: A sign for each measure and method, measure by measure.
    signs: str
    #: The values as they are written, one per measure, with ``|`` between them; empty where unknown.
    values: str


@dataclass(frozen=True)
class Shading:
    """A map of numbers."""

    canvas: Canvas
    areas: tuple[Area, ...]
    #: Sign and text of each line of the legend, per measure and method as in ``Area.signs``.
    legends: tuple[tuple[tuple[str, str], ...], ...]
    #: Rows of the table that have no area on the map.
    missing: tuple[str, ...]

    def picture(self, place: int, title: str) -> str:
        """Draw the map as a file of its own, ``place`` being the number of measure and method."""
        signs = {key: area.signs[place] for key, area in zip(self.canvas.paths, self.areas, strict=True)}
        texts = {key: area_title(area, place) for key, area in zip(self.canvas.paths, self.areas, strict=True)}
        return draw_choropleth(self.canvas, signs, texts, self.legends[place], title)


def place_of(metric: str, method: str) -> int:
    """Return the number of a measure and a method."""
    return [m.key for m in METRICS].index(metric) * len(METHODS) + METHODS.index(method)


def area_title(area: Area, place: int) -> str:
    """Describe name and value of an area."""
    if area.signs[place] == SEVERAL:
        return f"{area.name}: {SEVERAL_SAID}"
    return f"{area.name}: {area.values.split('|')[place // len(METHODS)] or NO_DATA}"


def can_draw(level: str, region: str) -> bool:
    """Return whether a level has a map: the gminas of the whole country are too small to see and too many to send."""
    return level != "gmina" or bool(region)


def make_canvas(loaded: LoadedSnapshot, level: str, region: str, as_of: date) -> Canvas:
    """Unite the display units to the areas of a level; kept with the loaded snapshot per area and period."""
    epoch = loaded.lookup.claims.epoch(as_of) if level in LEVELS and LEVELS[level].is_dated else date.min
    key = (level, region, epoch)
    return loaded.planner.canvases.get(key, lambda: _canvas(loaded, level, region, as_of))


def _canvas(loaded: LoadedSnapshot, level: str, region: str, as_of: date) -> Canvas:
    slug = loaded.snapshot.names.voivodeships[region].slug if region else "polska"
    layer = loaded.snapshot.layer(f"{'gminy' if level == 'gmina' else 'units'}/{slug}")
    named = loaded.citizen.pictures.seats(region), REGION if region else COUNTRY
    if level == "gmina":
        return Canvas(layer, layer.by_code, *named)
    if level == "unit":
        layer = loaded.citizen.pictures.layer(region)  # as the maps of coverage draw it
        return Canvas(layer, layer.by_code, *named)
    return Canvas(layer, _united(loaded, layer, level, as_of), *named)


def _united(loaded: LoadedSnapshot, layer: Layer, level: str, as_of: date) -> dict[str, object]:
    found_in = area_keys(loaded.lookup, level, layer.codes, as_of)
    keys = [_BETWEEN.join(sorted(set(found_in[code]))) or _BETWEEN for code in layer.codes]
    found = unite(layer.polygons, np.array(keys, dtype=object).tolist())
    return {"" if k == _BETWEEN else k: v for k, v in found.items()}


def shade(loaded: LoadedSnapshot, rows: Sequence[Row], level: str, region: str, as_of: date) -> Shading:
    """Put every measure of the rows into classes by every method, and give each area its signs."""
    canvas = make_canvas(loaded, level, region, as_of)
    of_map = [r for r in rows if r.id or not LEVELS[level].is_dated]
    # what the table shows as zero is zero
    columns = [[None if (v := m.value(r)) is None else round(v, m.digits) for r in of_map] for m in METRICS]
    scales = [classify(column, method) for column in columns for method in METHODS]
    spelled = (["" if v is None else spell(v, m.digits) for v in c] for c, m in zip(columns, METRICS, strict=True))
    texts = zip(*spelled, strict=True)
    signs = zip(*(s.signs for s in scales), strict=True)
    known = {r.id: (r.name, "".join(s), "|".join(t)) for r, s, t in zip(of_map, signs, texts, strict=True)}
    areas = tuple(_area(d, known, key, len(scales)) for key, d in canvas.paths.items())
    several = sum(a.signs[:1] == SEVERAL for a in areas)
    legends = tuple(_legend(s, n, several, "" in canvas.paths) for n, s in enumerate(scales))
    return Shading(canvas, areas, legends, tuple(r.name for r in of_map if r.id not in canvas.paths))


def _area(d: str, known: dict[str, tuple[str, str, str]], key: str, size: int) -> Area:
    if key in known:
        return Area(d, *known[key])
    names = " + ".join(known[k][0] for k in key.split(_BETWEEN) if k in known)
    return Area(d, names or NOBODY, (SEVERAL if names else UNKNOWN) * size, "|" * (len(METRICS) - 1))


def _legend(scale: Scale, place: int, several: int, unserved: bool) -> tuple[tuple[str, str], ...]:
    metric = METRICS[place // len(METHODS)]
    said = {ZERO: metric.zero, UNKNOWN: f"{NO_DATA} albo {NOBODY}" if unserved else NO_DATA}
    lines = []
    for band in scale.bands:
        lines.append((band.sign, f"{said.get(band.sign) or say_span(band, metric.digits)} ({band.count})"))
    if unserved and all(band.sign != UNKNOWN for band in scale.bands):
        lines.append((UNKNOWN, NOBODY))
    return (*lines, *([(SEVERAL, f"{SEVERAL_SAID} ({several})")] if several else []))


def say_span(band: Band, digits: int) -> str:
    """Write the limits of a class, once where they are the same."""
    return "–".join(dict.fromkeys(spell(v, digits) for v in (band.low, band.high)))
