"""A map of numbers as one SVG file: classes of one hue; "brak danych" and zero are patterns, never the lowest class."""

from collections.abc import Iterable, Mapping

from ses_map.maps.canvas import Canvas
from ses_map.maps.drawing import INK, WIDE, draw_pattern, written
from ses_map.maps.fills import pattern
from ses_map.maps.towns import draw_towns

#: ColorBrewer "Blues", five classes (Harrower and Brewer 2003); from few to many.
SHADES = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")

#: Sign of an area → how it is filled: the number of a class, ``u`` unknown, ``z`` zero, ``m`` of several centres.
FILLS = {str(n): shade for n, shade in enumerate(SHADES)} | {
    "u": "url(#ses-unknown)",
    "z": "url(#ses-zero)",
    "m": "url(#ses-several)",
}
_PATTERNS = (
    pattern("ses-unknown", "#f4f4f4", ("M3,4 h2", "#5f6368", 2.5)),
    pattern("ses-zero", "#ffffff", ("M0,4 h8", "#8a94a6", 0.9)),
    pattern("ses-several", "#fff6e0", ("M0,0 l8,8 M8,0 l-8,8", INK, 0.9)),
)
_ROW, _PEN = 34, f'stroke="{INK}" stroke-width="0.7" stroke-linejoin="round"'


def number_patterns() -> str:
    """Write the patterns that :data:`FILLS` names, for the ``defs`` of a drawing."""
    return "".join(draw_pattern(p) for p in _PATTERNS)


def draw_choropleth(
    canvas: Canvas, signs: Mapping[str, str], texts: Mapping[str, str], legend: Iterable[tuple[str, str]], title: str
) -> str:
    """Draw the map with its legend below.

    Parameters
    ----------
    signs : mapping
        Key of an area → its sign, one of :data:`FILLS`; an area without one is unknown.
    legend : iterable of (str, str)
        Sign and text of each line.
    title : str
        What the map shows, of which day; said above the legend.
    """
    drawn = [
        f'<path d="{d}" fill="{FILLS[signs.get(key, "u")]}" fill-rule="evenodd" {_PEN}>'
        f"<title>{written(texts.get(key, key))}</title></path>"
        for key, d in canvas.paths.items()
    ]
    top = canvas.high + _ROW
    lines = [_text(12, top, title, 'font-weight="700"')]
    for number, (sign, text) in enumerate(legend, start=1):
        y = top + _ROW * number
        lines.append(f'<rect x="12" y="{y - 20}" width="40" height="24" fill="{FILLS[sign]}" {_PEN}/>')
        lines.append(_text(64, y, text))
    high = top + _ROW * (len(lines) // 2) + 20
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}">'
        f'<defs>{number_patterns()}</defs><rect width="100%" height="100%" fill="#ffffff"/>'
        f"{''.join([*drawn, draw_towns(canvas.towns), *lines])}</svg>"
    )


def _text(x: int, y: int, text: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="22" fill="{INK}" {more}>{written(text)}</text>'
