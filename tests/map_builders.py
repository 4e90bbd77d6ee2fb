"""Small worlds with a map, and maps made into pixels and read in grey."""

import io
from typing import Any

import numpy as np
import typst
from PIL import Image

from ses_map.crs import FloatArray
from ses_map.snapshot import Layer, Snapshot, encode_layer
from tests.builders import country

#: Pixels of a raster to one unit of a drawing.
SHARP = 2


def mapped(gminy: str, claims: str = "", **changes: Any) -> Snapshot:
    """A country of powiats of one gmina each, squares side by side, with the layer that maps are drawn from."""
    world = country(gminy, claims, **changes)
    layer = Layer(tuple(code[:4] for code in world.gminy.codes), world.gminy.polygons)
    return world.with_files({"layers/units/polska.npz": encode_layer(layer)})


def grey(svg: str) -> FloatArray:
    """Draw a picture and give the lightness of its pixels: L* of CIELAB, 0 black to 100 white, (rows, columns)."""
    page = '#set page(width: auto, height: auto, margin: 0pt)\n#image("/map.svg")'
    made = typst.compile({"main.typ": page.encode(), "map.svg": svg.encode()}, format="png", ppi=72 * SHARP * 4 / 3)
    with Image.open(io.BytesIO(made)) as image:
        channels = np.asarray(image.convert("RGB"), dtype=np.float64) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    return np.where(luminance > 0.008856, 116 * np.cbrt(luminance) - 16, 903.3 * luminance)
