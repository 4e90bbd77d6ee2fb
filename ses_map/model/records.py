"""The nouns: frozen records that every layer above speaks in.

All dates are calendar days (``datetime.date``) without a time zone; ``None`` in ``valid_from`` or ``valid_to`` means
that the source does not state the day. All TERYT codes are text as given by :func:`ses_map.teryt.parse`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ses_map.datasets.areas import FormerName, Gmina, Nuts3, OtherName, Powiat, Voivodeship
from ses_map.datasets.assignments import AssignmentRow
from ses_map.datasets.contacts import Contact
from ses_map.datasets.entities import Cluster, Entity
from ses_map.datasets.indicators import Indicator, Visit
from ses_map.datasets.offices import Office
from ses_map.model.centres import Centre, Coordinator

#: Months for which a source without a stated end confirms a claim, unless an operator sets another number.
CONFIRMED_MONTHS = 36


class Severity(StrEnum):
    """How bad a defect in data is: FATAL stops publication, WARNING is shown."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A defect in data, as a value."""

    #: Machine name in kebab-case, e.g. ``unknown-unit``.
    code: str
    #: What it is about: a TERYT code, an id, a file.
    subject: str
    severity: Severity
    #: One Polish sentence: what came, what was wanted, what to do.
    detail: str
    #: File relative to ``geodata/``; empty where the problem is not of one file.
    file: str = ""
    #: Line in the file, counted from 1 with the header as line 1; 0 where there is none.
    row: int = 0
    column: str = ""
    value: str = ""
    #: Sheet of a workbook or layer of a file that was imported; empty elsewhere.
    sheet: str = ""
    #: What may have been meant, ready to be put in the cell; empty where nothing is known.
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Assignment(AssignmentRow):
    """A claim by a source that a centre serves a unit (or leaves it out): not a fact."""

    #: Line in ``registry/assignments.csv``.
    row: int
    #: First and last day in being of its centre, where the registry states them: no claim outlives its centre.
    centre_from: date | None = None
    centre_to: date | None = None
    #: Last day before a later source says the opposite, see ``ses_map.coverage.superseding``; no source states it.
    superseded: date | None = None

    @property
    def begins(self) -> date | None:
        """First day in force: its own, or its centre's where that is later."""
        return max((d for d in (self.valid_from, self.centre_from) if d), default=None)

    @property
    def ends(self) -> date | None:
        """Last day in force: the earliest of its own, its centre's, and the eve of a later source's opposite."""
        return min((d for d in (self.valid_to, self.centre_to, self.superseded) if d), default=None)

    def in_force(self, as_of: date) -> bool:
        """Return whether the claim holds on the day; a day that is not stated bounds nothing."""
        return (self.begins is None or self.begins <= as_of) and not self.ended(as_of)

    def ended(self, as_of: date) -> bool:
        """Return whether the claim, or its centre, was over before the day."""
        return self.ends is not None and self.ends < as_of


@dataclass(frozen=True, slots=True)
class Source:
    """The papers of one file in ``geodata/``, from its manifest."""

    name: str
    path: str
    title: str
    publisher: str
    url: str
    licence: str
    vintage: str
    attribution: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PointCheck:
    """How many official place points fall into the polygon of their own powiat."""

    checked: int
    inside: int

    @property
    def share(self) -> float:
        """Share inside, 0 to 1."""
        return self.inside / self.checked if self.checked else 0.0


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything the join needs besides geometry."""

    voivodeships: tuple[Voivodeship, ...]
    powiaty: tuple[Powiat, ...]
    gminy: tuple[Gmina, ...]
    former_names: tuple[FormerName, ...]
    centres: tuple[Centre, ...]
    assignments: tuple[Assignment, ...]
    #: In a snapshot they are columns in a file of their own, and each is made when it is asked for.
    entities: Sequence[Entity] = field(metadata={"file": "entities.npz"})
    coordinators: tuple[Coordinator, ...]
    indicators: tuple[Indicator, ...] = ()
    nuts3: tuple[Nuts3, ...] = ()
    visits: tuple[Visit, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    #: All that sources state, in the order of the table; centres and coordinators carry those that were chosen.
    contacts: tuple[Contact, ...] = ()
    #: What people call places and regions beside their official names.
    other_names: tuple[OtherName, ...] = ()
    #: Months for which a source without a stated end confirms its claim, see :mod:`ses_map.coverage.standing`.
    confirmed_months: int = CONFIRMED_MONTHS

    @property
    def offices(self) -> tuple[Office, ...]:
        """Offices of all centres, in the order of the centres."""
        return tuple(office for centre in self.centres for office in centre.offices)
