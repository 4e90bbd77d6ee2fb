"""What the legend of a map says, on a page and on paper, and the scale bar of a drawing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import floor, log10
from typing import Any

from ses_map.maps.drawing import INK, draw_pattern
from ses_map.maps.fills import STANDINGS, fill_of, patterns
from ses_map.maps.view import Atlas
from ses_map.snapshot import Layer

#: Key of the fill of units that several centres serve; the others are the standings.
SEVERAL = "several"
_SCALE = re.compile(r'viewBox="0 0 (\d+) (\d+)"[^>]* data-metres="([\d.]+)" data-parallel="([\d.]+)"')
#: What each key of a map says, in the order of a legend.
_SAID = {
    "confirmed": "pełny kolor: wskazanie potwierdzone",
    "unconfirmed": "jasny kolor w cienkie kreski: niepotwierdzone",
    "ended": "ukośne paski: zakończone, ostatni znany OWES",
    "none": "kropki: brak wskazania",
    SEVERAL: "krata w dwóch kolorach: kilka OWES naraz, oba numery",
}
#: Standings of a unit that somebody serves.
_IN_FORCE = STANDINGS[:2]
#: Colours that keys are drawn in.
_SAMPLE = (0, 1)


def key_fill(key: str) -> str:
    """Return the fill that a key shows: a standing's, or that of several centres."""
    return fill_of(STANDINGS[0], _SAMPLE) if key == SEVERAL else fill_of(key, _SAMPLE[:1])


def keys(view: dict[str, Any]) -> list[dict[str, Any]]:
    """List the keys of a map: the four standings with the number of powiats of each, and several centres if any.

    Returns
    -------
    list of dict
        ``key``, ``fill`` and ``count``: powiats; for several centres all units, gminas with claims of their own too.
    """
    drawn = {code: STANDINGS[unit.standing] for code, unit in view["units"].items() if len(code) == 4}
    found = [(standing, sum(s == standing for s in drawn.values())) for standing in STANDINGS]
    several = sum(STANDINGS[unit.standing] in _IN_FORCE and len(unit.centres) > 1 for unit in view["units"].values())
    found += [(SEVERAL, several)] if several else []
    return [{"key": key, "fill": key_fill(key), "count": count} for key, count in found]


def legend(view: dict[str, Any]) -> list[dict[str, Any]]:
    """List the centres of a map: number, id, name, fill, and how many units by how each claim of the centre stands.

    A centre is shown in the fill of its best claim, so that one with old claims only never looks confirmed.
    """
    counts = {number: dict.fromkeys(STANDINGS[:3], 0) for number in view["centres"]}
    for unit in view["units"].values():
        for claimed in unit.centres:
            counts[claimed.number][STANDINGS[claimed.standing]] += 1
    rows = []
    for number, (centre, name, colour) in view["centres"].items():
        own = counts[number]
        fill = fill_of(next(standing for standing, count in own.items() if count), [colour])
        rows.append({"number": number, "id": centre, "name": name, "fill": fill, "counts": own})
    return rows


@dataclass(frozen=True)
class Key:
    """One line of a legend."""

    #: Colour (``#77aadd``), pattern (``url(#ses-none)``), or ``line`` for a thick line.
    fill: str
    text: str
    #: What stands on the map: the number of a centre; empty where nothing does.
    number: str = ""


@dataclass(frozen=True)
class Scale:
    """A scale bar."""

    length_km: float
    #: Its length as a share of the width of the drawing.
    share: float
    #: Latitude in degrees along which it is true.
    parallel: float
    #: Height of the drawing to its width.
    aspect: float


def read_scale(svg: str) -> Scale | None:
    """Make the scale bar of a drawing of :func:`ses_map.maps.drawing.svg`.

    Returns
    -------
    Scale or None
        1, 2 or 5 times a power of ten kilometres, about a quarter of the width; ``None`` for another drawing.
    """
    found = _SCALE.search(svg)
    if found is None:
        return None
    wide, high, metres, parallel = (float(text) for text in found.groups())
    most = wide * metres / 4000
    power = 10.0 ** floor(log10(most))
    length = next(step for step in (5 * power, 2 * power, power) if step <= most)
    return Scale(length, length * 1000 / metres / wide, parallel, high / wide)


def draw_swatch(key: Key) -> str:
    """Draw the little box of a legend, alone in its own SVG."""
    defs = "".join(draw_pattern(p) for p in patterns([key.fill]))
    if key.fill == "line":
        box = f'<path d="M1,9h26" stroke="{INK}" stroke-width="5"/>'
    else:
        box = f'<rect x="1" y="1" width="26" height="16" rx="2" fill="{key.fill}" stroke="{INK}"/>'
    size = 'viewBox="0 0 28 18" width="28" height="18"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><defs>{defs}</defs>{box}</svg>'


def sign_keys(occurring: Iterable[str]) -> list[Key]:
    """List what fills say: those of some standings, and of several centres where that is among them."""
    wanted = set(occurring)
    return [Key(key_fill(key), text) for key, text in _SAID.items() if key in wanted]


def coverage_keys(atlas: Atlas, layer: Layer, as_of: date) -> list[Key]:
    """List the legend of a map of coverage: the keys that occur, with their powiats, then its centres by number."""
    view = atlas.on(layer, as_of, links=False, names=False)
    found = [Key(k["fill"], f"{_SAID[k['key']]} ({_counted(k)})") for k in keys(view) if k["count"]]
    return found + [Key(row["fill"], row["name"], str(row["number"])) for row in legend(view)]


def _counted(key: Mapping[str, Any]) -> str:
    return f"{'obszarów' if key['key'] == SEVERAL else 'powiatów'}: {key['count']}"
