"""What has to be told about a reading: everything not understood, not decided, or not certain."""

from collections.abc import Iterable

from ses_map.model import Problem, Severity
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
from ses_map.registry.sentence.mentions import Counted, Lists, Unknown
from ses_map.registry.sentence.reading import UnitFound
from ses_map.registry.sentence.resolve import Resolved
from ses_map.registry.sentence.suggest import Suggester
from ses_map.teryt import powiat_of, voivodeship_of


def problem(code: str, subject: str, what: str, value: str = "") -> Problem:
    """Describe one thing about some words of the text."""
    return Problem(code, subject, Severity.WARNING, f"„{subject}” {what}.", value=value)


def name_problems(resolved: list[Resolved], gazetteer: Gazetteer, text: str) -> list[Problem]:
    """Report names that nothing decides, former names, and regions taken whole on a guess."""
    known = {s.code for s in resolved if s.mention.standing == "current"}
    found = list(_unsettled(resolved, gazetteer, text))
    for item in resolved:
        words = text[item.mention.start : item.mention.end]
        if item.code and item.mention.standing == "former" and item.code not in known:
            now = gazetteer.powiaty[item.code].name
            found.append(
                problem("former-name", words, f"to dawna nazwa powiatu {item.code}, dziś: {now}; potwierdź", now)
            )
    found += [_called_county(s, gazetteer, text) for s in resolved if s.is_doubtful]
    guessed = {(s.mention.start, s.mention.end) for s in resolved if s.mention.standing == "podregion"}
    found += [
        problem("nuts3-podregion", text[s:e], "to podregion GUS (NUTS 3); przyjęto jego powiaty; potwierdź")
        for s, e in sorted(guessed)
    ]
    return found


def _called_county(item: Resolved, gazetteer: Gazetteer, text: str) -> Problem:
    words, county = text[item.mention.start : item.mention.end], gazetteer.county_of(item.code)
    other = f"{county} powiat {gazetteer.powiaty[county].name}"
    what = f"po słowie „powiat” może oznaczać miasto ({item.code}) albo {other}; przyjęto miasto, potwierdź"
    return problem("city-or-county", words, what, other)


def _unsettled(resolved: Iterable[Resolved], gazetteer: Gazetteer, text: str) -> Iterable[Problem]:
    for item in resolved:
        if item.code:
            continue
        mention = item.mention
        words = text[mention.start : mention.end]
        listed = ", ".join(f"{c} ({gazetteer.voivodeships[c[:2]].name})" for c in mention.candidates[:6])
        if item.how == "elsewhere":
            yield problem(
                "gmina-elsewhere", words, f"nie leży w powiecie, przy którym stoi; taką nazwę mają: {listed}", listed
            )
        else:
            yield problem("ambiguous", words, f"może oznaczać: {listed}; podaj województwo albo kod", listed)


def unknown_problems(unknown: Iterable[Unknown], suggester: Suggester) -> list[Problem]:
    """Report words in a list that name nothing, with near names."""
    found = []
    for item in unknown:
        near = suggester.near(item)
        hint = f"; może chodziło o: {', '.join(near)}" if near else ""
        what = f"nie jest nazwą powiatu, miasta na prawach powiatu ani gminy{hint}"
        found.append(problem("unknown-name", item.text, what, ", ".join(near)))
    return found


def scope_problems(found: Lists, text: str) -> list[Problem]:
    """Report preferences, of heads without names, and of areas that nothing says the units of."""
    labels = found.added_labels if found.served else found.labels
    opaque = "to nazwa obszaru, z której nie wynika lista powiatów; podaj ją"
    vague = "nie mówi, o które jednostki albo którą ich część chodzi; podaj je"
    return [
        *(problem("soft-scope", text[s:e], "mówi o pierwszeństwie, a nie o granicy obszaru") for s, e in found.soft),
        *(problem("opaque-label", text[s:e], opaque) for s, e in labels),
        *(problem("vague-scope", text[s:e], vague) for s, e in found.vague),
    ]


def count_problems(found: Lists, resolved: list[Resolved], text: str) -> list[Problem]:
    """Report numbers of powiats that do not fit: each alone, or those before one list added up."""
    problems = []
    starts = sorted({count.first for count in found.counts})
    for number, first in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else len(resolved)
        inside = [s for s in resolved[first:stop] if s.code and s.mention.kind is not Kind.GMINA]
        counties = {s.code for s in inside if s.mention.kind is Kind.COUNTY and not s.mention.excluded}
        cities = {s.code for s in inside if s.mention.kind is Kind.CITY and not s.mention.excluded}
        told = [count for count in found.counts if count.first == first]
        fitting = {len(counties), len(counties | cities)}
        if inside and not fitting & {sum(c.number for c in told), *(c.number for c in told)}:
            problems += [_miscounted(count, len(counties | cities), text) for count in told]
    return problems


def _miscounted(count: Counted, found: int, text: str) -> Problem:
    said = text[count.start : count.end]
    return problem("count-mismatch", said, f"zapowiada {count.number} powiatów, a rozpoznano {found}", str(found))


def place_problems(units: Iterable[UnitFound], gminas: Iterable[UnitFound], voivodeship: str) -> list[Problem]:
    """Report units outside the voivodeship that the caller named, and of gminas inside a powiat named as well."""
    whole, parts = list(units), list(gminas)
    found = [
        problem("outside-voivodeship", u.words, f"oznacza {u.teryt}, poza podanym województwem {voivodeship}", u.teryt)
        for u in whole + parts
        if voivodeship and voivodeship_of(u.teryt) != voivodeship
    ]
    served = {u.teryt for u in whole}
    inside = "leży w powiecie, który zdanie wymienia w całości; sprawdź, czy to nie zawężenie"
    return found + [problem("gmina-inside", g.words, inside, g.teryt) for g in parts if powiat_of(g.teryt) in served]
