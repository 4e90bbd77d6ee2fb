"""Rows of the table of figures: what was measured, against what, and whether the budget is kept."""

from collections.abc import Iterable
from typing import NamedTuple

HEAD = "| what | measured | budget | kept |\n|---|---|---|---|"


class Row(NamedTuple):
    """One line of the table."""

    #: What was measured, and its peer.
    what: str
    #: The ratio, with both figures in brackets.
    measured: str
    #: Empty where none was set.
    budget: str = ""
    #: Whether the figure is within the budget; None where there is none.
    is_kept: bool | None = None

    def __str__(self) -> str:
        """Write the line."""
        kept = {True: "yes", False: "**no**", None: ""}[self.is_kept]
        return f"| {self.what} | {self.measured} | {self.budget} | {kept} |"


def show(rows: Iterable[Row]) -> list[Row]:
    """Print rows as soon as each is known, and return them all."""
    found = []
    print(HEAD, flush=True)
    for row in rows:
        print(row, flush=True)
        found.append(row)
    return found
