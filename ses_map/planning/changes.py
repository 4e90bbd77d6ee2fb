"""Changes as a table, and what they add up to: people by kind, gains and losses of each centre, days of change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ses_map.coverage import Change, diff_coverage
from ses_map.lookup import Lookup
from ses_map.model import Centre
from ses_map.planning.standings import describe_serving
from ses_map.planning.table import PEOPLE, Column, Table

#: Kinds of changes, as they are listed.
KINDS = ("gained", "lost", "moved", "fewer", "more", "reason")
#: Kind → what it is called.
NAMES = {
    "gained": "zyskał wskazanie OWES",
    "lost": "stracił wskazanie OWES",
    "moved": "przeszedł do innego OWES",
    "fewer": "zostało mniej OWES",
    "more": "doszedł kolejny OWES",
    "reason": "inny powód braku",
}
#: How many centres, after "z" and after "na"; more are written as digits.
_FROM = {1: "jednego ośrodka", 2: "dwóch ośrodków", 3: "trzech ośrodków", 4: "czterech ośrodków"}
_TO = {1: "jeden", 2: "dwa", 3: "trzy", 4: "cztery"}


def change_name(change: Change, centres: Mapping[str, Centre]) -> str:
    """Describe what happened to a unit: whether a successor took over, and how many centres became how many."""
    before, after = change.before.centre_ids, change.after.centre_ids
    gone = (before or {s.centre_id for s in change.before.last_known}) - after
    is_heir = any(centres[c].successor in after for c in gone)
    if change.kind not in ("fewer", "more"):
        return "przejął następca" if is_heir else NAMES[change.kind]
    said = f"z {_FROM.get(len(before), f'{len(before)} ośrodków')} na {_TO.get(len(after), len(after))}"
    return f"{said}, został następca" if is_heir else said


def change_table(lookup: Lookup, changes: Iterable[Change], people: Mapping[str, int]) -> Table:
    """List the units that changed hands; ``people`` tells their inhabitants, nobody twice."""
    names, centres = lookup.snapshot.names, {c.id: c for c in lookup.snapshot.registry.centres}
    kinds = "zyskał, stracił, przeszedł, przejął go następca, zmienił liczbę ośrodków albo powód braku"
    before = "wszystkie OWES w pierwszym dniu, albo czego o nich nie wiadomo"
    after = "wszystkie OWES w drugim dniu, albo czego o nich nie wiadomo"
    columns = (
        Column("since", "Od dnia", "pierwszy dzień nowego stanu", value=lambda c: c.since.isoformat()),
        Column("teryt", "TERYT", "kod powiatu albo gminy", value=lambda c: c.unit),
        Column("name", "Obszar", "nazwa w tym dniu", value=lambda c: names.full_name(c.unit, c.since)),
        Column("change", "Zmiana", kinds, value=lambda c: change_name(c, centres)),
        Column("before", "Wcześniej", before, value=lambda c: describe_serving(c.before, centres)),
        Column("after", "Później", after, value=lambda c: describe_serving(c.after, centres, c.before.centre_ids)),
        Column("population", "Mieszkańcy", PEOPLE, 0, lambda c: people.get(c.unit)),
    )
    return Table.of("zmiany", "Co się zmieniło", columns, changes)


@dataclass
class CentreChanges:
    """What one centre gained and lost: units and their inhabitants."""

    centre_id: str
    gained: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    gained_people: int = 0
    lost_people: int = 0


def by_kind(changes: Sequence[Change], people: Mapping[str, int]) -> list[tuple[str, int, int]]:
    """Return kind, units and inhabitants, for the kinds that occur."""
    groups = {kind: [c.unit for c in changes if c.kind == kind] for kind in KINDS}
    return [(k, len(units), sum(people.get(u, 0) for u in units)) for k, units in groups.items() if units]


def by_centre(changes: Iterable[Change], people: Mapping[str, int]) -> list[CentreChanges]:
    """Return what each centre gained and lost, in the order of the ids."""
    found: dict[str, CentreChanges] = {}
    for change in changes:
        before, after, count = change.before.centre_ids, change.after.centre_ids, people.get(change.unit, 0)
        for centre in after - before:
            own = found.setdefault(centre, CentreChanges(centre))
            own.gained.append(change.unit)
            own.gained_people += count
        for centre in before - after:
            own = found.setdefault(centre, CentreChanges(centre))
            own.lost.append(change.unit)
            own.lost_people += count
    return [found[c] for c in sorted(found)]


def days_of_change(lookup: Lookup) -> dict[date, tuple[str, ...]]:
    """Return every day on which some unit passes to another answer, with the units; days without are left out.

    The first epoch is the beginning of days, from which nothing changes.
    """
    claims, found = lookup.claims, {}
    claimed = [u for u in lookup.units_on(claims.epochs[0]) if any(claims.of(c) for c in {u, u[:4]})]
    for before, day in pairwise(claims.epochs):
        units = tuple(change.unit for change in diff_coverage(claims, claimed, before, day))
        if units:
            found[day] = units
    return found
