"""What the page of a scenario shows, as plain values for its template."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from ses_map.maps.editor import Sheet, Unit
from ses_map.maps.legend import SEVERAL, Key, sign_keys
from ses_map.model import Centre, Standing
from ses_map.planning.balance import Balance, Line, value_of, weigh
from ses_map.planning.concerns import Concern, find_concerns
from ses_map.planning.scenario import NEW, NOBODY
from ses_map.planning.scenario_tables import FIGURES, named_centres
from ses_map.planning.scenario_units import ScenarioUnit, list_units, unit_name
from ses_map.spelling import collation
from ses_map.vocabulary import STANDING_NAMES
from ses_map.web.planning.scenario_state import Asked
from ses_map.web.state.snapshot_holder import current


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the table."""

    code: str
    name: str
    where: str
    population: str
    before: str
    after: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the balance."""

    label: str
    value: str
    #: How it differs from today; empty where it does not.
    change: str


class View:
    """The scenario of a request, made ready to be shown."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._names = {**asked.scenario_base.centres, **asked.scenario.new}
        by_gmina = asked.level == "gmina"
        self._units = list_units(asked.scenario_base, asked.scenario, asked.as_of, asked.region, by_gmina)

    @cached_property
    def sheet(self) -> Sheet:
        """The map."""
        units = []
        for unit, row in zip(self._units, self._rows, strict=True):
            title = f"{row.name}, dziś: {row.before}, w scenariuszu: {row.after}"
            drawn = unit.after or (() if unit.is_changed else unit.last)
            units.append(Unit(unit.code, title, drawn, _standing(unit), unit.is_changed))
        return current().planner.editor.draw(self.asked.region, units, self.asked.scenario.new)

    def picture(self) -> str:
        """Write the map as SVG, for files."""
        return current().planner.editor.write(self.asked.region, self.sheet)

    def keys(self) -> list[Key]:
        """List the legend of the map: centres with their numbers, and what the signs say."""
        sheet = self.sheet
        served = {c for unit in self._units for c in unit.after}
        own = [Key(sheet.colours[c], self._names[c], n) for c, n in sheet.numbers.items() if c in served]
        if any(unit.is_changed for unit in self._units):
            own.append(Key("line", "gruby obrys i ukośne kreski: zmiana w scenariuszu"))
        return [*own, *self.signs]

    @property
    def signs(self) -> list[Key]:
        """List what the fills on the map say."""
        several = [SEVERAL for unit in self._units if len(unit.after) > 1]
        return sign_keys([*map(_standing, self._units), *several])

    @cached_property
    def _rows(self) -> list[Row]:
        return [self._row(t) for t in self._units]

    def _row(self, unit: ScenarioUnit) -> Row:
        scenario_base, scenario, said = self.asked.scenario_base, self.asked.scenario, unit.coverage
        before = named_centres(scenario_base, scenario, unit.before, said)
        if unit.standing is Standing.UNCONFIRMED:
            before = f"{before} ({STANDING_NAMES[unit.standing]})"
        after = named_centres(scenario_base, scenario, unit.after, said) if unit.is_changed else before
        people = "brak danych" if unit.population is None else plain(unit.population)
        where = unit.powiat_name if len(unit.code) == 6 else ""
        return Row(unit.code, unit.name, where, people, before, after, unit.is_changed)

    @cached_property
    def groups(self) -> list[tuple[str, list[Row]]]:
        """The rows of the table: by voivodeship in the country's, all together in a voivodeship's."""
        if self.asked.region:
            return [("", self._rows)]
        areas = current().voivodeships
        return [(v.name, [r for r in self._rows if r.code[:2] == v.teryt]) for v in areas]

    @cached_property
    def balance(self) -> Balance:
        """All centres in numbers."""
        return weigh(self.asked.scenario_base, self.asked.scenario, self.asked.as_of, self.asked.region)

    @cached_property
    def concerns(self) -> list[Concern]:
        """Warnings."""
        return find_concerns(self._units, self.balance)

    @property
    def balance_rows(self) -> list[tuple[Line, list[Cell]]]:
        """The lines of the balance with their cells, those that the scenario changes first."""
        lines = sorted(self.balance.lines, key=lambda n: n.before == n.after)
        return [(line, cells(line)) for line in (*lines, *self.balance.rest)]

    @cached_property
    def standings(self) -> str:
        """How many people of the region have which claim today: what the scenario stands on."""
        people = Counter[Standing]()
        for unit in self._units:
            people[unit.standing] += unit.population or 0
        return ", ".join(f"{name} {plain(people[standing])}" for standing, name in STANDING_NAMES.items())

    @property
    def whole(self) -> list[Cell]:
        """The line of the whole region, each unit once."""
        return cells(Line("", "", False, self.balance.whole, self.balance.whole))

    @property
    def repeated(self) -> str:
        """How many inhabitants are counted for several centres; empty where none are."""
        return plain(self.balance.repeated_after) if self.balance.repeated_after else ""

    @property
    def unplaced(self) -> int:
        """How many entities of the region belong to no powiat that we know."""
        found = self.asked.scenario_base.unplaced
        return found.get(self.asked.region, 0) if self.asked.region else sum(found.values())

    @property
    def changes(self) -> list[dict[str, str]]:
        """The moves, as the page lists them: unit, from whom, to whom."""
        scenario_base, scenario = self.asked.scenario_base, self.asked.scenario
        today, listed = scenario_base.today(self.asked.as_of), []
        for unit, target in scenario.moves.items():
            before = today.gminy[scenario_base.index[unit]] if unit in scenario_base.index else today.powiaty[unit]
            after = "nikt" if target == NOBODY else self._names[target]
            own = {"unit": unit, "name": unit_name(scenario_base, unit, self.asked.as_of)}
            said = scenario_base.coverage(unit, self.asked.as_of)
            listed.append(own | {"before": named_centres(scenario_base, scenario, before, said), "after": after})
        return listed

    @property
    def outside(self) -> int:
        """How many moves lie outside the region that is shown."""
        return sum(not u.startswith(self.asked.region) for u in self.asked.scenario.moves)

    @property
    def targets(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The centres to choose from, grouped: new ones, the region's, all others; then one to be made, and nobody."""
        region, loaded = self.asked.region, current()
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        if self.asked.scenario.new:
            groups.append(("Nowe w tym scenariuszu", list(self.asked.scenario.new.items())))
        for area in sorted(loaded.voivodeships, key=lambda v: v.teryt != region):
            own = [c for c in loaded.snapshot.registry.centres if c.voivodeship == area.teryt]
            own.sort(key=lambda c: collation(c.name))
            if own:
                groups.append((area.name, [(c.id, self._option(c)) for c in own]))
        return [*groups, ("Inaczej", [(NEW, "nowy ośrodek (podaj nazwę niżej)"), (NOBODY, "nikt")])]

    def _option(self, centre: Centre) -> str:
        last = centre.valid_to
        return f"{centre.name} (do {last.isoformat()})" if last and last < self.asked.as_of else centre.name

    @property
    def summary(self) -> str:
        """One sentence on the state, for the live region."""
        new = sum(c.is_new for c in self.concerns)
        return f"Zmiany: {len(self.asked.scenario.moves)}. Nowe ostrzeżenia: {new}."


def _standing(unit: ScenarioUnit) -> str:
    """Return how a unit is drawn: what the scenario itself says in full colour, the rest as it stands today."""
    if unit.is_changed:
        return Standing.CONFIRMED if unit.after else Standing.NONE
    return unit.standing


def cells(line: Line) -> list[Cell]:
    """Write the figures of one line."""
    return [_cell(line, f.key, f.label, f.digits or 0) for f in FIGURES]


def _cell(line: Line, key: str, label: str, digits: int) -> Cell:
    value, change = value_of(line.after, key), line.change(key)
    is_void = line.after is None or (key == "distance_km" and not line.centre)
    text = plain(value, digits) if value is not None else ("–" if is_void else "brak danych")
    if line.before == line.after:
        return Cell(label, text, "")
    if change is None:
        before = value_of(line.before, key)
        return Cell(label, text, "" if before is None else f"dziś {plain(before, digits)}")
    differs = round(change, digits)
    return Cell(label, text, f"{'+' if differs > 0 else '−'}{plain(abs(differs), digits)}" if differs else "bez zmian")


def plain(value: float, digits: int = 0) -> str:
    """Write a number as Polish does; ten times as fast as Babel, for pages with hundreds of them."""
    return f"{value:,.{digits}f}".replace(",", "\u00a0").replace(".", ",")
