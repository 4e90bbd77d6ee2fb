"""Look-ups: find who serves a point or a unit (``finder``), spell the answer (``body``), list units (``listing``).

``levels`` declares the geographic levels that units lie in.
"""

from ses_map.lookup.body import CLAIM_KEYS, AnswerSerializer, claim, contact, invalid_body
from ses_map.lookup.finder import BORDER_TOLERANCE_M, Lookup, check_point
from ses_map.lookup.levels import LEVELS, Level
from ses_map.lookup.listing import UnitRow, area_keys, coverage_rows, rows_of_centre, standing_counts
from ses_map.lookup.postcode import answer_postcode

__all__ = [
    "BORDER_TOLERANCE_M", "CLAIM_KEYS", "LEVELS", "AnswerSerializer", "Level", "Lookup", "UnitRow", "answer_postcode",
    "area_keys", "check_point", "claim", "contact", "coverage_rows", "invalid_body", "rows_of_centre",
    "standing_counts",
]  # fmt: skip
