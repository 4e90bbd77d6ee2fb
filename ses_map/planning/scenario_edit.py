"""What a planner does to a scenario: gives units to a centre, old or new, and takes moves back."""

from collections.abc import Iterable
from datetime import date

from ses_map.errors import InvalidInputError
from ses_map.planning.scenario import NEW_ID, NOBODY, Scenario, canonical, clean_name, shown
from ses_map.planning.scenario_base import ScenarioBase

#: Stands for a centre that is to be made.
NEW = "nowy"
_MOST_NEW = 99


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
