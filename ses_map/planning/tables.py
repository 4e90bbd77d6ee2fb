"""The tables of the desk: coverage by standing, findings, statistics of areas."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from ses_map.lookup import LEVELS, Lookup
from ses_map.model import Centre, Effect
from ses_map.planning.coverage_audit import KINDS, CoverageAudit, Finding
from ses_map.planning.standings import NOT_IN_FORCE, describe_serving, describe_successors
from ses_map.planning.statistics import Row
from ses_map.planning.table import LAND, PEOPLE, Column, Table
from ses_map.vocabulary import STANDING_NAMES, entity_kinds

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

    Overlaps and known gaps are counted beside, as parts of their row: they are no further states.
    """
    name = STANDING_NAMES.__getitem__
    note = "jak bardzo można mu wierzyć w tym dniu; aktualne jest tylko potwierdzone"
    whole = "każdy raz, według wskazania całego powiatu; tak liczy strona główna i API"
    share, several = "mieszkańcy obszarów w tym stanie do wszystkich", "obszary, które źródła dają kilku ośrodkom naraz"
    gap = "obszary, o których źródło mówi, że nie obsługuje ich nikt"
    columns = (
        Column("standing", "Wskazanie", note, value=name),
        Column("powiaty", "Powiaty", whole, 0, desk.powiaty.__getitem__),
        Column("parts", "Obszary", "powiaty oraz gminy o własnych wskazaniach", 0, lambda s: len(desk.of(s))),
        Column("population", "Mieszkańcy", f"{PEOPLE}, według obszarów", 0, desk.people),
        Column("share", "Udział mieszkańców, %", share, 1, lambda s: round(100 * desk.share(s), 1)),
        Column("area_km2", "Powierzchnia, km²", f"{LAND}, według obszarów", 2, lambda s: round(desk.area(s), 2)),
        Column("overlaps", "W tym obszary kilku OWES", several, 0, lambda s: sum(p.is_overlap for p in desk.of(s))),
        Column("gaps", "W tym znane luki", gap, 0, lambda s: sum(p.is_gap for p in desk.of(s))),
    )
    return Table.of("stan", "Stan pokrycia", columns, STANDING_NAMES, key="standing")


def kind_table(desk: CoverageAudit) -> Table:
    """Count what the findings of each kind touch; a kind without any is a row of zeros.

    Of soft borders nothing is known where none is found: few sources are quoted word by word.
    """
    found = {kind: desk.reach(kind) for kind in KINDS}

    def figure(name: str) -> Callable[[str], Any]:
        return lambda k: None if k == "soft" and not found[k].findings else getattr(found[k], name)

    parts = "powiaty oraz gminy o własnych wskazaniach, każdy raz"
    columns = (
        Column("finding", "Do wyjaśnienia", "rodzaj ustalenia", value=finding_name),
        Column("findings", "Ustalenia", "liczba ustaleń", 0, figure("findings")),
        Column("parts", "Obszary", parts, 0, figure("parts")),
        Column("population", "Mieszkańcy", f"{PEOPLE}, każdy obszar raz", 0, figure("population")),
        Column("area_km2", "Powierzchnia, km²", f"{LAND}, każdy obszar raz", 2, figure("area_km2")),
    )
    return Table.of("rodzaje-ustalen", "Rodzaje ustaleń", columns, KINDS, kind=str)


def finding_table(desk: CoverageAudit, lookup: Lookup) -> Table:
    """List every finding, the gravest first."""
    centres = {c.id: c for c in lookup.snapshot.registry.centres}
    detail = "następca ośrodka, wskazania gminy (dodana, wyłączona), zdanie o osobach spoza obszaru"
    day = "ostatni dzień zakończonego wskazania; data najnowszego źródła niepotwierdzonego"
    columns = (
        Column("finding", "Do wyjaśnienia", "rodzaj ustalenia", value=lambda f: finding_name(f.kind)),
        Column("teryt", "TERYT", "kod powiatu albo gminy", value=lambda f: f.part.code),
        Column("name", "Obszar", "nazwa w tym dniu", value=lambda f: f.part.row.name),
        Column("voivodeship", "Województwo", "nazwa województwa", value=lambda f: f.part.row.voivodeship.name),
        Column("centres", "OWES", "ośrodki, których dotyczy ustalenie", value=lambda f: "; ".join(f.centres)),
        Column("entity", "Podmiot", "podmiot poza obszarem ośrodka", value=lambda f: f.entity.name if f.entity else ""),
        Column("detail", "Szczegóły", detail, value=lambda f: f.sentence or _detail(lookup, desk, f, centres)),
        Column("day", "Dzień", day),
        Column("population", "Mieszkańcy", PEOPLE, 0, lambda f: f.part.population),
        Column("area_km2", "Powierzchnia, km²", LAND, 2, lambda f: f.part.area_km2),
    )
    return Table.of("ustalenia", "Do wyjaśnienia", columns, desk.findings, kind=lambda f: f.kind)


