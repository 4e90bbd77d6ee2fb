"""The maps: composed by Folium, taken apart into files that a strict policy allows.

The only place that knows Folium, and the only one where (lat, lon) order exists. Folium is loaded with
``ses_map.maps.compose`` only: what a worker draws by itself (``picture``, ``choropleth``, ``signs``) needs none of it.
"""
