"""The rows of a scenario: powiats and gminas that do not overlap, with who serves them today and afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ses_map.lookup import UnitRow, coverage_rows
from ses_map.model import Coverage, Reason, Standing
from ses_map.planning.parts import measure
from ses_map.planning.scenario import Scenario, divide
from ses_map.planning.scenario_base import Centres, ScenarioBase
from ses_map.vocabulary import GMINA_KINDS


@dataclass(frozen=True, slots=True)
class ScenarioUnit:
    """A powiat without the gminas that stand beside it, or a gmina."""

    code: str
    #: "powiat kwidzyński", "Gdańsk", "gmina wiejska Kwidzyn".
    name: str
    #: Code of the powiat that holds it, or its own.
    powiat: str
    powiat_name: str
    population: int | None
    area_km2: float
    before: Centres
    after: Centres
    #: What the sources say of today.
    coverage: Coverage
    #: Whether the scenario names this very unit.
    is_moved: bool

    @property
    def is_changed(self) -> bool:
        """Whether other centres serve it in the scenario than today."""
        return self.before != self.after

    @property
    def standing(self) -> Standing:
        """How far what the sources say of today may be believed."""
        return self.coverage.standing

    @property
    def last(self) -> Centres:
        """Centres that served it last, where the last claim has ended."""
        return tuple(s.centre_id for s in self.coverage.last_known)

    @property
    def is_untold(self) -> bool:
        """Whether nobody can tell who serves it, today as in the scenario: its claim has ended, or it has no source."""
        return not self.after and not self.coverage.serving and self.coverage.reason is not Reason.GAP


def list_units(
    base: ScenarioBase, scenario: Scenario, as_of: date, region: str = "", by_gmina: bool = False, *others: Scenario
) -> list[ScenarioUnit]:
    """List the units of the country or one voivodeship, in the order of the codes.

    Parameters
    ----------
    by_gmina : bool
        Whether every gmina is a row; otherwise only those with claims or moves of their own stand beside their powiat.
    *others : Scenario
        Further scenarios whose gminas stand beside their powiats too.
    """
    taken = base.own.union(*(s.moves for s in (scenario, *others)))
    rows = base.kept.get(("rows", as_of), lambda: {row.teryt: row for row in coverage_rows(base.lookup, as_of)})
    division, today = divide(scenario, base, as_of), base.today(as_of)
    found = []
    for powiat, gminy in base.gminy_of.items():
        if not powiat.startswith(region):
            continue
        apart = [g for g in gminy if by_gmina or g in taken]
        if len(apart) < len(gminy) or not gminy:
            before, after = today.powiaty[powiat], division.powiaty[powiat]
            found.append(_unit(base, rows[powiat], powiat, apart, before, after, scenario))
        for gmina in apart:
            row, at = rows.get(gmina, rows[powiat]), base.index[gmina]
            found.append(_unit(base, row, gmina, (), today.gminy[at], division.gminy[at], scenario))
    return found


def _unit(
    base: ScenarioBase,
    row: UnitRow,
    code: str,
    apart: Iterable[str],
    before: Centres,
    after: Centres,
    scenario: Scenario,
) -> ScenarioUnit:
    names = base.snapshot.names
    people, area = measure(names, code, apart)
    young = len(code) == 6 and names.gminy[code].population is None
    return ScenarioUnit(
        code=code,
        name=row.name if len(code) == 4 else gmina_name(base, code),
        powiat=code[:4],
        powiat_name=names.powiaty[code[:4]].full_name,
        population=None if young else people,
        area_km2=area,
        before=before,
        after=after,
        coverage=row.coverage,
        is_moved=code in scenario.moves,
    )


def gmina_name(base: ScenarioBase, code: str) -> str:
    """Name a gmina with its kind, which tells the town from the land around it: "gmina wiejska Kwidzyn"."""
    gmina = base.snapshot.names.gminy[code]
    return f"gmina {GMINA_KINDS[gmina.kind].pl} {gmina.name}"


def unit_name(base: ScenarioBase, code: str, as_of: date) -> str:
    """Name a powiat or gmina where it stands alone, with its powiat or voivodeship where others are called so."""
    names = base.snapshot.names
    if len(code) == 4:
        return names.told_apart(code, as_of)
    return f"{gmina_name(base, code)} ({names.powiaty[code[:4]].full_name})"
