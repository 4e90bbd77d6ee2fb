"""OGC API - Features, Part 1 Core (17-069r4), over the snapshot in use, under ``/ogc/``.

Why this is our own and not pygeoapi (0.21.0 was looked at):

- its pages load Leaflet, Bootstrap, fonts and more from unpkg, jsDelivr, cdnjs and Google (10 templates, 23 addresses),
  and 12 of its templates carry inline scripts: under rules 1 and 2 of the design each would have to be written anew;
- its Flask blueprint reads configuration and OpenAPI document from files at import and keeps one global ``API`` in the
  module: there is no way to hand it the snapshot that a request is answered from, which changes while we run;
- it stamps answers with the clock (``timeStamp``), so that the same snapshot would not give the same bytes;
- it needs 19 packages, among them rasterio (a second GDAL), SQLAlchemy, tinydb, pygeofilter, and requests, which its
  ``util`` and thereby every module of it imports: nothing but ``scripts/`` may open a connection. (It pins neither
  shapely nor NumPy, so those would not have stood in the way.)

What is left of it after that is the vocabulary, which the standard gives too. ``collection`` and ``catalogue`` say what
there is, ``rows`` and ``shapes`` make properties and geometries, ``features`` keeps and chooses them, ``items_query``
reads what is asked, ``documents`` writes the answers, ``openapi`` describes them, ``views`` are the addresses.
"""

from ses_map.web.publish.ogc.views import blueprint, promised

__all__ = ["blueprint", "promised"]
