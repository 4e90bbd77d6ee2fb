"""From a sentence to a reading: grammar, homonyms, suggestions, checks."""

from collections.abc import Iterable

from ses_map.model import Problem, Severity
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.registry.sentence.grammar import read_lists
from ses_map.registry.sentence.mentions import Counted, Lists, Unknown
from ses_map.registry.sentence.reading import Reading, UnitFound
from ses_map.registry.sentence.settle import Settled, settle
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
        decides, a former name, a count that does not fit and a scope that is only a preference are all problems.
    """
    if len(text) > LONGEST:
        return Reading(text[:100], (), (), (), (_problem("too-long", text[:40], "ma ponad milion znaków; podziel go"),))
    found = read_lists(tokenise(text), gazetteer)
    settled = settle(found, voivodeship)
    problems = [*_unsettled(settled, gazetteer, text), *_unknown(found.unknown, Suggester(gazetteer, voivodeship))]
    problems += [_former(s, gazetteer, text) for s in settled if s.code and s.mention.standing == "former"]
    units, gminas, excluded = _sorted_out(settled, gazetteer, text)
    if not (units or gminas):
        units = _whole_voivodeships(found, gazetteer, text)
        problems += [_only_voivodeship(u) for u in {u.start: u for u in units if u.certainty == "likely"}.values()]
    problems += _scope_problems(found, text) + _count_problems(found, settled, text)
    problems += _outside(units + gminas, voivodeship)
    left = tuple(u for u in units if u.teryt not in {e.teryt for e in excluded})
    if not (left or gminas):
        problems.append(_problem("no-unit", text[:60], "nie wymienia żadnego powiatu ani gminy, który znamy"))
    return Reading(text, left, gminas, excluded, tuple(sorted(problems)))


def _sorted_out(
    settled: list[Settled], gazetteer: Gazetteer, text: str
) -> tuple[tuple[UnitFound, ...], tuple[UnitFound, ...], tuple[UnitFound, ...]]:
    units: dict[str, UnitFound] = {}
    gminas: dict[str, UnitFound] = {}
    excluded: dict[str, UnitFound] = {}
    for item in settled:
        mention = item.mention
        if not item.code or mention.is_place:
            continue
        target = excluded if mention.excluded else gminas if mention.kind is Kind.GMINA else units
        target.setdefault(item.code, _unit(item, gazetteer, text))
    return _by_code(units), _by_code(gminas), _by_code(excluded)


def _by_code(found: dict[str, UnitFound]) -> tuple[UnitFound, ...]:
    return tuple(found[code] for code in sorted(found))


def _unit(item: Settled, gazetteer: Gazetteer, text: str) -> UnitFound:
    mention, code = item.mention, item.code
    name = gazetteer.gminy[code].name if len(code) == 6 else gazetteer.powiaty[code].name
    standing = {"former": "former-name ", "informal": "informal ", "namesake": "namesake "}.get(mention.standing, "")
    sure = not standing.startswith(("former", "informal")) and item.how != "neighbours"
    words = text[mention.start : mention.end]
    certainty = "certain" if sure else "likely"
    return UnitFound(code, name, words, mention.start, mention.end, f"{standing}{item.how}", certainty)


def _whole_voivodeships(found: Lists, gazetteer: Gazetteer, text: str) -> tuple[UnitFound, ...]:
    """Take a whole voivodeship where the text names nothing smaller, no label and no unknown word."""
    if found.labels or found.unknown or found.mentions or found.soft:
        return ()
    units = {}
    for code, start, end, said in found.voivodeships:
        certainty = "certain" if said else "likely"
        for powiat in gazetteer.powiaty.values():
            if voivodeship_of(powiat.teryt) == code:
                place = (text[start:end], start, end)
                units[powiat.teryt] = UnitFound(powiat.teryt, powiat.name, *place, "whole", certainty)
    return _by_code(units)


def _only_voivodeship(unit: UnitFound) -> Problem:
    """Tell that a voivodeship was taken whole although the text does not say so: it may be mere prose."""
    return _problem("voivodeship-only", unit.words, "to jedyna nazwa w zdaniu; przyjęto całe województwo, potwierdź")


def _problem(code: str, subject: str, what: str, value: str = "") -> Problem:
    return Problem(code, subject, Severity.WARNING, f"„{subject}” {what}.", value=value)


def _unsettled(settled: Iterable[Settled], gazetteer: Gazetteer, text: str) -> Iterable[Problem]:
    for item in settled:
        if item.code:
            continue
        mention = item.mention
        words = text[mention.start : mention.end]
        listed = ", ".join(f"{c} ({gazetteer.voivodeships[c[:2]].name})" for c in mention.candidates[:6])
        if item.how == "elsewhere":
            yield _problem(
                "gmina-elsewhere", words, f"nie leży w powiecie, przy którym stoi; taką nazwę mają: {listed}", listed
            )
        else:
            yield _problem("ambiguous", words, f"może oznaczać: {listed}; podaj województwo albo kod", listed)


def _unknown(unknown: Iterable[Unknown], suggester: Suggester) -> Iterable[Problem]:
    for item in unknown:
        near = suggester.near(item)
        hint = f"; może chodziło o: {', '.join(near)}" if near else ""
        yield _problem(
            "unknown-name",
            item.text,
            f"nie jest nazwą powiatu, miasta na prawach powiatu ani gminy{hint}",
            ", ".join(near),
        )


def _former(item: Settled, gazetteer: Gazetteer, text: str) -> Problem:
    words, now = text[item.mention.start : item.mention.end], gazetteer.powiaty[item.code].name
    return _problem("former-name", words, f"to dawna nazwa powiatu {item.code}, dziś: {now}; potwierdź", now)


def _scope_problems(found: Lists, text: str) -> list[Problem]:
    problems = [
        _problem("soft-scope", text[s:e], "mówi o pierwszeństwie, a nie o granicy obszaru") for s, e in found.soft
    ]
    if not found.mentions:
        problems += [
            _problem("opaque-label", text[s:e], "to nazwa obszaru, z której nie wynika lista powiatów; podaj ją")
            for s, e in found.labels
        ]
    return problems


def _count_problems(found: Lists, settled: list[Settled], text: str) -> list[Problem]:
    problems = []
    for number, count in enumerate(found.counts):
        stop = found.counts[number + 1].first if number + 1 < len(found.counts) else len(settled)
        inside = [s for s in settled[count.first : stop] if s.code and s.mention.kind is not Kind.GMINA]
        counties = {s.code for s in inside if s.mention.kind is Kind.COUNTY and not s.mention.excluded}
        cities = {s.code for s in inside if s.mention.kind is Kind.CITY and not s.mention.excluded}
        if inside and count.number not in (len(counties), len(counties | cities)):
            problems.append(_miscounted(count, len(counties | cities), text))
    return problems


def _miscounted(count: Counted, found: int, text: str) -> Problem:
    said = text[count.start : count.end]
    return _problem("count-mismatch", said, f"zapowiada {count.number} powiatów, a rozpoznano {found}", str(found))


def _outside(units: Iterable[UnitFound], voivodeship: str) -> list[Problem]:
    """Tell of units in another voivodeship than the caller said; they are kept."""
    strangers = [u for u in units if voivodeship and voivodeship_of(u.teryt) != voivodeship]
    return [
        _problem("outside-voivodeship", u.words, f"oznacza {u.teryt}, poza podanym województwem {voivodeship}", u.teryt)
        for u in strangers
    ]
