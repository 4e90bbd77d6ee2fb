"""The rows of a scenario: powiats and gminas that do not overlap, with who serves them today and afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ses_map.lookup import UnitRow, coverage_rows
from ses_map.model import Coverage, Reason, Standing
from ses_map.planning.ground import Centres, Ground
from ses_map.planning.scenario import Scenario, divide

_KINDS = {"1": "miejska", "2": "wiejska", "3": "miejsko-wiejska"}


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
    ground: Ground, scenario: Scenario, as_of: date, region: str = "", by_gmina: bool = False, *others: Scenario
) -> list[ScenarioUnit]:
    """List the units of the country or one voivodeship, in the order of the codes.

    Parameters
    ----------
    ground : Ground
        What is known.
    scenario : Scenario
        What is changed.
    as_of : date
        The day.
    region : str
        2-digit code, or empty.
    by_gmina : bool
        Whether every gmina is a row; otherwise only those with claims or moves of their own stand beside their powiat.
    *others : Scenario
        Further scenarios whose gminas stand beside their powiats too.
    """
    taken = ground.own.union(*(s.moves for s in (scenario, *others)))
    said = {row.teryt: row for row in _rows(ground, as_of) if row.teryt.startswith(region)}
    division, today = divide(scenario, ground, as_of), ground.today(as_of)
    found = []
    for powiat, gminy in ground.gminy_of.items():
        if not powiat.startswith(region):
            continue
        apart = [g for g in gminy if by_gmina or g in taken]
        if len(apart) < len(gminy) or not gminy:
            before, after = today.powiaty[powiat], division.powiaty[powiat]
            found.append(_unit(ground, said[powiat], powiat, apart, before, after, scenario))
        for gmina in apart:
            row, at = said.get(gmina, said[powiat]), ground.index[gmina]
            found.append(_unit(ground, row, gmina, (), today.gminy[at], division.gminy[at], scenario))
    return found


def _rows(ground: Ground, as_of: date) -> list[UnitRow]:
    rows: list[UnitRow] = ground.kept(("rows", as_of), lambda: coverage_rows(ground.lookup, as_of))
    return rows


def _unit(
    ground: Ground, row: UnitRow, code: str, apart: Iterable[str], before: Centres, after: Centres, scenario: Scenario
) -> ScenarioUnit:
    names = ground.snapshot.names
    if len(code) == 4:
        gone = [names.gminy[g] for g in apart]
        people: int | None = names.powiaty[code].population - sum(g.population or 0 for g in gone)
        area, name = round(names.powiaty[code].area_km2 - sum(g.area_km2 for g in gone), 2), row.name
    else:
        gmina = names.gminy[code]
        people, area, name = gmina.population, gmina.area_km2, gmina_name(ground, code)
    return ScenarioUnit(
        code=code,
        name=name,
        powiat=code[:4],
        powiat_name=names.powiaty[code[:4]].full_name,
        population=people,
        area_km2=area,
        before=before,
        after=after,
        coverage=row.coverage,
        is_moved=code in scenario.moves,
    )


def gmina_name(ground: Ground, code: str) -> str:
    """Name a gmina with its kind, which tells the town from the land around it: "gmina wiejska Kwidzyn"."""
    gmina = ground.snapshot.names.gminy[code]
    return f"gmina {_KINDS.get(gmina.kind, '')} {gmina.name}".replace("  ", " ")


def unit_name(ground: Ground, code: str, as_of: date) -> str:
    """Name a powiat or gmina where it stands alone, with its powiat or voivodeship where others are called so."""
    names = ground.snapshot.names
    if len(code) == 4:
        return names.told_apart(code, as_of)
    return f"{gmina_name(ground, code)} ({names.powiaty[code[:4]].full_name})"
