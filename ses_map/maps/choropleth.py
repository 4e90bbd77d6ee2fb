"""A map of numbers as one SVG file: classes of one hue, "brak danych" as a pattern, never as the lowest class."""

from collections.abc import Mapping, Sequence

from ses_map.maps.drawing import INK, Frame, draw_path, draw_pattern, svg, written
from ses_map.maps.palette import patterns
from ses_map.snapshot import Layer

#: ColorBrewer "Blues", five classes (Harrower and Brewer 2003); from few to many.
SHADES = ("#eff3ff", "#bdd7e7", "#6baed6", "#3182bd", "#08519c")


def shades(count: int) -> tuple[str, ...]:
    """Choose shades for a number of classes, the darkest last."""
    return SHADES[-count:] if count > 1 else SHADES[2:3]


def draw_choropleth(layer: Layer, classes: Mapping[str, int | None], texts: Mapping[str, str], count: int) -> str:
    """Draw the map.

    Parameters
    ----------
    layer : Layer
        Polygons in LONLAT.
    classes : mapping
        Code → number of its class from 0, or ``None`` where nothing is known.
    texts : mapping
        Code → what its title says: name and value.
    count : int
        Number of classes.
    """
    frame = Frame(layer)
    chosen = shades(count)
    drawn = [_area(frame, layer, code, classes.get(code), texts.get(code, code), chosen) for code in layer.codes]
    unknown = [p for p in patterns() if p["id"] == "ses-unknown"]
    return svg(frame, drawn, "".join(draw_pattern(p) for p in unknown))


def _area(frame: Frame, layer: Layer, code: str, number: int | None, text: str, chosen: Sequence[str]) -> str:
    fill = "url(#ses-unknown)" if number is None else chosen[number]
    attributes = f'fill="{fill}" stroke="{INK}" stroke-width="0.7" stroke-linejoin="round"'
    return draw_path(frame, [layer.by_code[code]], attributes, f"<title>{written(text)}</title>")
