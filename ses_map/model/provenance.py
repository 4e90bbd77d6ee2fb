"""Where a row comes from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from."""

    #: Address of the page; empty for the founding texts, which ``title`` then names.
    url: str
    title: str
    #: Date of the source as stated: ``2024``, ``2024-03`` or ``2024-03-05``; empty where not stated.
    date: str

    @property
    def first_day(self) -> "_Day | None":
        """The earliest day that the date can mean: ``2024-03`` is 1 March 2024; ``None`` where it is not stated."""
        return first_day(self.date)


#: The type under another name: a record with a field called ``date`` hides the first.
_Day = date


def first_day(text: str) -> date | None:
    """Give the earliest day that a whole or partial ISO date can mean; ``None`` for an empty text."""
    year, month, day = (*(int(part) for part in text.split("-") if part), 1, 1, 1)[:3]
    return date(year, month, day) if text else None
