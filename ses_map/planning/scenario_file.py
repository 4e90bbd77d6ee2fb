"""A scenario as a file: JSON that a reader can understand, and that is never taken on trust."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ses_map.errors import InvalidInputError
from ses_map.model import Problem
from ses_map.planning.scenario import NEW_ID, NOBODY, Scenario, shown
from ses_map.planning.scenario_base import ScenarioBase
from ses_map.planning.scenario_reading import Reading, collect, take_name, trouble
from ses_map.planning.scenario_units import unit_name
from ses_map.vocabulary import read_day

FORMAT = "ses-map-scenariusz"
VERSION = 1
#: State of TERYT that the codes of our scenarios are from.
VINTAGE = "2026-01-01"
#: Bytes of a file.
MAX_BYTES = 1_000_000
#: Lists and objects inside each other; a scenario has three.
_DEEPEST = 8
#: A string that never ends reaches to the end: looking for it again from each of its quotes would take quadratic time.
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_WANTED = "wczytaj plik, który zapisał przycisk „Pobierz plik scenariusza”"


@dataclass(frozen=True)
class FileReading:
    """What a file holds."""

    reading: Reading
    as_of: date
    #: 2-digit code of a voivodeship, or empty.
    region: str


def write_file(scenario: Scenario, base: ScenarioBase, as_of: date, region: str) -> bytes:
    """Write a scenario; the same scenario gives the same bytes.

    Returns
    -------
    bytes
        JSON in UTF-8. Codes and ids are what is read again; names are for people.
    """
    names, today = {**base.centres, **scenario.new}, base.today(as_of)
    moves = []
    for unit, target in scenario.moves.items():
        before = today.gminy[base.index[unit]] if unit in base.index else today.powiaty[unit]
        own = None if target == NOBODY else target
        name = names[target] if own else "nikt"
        called = unit_name(base, unit, as_of)
        moves.append({"unit": unit, "unit_name": called, "from": list(before), "to": own, "to_name": name})
    document = {
        "format": FORMAT,
        "version": VERSION,
        "teryt": VINTAGE,
        "snapshot": base.snapshot.id,
        "date": as_of.isoformat(),
        "region": region,
        "new_centres": [{"id": c, "name": n} for c, n in scenario.new.items()],
        "moves": moves,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_file(data: bytes, base: ScenarioBase, today: date) -> FileReading:
    """Read a file.

    Raises
    ------
    InvalidInputError
        When it is no such file at all: too big, no JSON, too deep, another format.
    """
    document = _document(data)
    problems = list(_of_vintage(document))
    as_of, region = _day(document, today, problems), _region(document, base, problems)
    new = _names(document.get("new_centres", []), problems)
    moves = list(_moves(document.get("moves", []), problems))
    problems += _contradictions(moves) + _stale(moves, base, as_of)
    pairs = [(unit, target) for unit, _, target in moves]
    reading = collect(pairs, new, base, as_of, problems)
    if not document.get("moves"):
        empty = "Plik nie zawiera żadnej zmiany: to dzisiejszy podział."
        reading = Reading(reading.scenario, (*reading.problems, trouble("empty", FORMAT, empty)))
    return FileReading(reading, as_of, region)


def _document(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_BYTES:
        raise _refused("too-big", f"Plik ma {len(data)} bajtów, a może mieć najwyżej {MAX_BYTES}; {_WANTED}.")
    if not data.strip():
        raise _refused("empty", f"Plik jest pusty; {_WANTED}.")
    try:
        text = data.decode("utf-8-sig")
        _require_shallow(text)
        document = json.loads(text)
    except UnicodeDecodeError as error:
        raise _refused("not UTF-8", f"Plik nie jest tekstem UTF-8; {_WANTED}.") from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidInputError):
            raise
        raise _refused("not JSON", f"Plik nie jest poprawnym JSON; {_WANTED}.") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused("another format", f"Plik nie jest scenariuszem (brak pola format = {FORMAT}); {_WANTED}.")
    version = document.get("version")
    if version != VERSION:
        version = shown(str(version))
        raise _refused("another version", f"Plik ma wersję formatu „{version}”, a czytamy wersję {VERSION}; {_WANTED}.")
    return document


def _refused(english: str, polish: str) -> InvalidInputError:
    return InvalidInputError(f"scenario file refused: {english}", polish)


def _require_shallow(text: str) -> None:
    depth = 0
    for sign in re.findall(r"[\[\]{}]", _STRING.sub("", text)):
        depth += 1 if sign in "[{" else -1
        if depth > _DEEPEST:
            raise _refused("too deep", f"Plik ma ponad {_DEEPEST} poziomów zagnieżdżenia; {_WANTED}.")


def _of_vintage(document: dict[str, Any]) -> Iterator[Problem]:
    vintage = document.get("teryt")
    if vintage != VINTAGE:
        vintage = shown(str(vintage)) if vintage else "nieznanym"
        why = f"Plik powstał przy innym stanie rejestru TERYT ({vintage}), a nasz jest z {VINTAGE}"
        yield trouble("other-vintage", vintage, f"{why}; kody, których dziś nie ma, są wymienione niżej.")


def _day(document: dict[str, Any], today: date, problems: list[Problem]) -> date:
    text = document.get("date")
    try:
        return read_day(text) if isinstance(text, str) else today
    except ValueError:
        why = f"Data „{shown(str(text))}” w pliku nie jest dniem kalendarza; przyjęto {today.isoformat()}."
        problems.append(trouble("bad-date", str(text), why))
        return today


def _region(document: dict[str, Any], base: ScenarioBase, problems: list[Problem]) -> str:
    region = document.get("region") or ""
    if region == "" or (isinstance(region, str) and region in base.snapshot.names.voivodeships):
        return region
    why = f"Nie ma województwa o kodzie „{shown(str(region))}”; pokazano całą Polskę."
    problems.append(trouble("unknown-region", str(region), why))
    return ""


def _names(items: Any, problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in _items(items, "new_centres", problems):
        centre, name = item.get("id"), item.get("name")
        if not (isinstance(centre, str) and NEW_ID.fullmatch(centre) and isinstance(name, str)) or centre in found:
            why = "nie ma pól id (nowy-1 …) i name albo się powtarza; pominięto go"
            problems.append(trouble("bad-name", str(centre), f"Nowy ośrodek „{shown(str(centre))}” {why}."))
            continue
        take_name(found, centre, name, problems)
    return found


def _moves(items: Any, problems: list[Problem]) -> Iterator[tuple[str, tuple[str, ...] | None, str]]:
    """Return unit, centres that it had when the file was written (where it says so), and target."""
    for number, item in enumerate(_items(items, "moves", problems), start=1):
        unit, target, before = item.get("unit"), item.get("to", ""), item.get("from")
        if not isinstance(unit, str) or not (target is None or (isinstance(target, str) and target)):
            why = "nie ma pól unit (kod TERYT) i to (ośrodek albo null); pominięto ją"
            problems.append(trouble("bad-move", str(number), f"Zmiana nr {number} {why}."))
            continue
        said = tuple(sorted(map(str, before))) if isinstance(before, list) else None
        yield unit, said, NOBODY if target is None else target


def _items(items: Any, key: str, problems: list[Problem]) -> Iterator[dict[str, Any]]:
    if not isinstance(items, list):
        problems.append(trouble("bad-list", key, f"Pole {key} ma być listą; pominięto je."))
        return
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            yield item
        else:
            problems.append(trouble("bad-item", key, f"Pozycja nr {number} listy {key} nie jest obiektem; pominięto."))


def _contradictions(moves: list[tuple[str, tuple[str, ...] | None, str]]) -> list[Problem]:
    """Find units that a file sends round in a circle: from one centre to another, and back."""
    found = []
    for unit in sorted({u for u, _, _ in moves}):
        steps = {(a, to) for u, before, to in moves if u == unit for a in before or ()}
        if any((to, a) in steps for a, to in steps if a != to):
            why = "krąży w pliku w kółko: zmiany prowadzą ją od jednego ośrodka do drugiego i z powrotem"
            found.append(trouble("unit-in-circle", unit, f"Jednostka {shown(unit)} {why}."))
    return found


def _stale(moves: list[tuple[str, tuple[str, ...] | None, str]], base: ScenarioBase, as_of: date) -> list[Problem]:
    """Return where a unit's centres are other than they were when the file was written."""
    today, found = base.today(as_of), []
    for unit, before, _ in moves:
        now = today.gminy[base.index[unit]] if unit in base.index else today.powiaty.get(unit)
        if before is not None and now is not None and before != now:
            then, today_is = (", ".join(c) or "żadnego ośrodka" for c in (map(shown, before), now))
            why = f"miała przy zapisie pliku: {then}; dziś według źródeł: {today_is}"
            found.append(trouble("changed-since", unit, f"Jednostka {unit} {why}. Zmianę zachowano."))
    return found
