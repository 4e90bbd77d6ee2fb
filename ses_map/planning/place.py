"""Where an entity stands on a map, for those who only need to know so much."""

from typing import Protocol


class Place(Protocol):
    """A point, as :class:`ses_map.search.Spot`; degrees, WGS 84."""

    @property
    def lat(self) -> float:
        """Latitude."""

    @property
    def lon(self) -> float:
        """Longitude."""

    @property
    def is_own(self) -> bool:
        """Whether the source gives it; else it is the middle of the town."""
