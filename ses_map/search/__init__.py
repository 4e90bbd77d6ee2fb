"""Search: what people type → the place, unit or centre that it means.

``index`` holds every name, ``query`` takes a text apart, ``inflect`` undoes Polish cases, ``finding`` decides;
``offices`` and ``spots`` say where centres and entities are.
"""

from ses_map.search.finding import Found, Search
from ses_map.search.index import Entry, Kind
from ses_map.search.offices import LocatedOffice, Offices, distance_km, find_offices
from ses_map.search.spots import Spot, Spots, find_spots

__all__ = [
    "Entry",
    "Found",
    "Kind",
    "LocatedOffice",
    "Offices",
    "Search",
    "Spot",
    "Spots",
    "distance_km",
    "find_offices",
    "find_spots",
]
