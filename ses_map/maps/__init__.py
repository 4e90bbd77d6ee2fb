"""The maps: composed by Folium, taken apart into files that a strict policy allows.

The only place that knows Folium, and the only one where (lat, lon) order exists. Folium is loaded with
``ses_map.maps.render`` only: what a worker draws by itself (``Pictures``) needs none of it.
"""

from ses_map.maps.canvas import Canvas
from ses_map.maps.charts import draw_bars, draw_lines
from ses_map.maps.choropleth import FILLS, draw_choropleth, number_patterns
from ses_map.maps.palette import COLOURS, patterns
from ses_map.maps.picture import Pictures
from ses_map.maps.texts import map_texts
from ses_map.maps.view import STATUSES, Atlas

__all__ = [
    "COLOURS",
    "FILLS",
    "STATUSES",
    "Atlas",
    "Canvas",
    "Pictures",
    "draw_bars",
    "draw_choropleth",
    "draw_lines",
    "map_texts",
    "number_patterns",
    "patterns",
]
