"""The tables of the desk: coverage by standing, findings, statistics."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from ses_map.coverage import STANDING_NAMES
from ses_map.lookup import LEVELS, Lookup
from ses_map.model import Centre, Effect, Standing
from ses_map.planning.coverage_audit import KINDS, CoverageAudit, Finding
from ses_map.planning.kinds import entity_kinds
from ses_map.planning.standings import NOT_IN_FORCE, served_said, successors_said
from ses_map.planning.statistics import Row
from ses_map.planning.table import Column, Table

_PEOPLE = "mieszkańcy 31 grudnia 2024 r. (GUS)"
_LAND = "urzędowa powierzchnia 1 stycznia 2025 r., km² (GUGiK)"

_FINDING_NAMES = {
    "gap": "Luka: według źródeł nie obsługuje żaden OWES",
    "no-source": "Brak wskazania: nie znaleziono źródła",
    "expired": "Zakończone: ostatnie znane wskazanie minęło",
    "unconfirmed": "Niepotwierdzone: stare źródło albo bez daty, bez podanego końca",
    "overlap": "Kilka OWES naraz",
    "gmina": "Gminy o własnych wskazaniach: dodane albo wyłączone",
    "derived": "Obszar ustalony pośrednio, z nazwy subregionu",
    "soft": "Granica miękka: źródło dopuszcza osoby spoza obszaru",
    "entity-outside": "Podmiot poza obszarem ośrodka, którego operator go prowadzi",
}


def finding_name(kind: str) -> str:
    """Name a kind of finding."""
    return _FINDING_NAMES[kind]


def standing_table(desk: CoverageAudit) -> Table:
    """Count powiats, parts, people and land by standing: the rows of every column add up to the whole.

    Overlaps and known gaps are told beside, as parts of their row: they are no further states.
    """
    columns = (
        Column("standing", "Wskazanie", "jak bardzo można mu wierzyć w tym dniu; aktualne jest tylko potwierdzone"),
        Column("powiaty", "Powiaty", "każdy raz, według wskazania całego powiatu; tak liczy strona główna i API", 0),
        Column("parts", "Obszary", "powiaty oraz gminy o własnych wskazaniach", 0),
        Column("population", "Mieszkańcy", f"{_PEOPLE}, według obszarów", 0),
        Column("share", "Udział mieszkańców, %", "mieszkańcy obszarów w tym stanie do wszystkich", 1),
        Column("area_km2", "Powierzchnia, km²", f"{_LAND}, według obszarów", 2),
        Column("overlaps", "W tym obszary kilku OWES", "obszary, które źródła dają kilku ośrodkom naraz", 0),
        Column("gaps", "W tym znane luki", "obszary, o których źródło mówi, że nie obsługuje ich nikt", 0),
    )
    rows = [_standing(desk, standing) for standing in STANDING_NAMES]
    return Table("stan", "Stan pokrycia", columns, rows, key="standing")


def _standing(desk: CoverageAudit, standing: Standing) -> dict[str, Any]:
    parts = desk.of(standing)
    return {
        "standing": STANDING_NAMES[standing],
        "powiaty": desk.powiaty[standing],
        "parts": len(parts),
        "population": desk.people(standing),
        "share": round(100 * desk.share(standing), 1),
        "area_km2": round(desk.area(standing), 2),
        "overlaps": sum(p.is_overlap for p in parts),
        "gaps": sum(p.is_gap for p in parts),
    }


def kind_table(desk: CoverageAudit) -> Table:
    """Count what the findings of each kind touch; a kind without any is a row of zeros.

    Of soft borders nothing is known where none is found: few sources are quoted word by word.
    """
    columns = (
        Column("finding", "Do wyjaśnienia", "rodzaj ustalenia"),
        Column("findings", "Ustalenia", "liczba ustaleń", 0),
        Column("parts", "Obszary", "powiaty oraz gminy o własnych wskazaniach, każdy raz", 0),
        Column("population", "Mieszkańcy", f"{_PEOPLE}, każdy obszar raz", 0),
        Column("area_km2", "Powierzchnia, km²", f"{_LAND}, każdy obszar raz", 2),
    )
    rows: list[dict[str, Any]] = [{"finding": _FINDING_NAMES[k], "kind": k, **asdict(desk.reach(k))} for k in KINDS]
    soft = next(r for r in rows if r["kind"] == "soft")
    if not soft["findings"]:
        soft |= dict.fromkeys(("findings", "parts", "population", "area_km2"))
    return Table("rodzaje-ustalen", "Rodzaje ustaleń", columns, rows)


def finding_table(desk: CoverageAudit, lookup: Lookup) -> Table:
    """List every finding, the gravest first."""
    columns = (
        Column("finding", "Do wyjaśnienia", "rodzaj ustalenia"),
        Column("teryt", "TERYT", "kod powiatu albo gminy"),
        Column("name", "Obszar", "nazwa w tym dniu"),
        Column("voivodeship", "Województwo", "nazwa województwa"),
        Column("centres", "OWES", "ośrodki, których dotyczy ustalenie"),
        Column("entity", "Podmiot", "podmiot poza obszarem ośrodka"),
        Column(
            "detail",
            "Szczegóły",
            "następca ośrodka, wskazania gminy (dodana, wyłączona), zdanie o osobach spoza obszaru",
        ),
        Column("day", "Dzień", "ostatni dzień zakończonego wskazania; data najnowszego źródła niepotwierdzonego"),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
        Column("area_km2", "Powierzchnia, km²", _LAND, 2),
    )
    centres = {c.id: c for c in lookup.snapshot.registry.centres}
    rows = [
        {
            "finding": _FINDING_NAMES[f.kind],
            "kind": f.kind,
            "teryt": f.part.code,
            "name": f.part.row.name,
            "voivodeship": f.part.row.voivodeship.name,
            "centres": "; ".join(f.centres),
            "entity": f.entity.name if f.entity else "",
            "detail": f.sentence or _detail(lookup, desk, f, centres),
            "day": f.day,
            "population": f.part.population,
            "area_km2": f.part.area_km2,
        }
        for f in desk.findings
    ]
    return Table("ustalenia", "Do wyjaśnienia", columns, rows)


def _detail(lookup: Lookup, desk: CoverageAudit, finding: Finding, centres: Mapping[str, Centre]) -> str:
    """Name the successors of a centre that served last, or say what the claims of a gmina do."""
    if finding.kind == "expired":
        return "; ".join(successors_said(finding.part.row.coverage, centres))
    return _effects(lookup, desk, finding, centres) if finding.claims else ""


def _effects(lookup: Lookup, desk: CoverageAudit, finding: Finding, centres: Mapping[str, Centre]) -> str:
    """Describe whom a gmina is added to or left out by, and who serves the powiat around it."""
    said = {Effect.ADD: "dodana do obszaru", Effect.EXCLUDE: "wyłączona z obszaru"}
    own = [f"{said[c.effect]}: {centres[c.centre_id].name}" for c in finding.claims]
    powiat = finding.part.row.powiat
    around = served_said(lookup.claims.on(powiat, desk.as_of), centres)
    return "; ".join([*own, f"{lookup.snapshot.names.full_name(powiat, desk.as_of)}: {around}"])


_UNPLACED = Column("unplaced", "Podmioty bez gminy", "w powiecie tej gminy, gdy źródło nie podaje gminy", 0)


def statistics_table(rows: Iterable[Row], kinds: Iterable[str], as_of: date, level: str = "powiat") -> Table:
    """List the numbers of areas, one column a kind of entity."""
    kinds = list(kinds)
    columns = _statistics_columns(kinds, as_of, level)
    return Table("statystyki", "Statystyki", columns, [_statistics(r, kinds, level) for r in rows], key="id")


def _statistics_columns(kinds: list[str], as_of: date, level: str) -> tuple[Column, ...]:
    note = f"podmioty znane ze źródeł i działające {as_of.isoformat()}; część mogła zakończyć działalność"
    way = "km po geodezyjnej (WGS 84) od punktów miejscowości (PRNG) do miejscowości biura OWES, który ją obsługuje"
    gmina = level == "gmina"
    return (
        Column("id", "Kod", "TERYT, NUTS 3 albo identyfikator ośrodka"),
        Column("name", "Obszar", "nazwa"),
        *([Column("part_of", *LEVELS[level].whole_heading)] if LEVELS[level].whole else []),
        Column("entities", "Podmioty", note, 0),
        *([_UNPLACED] if gmina else []),
        Column("per_10k", "Podmioty na 10 tys.", "podmioty na 10 000 mieszkańców", 2),
        Column("jobs", "Miejsca pracy", "suma w podmiotach, których źródło podaje liczbę pracujących", 0),
        *(Column(f"kind_{k}", entity_kinds(k), note, 0) for k in kinds),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
        Column("served", "Mieszkańcy obsługiwani", f"{_PEOPLE}, których obsługuje OWES; tylko potwierdzone", 0),
        Column("unconfirmed", "Obsługa niepotwierdzona", f"{_PEOPLE}, których obsługuje OWES według starego źródła", 0),
        Column("area_km2", "Powierzchnia, km²", _LAND, 2),
        Column("density", "Mieszkańcy na km²", "mieszkańcy do urzędowej powierzchni", 1),
        *([] if gmina else [Column("powiaty", "Powiaty", "liczba powiatów i miast na prawach powiatu", 0)]),
        Column("mean_km", "Średnia odległość do biura, km", f"średnia, {way}", 1),
        Column("greatest_km", "Największa odległość do biura, km", f"największa, {way}", 1),
        Column("measured", "Zmierzone miejscowości, %", "udział miejscowości o znanej odległości do biura", 0),
    )


def _statistics(row: Row, kinds: list[str], level: str) -> dict[str, Any]:
    reach, entities = row.reach, row.entities
    return {
        "id": row.id,
        "name": row.name or ("bez nazwanego subregionu" if level == "subregion" else NOT_IN_FORCE),
        "part_of": row.part_of,
        "population": row.population,
        "served": row.served,
        "unconfirmed": row.unconfirmed,
        "area_km2": row.area_km2,
        "density": _round(row.density, 1),
        "powiaty": row.powiaty,
        "entities": entities,
        "unplaced": row.unplaced,
        "per_10k": _round(row.per_10k, 2),
        "jobs": row.jobs,
        **{f"kind_{k}": None if entities is None else row.kinds.get(k, 0) for k in kinds},
        "mean_km": _round(reach.mean_km, 1),
        "greatest_km": _round(reach.greatest_km, 1),
        "measured": round(100 * reach.measured / reach.points) if reach.points else None,
    }


def _round(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
