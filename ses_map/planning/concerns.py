"""What a planner is warned of in a scenario: gaps, what nobody can tell of, overlaps, torn areas, emptied centres."""

from collections.abc import Sequence
from dataclasses import dataclass

from ses_map.planning.balance import Balance
from ses_map.planning.scenario_units import ScenarioUnit
from ses_map.spelling import thousands

#: So many names are listed before the rest is only counted.
_LISTED = 6


@dataclass(frozen=True, slots=True)
class Concern:
    """One warning."""

    #: ``gap``, ``untold``, ``overlap``, ``torn`` or ``emptied``.
    kind: str
    #: One Polish sentence.
    text: str
    #: Whether the scenario makes it so; otherwise it is so today.
    is_new: bool


def find_concerns(territories: Sequence[ScenarioUnit], balance: Balance) -> list[Concern]:
    """List what is wrong with a scenario, what it brings itself first."""
    gaps, overlaps = [t for t in territories if not t.after], [t for t in territories if len(t.after) > 1]
    gaps, untold = [t for t in gaps if not t.is_untold], [t for t in gaps if t.is_untold]
    found = [
        *_about("gap", "Luka, nikt nie obsługuje: {}", gaps),
        *_about("untold", "Brak potwierdzonego wskazania (zakończone albo bez źródła), to nie luka: {}", untold),
        *_about("overlap", "Nakładanie, kilka ośrodków naraz obsługuje: {}", overlaps),
        *_torn(balance),
    ]
    for line in balance.lines:
        if line.before and not line.after:
            found.append(Concern("emptied", f"{line.name} zostaje bez żadnego obszaru.", True))
    return sorted(found, key=lambda c: not c.is_new)


def _about(kind: str, sentence: str, units: Sequence[ScenarioUnit]) -> list[Concern]:
    found = []
    for is_new in (True, False):
        own = [t for t in units if t.is_changed is is_new]
        if own:
            people = thousands(sum(t.population or 0 for t in own))
            when = "wskutek zmian" if is_new else "tak jak dziś"
            names = _listed([t.name for t in own])
            found.append(Concern(kind, f"{sentence.format(names)} ({people} mieszkańców; {when}).", is_new))
    return found


def _torn(balance: Balance) -> list[Concern]:
    found = []
    for line in balance.lines:
        parts, before = line.after and line.after.parts, line.before and line.before.parts
        if parts and parts > 1:
            was = f"dziś {before}" if before else "dziś nie ma obszaru"
            text = f"Obszar nie jest spójny: {line.name} ma {parts} części, które się nie stykają ({was})."
            found.append(Concern("torn", text, parts > (before or 1)))
    return found


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" i jeszcze {more}" if more > 0 else "")
