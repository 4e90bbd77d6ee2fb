"""Tables of who serves what: the rows that pages, files and the API show, as of a day."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ses_map.coverage import subregion_keys
from ses_map.lookup.finder import Lookup
from ses_map.lookup.levels import LEVELS
from ses_map.model import Assignment, Centre, Coverage, Serving, Standing, Voivodeship
from ses_map.teryt import voivodeship_of


@dataclass(frozen=True)
class UnitRow:
    """One unit of the coverage table."""

    teryt: str
    #: "powiat kwidzyński", "Gdańsk", "gmina Tykocin".
    name: str
    voivodeship: Voivodeship
    coverage: Coverage
    #: Centres that serve it, or served it last.
    centres: tuple[Centre, ...]

    @property
    def powiat(self) -> str:
        """Code of the page of this unit."""
        return self.teryt[:4]

    @property
    def is_gmina(self) -> bool:
        """Whether the unit is a gmina with claims of its own, beside its powiat."""
        return len(self.teryt) > len(self.powiat)

    @property
    def basis(self) -> Assignment | None:
        """The claim to cite."""
        return self.cited.basis if self.cited else None

    @property
    def cited(self) -> Serving | None:
        """The centre whose claim is cited, with its standing: the best of several."""
        shown = self.coverage.serving or self.coverage.last_known
        return min(shown, key=lambda s: list(Standing).index(s.standing), default=None)

    @property
    def standing(self) -> Standing:
        """How far the answer may be believed on the day."""
        return self.coverage.standing


def coverage_rows(lookup: Lookup, as_of: date, voivodeship: str = "") -> list[UnitRow]:
    """List every unit with its coverage, in the order of the codes, for the country or one voivodeship."""
    names, centres = lookup.snapshot.names, {c.id: c for c in lookup.snapshot.registry.centres}
    rows = []
    for unit, coverage in lookup.units_on(as_of).items():
        if not unit.startswith(voivodeship):
            continue
        shown = tuple(centres[s.centre_id] for s in coverage.serving or coverage.last_known)
        area = names.voivodeships[voivodeship_of(unit)]
        rows.append(UnitRow(unit, names.full_name(unit, as_of), area, coverage, shown))
    return rows


def standing_counts(rows: Iterable[UnitRow]) -> dict[str, int]:
    """Count powiats by standing, every one of the four; gminas with claims of their own are not counted again."""
    counted = Counter(r.standing for r in rows if not r.is_gmina)
    return {standing.value: counted[standing] for standing in Standing}


def rows_of_centre(rows: Iterable[UnitRow], centre_id: str) -> list[UnitRow]:
    """Choose the rows that a centre serves, or served last."""
    return [r for r in rows if any(c.id == centre_id for c in r.centres)]


def area_keys(lookup: Lookup, kind: str, units: Iterable[str], as_of: date) -> dict[str, tuple[str, ...]]:
    """Map each unit to the areas of a kind that it belongs to.

    Parameters
    ----------
    kind : str
        One of :data:`LEVELS`.
    units : iterable of str
        Codes of display units.

    Returns
    -------
    dict
        Unit → ids: TERYT codes, centre ids, or ``centre id/name of the subregion``; empty where nobody serves it.
    """
    area = LEVELS[kind].area
    if area:
        return {u: tuple(filter(None, [area(lookup.snapshot, u)])) for u in units}
    coverage = {u: lookup.claims.on(u, as_of) for u in units}
    if kind == "centre":
        return {u: tuple(sorted(c.centre_ids)) for u, c in coverage.items()}
    return {u: tuple(f"{centre}/{name}" for centre, name in keys) for u, keys in subregion_keys(coverage).items()}
