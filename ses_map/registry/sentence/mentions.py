"""What the grammar finds: mentions of units, unknown words, counts, labels."""

from dataclasses import dataclass, field

from ses_map.registry.sentence.gazetteer import Kind


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
    excluded: bool = False
    #: For a gmina: the mention of the powiat that it restricts or that says where it lies.
    within: "Mention | None" = None
    #: The powiat only says where gminas lie, or is restricted to some of them.
    is_place: bool = False
    #: The voivodeship that the text named last before it, or an empty text.
    region: str = ""
    #: Those of the candidates whose name stands in the text as it is; the others have it as another form of theirs.
    literal: tuple[str, ...] = ()
    #: A city called "powiat": "powiat Radom" may be the city or the county around it.
    is_called_county: bool = False


@dataclass
class Unknown:
    """A word in a list that names nothing we know."""

    text: str
    kind: Kind
    start: int
    end: int


@dataclass
class Counted:
    """How many powiats the text says there are."""

    number: int
    start: int
    end: int
    #: Index of the first mention after it.
    first: int


@dataclass
class Lists:
    """What the grammar found in one text."""

    mentions: list[Mention] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    counts: list[Counted] = field(default_factory=list)
    #: Voivodeships that the text names: (code, start, end, said to be meant whole).
    voivodeships: list[tuple[str, int, int, bool]] = field(default_factory=list)
    #: Names of subregions and areas that are no units: (start, end).
    labels: list[tuple[int, int]] = field(default_factory=list)
    #: Labels that stand beside units and add to them, though nothing says what they hold.
    added_labels: list[tuple[int, int]] = field(default_factory=list)
    #: Phrases that make the units a preference: (start, end).
    soft: list[tuple[int, int]] = field(default_factory=list)
    #: Heads without names, or with a part of the named unit: (start, end).
    vague: list[tuple[int, int]] = field(default_factory=list)

    @property
    def served(self) -> bool:
        """Whether some unit is named that is not left out."""
        return any(not mention.excluded for mention in self.mentions)
