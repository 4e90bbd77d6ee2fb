"""The join: claims on units → who serves what, as of a day; areas as unions; the audit of assignments."""

from ses_map.coverage.areas import number_alike, served_units, split_units, subregion_keys, unite
from ses_map.coverage.audit import audit_assignments, audit_periods
from ses_map.coverage.claims import BEGINNING, Claims, resolve
from ses_map.coverage.diff import Change, diff_coverage
from ses_map.coverage.standing import is_recent

__all__ = [
    "BEGINNING", "Change", "Claims", "audit_assignments", "audit_periods", "diff_coverage", "is_recent", "number_alike",
    "resolve", "served_units", "split_units", "subregion_keys", "unite",
]  # fmt: skip
