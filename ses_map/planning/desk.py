"""The audit of coverage as a planner needs it: what is missing, what is doubtful, whom it touches."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ses_map.entities import Entities, grouped
from ses_map.lookup import Lookup
from ses_map.model import Assignment, Confidence, Entity
from ses_map.planning.parts import Part, split_country
from ses_map.planning.reach import Reach
from ses_map.planning.relations import Relations
from ses_map.planning.soft import soft_sentence

#: A source older than this many years is reported.
OLD_YEARS = 3

#: Kinds of findings, the gravest first.
KINDS = ("gap", "no-source", "expired", "overlap", "gmina", "derived", "old", "soft", "entity-outside")


@dataclass(frozen=True)
class Finding:
    """One thing to settle."""

    kind: str
    part: Part
    #: What it is about, ready for a table: centres, day, source.
    centres: tuple[str, ...] = ()
    day: str = ""
    entity: Entity | None = None
    #: For ``gmina``: the gmina's own claims in force, to serve it or to leave it out.
    claims: tuple[Assignment, ...] = ()
    #: For ``soft``: what the source says of people from outside.
    sentence: str = ""


@dataclass(frozen=True)
class Affected:
    """What the findings of one kind touch; a part with several findings counts once."""

    findings: int
    parts: int
    population: int
    area_km2: float


@dataclass(frozen=True)
class Desk:
    """The state of coverage of the country or one voivodeship on a day."""

    as_of: date
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    #: 2-digit code of the voivodeship, or empty.
    region: str = ""

    @property
    def population(self) -> int:
        """Inhabitants of all parts."""
        return sum(p.population for p in self.parts)

    def share(self, status: str) -> float:
        """Give the share of the inhabitants that live in parts of a status, 0 to 1."""
        return self.people(status) / self.population if self.population else 0.0

    def people(self, status: str) -> int:
        """Add up the inhabitants of the parts of a status."""
        return sum(p.population for p in self.parts if p.status == status)

    def area(self, status: str) -> float:
        """Add up the area of the parts of a status, km²."""
        return sum(p.area_km2 for p in self.parts if p.status == status)

    def count(self, status: str) -> int:
        """Count the parts of a status."""
        return sum(p.status == status for p in self.parts)

    def by_kind(self) -> list[tuple[str, list[Finding]]]:
        """Group the findings, the gravest kind first; kinds without any are left out."""
        groups: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            groups[finding.kind].append(finding)
        return [(kind, groups[kind]) for kind in KINDS if groups[kind]]

    def reach(self, kind: str) -> Affected:
        """Count what the findings of a kind touch."""
        found = [f for f in self.findings if f.kind == kind]
        parts = {f.part.code: f.part for f in found}.values()
        area = round(sum(p.area_km2 for p in parts), 2)
        return Affected(len(found), len(parts), sum(p.population for p in parts), area)

    @property
    def is_whole(self) -> bool:
        """Whether every part is served by exactly one centre today; what else there is to settle does not count."""
        return all(p.status == "found" for p in self.parts)


def audit_coverage(lookup: Lookup, as_of: date, region: str = "", relations: Relations | None = None) -> Desk:
    """Audit coverage.

    Parameters
    ----------
    lookup : Lookup
        Answers of a snapshot.
    as_of : date
        The day.
    region : str
        2-digit code of a voivodeship, or empty for the country.
    relations : Relations, optional
        What binds entities to centres, where it is known already; it depends on the snapshot alone.
    """
    parts = split_country(lookup, as_of, region)
    notes = {c.id: c.note for c in lookup.snapshot.registry.centres if c.note}
    findings = [f for part in parts for f in _of_part(part, as_of)]
    findings += [f for part in parts for f in (*_of_gmina(lookup, part, as_of), *_soft(part, notes))]
    relations = relations or Relations(lookup.snapshot.registry)
    findings += _entities_outside(relations.entities, Reach(lookup, relations, as_of), parts)
    order = {kind: n for n, kind in enumerate(KINDS)}
    findings.sort(key=lambda f: (order[f.kind], f.part.code, f.entity.id if f.entity else ""))
    return Desk(as_of, tuple(parts), tuple(findings), region)


def _of_part(part: Part, as_of: date) -> Iterable[Finding]:
    coverage, names = part.row.coverage, tuple(c.name for c in part.row.centres)
    if part.status != "found":
        day = str(coverage.last_known[0].basis.valid_to) if coverage.last_known else ""
        yield Finding(part.status, part, names, day)
    bases = [s.basis for s in coverage.serving]
    if any(b.confidence is Confidence.DERIVED for b in bases):
        yield Finding("derived", part, names)
    dates = [b.source.date for b in bases]
    if dates and all(_is_old(d, as_of) for d in dates):
        yield Finding("old", part, names, max(dates))


def _of_gmina(lookup: Lookup, part: Part, as_of: date) -> Iterable[Finding]:
    """Find a gmina that claims in force add to the area of a centre, or leave out of it."""
    own = tuple(c for c in lookup.claims.of(part.code) if c.in_force(as_of)) if part.row.is_gmina else ()
    if own:
        yield Finding("gmina", part, tuple(c.name for c in part.row.centres), claims=own)


def _soft(part: Part, notes: Mapping[str, str]) -> Iterable[Finding]:
    """Find a centre of a part whose sentence, or the note on it, lets people in from outside its area."""
    titles = {c.id: c.name for c in part.row.centres}
    for serving in part.row.coverage.serving:
        said = [c.sentence for c in serving.claims] + [notes.get(serving.centre_id, "")]
        sentence = next(filter(None, map(soft_sentence, said)), "")
        if sentence:
            yield Finding("soft", part, (titles[serving.centre_id],), sentence=sentence)


def _is_old(source_date: str, as_of: date) -> bool:
    """Tell whether a source is older than :data:`OLD_YEARS`; one without a date may be."""
    parts = [int(p) for p in source_date.split("-") if p]
    if not parts:
        return True
    year, month, day = (*parts, 1, 1)[:3]
    return as_of.year - year - ((as_of.month, as_of.day) < (month, day)) > OLD_YEARS


def _entities_outside(entities: Entities, reach: Reach, parts: Sequence[Part]) -> list[Finding]:
    """Find entities outside the area of a centre that they belong with, in the parts that are audited."""
    by_code = {p.code: p for p in parts}
    areas, area = grouped(entities, "gmina", "powiat")
    held = [by_code.get(gmina) or by_code.get(powiat) for gmina, powiat in areas]
    rows = np.flatnonzero(np.array([*(part is not None for part in held), False])[area])
    _, bound = reach.relations.bound
    named: dict[tuple[int, int], tuple[str, ...]] = {}
    found = []
    for row in rows[reach.strays(rows)].tolist():
        entity, part, key = entities[row], held[area[row]], (bound.item(row), area.item(row))
        if key not in named:
            named[key] = tuple(tie.centre.name for tie in reach.outside(entity))
        if part:
            found.append(Finding("entity-outside", part, named[key], entity=entity))
    return found
