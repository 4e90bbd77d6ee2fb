"""Colours that neighbours do not share, and fills: how each standing is drawn, told from the others without colour.

Colour is never the only sign: each centre has a number on the map and in the legend, and each standing its own fill.

Confirmed is the full colour of the centre; unconfirmed a light tint of it with thin level lines; ended is hatched on
paper; where nobody is named there are dots. Where several centres serve a unit, a wide lattice in the colour of the
next one lies over the fill of the first. A fill is a colour, or ``url(#…)`` with the id of a pattern that
:func:`patterns` writes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ses_map.maps.drawing import INK
from ses_map.model import Standing

#: Six of Paul Tol's "light" scheme, made for filled cells under dark text (SRON/EPS/TN/09-002, issue 3.2): those of its
#: nine that lie far from each other with any colour vision, so that no two neighbours look alike.
COLOURS = ("#77aadd", "#ee8866", "#eedd88", "#ffaabb", "#44bb99", "#aaaa00")
_PAPER = "#ffffff"
#: Shares of white in a tint, and of ink in thin lines and in stripes: both are seen in the lightest colour too.
_TINT, _LINE, _STRIPE = 0.72, 0.42, 0.3
_TILE = 8
_LEVEL = "M0,4 h8"
#: Diagonal strokes over a tile.
HATCH = "M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4"
_DOTS = "M1,2 h2 M5,6 h2"
_LATTICE = "M0,0 l16,16 M16,0 l-16,16"
_THIN, _THICK, _DOT = 1.0, 2.4, 2.0
_CASING, _CORE = 3.2, 1.8

#: A fill that is a pattern: standing, colour of the centre, colour of the next one.
_NAMED = re.compile(r"url\(#ses-([a-z]+)(?:-(\d))?(?:-(\d))?\)")

#: The four standings by what their names in data are.
STANDINGS = tuple(standing.value for standing in Standing)

NOBODY = "url(#ses-none)"


def assign_colours(neighbours: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return every centre a colour that none of its neighbours has, and use the colours evenly.

    Parameters
    ----------
    neighbours : mapping
        Centre id → ids of the centres whose area touches its area on any day.

    Returns
    -------
    dict
        Centre id → index into :data:`COLOURS`; the same input gives the same colours.

    Raises
    ------
    ValueError
        When a centre's neighbours already have all the colours.

    Notes
    -----
    Order by saturation (DSATUR, Brélaz 1979): the centre with the most colours around it comes next; of the
    colours left for it, the least used.
    """
    links = {centre: set(others) - {centre} for centre, others in neighbours.items()}
    used = [0] * len(COLOURS)
    colours: dict[str, int] = {}
    while len(colours) < len(links):
        around = {c: {colours[o] for o in links[c] if o in colours} for c in sorted(links) if c not in colours}
        centre = max(around, key=lambda c: (len(around[c]), len(links[c])))
        free = [i for i in range(len(COLOURS)) if i not in around[centre]]
        if not free:
            raise ValueError(f"{centre} touches centres of all {len(COLOURS)} colours: add a colour to the palette")
        colours[centre] = min(free, key=lambda i: (used[i], i))
        used[colours[centre]] += 1
    return colours


def fill_of(standing: str, colours: Sequence[int]) -> str:
    """Return the fill of a unit.

    Parameters
    ----------
    standing : str
        One of :data:`STANDINGS`.
    colours : sequence of int
        Colours of its centres (:data:`COLOURS`), the one that stands best first.
    """
    if standing == Standing.NONE or not colours:
        return NOBODY
    several = standing in (Standing.CONFIRMED, Standing.UNCONFIRMED) and len(colours) > 1
    if standing == Standing.CONFIRMED and not several:
        return COLOURS[colours[0]]
    return f"url(#ses-{standing}-{'-'.join(map(str, colours[: 1 + several]))})"


def patterns(fills: Iterable[str]) -> list[dict[str, Any]]:
    """List the patterns that fills name, each once: ``id``, ``size`` of its tile, ``base`` and ``lines`` upon it.

    A line is the ``d`` of a path, its colour and its width. Plain colours need no pattern.
    """
    found = {fill: match for fill in fills if (match := _NAMED.fullmatch(fill))}
    return [_pattern(fill[5:-1], *found[fill].groups()) for fill in sorted(found)]


def _pattern(name: str, standing: str, first: str | None, second: str | None) -> dict[str, Any]:
    if standing == Standing.NONE:
        return pattern(name, "#f4f4f4", (_DOTS, "#5f6368", _DOT))
    colour = COLOURS[int(first or 0)]
    base, lines = _ground(standing, colour)
    if second is None:
        return pattern(name, base, *lines)
    size = 2 * _TILE
    tiled = [(_repeated(d), ink, wide) for d, ink, wide in lines]
    lattice = [(_LATTICE, INK, _CASING), (_LATTICE, COLOURS[int(second)], _CORE)]
    return pattern(name, base, *tiled, *lattice, size=size)


def _ground(standing: str, colour: str) -> tuple[str, list[tuple[str, str, float]]]:
    if standing == Standing.UNCONFIRMED:
        return _mixed(colour, _PAPER, _TINT), [(_LEVEL, _mixed(colour, INK, _LINE), _THIN)]
    if standing == Standing.ENDED:
        return _PAPER, [(HATCH, _mixed(colour, INK, _STRIPE), _THICK)]
    return colour, []


def pattern(name: str, base: str, *lines: tuple[str, str, float], size: int = _TILE) -> dict[str, Any]:
    """Make a pattern of lines on a plain ground, as plain values."""
    return {"id": name, "size": size, "base": base, "lines": [list(line) for line in lines]}


def _repeated(d: str) -> str:
    """Draw level lines of a tile on one of twice its size."""
    return d.replace(f"h{_TILE}", f"h{2 * _TILE}") + f" M0,{_TILE + _TILE // 2} h{2 * _TILE}"


def _mixed(colour: str, other: str, share: float) -> str:
    """Mix two colours, channel by channel."""
    one, two = ([int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in (colour, other))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(one, two, strict=True))
