"""A scenario: today's division and the moves that change it; its form in an address.

``zmiany=owes-debrzno:2207,2209;nowy-1:2202,220305;-:2203`` gives units to centres (``-`` is nobody), and
``nowe=nowy-1:Nazwa`` names the centres that do not exist yet. Units are powiats (4 digits) and gminas (6 digits).
A move replaces every centre of its unit; the move of a powiat holds for its gminas, but for those that are moved on
their own and those with claims of their own, which are parts of their own (:mod:`parts`).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from ses_map.errors import InvalidInputError, InvalidTerytError
from ses_map.model import Problem, Severity
from ses_map.planning.scenario_base import Centres, Division, ScenarioBase
from ses_map.teryt import parse

#: Who gets a unit that is taken from everybody.
NOBODY = "-"
NEW_ID = re.compile(r"nowy-[1-9][0-9]?")
#: Characters of the name of a new centre, and of a scenario as text.
LONGEST_NAME = 80
LONGEST_TEXT = 65_536
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


@dataclass(frozen=True)
class Reading:
    """A scenario that was read, and everything in the text that could not be taken as it stands."""

    scenario: Scenario
    problems: tuple[Problem, ...] = ()


def trouble(code: str, subject: str, detail: str) -> Problem:
    """Make one remark on a scenario; the subject, which comes from outside, is cut."""
    return Problem(code, shown(subject), Severity.WARNING, detail)


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


def read_address(changes: str, names: str, base: ScenarioBase, as_of: date) -> Reading:
    """Read the parameters ``zmiany`` and ``nowe``.

    Returns
    -------
    Reading
        In canonical form; what could not be taken is listed, and everything else is kept.

    Raises
    ------
    InvalidInputError
        When the text is longer than any scenario can be.
    """
    if len(changes) + len(names) > LONGEST_TEXT:
        raise InvalidInputError(
            f"a scenario of {len(changes) + len(names)} characters was sent, at most {LONGEST_TEXT} are read",
            f"Opis scenariusza ma ponad {LONGEST_TEXT} znaków; wczytaj go z pliku.",
        )
    problems: list[Problem] = []
    new = _read_names(names, problems)
    pairs = list(_read_moves(changes, problems))
    return collect(pairs, new, base, as_of, problems)


def _read_names(text: str, problems: list[Problem]) -> dict[str, str]:
    new: dict[str, str] = {}
    for item in filter(None, text.split(";")):
        centre, _, name = item.partition(":")
        if not NEW_ID.fullmatch(centre) or centre in new:
            why = "nie jest nazwą nowego ośrodka w postaci nowy-1:Nazwa, podaną raz"
            problems.append(trouble("bad-name", item, f"Fragment „{shown(item)}” {why}; pominięto go."))
            continue
        try:
            new[centre] = clean_name(_unpacked(name))
        except InvalidInputError as error:
            problems.append(trouble("bad-name", centre, error.polish))
    return new


def _read_moves(text: str, problems: list[Problem]) -> Iterable[tuple[str, str]]:
    for item in filter(None, text.split(";")):
        centre, sign, units = item.partition(":")
        if not sign or not units.strip(", "):
            why = "nie ma postaci ośrodek:kod,kod"
            problems.append(trouble("bad-move", item, f"Fragment „{shown(item)}” {why}; pominięto go."))
            continue
        yield from ((unit, centre.strip()) for unit in units.split(",") if unit.strip())


def collect(
    pairs: Iterable[tuple[str, str]],
    new: Mapping[str, str],
    base: ScenarioBase,
    as_of: date,
    problems: Iterable[Problem],
) -> Reading:
    """Make a scenario of pairs of unit and centre, whatever is wrong with some of them.

    Parameters
    ----------
    pairs : iterable of (str, str)
        Code of a unit and id of a centre, as written.

    Returns
    -------
    Reading
        A unit that is given to two centres goes to neither; a move to today's state is no change: both are said.
    """
    found = list(problems)
    named = {c: n for c, n in new.items() if c not in base.centres}
    taken: dict[str, list[str]] = {}
    for text, centre in pairs:
        unit = _known_unit(text, base, found)
        if unit and _is_known_centre(centre, base, found, unit):
            if NEW_ID.fullmatch(centre) and centre not in base.centres:
                named.setdefault(centre, f"Nowy ośrodek {centre.removeprefix('nowy-')}")
            taken.setdefault(unit, []).append(centre)
    moves = {unit: centres[0] for unit, centres in taken.items() if _is_one(unit, centres, found)}
    scenario, idle = canonical(Scenario(moves, named), base, as_of)
    names = base.snapshot.names
    for unit in idle:
        why = "zostaje przy tym, co ma bez tej zmiany"
        found.append(trouble("no-change", unit, f"{names.told_apart(unit, as_of)} ({unit}) {why}; pominięto ją."))
    for centre in sorted(named.keys() - scenario.new.keys()):
        why = "nie dostał żadnego obszaru"
        found.append(trouble("unused-centre", centre, f"Nowy ośrodek „{named[centre]}” {why}; pominięto go."))
    return Reading(scenario, tuple(found))


def _known_unit(text: str, base: ScenarioBase, problems: list[Problem]) -> str:
    try:
        unit = parse(shown(text))
    except InvalidTerytError as error:
        problems.append(trouble("unknown-unit", text, f"{error.polish} Pominięto tę zmianę."))
        return ""
    if unit in base.gminy_of or unit in base.index:
        return unit
    why = "nie jest kodem powiatu ani gminy TERYT z 2026-01-01"
    problems.append(trouble("unknown-unit", unit, f"Kod {unit} {why}; pominięto tę zmianę."))
    return ""


def _is_known_centre(centre: str, base: ScenarioBase, problems: list[Problem], unit: str) -> bool:
    if centre == NOBODY or centre in base.centres or NEW_ID.fullmatch(centre):
        return True
    why = f"nie ma go w rejestrze ani wśród nowych; pominięto zmianę jednostki {unit}"
    problems.append(trouble("unknown-centre", centre, f"Nieznany ośrodek „{shown(centre)}”: {why}."))
    return False


def _is_one(unit: str, centres: list[str], problems: list[Problem]) -> bool:
    if len(centres) == 1:
        return True
    if len(set(centres)) == 1:
        why = f"podano {len(centres)} razy z tym samym ośrodkiem; policzono ją raz"
        problems.append(trouble("unit-twice", unit, f"Jednostkę {unit} {why}."))
        return True
    listed = ", ".join("nikt" if c == NOBODY else shown(c) for c in dict.fromkeys(centres))
    why = f"przypisano naraz do: {listed}; pominięto ją, wybierz jeden ośrodek"
    problems.append(trouble("unit-contradicts", unit, f"Jednostkę {unit} {why}."))
    return False


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


def _unpacked(text: str) -> str:
    return text.replace("%3B", ";").replace("%25", "%")
