"""The maps: composed by Folium, taken apart into files that a strict policy allows.

The only place that knows Folium, and the only one where (lat, lon) order exists. Folium is loaded with
``ses_map.maps.render`` only: what a worker draws by itself (``Pictures``) needs none of it.
"""

from ses_map.maps.canvas import Canvas
from ses_map.maps.charts import draw_bars, draw_lines
from ses_map.maps.choropleth import FILLS, draw_choropleth, number_patterns
from ses_map.maps.editor import Editor, Sheet, Unit
from ses_map.maps.entity_picture import Placed, draw_counts, draw_entities
from ses_map.maps.fills import STANDINGS, fill_of, patterns
from ses_map.maps.legend import SEVERAL
from ses_map.maps.palette import COLOURS
from ses_map.maps.picture import Pictures
from ses_map.maps.printed import Key, Scale, coverage_keys, draw_swatch, read_scale, sign_keys
from ses_map.maps.route import ROUTE_SIZE, Mark, draw_route
from ses_map.maps.signs import SIGNS, Sign, sign_of
from ses_map.maps.texts import map_texts
from ses_map.maps.towns import COUNTRY, REGION, draw_towns
from ses_map.maps.view import Atlas

__all__ = [
    "COLOURS",
    "COUNTRY",
    "FILLS",
    "REGION",
    "ROUTE_SIZE",
    "SEVERAL",
    "SIGNS",
    "STANDINGS",
    "Atlas",
    "Canvas",
    "Editor",
    "Key",
    "Mark",
    "Pictures",
    "Placed",
    "Scale",
    "Sheet",
    "Sign",
    "Unit",
    "coverage_keys",
    "draw_bars",
    "draw_choropleth",
    "draw_counts",
    "draw_entities",
    "draw_lines",
    "draw_route",
    "draw_swatch",
    "draw_towns",
    "fill_of",
    "map_texts",
    "number_patterns",
    "patterns",
    "read_scale",
    "sign_keys",
    "sign_of",
]
