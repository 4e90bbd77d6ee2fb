"""Formats by their name in the EU's list of file types."""

MEDIA_TYPES = {
    "CSV": "text/csv",
    "JSON": "application/json",
    "GEOJSON": "application/geo+json",
    "GPKG": "application/geopackage+sqlite3",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
