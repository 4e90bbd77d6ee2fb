"""What a board needs to know of coverage, on one page: figures, centres, findings, changes, sources, limits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ses_map.coverage import Change, diff_coverage
from ses_map.lookup import Lookup
from ses_map.model import Source, Standing
from ses_map.planning.coverage_audit import CoverageAudit, Finding, audit_coverage
from ses_map.planning.parts import Part
from ses_map.planning.relations import Relations
from ses_map.planning.standings import describe_limit
from ses_map.planning.table import LAND, PEOPLE, Column, Table
from ses_map.vocabulary import STANDING_NAMES

#: Kinds of findings that leave a part without one centre confirmed to serve it.
_GRAVE = ("gap", "no-source", "expired", "unconfirmed", "overlap")


@dataclass(frozen=True)
class Share:
    """One centre and what it serves by claims of one standing, or served last."""

    centre: str
    name: str
    #: How far its claims on these parts may be believed on the day; only confirmed ones are current.
    standing: Standing
    powiaty: int
    gminy: int
    population: int
    area_km2: float
    #: Date of the newest source cited, as stated; empty where none has one.
    source_date: str
    #: Last day of the claims that ended last; empty where they are in force.
    ends: str = ""

    @property
    def state(self) -> str:
        """How its claims stand, in a word."""
        return STANDING_NAMES[self.standing]

    @property
    def dated(self) -> str:
        """The day that tells why: of their source, or their last."""
        return f"do {self.ends}" if self.ends else self.source_date or "bez daty"


@dataclass(frozen=True)
class Report:
    """The content of the page."""

    desk: CoverageAudit
    shares: tuple[Share, ...]
    #: First day of the twelve months that are compared.
    since: date
    changes: tuple[Change, ...]
    sources: tuple[Source, ...]
    #: Months for which a dated source confirms a claim without a stated end.
    months: int

    @property
    def centres(self) -> int:
        """Centres with some confirmed claim on the day."""
        return len(self._named(Standing.CONFIRMED))

    @property
    def unconfirmed_centres(self) -> int:
        """Centres all of whose claims in force are unconfirmed."""
        return len(self._named(Standing.UNCONFIRMED) - self._named(Standing.CONFIRMED))

    def _named(self, standing: Standing) -> set[str]:
        return {s.centre for s in self.shares if s.standing is standing}

    @property
    def urgent(self) -> list[Finding]:
        """Parts that one centre is not confirmed to serve, each with its gravest finding, the most people first."""
        grave: dict[str, Finding] = {}
        for finding in self.desk.findings:
            if finding.kind in _GRAVE:
                grave.setdefault(finding.part.code, finding)
        return sorted(grave.values(), key=lambda f: (-f.part.population, f.part.code))

    @property
    def source_dates(self) -> tuple[str, str]:
        """Dates of the oldest and the newest source cited, as stated; empty where none is dated."""
        dates = sorted(s.source_date for s in self.shares if s.source_date)
        return (dates[0], dates[-1]) if dates else ("", "")


def make_report(lookup: Lookup, as_of: date, region: str = "", relations: Relations | None = None) -> Report:
    """Make the report of the country or one voivodeship.

    Parameters
    ----------
    as_of : date
        The day; changes are those of the twelve months before it.
    """
    desk, since = audit_coverage(lookup, as_of, region, relations), year_before(as_of)
    units = [p.code for p in desk.parts]
    changes = sorted(diff_coverage(lookup.claims, units, since, as_of), key=lambda c: (c.since, c.unit), reverse=True)
    snapshot = lookup.snapshot
    shares = tuple(_shares(desk.parts))
    return Report(desk, shares, since, tuple(changes), snapshot.sources, snapshot.registry.confirmed_months)


def year_before(day: date) -> date:
    """Return the same day a year before; 28 February for the 29th; in the first year, the first of all days."""
    if day.year == 1:
        return date.min
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if leap else day.replace(year=day.year - 1)


def _shares(parts: Sequence[Part]) -> list[Share]:
    """Return what every centre serves by standing, and what it served last, the greatest number of people first."""
    groups: dict[tuple[Standing, str], list[Part]] = defaultdict(list)
    for part in parts:
        for serving in part.row.coverage.serving or part.row.coverage.last_known:
            groups[serving.standing, serving.centre_id].append(part)
    order = list(Standing)
    shares = [_share(standing, centre, group) for (standing, centre), group in groups.items()]
    return sorted(shares, key=lambda s: (order.index(s.standing), -s.population, s.centre))


def _share(standing: Standing, centre: str, parts: Sequence[Part]) -> Share:
    coverages = [p.row.coverage for p in parts]
    bases = [s.basis for c in coverages for s in c.serving or c.last_known if s.centre_id == centre]
    gminy = sum(p.row.is_gmina for p in parts)
    ends = [b.ends.isoformat() for b in bases if b.ends] if standing is Standing.ENDED else []
    return Share(
        centre=centre,
        name=next(c.name for c in parts[0].row.centres if c.id == centre),
        standing=standing,
        powiaty=len(parts) - gminy,
        gminy=gminy,
        population=sum(p.population for p in parts),
        area_km2=round(sum(p.area_km2 for p in parts), 2),
        source_date=max(b.source.date for b in bases),
        ends=max(ends, default=""),
    )


def share_table(report: Report) -> Table:
    """List the centres with what they serve, by standing; an area of two centres counts for both."""
    standing = "potwierdzone (tylko ono jest aktualne), niepotwierdzone albo zakończone"
    gminy = "gminy o własnych wskazaniach, poza powiatami z poprzedniej kolumny"
    newest = "data najnowszego źródła, tak jak ją podaje; brak daty: –"
    columns = (
        Column("centre", "OWES", "nazwa ośrodka", value=lambda s: s.name),
        Column("standing", "Wskazanie", standing, value=lambda s: s.state),
        Column("powiaty", "Powiaty", "powiaty i miasta na prawach powiatu", 0),
        Column("gminy", "Gminy", gminy, 0),
        Column("population", "Mieszkańcy", PEOPLE, 0),
        Column("area_km2", "Powierzchnia, km²", LAND, 2),
        Column("source_date", "Najnowsze źródło", newest),
        Column("ends", "Koniec", "ostatni dzień zakończonych wskazań"),
        Column("id", "Identyfikator", "identyfikator ośrodka", value=lambda s: s.centre),
    )
    return Table.of("raport", "Pokrycie OWES: raport", columns, report.shares, key="id")


def limits(report: Report) -> list[str]:
    """Describe in Polish what is not known, or not well."""
    desk, limit = report.desk, describe_limit(report.months)
    unknown, derived = (desk.reach(kind).parts for kind in ("no-source", "derived"))
    old, ended = len(desk.of(Standing.UNCONFIRMED)), len(desk.of(Standing.ENDED))
    said = [
        "Wskazanie to twierdzenie źródła, nie fakt; każde ma na stronie powiatu adres i datę.",
        f"Niepotwierdzone: {old}; źródło nie podaje końca i jest starsze niż {limit} albo bez daty." if old else "",
        f"Zakończone: {ended}; to nie luka: obszar mógł przejść do innego ośrodka albo umowę przedłużono."
        if ended
        else "",
        f"Obszary bez żadnego źródła: {unknown}; na mapie kropki, to też nie luka." if unknown else "",
        f"Ustalone pośrednio, z nazwy subregionu: {derived}." if derived else "",
        "Granice są uogólnione (PRG 2020); urzędowe są liczby mieszkańców i powierzchnie.",
        "Obszar dwóch ośrodków liczy się u obu, dlatego wiersze ośrodków mogą dać więcej niż całość."
        if desk.reach("overlap").parts
        else "",
    ]
    return [sentence for sentence in said if sentence]
