"""Study visits: which entities somebody went to see, in which order."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Visit:
    """A study visit that took place; what is known of each stop, and from where, its entity says."""

    id: str
    title: str
    organiser: str
    date_from: date | None
    #: Last day of the visit.
    date_to: date | None
    #: The route as its source describes it, in places, which need not be those of the stops.
    route_note: str
    #: Ids of entities, in the order of the visit.
    stops: tuple[str, ...]
