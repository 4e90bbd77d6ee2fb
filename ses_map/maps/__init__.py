"""The maps: composed by Folium, taken apart into files that a strict policy allows.

The only place that knows Folium, and the only one where (lat, lon) order exists.
"""

from ses_map.maps.palette import COLOURS, patterns
from ses_map.maps.render import charts, render_maps
from ses_map.maps.view import STATUSES, Atlas

__all__ = ["COLOURS", "STATUSES", "Atlas", "charts", "patterns", "render_maps"]
