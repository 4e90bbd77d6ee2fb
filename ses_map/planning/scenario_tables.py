"""Scenarios as tables: claims that the importers take, new centres, the balance, and two scenarios side by side."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from ses_map.model import Coverage, Problem
from ses_map.planning.balance import Balance, Line, value_of
from ses_map.planning.scenario import Scenario, divide
from ses_map.planning.scenario_base import Centres, ScenarioBase
from ses_map.planning.scenario_units import ScenarioUnit, gmina_name, list_units
from ses_map.planning.standings import describe_unserved
from ses_map.planning.table import LAND, PEOPLE, Column, Table
from ses_map.spelling import slug

#: What claims of a scenario cite: nobody may take them for what a source says.
TITLE = "Scenariusz z planowania OWES, nie jest źródłem"

#: What a balance compares.
FIGURES = (
    Column("population", "Mieszkańcy", PEOPLE, 0),
    Column("entities", "Podmioty", "znane ze źródeł, działające w tym dniu; bez znanej gminy liczone z powiatem", 0),
    Column("area_km2", "Powierzchnia, km²", LAND, 2),
    Column("powiaty", "Powiaty", "powiaty leżące w obszarze w całości lub w części", 0),
    Column("gminy", "Gminy", "gminy obszaru", 0),
    Column("parts", "Części", "części obszaru, które nie mają ze sobą wspólnej granicy; 1 to obszar spójny", 0),
    Column("compactness", "Zwartość", "4πA/P² (Polsby i Popper 1991), granice uogólnione, EPSG:2180; 1 to koło", 3),
    Column("distance_km", "Najdalej do biura, km", "geodezyjnie (WGS 84) od miejscowości biura", 1),
)


def exported_ids(scenario: Scenario, base: ScenarioBase) -> dict[str, str]:
    """Return the ids that centres have in exported files; new ones get one of their name that no centre has yet."""
    ids = {c: c for c in base.centres}
    for centre, name in scenario.new.items():
        whole = f"owes-{slug(name)[:60].strip('-') or centre}"
        tried = [whole, *(f"{whole}-{n}" for n in range(2, 200))]
        ids[centre] = next(i for i in tried if i not in ids.values())
    return ids


def assignments_table(base: ScenarioBase, scenario: Scenario, as_of: date, region: str, since: date) -> Table:
    """Write the division of a scenario as claims that ``ses-map import assignments`` takes.

    Parameters
    ----------
    since : date
        First day on which the claims are to hold.

    Returns
    -------
    Table
        Powiats with their centres; gminas that differ from their powiat with theirs, and, where the powiat's centre
        does not serve them, a row that leaves them out. What nobody serves has no row.
    """
    columns = (
        Column("unit", "Jednostka (TERYT)", "kod powiatu albo gminy"),
        Column("effect", "Skutek", "add: obsługuje, exclude: bez tej gminy"),
        Column("centre_id", "Identyfikator OWES", "jak w rejestrze; nowe ośrodki są w osobnym pliku"),
        Column("valid_from", "Od dnia", "pierwszy dzień obowiązywania"),
        Column("source_title", "Tytuł źródła", "scenariusz nie jest źródłem: zastąp po decyzji"),
        Column("source_date", "Data źródła", "dzień, którego dotyczy scenariusz"),
        Column("uwagi", "Obszar i OWES", "nazwy, dla czytelnika; import ich nie czyta"),
    )
    ids, names = exported_ids(scenario, base), {**base.centres, **scenario.new}
    shared = {"valid_from": since.isoformat(), "source_title": TITLE, "source_date": as_of.isoformat()}
    rows = [
        {"unit": u, "effect": e, "centre_id": ids[c], **shared, "uwagi": f"{n}: {names[c]}"}
        for u, n, e, c in _claims(base, scenario, as_of, region)
    ]
    return Table("przypisania", "Scenariusz jako wskazania", columns, rows, key="unit")


def _claims(base: ScenarioBase, scenario: Scenario, as_of: date, region: str) -> Iterable[tuple[str, str, str, str]]:
    division = divide(scenario, base, as_of)
    for powiat, gminy in base.gminy_of.items():
        if not powiat.startswith(region):
            continue
        own = {g: division.gminy[base.index[g]] for g in gminy}
        whole: Centres = division.powiaty[powiat] if division.powiaty[powiat] in own.values() or not own else ()
        name = base.snapshot.names.powiaty[powiat].full_name
        yield from ((powiat, name, "add", c) for c in whole)
        for gmina, centres in own.items():
            called = gmina_name(base, gmina)
            yield from ((gmina, called, "add", c) for c in centres if c not in whole)
            yield from ((gmina, called, "exclude", c) for c in whole if c not in centres)


def new_centres_table(base: ScenarioBase, scenario: Scenario, as_of: date, since: date) -> Table:
    """Write the new centres as a table that ``ses-map import centres`` takes; it has to be imported first."""
    columns = (
        Column("centre_id", "Identyfikator OWES", "utworzony z nazwy"),
        Column("name", "Nazwa", "jak w scenariuszu"),
        Column("voivodeship", "Województwo", "to, w którym ma najwięcej mieszkańców"),
        Column("valid_from", "Od dnia", "pierwszy dzień działania"),
        Column("source_title", "Tytuł źródła", "scenariusz nie jest źródłem: zastąp po decyzji"),
        Column("source_date", "Data źródła", "dzień, którego dotyczy scenariusz"),
    )
    ids, division = exported_ids(scenario, base), divide(scenario, base, as_of)
    people: dict[str, Counter[str]] = {c: Counter() for c in scenario.new}
    for gmina, centres, count in zip(base.gminy, division.gminy, base.population.tolist(), strict=True):
        for centre in centres:
            if centre in people:
                people[centre][gmina[:2]] += count + 1
    home = {c: n.most_common(1)[0][0] if n else "" for c, n in people.items()}
    provinces = base.snapshot.names.voivodeships
    shared = {"valid_from": since.isoformat(), "source_title": TITLE, "source_date": as_of.isoformat()}
    rows = [
        {"centre_id": ids[c], "name": n, "voivodeship": provinces[home[c]].name if home[c] else "", **shared}
        for c, n in scenario.new.items()
    ]
    return Table("nowe-osrodki", "Nowe ośrodki scenariusza", columns, rows, key="centre_id")


def balance_table(balance: Balance) -> Table:
    """Write a balance with every figure today, in the scenario, and the difference."""
    columns = [Column("name", "OWES", "ośrodek; obszary kilku ośrodków są policzone przy każdym z nich")]
    for f in FIGURES:
        columns += [
            Column(
                f"{f.key}_before", f"{f.label}: dziś", f.note, f.digits, partial(Line.value, when="before", key=f.key)
            ),
            Column(
                f"{f.key}_after",
                f"{f.label}: scenariusz",
                f.note,
                f.digits,
                partial(Line.value, when="after", key=f.key),
            ),
            Column(f"{f.key}_change", f"{f.label}: różnica", f.note, f.digits, partial(Line.change, key=f.key)),
        ]
    farthest = Column(
        "farthest_after", "Najdalsza miejscowość", "w scenariuszu", value=lambda n: n.after.farthest if n.after else ""
    )
    whole = Line("", "razem, każdy obszar raz", False, balance.whole, balance.whole)
    lines = (*balance.lines, *balance.rest, whole)
    return Table.of("bilans", "Bilans scenariusza", (*columns, farthest), lines, key="name")


def problem_table(problems: Sequence[Problem]) -> Table:
    """List what could not be taken."""
    columns = (
        Column("subject", "Czego dotyczy", "kod, ośrodek albo miejsce w pliku"),
        Column("detail", "Uwaga", "co przyszło i co z tym zrobiono"),
    )
    return Table.of("uwagi", "Uwagi do scenariusza", columns, problems, key="subject")


def compared_table(base: ScenarioBase, one: Scenario, two: Scenario, as_of: date, region: str) -> Table:
    """List the units that two scenarios give to different centres; new centres of one name are the same one."""
    columns = (
        Column("teryt", "TERYT", "kod powiatu albo gminy"),
        Column("name", "Obszar", "nazwa w tym dniu"),
        Column("voivodeship", "Województwo", "nazwa województwa"),
        Column("today", "Dziś", "OWES według źródeł"),
        Column("one", "Scenariusz A", "OWES w scenariuszu A"),
        Column("two", "Scenariusz B", "OWES w scenariuszu B"),
        Column("population", "Mieszkańcy", PEOPLE, 0),
    )
    first = list_units(base, one, as_of, region, False, two)
    second = list_units(base, two, as_of, region, False, one)
    rows = []
    for a, b in zip(first, second, strict=True):
        pairs = ((one, a.before), (one, a.after), (two, b.after))
        said = [named_centres(base, s, c, a.coverage) for s, c in pairs]
        if said[1] != said[2]:
            rows.append(_compared(base, a, said))
    return Table("porownanie", "Różnice dwóch scenariuszy", columns, rows)


def _compared(base: ScenarioBase, unit: ScenarioUnit, said: Sequence[str]) -> dict[str, Any]:
    province = base.snapshot.names.voivodeships[unit.code[:2]].name
    today, one, two = said
    own = {"teryt": unit.code, "name": unit.name, "voivodeship": province, "population": unit.population}
    return own | {"today": today, "one": one, "two": two}


def named_centres(base: ScenarioBase, scenario: Scenario, centres: Centres, today: Coverage) -> str:
    """Name the centres of a unit, for a cell.

    Parameters
    ----------
    today : Coverage
        What the sources say of it: without centres it is nobody's only where they say so, or a scenario takes it away.
    """
    names = {**base.centres, **scenario.new}
    named = "; ".join(names[c] for c in centres)
    return named or ("nikt" if today.serving else describe_unserved(today, base.registered))


def compared_balance(one: Balance, two: Balance) -> Table:
    """Set two balances side by side, each centre in one row; new centres of one name are the same one."""
    columns = [Column("name", "OWES", "ośrodek albo nikt")]
    shown = [f for f in FIGURES if f.key not in ("powiaty", "gminy")]
    for f in shown:
        for when, called in (("today", "dziś"), ("one", "A"), ("two", "B")):
            columns.append(Column(f"{f.key}_{when}", f"{f.label}: {called}", f.note, f.digits))
    first, second = _by_who(one), _by_who(two)
    rows = []
    for who in sorted({**first, **second}, key=lambda k: k[0] == _REST):
        a, b = first.get(who), second.get(who)
        known = [line for line in (a, b) if line]
        figures = {"today": known[0].before, "one": a.after if a else None, "two": b.after if b else None}
        values = {f"{f.key}_{when}": value_of(own, f.key) for f in shown for when, own in figures.items()}
        rows.append({"name": known[0].name} | values)
    return Table("porownanie-bilans", "Bilanse dwóch scenariuszy", tuple(columns), rows, key="name")


_REST = "rest"


def _by_who(balance: Balance) -> dict[tuple[str, str], Line]:
    """Key the lines so that both balances have one key for one centre: its id, and the name of one that is new."""
    lines = {("new", line.name) if line.is_new else ("known", line.centre): line for line in balance.lines}
    return lines | {(_REST, line.name): line for line in balance.rest}
