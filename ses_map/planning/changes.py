"""What a list of changes adds up to: people by kind of change, gains and losses of each centre, days of change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ses_map.coverage import Change
from ses_map.lookup import Lookup

#: Kinds of changes, as they are listed.
KINDS = ("gained", "lost", "moved", "fewer", "more", "reason")
#: Kind → what it is called.
NAMES = {
    "gained": "zyskał OWES",
    "lost": "stracił OWES",
    "moved": "przeszedł do innego OWES",
    "fewer": "z kilku OWES została część",
    "more": "doszedł kolejny OWES",
    "reason": "inny powód braku",
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
    """Give kind, units and inhabitants, for the kinds that occur."""
    groups = {kind: [c.unit for c in changes if c.kind == kind] for kind in KINDS}
    return [(k, len(units), sum(people.get(u, 0) for u in units)) for k, units in groups.items() if units]


def by_centre(changes: Iterable[Change], people: Mapping[str, int]) -> list[Balance]:
    """Give what each centre gained and lost, in the order of the ids."""
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
    """Give every day on which some unit passes to another answer, with the units; days without are left out.

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
