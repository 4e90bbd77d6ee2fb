"""What a board needs to know of coverage, on one page: figures, centres, what to settle, changes, sources, limits."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ses_map.coverage import Change, diff_coverage
from ses_map.lookup import Lookup
from ses_map.model import Source
from ses_map.planning.desk import Desk, Finding, audit_coverage
from ses_map.planning.parts import Part
from ses_map.planning.relations import Relations
from ses_map.planning.table import Column, Table

#: States of a part in which its centres are shown; what nobody ever served has none.
_SERVED = ("found", "overlap", "expired")


@dataclass(frozen=True)
class Share:
    """One centre and what it serves, or served last."""

    centre: str
    name: str
    #: Whether sources say that it serves these parts on the day; otherwise its time has ended.
    is_current: bool
    powiaty: int
    gminy: int
    population: int
    area_km2: float
    #: Date of the newest source cited, as stated; empty where none has one.
    source_date: str


@dataclass(frozen=True)
class Report:
    """The content of the page."""

    desk: Desk
    shares: tuple[Share, ...]
    #: First day of the twelve months that are compared.
    since: date
    changes: tuple[Change, ...]
    sources: tuple[Source, ...]
    #: Parts that are served today, by what weakens their source: ``derived``, ``old``.
    weak: dict[str, int]

    @property
    def centres(self) -> int:
        """Centres that serve something on the day."""
        return sum(s.is_current for s in self.shares)

    @property
    def urgent(self) -> list[Finding]:
        """Findings that leave somebody without one certain centre, those that touch the most people first."""
        grave = [f for f in self.desk.findings if f.kind in ("gap", "no-source", "expired", "overlap")]
        return sorted(grave, key=lambda f: (-f.part.population, f.part.code))

    @property
    def source_dates(self) -> tuple[str, str]:
        """Dates of the oldest and the newest source cited, as stated; empty where none is dated."""
        dates = sorted(s.source_date for s in self.shares if s.source_date)
        return (dates[0], dates[-1]) if dates else ("", "")


def make_report(lookup: Lookup, as_of: date, region: str = "", relations: Relations | None = None) -> Report:
    """Make the report of the country or one voivodeship.

    Parameters
    ----------
    lookup : Lookup
        Answers of a snapshot.
    as_of : date
        The day; changes are those of the twelve months before it.
    region : str
        2-digit code of a voivodeship, or empty for the country.
    relations : Relations, optional
        As for ``audit_coverage``.
    """
    desk, since = audit_coverage(lookup, as_of, region, relations), year_before(as_of)
    units = [p.code for p in desk.parts]
    changes = sorted(diff_coverage(lookup.claims, units, since, as_of), key=lambda c: (c.since, c.unit), reverse=True)
    weak = {kind: desk.reach(kind).parts for kind in ("derived", "old")}
    return Report(desk, tuple(_shares(desk.parts)), since, tuple(changes), lookup.snapshot.sources, weak)


def year_before(day: date) -> date:
    """Give the same day a year before; 28 February for the 29th; in the first year, the first of all days."""
    if day.year == 1:
        return date.min
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, 2, 28) if leap else day.replace(year=day.year - 1)


def _shares(parts: Sequence[Part]) -> list[Share]:
    """Give what every centre serves and what it served last, the greatest number of people first."""
    groups: dict[tuple[bool, str], list[Part]] = defaultdict(list)
    for part in parts:
        for centre in part.row.centres if part.status in _SERVED else ():
            groups[part.status != "expired", centre.id].append(part)
    shares = [_share(centre, now, group) for (now, centre), group in sorted(groups.items())]
    return sorted(shares, key=lambda s: (not s.is_current, -s.population, s.centre))


def _share(centre: str, is_current: bool, parts: Sequence[Part]) -> Share:
    coverages = [p.row.coverage for p in parts]
    bases = [s.basis for c in coverages for s in c.serving or c.last_known if s.centre_id == centre]
    gminy = sum(p.row.is_gmina for p in parts)
    return Share(
        centre=centre,
        name=next(c.name for c in parts[0].row.centres if c.id == centre),
        is_current=is_current,
        powiaty=len(parts) - gminy,
        gminy=gminy,
        population=sum(p.population for p in parts),
        area_km2=round(sum(p.area_km2 for p in parts), 2),
        source_date=max(b.source.date for b in bases),
    )


def share_table(report: Report) -> Table:
    """List the centres with what they serve; an area of two centres counts for both."""
    columns = (
        Column("centre", "OWES", "nazwa ośrodka"),
        Column("state", "Wskazanie", "aktualne, albo wygasłe: ostatni znany ośrodek"),
        Column("powiaty", "Powiaty", "powiaty i miasta na prawach powiatu", 0),
        Column("gminy", "Gminy", "gminy o własnych wskazaniach, poza powiatami z poprzedniej kolumny", 0),
        Column("population", "Mieszkańcy", "mieszkańcy 31 grudnia 2024 r. (GUS)", 0),
        Column("area_km2", "Powierzchnia, km²", "urzędowa powierzchnia 1 stycznia 2025 r. (GUGiK)", 2),
        Column("source_date", "Najnowsze źródło", "data najnowszego źródła, tak jak ją podaje; brak daty: –"),
        Column("id", "Identyfikator", "identyfikator ośrodka"),
    )
    rows = [
        {
            "centre": s.name,
            "state": "aktualne" if s.is_current else "wygasło",
            "powiaty": s.powiaty,
            "gminy": s.gminy,
            "population": s.population,
            "area_km2": s.area_km2,
            "source_date": s.source_date,
            "id": s.centre,
        }
        for s in report.shares
    ]
    return Table("raport", "Pokrycie OWES: raport", columns, rows, key="id")


def limits(report: Report) -> list[str]:
    """Say in Polish what is not known, or not well."""
    unknown, weak = report.desk.count("no-source"), report.weak
    said = [
        "Wskazanie to twierdzenie źródła, nie fakt; każde ma na stronie powiatu adres i datę.",
        f"Obszary bez żadnego źródła: {unknown}; na mapie kropki, w rachunku „brak danych”, nie luka."
        if unknown
        else "",
        f"Ustalone pośrednio, z nazwy subregionu: {weak['derived']}." if weak["derived"] else "",
        f"Ze źródeł starszych niż trzy lata albo bez daty: {weak['old']}." if weak["old"] else "",
        "Granice są uogólnione (PRG 2020); urzędowe są liczby mieszkańców i powierzchnie.",
        "Obszar dwóch ośrodków liczy się u obu, dlatego wiersze ośrodków mogą dać więcej niż całość."
        if report.desk.count("overlap")
        else "",
    ]
    return [sentence for sentence in said if sentence]
