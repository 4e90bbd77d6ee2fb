"""Changes as a table, and what they add up to: people by kind, gains and losses of each centre, days of change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ses_map.coverage import Change
from ses_map.lookup import Lookup
from ses_map.model import Centre
from ses_map.planning.standings import served_said
from ses_map.planning.table import Column, Table

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
_PEOPLE = "mieszkańcy 31 grudnia 2024 r. (GUS)"
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
    columns = (
        Column("since", "Od dnia", "pierwszy dzień nowego stanu"),
        Column("teryt", "TERYT", "kod powiatu albo gminy"),
        Column("name", "Obszar", "nazwa w tym dniu"),
        Column(
            "change",
            "Zmiana",
            "zyskał, stracił, przeszedł, przejął go następca, zmienił liczbę ośrodków albo powód braku",
        ),
        Column("before", "Wcześniej", "wszystkie OWES w pierwszym dniu, albo czego o nich nie wiadomo"),
        Column("after", "Później", "wszystkie OWES w drugim dniu, albo czego o nich nie wiadomo"),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
    )
    centres = {c.id: c for c in lookup.snapshot.registry.centres}
    return Table("zmiany", "Co się zmieniło", columns, [_row(lookup, c, people, centres) for c in changes])


def _row(lookup: Lookup, change: Change, people: Mapping[str, int], centres: Mapping[str, Centre]) -> dict[str, Any]:
    return {
        "since": change.since.isoformat(),
        "teryt": change.unit,
        "name": lookup.snapshot.names.full_name(change.unit, change.since),
        "change": change_name(change, centres),
        "before": served_said(change.before, centres),
        "after": served_said(change.after, centres, change.before.centre_ids),
        "population": people.get(change.unit),
    }


@dataclass
class Balance:
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


def by_centre(changes: Iterable[Change], people: Mapping[str, int]) -> list[Balance]:
    """Return what each centre gained and lost, in the order of the ids."""
    found: dict[str, Balance] = {}
    for change in changes:
        before, after, count = change.before.centre_ids, change.after.centre_ids, people.get(change.unit, 0)
        for centre in after - before:
            own = found.setdefault(centre, Balance(centre))
            own.gained.append(change.unit)
            own.gained_people += count
        for centre in before - after:
            own = found.setdefault(centre, Balance(centre))
            own.lost.append(change.unit)
            own.lost_people += count
    return [found[c] for c in sorted(found)]


def days_of_change(lookup: Lookup) -> dict[date, tuple[str, ...]]:
    """Return every day on which some unit passes to another answer, with the units; days without are left out.

    The first epoch is the beginning of days, from which nothing changes.
    """
    units = sorted(lookup.units_on(lookup.claims.epochs[0]))
    found: dict[date, list[str]] = defaultdict(list)
    for unit in units:
        if not any(lookup.claims.of(u) for u in {unit, unit[:4]}):
            continue  # nobody ever claims it
        last: tuple[object, ...] | None = None
        for day in lookup.claims.epochs:
            coverage = lookup.claims.on(unit, day)
            said = (coverage.centre_ids, coverage.reason, tuple(s.centre_id for s in coverage.last_known))
            if last is not None and said != last:
                found[day].append(unit)
            last = said
    return {day: tuple(found[day]) for day in sorted(found)}
