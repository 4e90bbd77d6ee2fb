"""Signs of the kinds of entities: each has a shape and letters of its own, so that colour is never what tells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign in a box of 32 by 32 units."""

    #: One to three letters, the short name of the kind.
    letters: str
    #: Outline, as the ``d`` of an SVG path.
    d: str
    fill: str


_CIRCLE = "M16,2a14,14 0 1 0 0.01,0z"
_SQUARE = "M3,3h26v26h-26z"
_DIAMOND = "M16,0.5l15.5,15.5l-15.5,15.5l-15.5,-15.5z"
_HEXAGON = "M8,3h16l7.5,13l-7.5,13h-16l-7.5,-13z"
_OCTAGON = "M10,2h12l8,8v12l-8,8h-12l-8,-8v-12z"
_HOUSE = "M16,1l14,10v19h-28v-19z"
_SHIELD = "M3,2h26v16c0,7 -6,10 -13,13c-7,-3 -13,-6 -13,-13z"
_DROP = "M2,9a7,7 0 0 1 7,-7h14a7,7 0 0 1 7,7v8a7,7 0 0 1 -7,7h-2l-5,7l-5,-7h-2a7,7 0 0 1 -7,-7z"
_TRAPEZE = "M7,4h18l6,24h-30z"

#: Kind → sign; fills are light, under dark letters.
SIGNS = {
    "spoldzielnia_socjalna": Sign("S", _CIRCLE, "#ffffff"),
    "przedsiebiorstwo_spoleczne": Sign("PS", _DIAMOND, "#ffe2a8"),
    "cis": Sign("CIS", _SQUARE, "#cfe8ff"),
    "kis": Sign("KIS", _HEXAGON, "#d9f2d0"),
    "zaz": Sign("ZAZ", _OCTAGON, "#ffd6cc"),
    "wtz": Sign("WTZ", _HOUSE, "#fff4b8"),
    "fundacja": Sign("F", _SHIELD, "#ead9ff"),
    "stowarzyszenie": Sign("St", _DROP, "#d5f5f2"),
    "inne": Sign("i", _TRAPEZE, "#ececec"),
}


def sign_of(kind: str) -> Sign:
    """Return the sign of a kind; a kind without one of its own has that of ``inne``."""
    return SIGNS.get(kind, SIGNS["inne"])
