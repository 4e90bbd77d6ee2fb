"""What the watch has to tell of an address, as values."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What there is to tell, the weightiest first."""

    #: The sentences about coverage are not those of the last time.
    COVERAGE = "coverage-changed"
    #: Units that the registry has not for this centre, read with certainty: they are proposed.
    OTHER = "other-units"
    #: The same, but a person has to decide.
    QUESTION = "open-question"
    #: Units that the registry took from this page, and that it does not name.
    NOT_NAMED = "not-named"
    #: Units that the registry has from an older source: proposed as newer evidence.
    NEWER = "newer-evidence"
    VANISHED = "vanished"
    MOVED = "moved"
    REFUSED = "refused"
    FAILED = "failed"
    #: The page has no text that can be read here.
    UNREADABLE = "unreadable"
    #: The text is not that of the last time, the sentences about coverage are.
    CHANGED = "changed"


#: How people read them.
NAMES = {
    Kind.COVERAGE: "zmieniony obszar",
    Kind.OTHER: "inne jednostki",
    Kind.QUESTION: "pytanie",
    Kind.NOT_NAMED: "brak na stronie",
    Kind.NEWER: "nowsze źródło",
    Kind.VANISHED: "zniknęła",
    Kind.MOVED: "przeniesiona",
    Kind.REFUSED: "odmowa",
    Kind.FAILED: "błąd",
    Kind.UNREADABLE: "nieczytelna",
    Kind.CHANGED: "zmieniony tekst",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell of one address."""

    kind: Kind
    url: str
    #: One Polish sentence.
    detail: str
    #: Codes of the units that it is about.
    units: tuple[str, ...] = ()
    #: What makes it the same as that of the last time; None for what happens once.
    value: str | None = None
    #: Day on which it was first told, and whether that is today.
    since: str = ""
    is_new: bool = True

    @property
    def key(self) -> str:
        """Name it in the state."""
        return f"{self.kind} {self.value}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A claim that was read with certainty, ready for ``ses-map import assignments``."""

    centre_id: str
    unit: str
    effect: str
    source_url: str
    #: As the page states it for programs; empty where it states none: the day of reading is no date of a source.
    source_date: str
    sentence: str


def ordered(findings: list[Finding]) -> list[Finding]:
    """Put findings in the order of their weight, then of their address."""
    weight = {kind: place for place, kind in enumerate(Kind)}
    return sorted(findings, key=lambda f: (weight[f.kind], f.url, f.detail))


def shortened(text: str, most: int = 240) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}…"
