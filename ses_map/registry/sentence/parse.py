"""From a sentence to a reading: grammar, homonyms, suggestions, checks."""

from ses_map.registry.sentence.gazetteer import Gazetteer
from ses_map.registry.sentence.grammar import read_lists
from ses_map.registry.sentence.mentions import Lists
from ses_map.registry.sentence.problems import (
    count_problems,
    name_problems,
    place_problems,
    problem,
    scope_problems,
    unknown_problems,
)
from ses_map.registry.sentence.reading import Reading, UnitFound
from ses_map.registry.sentence.resolve import Resolved, doubt_cities, resolve
from ses_map.registry.sentence.suggest import Suggester
from ses_map.registry.sentence.words import tokenise
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
        Units and problems. Nothing is guessed in silence: a word in a list that names no unit, a homonym that nothing
        decides, a former name, a podregion that may be a centre's own, a count that does not fit and a scope that is
        only a preference are all problems.
    """
    if len(text) > LONGEST:
        return Reading(text[:100], (), (), (), (problem("too-long", text[:40], "ma ponad milion znaków; podziel go"),))
    found = read_lists(tokenise(text), gazetteer)
    resolved = doubt_cities(resolve(found, voivodeship), gazetteer)
    problems = name_problems(resolved, gazetteer, text)
    problems += unknown_problems(found.unknown, Suggester(gazetteer, voivodeship))
    units, gminas, excluded = _sorted_out(resolved, gazetteer, text)
    if not (units or gminas):
        units = _whole_voivodeships(found, gazetteer, text)
        guessed = {u.start: u.words for u in units if u.certainty == "likely"}
        only = "to jedyna nazwa w zdaniu; przyjęto całe województwo, potwierdź"
        problems += [problem("voivodeship-only", words, only) for words in guessed.values()]
    problems += scope_problems(found, text) + count_problems(found, resolved, text)
    left = tuple(u for u in units if u.teryt not in {e.teryt for e in excluded})
    problems += place_problems(left, gminas, voivodeship)
    if not (left or gminas):
        problems.append(problem("no-unit", text[:60], "nie wymienia żadnego powiatu ani gminy, który znamy"))
    return Reading(text, left, gminas, excluded, tuple(sorted(problems)))


def _sorted_out(
    resolved: list[Resolved], gazetteer: Gazetteer, text: str
) -> tuple[tuple[UnitFound, ...], tuple[UnitFound, ...], tuple[UnitFound, ...]]:
    units: dict[str, UnitFound] = {}
    gminas: dict[str, UnitFound] = {}
    excluded: dict[str, UnitFound] = {}
    for item in resolved:
        mention = item.mention
        if not item.code or mention.is_place:
            continue
        target = excluded if mention.excluded else gminas if len(item.code) == 6 else units
        target.setdefault(item.code, _unit(item, gazetteer, text))
    return _by_code(units), _by_code(gminas), _by_code(excluded)


def _by_code(found: dict[str, UnitFound]) -> tuple[UnitFound, ...]:
    return tuple(found[code] for code in sorted(found))


def _unit(item: Resolved, gazetteer: Gazetteer, text: str) -> UnitFound:
    mention, code = item.mention, item.code
    name = gazetteer.gminy[code].name if len(code) == 6 else gazetteer.powiaty[code].name
    words = text[mention.start : mention.end]
    if mention.standing in ("nuts3", "podregion"):
        certainty = "certain" if mention.standing == "nuts3" else "likely"
        return UnitFound(code, name, words, mention.start, mention.end, "nuts3", certainty)
    standing = {"former": "former-name ", "informal": "informal ", "namesake": "namesake "}.get(mention.standing, "")
    sure = not standing.startswith(("former", "informal")) and item.how != "neighbours" and not item.is_doubtful
    certainty = "certain" if sure else "likely"
    return UnitFound(code, name, words, mention.start, mention.end, f"{standing}{item.how}", certainty)


def _whole_voivodeships(found: Lists, gazetteer: Gazetteer, text: str) -> tuple[UnitFound, ...]:
    """Take a whole voivodeship where the text serves nothing smaller, and has no label and no unknown word.

    What is left out of a voivodeship says as clearly as "całe" that the rest of it is meant.
    """
    if found.labels or found.unknown or found.served or found.soft or found.vague:
        return ()
    units = {}
    for code, start, end, said in found.voivodeships:
        certainty = "certain" if said or found.mentions else "likely"
        for powiat in gazetteer.powiaty.values():
            if voivodeship_of(powiat.teryt) == code:
                place = (text[start:end], start, end)
                units[powiat.teryt] = UnitFound(powiat.teryt, powiat.name, *place, "whole", certainty)
    return _by_code(units)
