"""How QGIS draws a layer: one symbol for each value of a column, as QML (QGIS) and SLD (everybody else)."""

from dataclasses import dataclass

from flask import render_template

from ses_map.maps.drawing import INK, writable
from ses_map.maps.fills import fill_of, patterns
from ses_map.model import Standing
from ses_map.vocabulary import STANDING_NAMES

#: Brush of QGIS → mark of SLD.
_MARKS = {
    "horizontal": "shape://horline",
    "b_diagonal": "shape://slash",
    "diagonal_x": "shape://times",
    "dense6": "shape://dot",
}
#: Standing → brush that draws what the maps draw; confirmed has none.
_BRUSHES = {"unconfirmed": "horizontal", "ended": "b_diagonal", "none": "dense6"}


@dataclass(frozen=True)
class Symbol:
    """How the rows with one value look."""

    #: Empty for all values that have no symbol of their own.
    value: str
    #: What the legend says.
    label: str
    #: Colour of the area, line or point, ``#77aadd``.
    base: str
    #: Brush over an area, in the words of QGIS: one of those in ``_MARKS``; empty for none.
    brush: str = ""
    #: Colour of the brush.
    ink: str = INK
    #: Shape of a point, in the words of QGIS: ``circle``, ``square``, ``star``.
    shape: str = "circle"


@dataclass(frozen=True)
class Style:
    """Symbols by the values of a column."""

    column: str
    symbols: tuple[Symbol, ...]
    #: Column whose text stands on the map; empty for none.
    label: str = ""


def standing_symbol(standing: str, colour: int = 0, value: str = "", label: str = "") -> Symbol:
    """Draw a standing as the maps do: their ground, and the brush of QGIS that is most like their pattern.

    Parameters
    ----------
    standing : str
        One of :data:`ses_map.maps.STANDINGS`.
    colour : int
        Index into the palette.
    value, label : str
        The value that is drawn so, and what the legend says; the name of the standing where left out.
    """
    fill, name = fill_of(standing, (colour,)), STANDING_NAMES[Standing(standing)]
    drawn = next(iter(patterns([fill])), None)
    base, ink = (drawn["base"], drawn["lines"][0][1]) if drawn else (fill, INK)
    return Symbol(value or name, label or name, base, _BRUSHES.get(standing, ""), ink)


def to_qml(style: Style, kind: str) -> str:
    """Write the style for QGIS 3, with categories, symbols and labels, for ``Polygon``, ``LineString`` or points."""
    return render_template("gis/qgis.xml", style=style, kind=kind, ink=INK, rgb=_rgb, writable=writable)


def to_sld(name: str, style: Style, kind: str) -> str:
    """Write the same as Styled Layer Descriptor 1.0.0 (OGC 02-070), one rule for each value."""
    values = {"name": name, "style": style, "kind": kind, "marks": _MARKS}
    return render_template("gis/sld.xml", ink=INK, writable=writable, **values)


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"
