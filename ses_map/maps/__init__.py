"""The maps: composed by Folium, taken apart into files that a strict policy allows.

The only place that knows Folium, and the only one where (lat, lon) order exists. Folium is loaded with
``ses_map.maps.render`` only: what a worker draws by itself (``Pictures``) needs none of it.
"""

from ses_map.maps.choropleth import draw_choropleth, shades
from ses_map.maps.editor import Editor, Sheet, Unit
from ses_map.maps.palette import COLOURS, patterns
from ses_map.maps.picture import Pictures
from ses_map.maps.texts import map_texts
from ses_map.maps.view import STATUSES, Atlas

__all__ = [
    "COLOURS",
    "STATUSES",
    "Atlas",
    "Editor",
    "Pictures",
    "Sheet",
    "Unit",
    "draw_choropleth",
    "map_texts",
    "patterns",
    "shades",
]
