"""What a page says about coverage, held against the registry: proposals of claims, and open questions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scripts.watching.addresses import Watched
from scripts.watching.certainty import Statement
from scripts.watching.findings import Finding, Kind, Proposal, shortened
from ses_map.model import Assignment, Confidence, Effect, Registry
from ses_map.teryt import powiat_of


class Held:
    """What the registry says that each centre serves, from all sources."""

    def __init__(self, registry: Registry) -> None:
        self._dates: dict[tuple[str, str, Effect], str] = {}
        for claim in registry.assignments:
            key = (claim.centre_id, claim.unit, claim.effect)
            self._dates[key] = max(self._dates.get(key, ""), claim.source.date)
        self._names = {p.teryt: p.name for p in registry.powiaty} | {g.teryt: g.name for g in registry.gminy}

    def has(self, centre: str, unit: str, effect: Effect = Effect.ADD) -> bool:
        """Return whether some claim says so of the unit, or of the powiat around it."""
        return any((centre, code, effect) in self._dates for code in {unit, powiat_of(unit)})

    def newest(self, centre: str, unit: str) -> str | None:
        """Return the date of the newest source that gives this very unit to the centre: None where none does."""
        return self._dates.get((centre, unit, Effect.ADD))

    def shown(self, units: Iterable[str]) -> str:
        """Name units for people."""
        return ", ".join(f"{self._names.get(unit, '?')} ({unit})" for unit in units)


@dataclass(frozen=True, slots=True)
class Said:
    """What one page says, read on one day."""

    watched: Watched
    statements: tuple[Statement, ...]
    #: Where a claim would be found from now on.
    source_url: str
    #: Day of publication, as the page states it.
    published: str
    day: date

    @property
    def source_date(self) -> str:
        """Return the date that a claim would bear: one that has come."""
        return self.published if self.published <= self.day.isoformat() else ""

    @property
    def centres(self) -> frozenset[str]:
        """Return the centres that the page is known to speak of."""
        cited = {claim.centre_id for claim in self.watched.claims}
        return frozenset(cited or {self.watched.centre} - {""})


def judge(said: Said, held: Held) -> tuple[list[Proposal], list[Finding]]:
    """Hold a page against the registry.

    Returns
    -------
    list of Proposal, list of Finding
        A unit is proposed only where its sentence is certain, it is certain which centre it speaks of, and no other
        sentence of the page takes the unit back. All else that the registry does not have is an open question.
    """
    if not said.centres:
        return [], _unclaimed(said, held)
    proposals: dict[tuple[str, str, str], Proposal] = {}
    questions: list[Finding] = []
    for statement in said.statements:
        centre, doubt = _about(said, statement)
        fresh = {u: e for u, e in _news(said, statement, held) if (centre, u, e.value) not in proposals}
        disputed = {unit for unit in fresh if _is_disputed(unit, said.statements)} if not doubt else set()
        sure = {} if doubt else {unit: effect for unit, effect in fresh.items() if unit not in disputed}
        for unit, effect in sure.items():
            proposals[centre, unit, effect.value] = _proposal(said, statement, centre, unit, effect)
        why = doubt or "inne zdanie strony mówi o niej co innego"
        if unsure := [unit for unit in fresh if unit not in sure]:
            questions.append(_question(said, statement, unsure, why, held))
    newer = _newer(said, held) if said.source_date else {}
    other = [_other(said, centre, list(proposals.values()), held) for centre in sorted({c for c, _, _ in proposals})]
    found = [*other, *questions, *_not_named(said, held), *_renewed(said, newer, held)]
    return [*proposals.values(), *newer.values()], found


def _unclaimed(said: Said, held: Held) -> list[Finding]:
    """Report a page that names units, and from which nothing was taken: a list of centres, a page of a coordinator."""
    units = tuple(sorted({unit for s in said.statements for unit in (*s.units, *s.excluded)}))
    if not units:
        return []
    quotes = " ".join(f"„{shortened(s.text, 120)}”" for s in said.statements[:3])
    detail = f"Strona wymienia jednostki, a rejestr nic z niej nie wziął: {held.shown(units)}. Na przykład: {quotes}."
    return [Finding(Kind.QUESTION, said.watched.url, detail, units, " ".join(units))]


def _about(said: Said, statement: Statement) -> tuple[str, str]:
    """Return which centre a sentence speaks of, or why that is not certain, nor the sentence."""
    if statement.doubt:
        return "", statement.doubt
    watched = said.watched
    taken = {claim.unit for claim in watched.claims if claim.effect is Effect.ADD}
    is_known = bool(taken) and 2 * len(taken.intersection(statement.units)) > len(taken)
    if watched.centre and (is_known or (watched.is_own and statement.names_centre)):
        return watched.centre, ""
    return "", "nie jest pewne, o którym ośrodku mówi zdanie"


def _news(said: Said, statement: Statement, held: Held) -> Iterator[tuple[str, Effect]]:
    """Return the units of a sentence that the registry does not have so for the page's centres."""
    for unit in statement.units:
        if not any(held.has(centre, unit) for centre in said.centres):
            yield unit, Effect.ADD
    for unit in statement.excluded:
        if not any(held.has(centre, unit, Effect.EXCLUDE) for centre in said.centres):
            yield unit, Effect.EXCLUDE