def _detail(lookup: Lookup, desk: CoverageAudit, finding: Finding, centres: Mapping[str, Centre]) -> str:
    """Name the successors of a centre that served last, or say what the claims of a gmina do."""
    if finding.kind == "expired":
        return "; ".join(describe_successors(finding.part.row.coverage, centres))
    return _effects(lookup, desk, finding, centres) if finding.claims else ""


def _effects(lookup: Lookup, desk: CoverageAudit, finding: Finding, centres: Mapping[str, Centre]) -> str:
    """Describe whom a gmina is added to or left out by, and who serves the powiat around it."""
    said = {Effect.ADD: "dodana do obszaru", Effect.EXCLUDE: "wyłączona z obszaru"}
    own = [f"{said[c.effect]}: {centres[c.centre_id].name}" for c in finding.claims]
    powiat = finding.part.row.powiat
    around = describe_serving(lookup.claims.on(powiat, desk.as_of), centres)
    return "; ".join([*own, f"{lookup.snapshot.names.full_name(powiat, desk.as_of)}: {around}"])


def statistics_table(rows: Iterable[Row], kinds: Iterable[str], as_of: date, level: str = "powiat") -> Table:
    """List the numbers of areas, one column a kind of entity."""
    columns = [
        Column("id", "Kod", "TERYT, NUTS 3 albo identyfikator ośrodka"),
        Column(
            "name",
            "Obszar",
            "nazwa",
            value=lambda r: r.name or (_NO_SUBREGION if level == "subregion" else NOT_IN_FORCE),
        ),
        *([Column("part_of", *LEVELS[level].whole_heading)] if LEVELS[level].whole else []),
        *_entity_columns(kinds, as_of, level == "gmina"),
        Column("population", "Mieszkańcy", PEOPLE, 0),
        Column("served", "Mieszkańcy obsługiwani", f"{PEOPLE}, których obsługuje OWES; tylko potwierdzone", 0),
        Column("unconfirmed", "Obsługa niepotwierdzona", f"{PEOPLE}, których obsługuje OWES według starego źródła", 0),
        Column("area_km2", "Powierzchnia, km²", LAND, 2),
        _rounded("density", "Mieszkańcy na km²", "mieszkańcy do urzędowej powierzchni", 1, lambda r: r.density),
        *([] if level == "gmina" else [_POWIATY]),
        _rounded(
            "mean_km", "Średnia odległość do biura, km", f"średnia, {_TO_OFFICE}", 1, lambda r: r.distance.mean_km
        ),
        _rounded(
            "greatest_km",
            "Największa odległość do biura, km",
            f"największa, {_TO_OFFICE}",
            1,
            lambda r: r.distance.greatest_km,
        ),
        Column(
            "measured",
            "Zmierzone miejscowości, %",
            "udział miejscowości o znanej odległości do biura",
            0,
            lambda r: r.distance.share,
        ),
    ]
    return Table.of("statystyki", "Statystyki", columns, rows, key="id")


_NO_SUBREGION = "bez nazwanego subregionu"
_TO_OFFICE = "km po geodezyjnej (WGS 84) od punktów miejscowości (PRNG) do miejscowości biura OWES, który ją obsługuje"
_POWIATY = Column("powiaty", "Powiaty", "liczba powiatów i miast na prawach powiatu", 0)
_UNPLACED = Column("unplaced", "Podmioty bez gminy", "w powiecie tej gminy, gdy źródło nie podaje gminy", 0)


def _entity_columns(kinds: Iterable[str], as_of: date, by_gmina: bool) -> list[Column]:
    note = f"podmioty znane ze źródeł i działające {as_of.isoformat()}; część mogła zakończyć działalność"
    jobs = "suma w podmiotach, których źródło podaje liczbę pracujących"
    return [
        Column("entities", "Podmioty", note, 0),
        *([_UNPLACED] if by_gmina else []),
        _rounded("per_10k", "Podmioty na 10 tys.", "podmioty na 10 000 mieszkańców", 2, lambda r: r.per_10k),
        Column("jobs", "Miejsca pracy", jobs, 0),
        *(Column(f"kind_{k}", entity_kinds(k), note, 0, partial(Row.of_kind, kind=k)) for k in kinds),
    ]


def _rounded(key: str, label: str, note: str, digits: int, read: Callable[[Row], float | None]) -> Column:
    def value(row: Row) -> float | None:
        found = read(row)
        return None if found is None else round(found, digits)

    return Column(key, label, note, digits, value)
