"""Look-ups: find who serves a point or a unit (``finder``), and spell the answer (``body``)."""

from ses_map.lookup.body import Speller
from ses_map.lookup.finder import BORDER_TOLERANCE_M, Lookup, check_point

__all__ = ["BORDER_TOLERANCE_M", "Lookup", "Speller", "check_point"]
