"""The tables of the desk: coverage by status, findings, changes, statistics."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from ses_map.coverage import Change
from ses_map.lookup import Lookup
from ses_map.model import Effect
from ses_map.planning.changes import NAMES
from ses_map.planning.desk import KINDS, Desk, Finding
from ses_map.planning.kinds import entity_kinds
from ses_map.planning.statistics import Row
from ses_map.planning.table import Column, Table

STATUSES = ("found", "overlap", "expired", "no-source", "gap")

_PEOPLE = "mieszkańcy 31 grudnia 2024 r. (GUS)"
_LAND = "urzędowa powierzchnia 1 stycznia 2025 r., km² (GUGiK)"

_STATUS_NAMES = {
    "found": "jeden OWES",
    "overlap": "kilka OWES naraz",
    "expired": "ostatnie wskazanie wygasło",
    "no-source": "brak danych",
    "gap": "nie obsługuje nikt",
}
_FINDING_NAMES = {
    "gap": "Luka: według źródeł nie obsługuje żaden OWES",
    "no-source": "Brak danych: nie znaleziono źródła",
    "expired": "Ostatnie znane wskazanie wygasło",
    "overlap": "Kilka OWES naraz",
    "gmina": "Gminy o własnych wskazaniach: dodane albo wyłączone",
    "derived": "Obszar ustalony pośrednio, z nazwy subregionu",
    "old": "Źródło starsze niż trzy lata",
    "soft": "Granica miękka: źródło dopuszcza osoby spoza obszaru",
    "entity-outside": "Podmiot poza obszarem ośrodka, którego operator go prowadzi",
}


def finding_name(kind: str) -> str:
    """Name a kind of finding."""
    return _FINDING_NAMES[kind]


def status_name(status: str) -> str:
    """Name a state of coverage."""
    return _STATUS_NAMES[status]


def status_table(desk: Desk) -> Table:
    """Count parts, people and land by status; the rows add up to the whole."""
    columns = (
        Column("status", "Stan", "jak źródła opisują obsługę obszaru w tym dniu"),
        Column("parts", "Obszary", "powiaty oraz gminy o własnych wskazaniach", 0),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
        Column("share", "Udział mieszkańców, %", "mieszkańcy obszarów w tym stanie do wszystkich", 1),
        Column("area_km2", "Powierzchnia, km²", _LAND, 2),
    )
    rows = [
        {
            "status": _STATUS_NAMES[s],
            "parts": desk.count(s),
            "population": desk.people(s),
            "share": round(100 * desk.share(s), 1),
            "area_km2": round(desk.area(s), 2),
        }
        for s in STATUSES
    ]
    return Table("stan", "Stan pokrycia", columns, rows)


def kind_table(desk: Desk) -> Table:
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


def finding_table(desk: Desk, lookup: Lookup) -> Table:
    """List everything to settle, the gravest first."""
    columns = (
        Column("finding", "Do wyjaśnienia", "rodzaj ustalenia"),
        Column("teryt", "TERYT", "kod powiatu albo gminy"),
        Column("name", "Obszar", "nazwa w tym dniu"),
        Column("voivodeship", "Województwo", "nazwa województwa"),
        Column("centres", "OWES", "ośrodki, których dotyczy ustalenie"),
        Column("entity", "Podmiot", "podmiot poza obszarem ośrodka"),
        Column("detail", "Szczegóły", "wskazania gminy (dodana, wyłączona), zdanie źródła o osobach spoza obszaru"),
        Column("day", "Dzień", "koniec ostatniego wskazania albo data źródła"),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
        Column("area_km2", "Powierzchnia, km²", _LAND, 2),
    )
    titles = {c.id: c.name for c in lookup.snapshot.registry.centres}
    rows = [
        {
            "finding": _FINDING_NAMES[f.kind],
            "kind": f.kind,
            "teryt": f.part.code,
            "name": f.part.row.name,
            "voivodeship": f.part.row.voivodeship.name,
            "centres": "; ".join(f.centres),
            "entity": f.entity.name if f.entity else "",
            "detail": f.sentence or _effects(lookup, desk, f, titles),
            "day": f.day,
            "population": f.part.population,
            "area_km2": f.part.area_km2,
        }
        for f in desk.findings
    ]
    return Table("ustalenia", "Do wyjaśnienia", columns, rows)


def _effects(lookup: Lookup, desk: Desk, finding: Finding, titles: Mapping[str, str]) -> str:
    """Say whom a gmina is added to or left out by, and who serves the powiat around it."""
    if not finding.claims:
        return ""
    said = {Effect.ADD: "dodana do obszaru", Effect.EXCLUDE: "wyłączona z obszaru"}
    own = [f"{said[c.effect]}: {titles[c.centre_id]}" for c in finding.claims]
    powiat = finding.part.row.powiat
    served = lookup.claims.on(powiat, desk.as_of).centre_ids
    around = ", ".join(titles[c] for c in sorted(served)) or "brak wskazania"
    return "; ".join([*own, f"{lookup.snapshot.names.full_name(powiat, desk.as_of)}: {around}"])


def change_table(lookup: Lookup, changes: Iterable[Change], people: Mapping[str, int]) -> Table:
    """List the units that changed hands; ``people`` tells their inhabitants, nobody twice."""
    columns = (
        Column("since", "Od dnia", "pierwszy dzień nowego stanu"),
        Column("teryt", "TERYT", "kod powiatu albo gminy"),
        Column("name", "Obszar", "nazwa w tym dniu"),
        Column("change", "Zmiana", "zyskał, stracił, przeszedł albo zmienił powód braku"),
        Column("before", "Wcześniej", "OWES w pierwszym dniu"),
        Column("after", "Później", "OWES w drugim dniu"),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
    )
    return Table("zmiany", "Co się zmieniło", columns, [_change(lookup, c, people) for c in changes])


def _change(lookup: Lookup, change: Change, people: Mapping[str, int]) -> dict[str, Any]:
    snapshot = lookup.snapshot
    titles = {c.id: c.name for c in snapshot.registry.centres}
    return {
        "since": change.since.isoformat(),
        "teryt": change.unit,
        "name": snapshot.names.full_name(change.unit, change.since),
        "change": NAMES[change.kind],
        "before": "; ".join(titles[c] for c in sorted(change.before.centre_ids)),
        "after": "; ".join(titles[c] for c in sorted(change.after.centre_ids)),
        "population": people.get(change.unit),
    }


_PART_OF = {
    "gmina": ("Powiat", "powiat gminy"),
    "powiat": ("Województwo", "województwo"),
    "subregion": ("OWES", "ośrodek, którego źródło nazywa ten obszar"),
}


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
        *([Column("part_of", *_PART_OF[level])] if level in _PART_OF else []),
        Column("entities", "Podmioty", note, 0),
        *([_UNPLACED] if gmina else []),
        Column("per_10k", "Podmioty na 10 tys.", "podmioty na 10 000 mieszkańców", 2),
        Column("jobs", "Miejsca pracy", "suma w podmiotach, których źródło podaje liczbę pracujących", 0),
        *(Column(f"kind_{k}", entity_kinds(k), note, 0) for k in kinds),
        Column("population", "Mieszkańcy", _PEOPLE, 0),
        Column("served", "Mieszkańcy obsługiwani", f"{_PEOPLE}, których według źródeł obsługuje OWES tego dnia", 0),
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
        "name": row.name or ("bez nazwanego subregionu" if level == "subregion" else "bez OWES"),
        "part_of": row.part_of,
        "population": row.population,
        "served": row.served,
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
