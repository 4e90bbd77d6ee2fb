"""A coverage sentence → what it says, with codes."""

from bisect import bisect
from dataclasses import replace

from ses_map.registry.sentence.accounts import Account, account
from ses_map.registry.sentence.claims import Claims, Effect
from ses_map.registry.sentence.classes import classify
from ses_map.registry.sentence.gazetteer import Gazetteer
from ses_map.registry.sentence.interpret import interpret
from ses_map.registry.sentence.parsing import parse
from ses_map.registry.sentence.problems import (
    account_problems,
    count_problems,
    name_problems,
    place_problems,
    problem,
    told_problems,
    unknown_problems,
)
from ses_map.registry.sentence.reading import Reading, UnitFound
from ses_map.registry.sentence.resolve import Resolved, doubt_cities, resolve
from ses_map.registry.sentence.suggest import Suggester
from ses_map.teryt import voivodeship_of

#: A sentence is prose of an office, not a book; more than this many characters is refused with a problem.
LONGEST = 1_000_000


def parse_sentence(text: str, gazetteer: Gazetteer, voivodeship: str = "") -> Reading:
    """Read a coverage sentence.

    Parameters
    ----------
    text : str
        As published; anything at all.
    gazetteer : Gazetteer
        The names to look for.
    voivodeship : str
        2-digit code of the voivodeship it is known to be about, or empty.

    Returns
    -------
    Reading
        Units and problems. Nothing is guessed in silence: whatever is not explained, decided or certain is a problem.
    """
    if len(text) > LONGEST:
        return Reading(text[:100], (), (), (), (problem("too-long", text[:40], "ma ponad milion znaków; podziel go"),))
    words = classify(text, gazetteer)
    tree, left = parse(words)
    found = interpret(tree, gazetteer)
    accounted = account(words, left, found)
    resolved = doubt_cities(resolve(found, voivodeship), gazetteer)
    units, gminas, excluded, aside = _sorted_out(resolved, accounted, gazetteer, text)
    problems = name_problems(resolved, gazetteer, text) + unknown_problems(
        found.unknown, Suggester(gazetteer, voivodeship)
    )
    if not (units or gminas):
        units = _whole_voivodeships(found, accounted, gazetteer, text)
        guessed = {u.start: u.words for u in units if u.certainty == "likely"}
        only = "to jedyna nazwa w zdaniu; przyjęto całe województwo, potwierdź"
        problems += [problem("voivodeship-only", words, only) for words in guessed.values()]
    problems += told_problems(found, text) + account_problems(accounted, text) + count_problems(found, resolved, text)
    out = {e.teryt for e in excluded} | {s.code for s in resolved if s.mention.reason in _FINAL}
    left_over = tuple(u for u in units if u.teryt not in out)
    problems += place_problems(left_over, gminas, voivodeship)
    if not (left_over or gminas):
        problems.append(problem("no-unit", text[:60], "nie wymienia żadnego powiatu ani gminy, który znamy"))
    is_open = any(s.mention.effect is Effect.EXCLUDED and not s.code for s in resolved)
    told = {"" if p.code == "count-mismatch" or is_open else p.subject for p in problems}
    left_over, gminas = (tuple(_weighed(u, told) for u in found) for found in (left_over, gminas))
    return Reading(text, left_over, gminas, excluded, tuple(sorted(problems)), aside)


def _weighed(unit: UnitFound, told: set[str]) -> UnitFound:
    """Doubt a unit whose words something is told of, or whose number does not fit."""
    return replace(unit, certainty="likely") if told & {"", unit.words} else unit


#: How far after the name of a voivodeship, in characters, what is left out of it begins: ", (z wyjątkiem".
_NEAR = 4
#: Reasons that take a unit out wherever else the text names it.
_FINAL = frozenset(("planned", "partial", "past", "narrowed"))


def _sorted_out(
    resolved: list[Resolved], accounted: Account, gazetteer: Gazetteer, text: str
) -> tuple[tuple[UnitFound, ...], ...]:
    """Return units, gminas, what is left out and what is not taken."""
    units: dict[str, UnitFound] = {}
    gminas: dict[str, UnitFound] = {}
    excluded: dict[str, UnitFound] = {}
    aside: dict[str, UnitFound] = {}
    for item in resolved:
        mention = item.mention
        if not item.code or mention.is_place or mention.reason == "narrowed":
            continue
        served = gminas if len(item.code) == 6 else units
        target = {Effect.EXCLUDED: excluded, Effect.DROPPED: aside}.get(mention.effect, served)
        target.setdefault(item.code, _unit(item, accounted, gazetteer, text))
    return tuple(map(_by_code, (units, gminas, excluded, aside)))


def _by_code(found: dict[str, UnitFound]) -> tuple[UnitFound, ...]:
    return tuple(found[code] for code in sorted(found))


def _unit(item: Resolved, accounted: Account, gazetteer: Gazetteer, text: str) -> UnitFound:
    mention, code = item.mention, item.code
    name = gazetteer.gminy[code].name if len(code) == 6 else gazetteer.powiaty[code].name
    words = text[mention.start : mention.end]
    if mention.standing in ("nuts3", "podregion"):
        certainty = "certain" if mention.standing == "nuts3" and not accounted.is_doubtful(mention) else "likely"
        return UnitFound(code, name, words, mention.start, mention.end, "nuts3", certainty)
    standing = {"former": "former-name ", "informal": "informal ", "namesake": "namesake "}.get(mention.standing, "")
    sure = not standing.startswith(("former", "informal")) and item.how != "neighbours" and not item.is_doubtful
    sure = sure and not accounted.is_doubtful(mention)
    certainty = "certain" if sure else "likely"
    return UnitFound(code, name, words, mention.start, mention.end, f"{standing}{item.how}", certainty)


def _whole_voivodeships(found: Claims, accounted: Account, gazetteer: Gazetteer, text: str) -> tuple[UnitFound, ...]:
    """Take a whole voivodeship where the text serves nothing smaller, and has no label and no unknown word.

    What is left out of a voivodeship says as clearly as "całe" that the rest of it is meant.
    """
    said_more = any(code not in ("informal-name", "dated") for code, *_ in found.told)
    if found.labels or found.unknown or said_more or any(m.is_served for m in found.mentions):
        return ()
    ends = [start - _NEAR for start in found.exclusions]
    said: dict[str, tuple[bool, int, int]] = {}
    for code, start, end, whole in found.voivodeships:
        cut = bisect(ends, end) > bisect(ends, end - _NEAR - 1)
        said[code] = max(said.get(code, (False, 0, 0)), (whole or cut, start, end))
    units = []
    for code, (is_said, start, end) in sorted(said.items()):
        inside = [p for p in gazetteer.powiaty.values() if voivodeship_of(p.teryt) == code]
        counties = [p for p in inside if not p.is_city]
        if found.counts and all(count.number == len(counties) for count in found.counts):
            inside, is_said = counties, False
        elif any(count.number != len(inside) for count in found.counts):
            return ()
        certainty = "certain" if is_said and not accounted.doubtful else "likely"
        units += [UnitFound(p.teryt, p.name, text[start:end], start, end, "whole", certainty) for p in inside]
    return tuple(sorted(units, key=lambda unit: unit.teryt))