def _is_disputed(unit: str, statements: Sequence[Statement]) -> bool:
    """Return whether some sentence gives a unit and another one takes it, or a part of it, or may do so."""
    given = {code for s in statements for code in s.units}
    taken = {code for s in statements for code in s.excluded}
    unclear = {code for s in statements if s.doubt for code in (*s.excluded, *(s.units if s.denies else ()))}
    return (unit in given and unit in taken) or any(unit in (code, powiat_of(code)) for code in unclear)


def _proposal(said: Said, statement: Statement, centre: str, unit: str, effect: Effect) -> Proposal:
    sentence = " ".join(statement.text.split())
    return Proposal(centre, unit, effect.value, said.source_url, said.source_date, sentence)


def _question(said: Said, statement: Statement, units: list[str], why: str, held: Held) -> Finding:
    quote = shortened(statement.text)
    detail = f"„{quote}”: rejestr nie ma z tego {held.shown(units)}; {why}. Sprawdź i zdecyduj."
    return Finding(Kind.QUESTION, said.watched.url, detail, tuple(units), f"{' '.join(units)} {quote}")


def _other(said: Said, centre: str, proposals: list[Proposal], held: Held) -> Finding:
    units = tuple(sorted({p.unit for p in proposals if p.centre_id == centre}))
    undated = "" if said.source_date else " Strona nie podaje daty: wpisz source_date, jeśli ją znasz."
    detail = f"Strona wymienia dla {centre} jednostki, których rejestr nie ma: {held.shown(units)}.{undated}"
    return Finding(Kind.OTHER, said.watched.url, detail, units, f"{centre} {' '.join(units)}")


def _not_named(said: Said, held: Held) -> list[Finding]:
    """Report units that were taken from the page word for word, and that it does not name."""
    named = {unit for s in said.statements for unit in (*s.units, *s.excluded)}
    missing = sorted({c.unit for c in said.watched.claims if _is_due(c, said.day) and c.unit not in named})
    if not missing:
        return []
    detail = f"Rejestr wziął z tej strony jednostki, których ona nie wymienia: {held.shown(missing)}. Sprawdź źródło."
    return [Finding(Kind.NOT_NAMED, said.watched.url, detail, tuple(missing), " ".join(missing))]


def _is_due(claim: Assignment, day: date) -> bool:
    return claim.confidence is Confidence.STATED and claim.effect is Effect.ADD and not claim.ended(day)


def _newer(said: Said, held: Held) -> dict[tuple[str, str], Proposal]:
    """Return certain claims that the registry has from older sources only."""
    found: dict[tuple[str, str], Proposal] = {}
    for statement in said.statements:
        centre, doubt = _about(said, statement)
        for unit in () if doubt else statement.units:
            newest = held.newest(centre, unit)
            if newest is not None and newest < said.source_date and not _is_disputed(unit, said.statements):
                found.setdefault((centre, unit), _proposal(said, statement, centre, unit, Effect.ADD))
    return found


def _renewed(said: Said, newer: dict[tuple[str, str], Proposal], held: Held) -> list[Finding]:
    if not newer:
        return []
    units = tuple(sorted(unit for _, unit in newer))
    oldest = min(held.newest(centre, unit) or "" for centre, unit in newer) or "bez daty"
    detail = f"Strona z {said.source_date} potwierdza to, co rejestr ma ze starszych źródeł (najstarsze: {oldest}): "
    value = f"{said.source_date} {' '.join(units)}"
    return [Finding(Kind.NEWER, said.watched.url, f"{detail}{held.shown(units)}.", units, value)]
