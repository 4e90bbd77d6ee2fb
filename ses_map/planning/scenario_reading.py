"""Reading a scenario from an address, or from pairs of unit and centre; what cannot be taken is a problem each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ses_map.errors import InvalidInputError, InvalidTerytError
from ses_map.model import Problem, Severity
from ses_map.planning.scenario import NEW_ID, NOBODY, Scenario, canonical, clean_name, shown
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.teryt import parse

#: Characters of a scenario as text.
LONGEST_TEXT = 65_536


@dataclass(frozen=True)
class Reading:
    """A scenario that was read, and everything in the text that could not be taken as it stands."""

    scenario: Scenario
    problems: tuple[Problem, ...] = ()


def trouble(code: str, subject: str, detail: str) -> Problem:
    """Make one remark on a scenario; the subject, which comes from outside, is cut."""
    return Problem(code, shown(subject), Severity.WARNING, detail)


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
        take_name(new, centre, _unpacked(name), problems)
    return new


def take_name(new: dict[str, str], centre: str, name: str, problems: list[Problem]) -> None:
    """Add the name of a new centre, or what is wrong with it."""
    try:
        new[centre] = clean_name(name)
    except InvalidInputError as error:
        problems.append(trouble("bad-name", centre, error.polish))


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


def _unpacked(text: str) -> str:
    return text.replace("%3B", ";").replace("%25", "%")
