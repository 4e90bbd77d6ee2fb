"""What has to be told about a reading: everything not understood, not decided, or not certain."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable

from ses_map.model import Problem, Severity
from ses_map.registry.sentence.accounts import Account
from ses_map.registry.sentence.claims import Claims, Counted, Effect, Unknown
from ses_map.registry.sentence.gazetteer import Gazetteer, Kind
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


#: Codes of what stands in the text and has to be told → what is wrong with it.
_TOLD = {
    "soft-scope": "mówi o pierwszeństwie, a nie o granicy obszaru",
    "vague-scope": "nie mówi, o które jednostki albo którą ich część chodzi; podaj je",
    "partial": "mówi o części jednostki; części nie przyjęto, podaj jej gminy",
    "planned": "mówi o zamiarze albo o czymś, co nie trwa; takich jednostek nie przyjęto",
    "past": "mówi o tym, co było; takich jednostek nie przyjęto",
    "past-tense": "to czas przeszły; potwierdź, że zdanie mówi o tym, co trwa",
    "dated": "to data; sprawdź, od kiedy i do kiedy zdanie obowiązuje",
    "unsure": "to znak zapytania; potwierdź to zdanie",
    "other-centre": "mówi, że obsługuje je kto inny; tych jednostek nie przyjęto",
    "office": "mówi o miejscu pracy biura, a nie o obszarze; tych jednostek nie przyjęto",
    "unclear-exclusion": "jest wyłączone, ale nie wiadomo, dokąd sięga wyłączenie; podaj kody",
    "unclear-words": "nie pasuje do siebie przypadkiem; sprawdź, o którą jednostkę chodzi",
    "informal-name": "to nazwa potoczna; przyjęto miasta, które się tak nazywa, potwierdź",
    "count-mismatch": "zapowiada inną liczbę obszarów, niż wymieniono",
}


def told_problems(found: Claims, text: str) -> list[Problem]:
    """Report what narrows, dates or blurs an area, and areas that nothing says the units of."""
    served = any(m.is_served for m in found.mentions)
    opaque = "to nazwa obszaru, z której nie wynika lista powiatów; podaj ją"
    labels = [n for n in found.labels if (n.is_added if served else not n.is_explained)]
    return [
        *(problem(code, text[s:e], _TOLD[code]) for code, s, e in found.told),
        *(problem("opaque-label", text[n.start : n.end], opaque) for n in labels),
    ]


def account_problems(account: Account, text: str) -> list[Problem]:
    """Report words beside units that nothing explains."""
    what = "stoi obok nazw jednostek, a nie wiadomo, co o nich mówi; sprawdź to zdanie"
    return [problem("unread-words", text[s:e], what) for s, e in account.unread]


def count_problems(found: Claims, resolved: list[Resolved], text: str) -> list[Problem]:
    """Report numbers of units that do not fit: each alone, or those before one list added up."""
    problems = []
    starts = sorted({count.first for count in found.counts if count.stop is None})
    groups: dict[tuple[int, int], list[Counted]] = defaultdict(list)
    for count in found.counts:
        later = bisect(starts, count.first)
        stop = starts[later] if later < len(starts) else len(resolved)
        groups[count.first, stop if count.stop is None else count.stop].append(count)
    for (first, stop), told in groups.items():
        inside = [s for s in resolved[first:stop] if s.code and s.mention.effect is not Effect.EXCLUDED]
        if inside and not _fits(told, inside):
            problems += [_miscounted(count, len({s.code for s in inside}), text) for count in told]
    return problems


def _fits(told: list[Counted], inside: list[Resolved]) -> bool:
    by_kind = {kind: {s.code for s in inside if s.mention.kind is kind} for kind in Kind}
    counties, cities, gminas = by_kind[Kind.COUNTY], by_kind[Kind.CITY], by_kind[Kind.GMINA]
    fitting = {
        Kind.COUNTY: {len(counties), len(counties | cities)},
        Kind.CITY: {len(cities)},
        Kind.GMINA: {len(gminas)},
        None: {len(counties | cities | gminas)},
    }
    return all(c.number in fitting[c.kind] for c in told) or sum(c.number for c in told) == len(
        counties | cities | gminas
    )


def _miscounted(count: Counted, found: int, text: str) -> Problem:
    said = text[count.start : count.end]
    return problem("count-mismatch", said, f"zapowiada {count.number} jednostek, a rozpoznano {found}", str(found))


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
