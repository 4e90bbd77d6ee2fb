"""The tree of a text → mentions of units, each served, left out or dropped, and what else has to be told."""

from dataclasses import dataclass, field
from enum import StrEnum

from ses_map.registry.sentence.gazetteer import Kind


class Effect(StrEnum):
    """What a sentence does with a unit that it names."""

    SERVED = "served"
    #: Said for certain to be left out.
    EXCLUDED = "excluded"
    #: Planned, partial, past or merely near: not served, and told.
    DROPPED = "dropped"


@dataclass(eq=False)
class Mention:
    """One name of a unit in the text."""

    kind: Kind
    #: Everything that carries the name.
    candidates: tuple[str, ...]
    name: str
    #: That of the name, or ``namesake`` (the city beside its county), ``nuts3`` or ``podregion`` (all of a region).
    standing: str
    start: int
    end: int
    effect: Effect = Effect.SERVED
    #: Why it is dropped: the code of a problem.
    reason: str = ""
    #: For a gmina: the mention of the powiat that it restricts or that says where it lies.
    within: "Mention | None" = None
    #: For a gmina: whether it narrows its powiat to itself.
    narrows: bool = False
    #: The powiat only says where gminas lie, or is restricted to some of them.
    is_place: bool = False
    #: The voivodeship that the text named last before it, or an empty text.
    region: str = ""
    #: Whether that voivodeship stands beside it and speaks of it alone: "tomaszowski (łódzkie)".
    is_located: bool = False
    #: Those of the candidates whose name stands in the text as it is; the others have it as another form of theirs.
    literal: tuple[str, ...] = ()
    #: A city called "powiat": "powiat Radom" may be the city or the county around it.
    is_called_county: bool = False
    #: Whether the name stands in the nominative.
    is_nominative: bool = False

    @property
    def is_served(self) -> bool:
        """Whether it counts among what is served."""
        return self.effect is Effect.SERVED and not self.is_place


@dataclass(frozen=True)
class Unknown:
    """A word in a list that names nothing we know."""

    text: str
    kind: Kind
    start: int
    end: int
    #: Whether a head says that it is the name of a unit; without one it is told only beside units.
    is_headed: bool = True


@dataclass(frozen=True)
class Counted:
    """How many units the text says there are."""

    number: int
    #: None for units of any kind.
    kind: Kind | None
    start: int
    end: int
    #: Indexes of the first mention that it counts and after the last one; an open end is the next count.
    first: int
    stop: int | None = None


@dataclass
class Label:
    """A name of an area that is no unit."""

    start: int
    end: int
    #: Whether something says what it holds, or it only says where units lie.
    is_explained: bool = False
    #: Whether it is a word for areas without the name of one.
    is_bare: bool = False
    #: Whether it adds to units that stand beside it.
    is_added: bool = False


@dataclass
class Claims:
    """What the grammar found in one text."""

    mentions: list[Mention] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)
    #: Voivodeships that the text names: (code, start, end, said to be meant whole).
    voivodeships: list[tuple[str, int, int, bool]] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    #: Phrases that have to be told: (code of the problem, start, end).
    told: list[tuple[str, int, int]] = field(default_factory=list)
    #: Where exclusions begin that leave something out.
    exclusions: list[int] = field(default_factory=list)
    #: Words that nothing explains: (start, end).
    unread: list[tuple[int, int]] = field(default_factory=list)
