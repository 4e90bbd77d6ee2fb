"""A scenario: today's division and the moves that change it; its form in an address, and what a planner does to it.

``zmiany=owes-debrzno:2207,2209;nowy-1:2202,220305;-:2203`` gives units to centres (``-`` is nobody), and
``nowe=nowy-1:Nazwa`` names the centres that do not exist yet. Units are powiats (4 digits) and gminas (6 digits).
A move replaces every centre of its unit; the move of a powiat holds for its gminas, but for those that are moved on
their own and those with claims of their own, which are parts of their own (:mod:`parts`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ses_map.errors import InvalidInputError
from ses_map.planning.scenario_base import Centres, Division, ScenarioBase

#: Stands for a centre that is to be made.
NEW = "nowy"
_MOST_NEW = 99
#: Who gets a unit that is taken from everybody.
NOBODY = "-"
NEW_ID = re.compile(r"nowy-[1-9][0-9]?")
#: Characters of the name of a new centre.
LONGEST_NAME = 80
#: A text from outside that is repeated in a sentence is cut here.
_SHOWN = 40


@dataclass(frozen=True)
class Scenario:
    """Moves, and the names of new centres."""

    #: Powiat or gmina → id of a centre of the registry or a new one, or :data:`NOBODY`.
    moves: Mapping[str, str] = field(default_factory=dict)
    #: Id of a new centre (``nowy-1``) → its name.
    new: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Return whether anything is changed."""
        return bool(self.moves)

    def written(self) -> dict[str, str]:
        """Return the parameters ``zmiany`` and ``nowe``; equal scenarios in canonical form give equal texts."""
        groups: dict[str, list[str]] = {}
        for unit in sorted(self.moves):
            groups.setdefault(self.moves[unit], []).append(unit)
        moves = ";".join(f"{c}:{','.join(groups[c])}" for c in sorted(groups, key=lambda c: (c == NOBODY, c)))
        names = ";".join(f"{c}:{_packed(self.new[c])}" for c in sorted(self.new))
        return {k: v for k, v in (("zmiany", moves), ("nowe", names)) if v}


def shown(text: str) -> str:
    """Cut a text from outside to what fits into a sentence, without signs that cannot be shown."""
    cut = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "".join(c if c.isprintable() else "\ufffd" for c in cut)


def clean_name(text: str) -> str:
    """Read the name of a new centre: one line of printable characters.

    Raises
    ------
    InvalidInputError
        When it has no letter, or more than :data:`LONGEST_NAME` characters.
    """
    name = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not any(c.isalpha() for c in name):
        raise InvalidInputError(
            f"{shown(text)!r} is no name of a centre: it needs letters",
            "Podaj nazwę nowego ośrodka; ma mieć przynajmniej jedną literę.",
        )
    if len(name) > LONGEST_NAME:
        raise InvalidInputError(
            f"the name of a new centre has {len(name)} characters, at most {LONGEST_NAME} are taken",
            f"Nazwa nowego ośrodka ma {len(name)} znaków, a może mieć najwyżej {LONGEST_NAME}; skróć ją.",
        )
    return name


def canonical(scenario: Scenario, base: ScenarioBase, as_of: date) -> tuple[Scenario, tuple[str, ...]]:
    """Return the one form of a scenario, and the units whose moves change nothing.

    A powiat all of whose gminas go to one centre is moved as a whole; moves to what a unit has without them are
    dropped; new centres without any unit are dropped.
    """
    today, moves, idle = base.today(as_of), dict(scenario.moves), []
    for powiat in sorted({u[:4] for u in moves}):
        free = base.free(powiat)
        targets = {moves.get(g) for g in free}
        if len(targets) == 1 and None not in targets:
            moves[powiat] = moves[free[0]]
            for gmina in free:
                del moves[gmina]
        if powiat in moves and (not free or served(moves[powiat]) == today.powiaty[powiat]):
            idle += [powiat] if powiat in scenario.moves else [g for g in free if g in scenario.moves]
            del moves[powiat]
    for gmina in sorted(u for u in moves if len(u) == 6):
        without = today.gminy[base.index[gmina]]
        if gmina not in base.own and gmina[:4] in moves:
            without = served(moves[gmina[:4]])
        if served(moves[gmina]) == without:
            idle.append(gmina)
            del moves[gmina]
    used = set(moves.values())
    new = {c: scenario.new[c] for c in sorted(scenario.new) if c in used}
    return Scenario(dict(sorted(moves.items())), new), tuple(idle)


