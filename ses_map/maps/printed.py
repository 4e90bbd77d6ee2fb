"""What a map needs on paper: a scale bar that is true, and its legend as swatches and words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import floor, log10

from ses_map.maps.drawing import INK, draw_pattern
from ses_map.maps.palette import COLOURS, patterns
from ses_map.maps.view import STATUSES, Atlas
from ses_map.snapshot import Layer

_SCALE = re.compile(r'viewBox="0 0 (\d+) (\d+)"[^>]* data-metres="([\d.]+)" data-parallel="([\d.]+)"')
_FILL = re.compile(r"url\(#(ses-[a-z0-9-]+)\)")
#: How each of :data:`STATUSES` is drawn, in the first colour.
_SIGNS = (COLOURS[0], "url(#ses-overlap-0)", "url(#ses-expired-0)", "url(#ses-unknown)", "url(#ses-gap)")
#: What the colours and patterns say, in the order of :data:`STATUSES`.
_SAID = (
    "kolor pełny: jeden OWES",
    "krata: kilka OWES naraz",
    "paski: wskazanie wygasło, ostatni znany OWES",
    "kropki: brak danych",
    "krzyżyki: nie obsługuje żaden OWES",
)


@dataclass(frozen=True)
class Key:
    """One line of a legend."""

    #: Colour (``#77aadd``), pattern (``url(#ses-gap)``), or ``line`` for a thick line.
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
    named = _FILL.fullmatch(key.fill)
    defs = "".join(draw_pattern(p) for p in patterns() if named and p["id"] == named[1])
    if key.fill == "line":
        box = f'<path d="M1,9h26" stroke="{INK}" stroke-width="5"/>'
    else:
        box = _box(key.fill)
    size = 'viewBox="0 0 28 18" width="28" height="18"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><defs>{defs}</defs>{box}</svg>'


def _box(fill: str) -> str:
    return f'<rect x="1" y="1" width="26" height="16" rx="2" fill="{fill}" stroke="{INK}"/>'


def sign_keys(statuses: Iterable[str]) -> list[Key]:
    """List what the colours and patterns of some statuses say, in the order of :data:`STATUSES`."""
    occurring = set(statuses)
    lines = zip(STATUSES, _SIGNS, _SAID, strict=True)
    return [Key(fill, text) for status, fill, text in lines if status in occurring]


def coverage_keys(atlas: Atlas, layer: Layer, as_of: date) -> list[Key]:
    """List the legend of a map of coverage: the statuses that occur on it, then its centres by number.

    Parameters
    ----------
    atlas : Atlas
        What all maps share.
    layer : Layer
        Units of the map.
    as_of : date
        The day.
    """
    view = atlas.on(layer, as_of, links=False, names=False)
    units = list(view["units"].values())
    occurring = {state for _, state, _, _ in units}
    keys = sign_keys(STATUSES[state] for state in occurring)
    live = {n for _, state, numbers, _ in units if STATUSES[state] in ("found", "overlap") for n in numbers}
    for number, (_, name, colour) in sorted(view["centres"].items()):
        fill = COLOURS[colour] if number in live else f"url(#ses-expired-{colour})"
        keys.append(Key(fill, name, str(number)))
    return keys
