"""How QGIS draws a layer: one symbol for each value of a column, as QML (QGIS) and SLD (everybody else)."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ses_map.coverage import STANDING_NAMES
from ses_map.maps.drawing import INK, written
from ses_map.maps.fills import fill_of, patterns
from ses_map.model import Standing

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
    """Write the style for QGIS 3: categories, symbols, labels.

    Parameters
    ----------
    style : Style
        What to write.
    kind : str
        Type of the geometry as GDAL has it: ``MultiPolygon``, ``MultiLineString``, ``Point``.
    """
    numbered = list(enumerate(style.symbols))
    categories = "".join(
        f'<category value={_quoted(s.value)} symbol="{n}" label={_quoted(s.label)} render="true"/>' for n, s in numbered
    )
    symbols = "".join(_symbol(str(n), s, kind) for n, s in numbered)
    shown = f'labelsEnabled="{int(bool(style.label))}" styleCategories="Symbology|Labeling"'
    drawn = f'type="categorizedSymbol" attr={_quoted(style.column)} forceraster="0" symbollevels="0" enableorderby="0"'
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.22.0" {shown}><renderer-v2 {drawn}><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2>{_labels(style.label)}</qgis>"
    )


def _symbol(name: str, symbol: Symbol, kind: str) -> str:
    if "Polygon" in kind:
        parts, layers = "fill", _fill(symbol)
    elif "Line" in kind:
        parts, layers = "line", _layer("SimpleLine", line_color=_rgb(symbol.base), line_width="0.9", line_style="solid")
    else:
        look = {"color": _rgb(symbol.base), "outline_color": _rgb(INK), "outline_width": "0.3", "size": "2.8"}
        parts, layers = "marker", _layer("SimpleMarker", name=symbol.shape, **look)
    return f'<symbol name="{name}" type="{parts}" alpha="1" clip_to_extent="1" force_rhr="0">{layers}</symbol>'


def _fill(symbol: Symbol) -> str:
    edge = {"outline_color": _rgb(INK), "outline_style": "solid", "outline_width": "0.2"}
    base = _layer("SimpleFill", color=_rgb(symbol.base), style="solid", **edge)
    if not symbol.brush:
        return base
    return base + _layer("SimpleFill", color=_rgb(symbol.ink), style=symbol.brush, outline_style="no")


def _layer(kind: str, **properties: str) -> str:
    listed = "".join(f"<prop k={quoteattr(k)} v={_quoted(v)}/>" for k, v in properties.items())
    return f'<layer class="{kind}" enabled="1" locked="0" pass="0">{listed}</layer>'


def _labels(column: str) -> str:
    if not column:
        return ""
    text = f'fieldName={_quoted(column)} isExpression="0" fontFamily="Sans" fontSize="9" textColor="{_rgb(INK)}"'
    halo = '<text-buffer bufferDraw="1" bufferSize="0.8" bufferColor="255,255,255,255"/>'
    return f'<labeling type="simple"><settings><text-style {text}>{halo}</text-style></settings></labeling>'


def to_sld(name: str, style: Style, kind: str) -> str:
    """Write the same as Styled Layer Descriptor 1.0.0 (OGC 02-070), one rule for each value."""
    spaces = 'xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc"'
    rules = "".join(_rule(style.column, s, kind) for s in style.symbols)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><StyledLayerDescriptor version="1.0.0" {spaces}><NamedLayer>'
        f"<Name>{written(name)}</Name><UserStyle><FeatureTypeStyle>{rules}</FeatureTypeStyle></UserStyle>"
        "</NamedLayer></StyledLayerDescriptor>"
    )


def _rule(column: str, symbol: Symbol, kind: str) -> str:
    named = f"<ogc:PropertyName>{written(column)}</ogc:PropertyName><ogc:Literal>{written(symbol.value)}</ogc:Literal>"
    chosen = f"<ogc:Filter><ogc:PropertyIsEqualTo>{named}</ogc:PropertyIsEqualTo></ogc:Filter>"
    chosen = chosen if symbol.value else "<ElseFilter/>"
    edge = f"<Stroke>{_css('stroke', INK)}{_css('stroke-width', '0.7')}</Stroke>"
    if "Polygon" in kind:
        drawn = f"<PolygonSymbolizer><Fill>{_css('fill', symbol.base)}</Fill>{edge}</PolygonSymbolizer>"
        drawn += _graphic_fill(symbol)
    elif "Line" in kind:
        stroke = f"<Stroke>{_css('stroke', symbol.base)}{_css('stroke-width', '3')}</Stroke>"
        drawn = f"<LineSymbolizer>{stroke}</LineSymbolizer>"
    else:
        mark = (
            f"<Mark><WellKnownName>{symbol.shape}</WellKnownName><Fill>{_css('fill', symbol.base)}</Fill>{edge}</Mark>"
        )
        drawn = f"<PointSymbolizer><Graphic>{mark}<Size>9</Size></Graphic></PointSymbolizer>"
    return f"<Rule><Name>{written(symbol.label)}</Name>{chosen}{drawn}</Rule>"


def _graphic_fill(symbol: Symbol) -> str:
    if not symbol.brush:
        return ""
    stroke = f"<Stroke>{_css('stroke', symbol.ink)}</Stroke>"
    mark = f"<Mark><WellKnownName>{_MARKS[symbol.brush]}</WellKnownName>{stroke}</Mark>"
    graphic = f"<GraphicFill><Graphic>{mark}<Size>8</Size></Graphic></GraphicFill>"
    return f"<PolygonSymbolizer><Fill>{graphic}</Fill></PolygonSymbolizer>"


def _css(name: str, value: str) -> str:
    return f'<CssParameter name="{name}">{escape(value)}</CssParameter>'


def _quoted(text: str) -> str:
    return f'"{written(text).replace(chr(34), "&quot;")}"'


def _rgb(colour: str) -> str:
    return ",".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)) + ",255"