def served(target: str) -> Centres:
    """Return the centres of a unit that was moved."""
    return () if target == NOBODY else (target,)


def divide(scenario: Scenario, base: ScenarioBase, as_of: date) -> Division:
    """Apply a scenario to the division of a day: every gmina with its centres afterwards."""
    today, moves = base.today(as_of), scenario.moves
    if not moves:
        return today
    powiaty = {p: served(moves[p]) if p in moves else centres for p, centres in today.powiaty.items()}
    gminy = list(today.gminy)
    for powiat in {u[:4] for u in moves}:
        for gmina in base.gminy_of[powiat]:
            if gmina in moves:
                gminy[base.index[gmina]] = served(moves[gmina])
            elif gmina not in base.own:
                gminy[base.index[gmina]] = powiaty[powiat]
    return Division(tuple(gminy), powiaty)


def _packed(name: str) -> str:
    """Write a name so that no sign of it ends it."""
    return name.replace("%", "%25").replace(";", "%3B")


def assign(
    scenario: Scenario, base: ScenarioBase, as_of: date, units: Iterable[str], target: str, name: str = ""
) -> Scenario:
    """Return units to a centre.

    Parameters
    ----------
    target : str
        Id of a centre, ``-`` for nobody, or :data:`NEW`.
    name : str
        Name of a new centre; one of a name that the scenario has already is that one.

    Raises
    ------
    InvalidInputError
        When no unit is chosen, one is unknown, the centre is unknown, or its name cannot be used.
    """
    chosen = list(dict.fromkeys(units))
    if not chosen:
        raise InvalidInputError("no unit was chosen", "Zaznacz na mapie albo w tabeli przynajmniej jeden obszar.")
    for unit in chosen:
        if unit not in base.gminy_of and unit not in base.index:
            raise InvalidInputError(
                f"{shown(unit)!r} is no unit", f"Nie ma powiatu ani gminy o kodzie „{shown(unit)}”; zaznacz obszar."
            )
    new = dict(scenario.new)
    if target == NEW:
        target = _new_centre(new, base, clean_name(name))
    elif target != NOBODY and target not in base.centres and target not in new:
        raise InvalidInputError(
            f"{shown(target)!r} is no centre", f"Nie ma ośrodka „{shown(target)}”; wybierz ośrodek z listy."
        )
    return canonical(Scenario({**scenario.moves, **dict.fromkeys(chosen, target)}, new), base, as_of)[0]


def _new_centre(new: dict[str, str], base: ScenarioBase, name: str) -> str:
    for centre, known in new.items():
        if known == name:
            return centre
    ids = (f"nowy-{n}" for n in range(1, _MOST_NEW + 1))
    found = next((i for i in ids if i not in new and i not in base.centres), "")
    if not NEW_ID.fullmatch(found):
        raise InvalidInputError(
            f"a scenario has at most {_MOST_NEW} new centres",
            f"Scenariusz może mieć najwyżej {_MOST_NEW} nowych ośrodków; usuń któryś.",
        )
    new[found] = name
    return found


def take_back(scenario: Scenario, base: ScenarioBase, as_of: date, unit: str) -> Scenario:
    """Take the move of a unit back; one that is not moved stays as it is."""
    moves = {u: c for u, c in scenario.moves.items() if u != unit}
    return canonical(Scenario(moves, scenario.new), base, as_of)[0]
