"""The map as one SVG file, drawn by the server: for browsers without JavaScript, for paper, for a plain link."""

from datetime import date
from typing import Any

from ses_map.maps.drawing import INK, Frame, draw_path, draw_pattern, svg, written
from ses_map.maps.palette import COLOURS, patterns
from ses_map.maps.view import STATUSES, Atlas
from ses_map.snapshot import Layer, Snapshot


class Pictures:
    """Draws the maps of one snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        What to draw.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._atlas = Atlas(snapshot)
        self._country = snapshot.layer("units/polska")
        self._codes = {v.slug: v.teryt for v in snapshot.registry.voivodeships}

    def draw(self, slug: str, as_of: date, focus: str = "") -> str:
        """Draw the map of an area on a day.

        Parameters
        ----------
        slug : str
            ``polska`` or the slug of a voivodeship.
        as_of : date
            The day.
        focus : str
            4-digit code of a powiat to outline; another text outlines nothing.

        Returns
        -------
        str
            SVG without scripts, styles and references to elsewhere.
        """
        layer = self.layer(self._codes.get(slug, ""))
        view = self._atlas.on(layer, as_of, links=False, names=False)
        frame = Frame(layer)
        shapes = [_shape(frame, code, layer, view) for code in layer.codes]
        outlined = [layer.by_code[code] for code in layer.codes if focus and code[:4] == focus]
        ring = draw_path(frame, outlined, f'fill="none" stroke="{INK}" stroke-width="6"') if outlined else ""
        size = 20 if slug == "polska" else 30
        labels = [_label(frame, lat, lon, text, size) for lat, lon, text in view["labels"]]
        defs = "".join(draw_pattern(p) for p in patterns())
        return svg(frame, [*shapes, ring, *labels], defs)

    def layer(self, prefix: str) -> Layer:
        """Cut a voivodeship out of the layer of the country: the same borders, thinned alike."""
        chosen = [i for i, code in enumerate(self._country.codes) if code.startswith(prefix)]
        return Layer(tuple(self._country.codes[i] for i in chosen), self._country.polygons[chosen])


def _shape(frame: Frame, code: str, layer: Layer, view: dict[str, Any]) -> str:
    name, state, centres, _ = view["units"][code]
    fill = _fill(STATUSES[state], view["centres"][centres[0]][2] if centres else 0)
    said = ", ".join([name, *(view["centres"][c][1] for c in centres)])
    attributes = f'fill="{fill}" stroke="{INK}" stroke-width="1" stroke-linejoin="round"'
    return draw_path(frame, [layer.by_code[code]], attributes, f"<title>{written(said)}</title>")


def _fill(status: str, colour: int) -> str:
    if status == "found":
        return COLOURS[colour]
    named = {"no-source": "ses-unknown", "gap": "ses-gap"}.get(status, f"ses-{status}-{colour}")
    return f"url(#{named})"


def _label(frame: Frame, lat: float, lon: float, text: str, size: int) -> str:
    x, y = frame.at(lon, lat)
    style = f'font-family="sans-serif" font-size="{size}" font-weight="700" text-anchor="middle" paint-order="stroke"'
    halo = f'fill="{INK}" stroke="#ffffff" stroke-width="5"'
    return f'<text x="{x}" y="{y + size // 3}" {style} {halo}>{written(text)}</text>'
