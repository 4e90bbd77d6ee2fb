"""The scenario that a request is about: read from its address or its form, and written into addresses again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import request

from ses_map.model import Problem
from ses_map.planning.scenario import Scenario
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.planning.scenario_reading import read_address, trouble
from ses_map.vocabulary import DEFAULT_LANGUAGE
from ses_map.web.http import parameters
from ses_map.web.state.snapshot_holder import current
from ses_map.web.wording.language import language

PATH = "/planowanie/scenariusz"
LEVELS = ("powiat", "gmina")
#: A scenario whose address is longer is kept in forms and files: see ``limit_request_line`` in ``ses_map.cli.serve``.
LONGEST_ADDRESS = 7_000
#: Bytes of a form that carries a scenario.
LONGEST_FORM = 256 * 1024


@dataclass(frozen=True)
class Asked:
    """A scenario with the day, the voivodeship and the units that it is looked at in."""

    scenario_base: ScenarioBase
    scenario: Scenario
    as_of: date
    #: 2-digit code, or empty for the country.
    region: str
    level: str
    problems: Sequence[Problem] = ()

    def with_scenario(self, scenario: Scenario, problems: Sequence[Problem] = ()) -> "Asked":
        """Return the same view of another scenario."""
        return replace(self, scenario=scenario, problems=problems)

    @property
    def view(self) -> dict[str, str]:
        """Return the parameters of the view alone: day, voivodeship, units, language."""
        slug = self.scenario_base.snapshot.names.voivodeships[self.region].slug if self.region else ""
        asked = {"date": self.as_of.isoformat(), "voivodeship": slug, "poziom": self.level, "lang": language()}
        return {
            k: v for k, v in asked.items() if v and (k, v) not in (("poziom", LEVELS[0]), ("lang", DEFAULT_LANGUAGE))
        }

    def address(self, path: str = "", **more: str) -> str:
        """Return the address of this scenario: equal scenarios have equal addresses."""
        return compact(f"{PATH}{path}", {**self.view, **self.scenario.written(), **more})

    @property
    def since(self) -> date:
        """The first day of exported claims, ``od``; without it, the day of the scenario."""
        return parameters.day("od") if request.values.get("od") else self.as_of

    @property
    def is_long(self) -> bool:
        """Whether the scenario is too long for an address."""
        return len(self.address()) > LONGEST_ADDRESS


def compact(path: str, asked: dict[str, str]) -> str:
    """Write an address; the signs of a scenario stay as they are, which keeps it short and legible."""
    return f"{path}?{urlencode(asked, safe=':,;')}"


def read_asked() -> Asked:
    """Read the scenario of this request.

    Raises
    ------
    InvalidInputError
        When a parameter cannot be read, or the scenario is longer than any can be.
    """
    request.max_content_length = LONGEST_FORM
    scenario_base, as_of, region = current().planner.scenario_base, parameters.as_of(), parameters.voivodeship()
    level = parameters.choice("poziom", LEVELS)
    reading = read_address(request.values.get("zmiany", ""), request.values.get("nowe", ""), scenario_base, as_of)
    problems = [*reading.problems]
    if level == "gmina" and not region:
        level = LEVELS[0]
        why = "Gminy pokazujemy w jednym województwie: wybierz je, żeby przypisywać gminy."
        problems.append(trouble("no-region", "poziom", why))
    return Asked(scenario_base, reading.scenario, as_of, region, level, tuple(problems))
