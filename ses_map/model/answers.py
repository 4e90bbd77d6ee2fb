"""What a look-up can answer."""

from dataclasses import dataclass, field
from datetime import date

from ses_map.model.records import Assignment
from ses_map.vocabulary import Outcome, Reason, Standing

_RANK = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True, slots=True)
class Serving:
    """One centre that serves a unit, with the claims it rests on: the one to cite first."""

    centre_id: str
    claims: tuple[Assignment, ...]
    #: Of the claim to cite.
    standing: Standing

    @property
    def basis(self) -> Assignment:
        """The claim to cite."""
        return self.claims[0]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Who serves one gmina or powiat on one day."""

    outcome: Outcome
    reason: Reason | None = None
    serving: tuple[Serving, ...] = ()
    #: For ``expired``: who served it last, by the claims that ended last.
    last_known: tuple[Serving, ...] = ()

    @property
    def standing(self) -> Standing:
        """The best standing of the centres that serve the unit; ``ENDED`` where only past ones are known."""
        if self.serving:
            return min((s.standing for s in self.serving), key=_RANK.__getitem__)
        return Standing.ENDED if self.last_known else Standing.NONE

    @property
    def is_overlap(self) -> bool:
        """Two or more centres claim the unit."""
        return len(self.serving) > 1

    @property
    def centre_ids(self) -> frozenset[str]:
        """Ids of the centres that serve the unit."""
        return frozenset(s.centre_id for s in self.serving)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a look-up found; ``web`` and ``cli`` only spell it."""

    outcome: Outcome
    as_of: date
    #: The unit that was asked for or that holds the point (2, 4 or 6 digits); empty when outside.
    unit: str = ""
    #: The gmina that holds the point, or that was asked for; empty where the question was a larger unit.
    gmina: str = ""
    coverage: Coverage = field(default_factory=lambda: Coverage(Outcome.OUTSIDE))
    #: Gminas of the unit that are served otherwise than the unit as a whole.
    exceptions: tuple[tuple[str, Coverage], ...] = ()
    #: Other centres whose area lies within the border tolerance: (centre id, gmina, distance in metres).
    near_border: tuple[tuple[str, str, float], ...] = ()
    #: Codes of the units to choose from when the question is ambiguous.
    candidates: tuple[str, ...] = ()
    #: The postcode that was asked for; empty where something else was.
    postcode: str = ""
    #: Other units that the postcode may reach; they are served as this one is.
    may_reach: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing | None:
        """How far the answer may be believed; ``None`` where there is no one area to answer for."""
        return self.coverage.standing if self.outcome in (Outcome.FOUND, Outcome.UNCOVERED) else None
