"""The audit of coverage as a planner needs it: what is missing, what is doubtful, whom it touches."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ses_map.entities import Entities, grouped
from ses_map.lookup import Lookup, standing_counts
from ses_map.model import Assignment, Confidence, Entity, Standing
from ses_map.planning.parts import Part, split_country
from ses_map.planning.relations import Reach, Relations

#: Kinds of findings, the gravest first.
KINDS = ("gap", "no-source", "expired", "unconfirmed", "overlap", "gmina", "derived", "soft", "entity-outside")

#: What makes a clause soften a border: that people come from outside the area, and that nothing denies it.
_SENTENCE = re.compile(r"[^.;\n]+(?:[.;](?=\S)[^.;\n]*)*")
_OUTSIDE = re.compile(r"\bspoza\b", re.IGNORECASE)
_WHO = re.compile(
    r"%|\bproc(?:\.|ent)|\buczestni|\bos[oó]b|\bodbiorc|\bpodmiot|\bklient|\bczęść|\bczęści", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:nie|bez)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """One thing that a planner has to settle."""

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
class CoverageAudit:
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

    @property
    def powiaty(self) -> dict[str, int]:
        """Count powiats by standing, each once and as a whole: what home, API and audit count."""
        return standing_counts(p.row for p in self.parts)

    def share(self, standing: Standing) -> float:
        """Return the share of the inhabitants that live in parts of a standing, 0 to 1."""
        return self.people(standing) / self.population if self.population else 0.0

    def people(self, standing: Standing) -> int:
        """Add up the inhabitants of the parts of a standing."""
        return sum(p.population for p in self.of(standing))

    def area(self, standing: Standing) -> float:
        """Add up the area of the parts of a standing, km²."""
        return sum(p.area_km2 for p in self.of(standing))

    def of(self, standing: Standing) -> list[Part]:
        """List the parts of a standing."""
        return [p for p in self.parts if p.standing is standing]

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
        """Whether every part is confirmed to be served by exactly one centre; other findings do not count."""
        return all(p.standing is Standing.CONFIRMED and not p.is_overlap for p in self.parts)


def audit_coverage(lookup: Lookup, as_of: date, region: str = "", relations: Relations | None = None) -> CoverageAudit:
    """Audit coverage.

    Parameters
    ----------
    relations : Relations, optional
        What binds entities to centres, where it is known already; it depends on the snapshot alone.
    """
    parts = split_country(lookup, as_of, region)
    notes = {c.id: c.note for c in lookup.snapshot.registry.centres if c.note}
    findings = [f for part in parts for f in _of_part(part)]
    findings += [f for part in parts for f in (*_of_gmina(lookup, part, as_of), *_soft(part, notes))]
    relations = relations or Relations(lookup.snapshot.registry)
    findings += _entities_outside(relations.entities, Reach(lookup, relations, as_of), parts)
    order = {kind: n for n, kind in enumerate(KINDS)}
    findings.sort(key=lambda f: (order[f.kind], f.part.code, f.entity.id if f.entity else ""))
    return CoverageAudit(as_of, tuple(parts), tuple(findings), region)


def _of_part(part: Part) -> Iterable[Finding]:
    coverage, names = part.row.coverage, tuple(c.name for c in part.row.centres)
    if coverage.reason:
        ends = part.row.basis.ends if part.row.basis else None
        yield Finding(coverage.reason.value, part, names, ends.isoformat() if ends else "")
    bases = [s.basis for s in coverage.serving]
    if part.standing is Standing.UNCONFIRMED:
        yield Finding("unconfirmed", part, names, max(b.source.date for b in bases))
    if part.is_overlap:
        yield Finding("overlap", part, names)
    if any(b.confidence is Confidence.DERIVED for b in bases):
        yield Finding("derived", part, names)


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


def soft_sentence(text: str) -> str:
    """Return the clause that lets some people in from outside the area; empty where there is none.

    Returns
    -------
    str
        "20 % uczestników może pochodzić spoza tego obszaru", as the source has it. Such a clause makes a border soft:
        it adds no area. One that refuses people from outside ("nie przyjmujemy osób spoza powiatu") makes it hard.
    """
    for found in _SENTENCE.finditer(text):
        clause = found[0].strip()
        if _OUTSIDE.search(clause) and _WHO.search(clause) and not _is_refused(clause):
            return clause
    return ""


def _is_refused(clause: str) -> bool:
    """Return whether a part between commas says no before it says from outside: each part is read once."""
    for part in clause.split(","):
        found = _NOT.search(part)
        if found and _OUTSIDE.search(part, found.end()):
            return True
    return False


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
