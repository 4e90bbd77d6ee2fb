"""Study visits: which entities somebody went to see, in which order."""

from dataclasses import dataclass

from ses_map.datasets.indicators import VisitRow


@dataclass(frozen=True, slots=True)
class Visit(VisitRow):
    """A study visit that took place; what is known of each stop, and from where, its entity says."""
