"""What a reader can come to see: an address for every kind of page and every outcome, on one day; and what axe says."""

from urllib.parse import urlencode

from axe_playwright_python.sync_playwright import Axe

from tests.e2e.visitor import Visit

DAY = "2026-11-24"
LANGUAGES = ("pl", "en", "uk")
#: All rules; of what passes only that it did, not where (megabytes that nobody reads).
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
#: Stops of a study visit: in one town, in another, and somewhere unknown.
VISITED = "cis-piatkowo-poznan,fun-barka-poznan,ss-jarocinska-spoldzielnia-socjalna,ss-zmysly-jarocin"

#: Kind of page or outcome → path and parameters.
SIGHTS: dict[str, tuple[str, dict[str, str]]] = {
    "home": ("/", {}),
    "choices": ("/szukaj", {"q": "Rakowiec"}),
    "guess": ("/szukaj", {"q": "kwidzinn"}),
    "nothing": ("/szukaj", {"q": "zzzqqq"}),
    "nothing-asked": ("/szukaj", {}),
    "postcode-of-two": ("/szukaj", {"q": "26-640"}),
    "place": ("/miejsce/0151319", {}),
    "place-expired": ("/miejsce/0934783", {}),
    "place-no-source": ("/miejsce/0922343", {}),
    "gmina": ("/gmina/220703", {}),
    "gmina-overlap": ("/gmina/200212", {}),
    "powiat": ("/powiat/2207", {}),
    "powiat-exceptions": ("/powiat/2002", {}),
    "postcode": ("/kod/82-500", {}),
    "point-near-border": ("/szukaj", {"q": "54.1115,18.6"}),
    "outside": ("/szukaj", {"q": "52.352,14.552"}),
    "centre": ("/owes/owes-nadwislanski-dzierzgon", {}),
    "centre-ended": ("/owes/owes-dobra-robota", {}),
    "centres": ("/osrodki", {}),
    "centres-unfiltered": ("/osrodki", {"service": "prawne", "voivodeship": "opolskie"}),
    "voivodeship": ("/wojewodztwo/pomorskie", {}),
    "sources": ("/zrodla", {}),
    "explanation": ("/czym-jest-owes", {}),
    "topic-or-place": ("/szukaj", {"q": "pomoc"}),
    "topic-misspelt": ("/szukaj", {"q": "spuldzielnia"}),
    "accessibility": ("/dostepnosc", {}),
    "correction": ("/popraw", {"area": "2207"}),
    "data": ("/dane", {}),
    "api": ("/api", {}),
    "planning": ("/planowanie", {"voivodeship": "pomorskie"}),
    "planning-worklist": ("/planowanie/do-potwierdzenia", {"voivodeship": "lubelskie"}),
    "planning-worklist-country": ("/planowanie/do-potwierdzenia", {}),
    "planning-demarcation": ("/planowanie/demarkacja", {"voivodeship": "pomorskie"}),
    "planning-report": ("/planowanie/raport", {"voivodeship": "pomorskie"}),
    "planning-changes": ("/planowanie/zmiany", {"od": "2019-04-17", "do": DAY, "voivodeship": "pomorskie"}),
    "planning-statistics": ("/planowanie/statystyki", {"voivodeship": "pomorskie"}),
    "planning-visit-new": ("/planowanie/wizyta", {"szukaj": "jarocin"}),
    "planning-visit": ("/planowanie/wizyta", {"stops": f"{VISITED},{VISITED.split(',')[0]}", "tytul": "Do sąsiadów"}),
    "planning-entities": ("/planowanie/podmioty", {"voivodeship": "lubuskie"}),
    "planning-entity": ("/planowanie/podmiot/inne-powiatowy-dom-dziennego-pobytu-w-swiebodzinie", {}),
    "planning-statistics-gminy": ("/planowanie/statystyki", {"poziom": "gmina", "voivodeship": "opolskie"}),
    "planning-statistics-paged": ("/planowanie/statystyki", {"poziom": "centre", "sort": "per_10k", "malejaco": "tak"}),
    "planning-indicators": ("/planowanie/wskazniki", {}),
    "planning-surfaces": ("/planowanie/powierzchnie", {}),
    "planning-scenario": (
        "/planowanie/scenariusz",
        {
            "voivodeship": "pomorskie",
            "zmiany": "nowy-1:2202,220301;owes-debrzno:2207,2299;-:2203",
            "nowe": "nowy-1:OWES Próba",
        },
    ),
    "planning-balance": ("/planowanie/scenariusz/bilans", {"voivodeship": "pomorskie", "zmiany": "owes-debrzno:2207"}),
    "planning-comparison": (
        "/planowanie/scenariusz/porownanie",
        {"voivodeship": "pomorskie", "a": "owes-debrzno:2207", "b": "owes-slupsk:2207,2209"},
    ),
    "ogc": ("/ogc/", {"f": "html"}),
    "ogc-collection": ("/ogc/collections/podmioty", {"f": "html"}),
    "ogc-collections": ("/ogc/collections", {"f": "html"}),
    "ogc-conformance": ("/ogc/conformance", {"f": "html"}),
    "ogc-queryables": ("/ogc/collections/gminy/queryables", {"f": "html"}),
    "ogc-api": ("/ogc/api", {"f": "html"}),
    "ogc-item": ("/ogc/collections/powiaty/items/2207", {"f": "html", "datetime": DAY}),
    "ogc-items": ("/ogc/collections/gminy/items", {"f": "html", "voivodeship": "22", "datetime": DAY}),
    "embedding": ("/osadzanie", {"co": "wojewodztwo/pomorskie"}),
    "frame": ("/embed/wojewodztwo/pomorskie", {}),
    "frame-country": ("/embed/polska", {"theme": "dark", "contrast": "more"}),
    "frame-entities": ("/embed/wojewodztwo/lubuskie", {"entities": "1"}),
    "frame-search": ("/embed/szukaj", {}),
    "frame-missing": ("/embed/nope", {}),
    "missing": ("/nope", {}),
}
_LOOK = "(rules) => axe.run(rules).then((found) => [found.violations, found.passes.length])"


def address(sight: str, language: str = "pl") -> str:
    path, asked = SIGHTS[sight]
    told = {} if language == "pl" else {"lang": language}
    day = {} if path.startswith("/ogc/") else {"date": DAY}  # the standard calls it datetime
    return f"{path}?{urlencode({**asked, **day, **told})}"


def units_by_standing(reader: Visit) -> dict[str, str]:
    """Return one powiat of each standing on the day: which one may change, that all four occur does not."""
    answer = reader.page.request.get(f"{reader.address}/api/v1/coverage?date={DAY}").json()
    return {row["standing"]: row["teryt"] for row in answer["data"] if len(row["teryt"]) == 4}


def show(reader: Visit, sight: str, language: str = "pl") -> None:
    """Go there, and wait for the map where there is one."""
    reader.go(address(sight, language), ready=False)
    assert reader.page.locator("html").get_attribute("lang") == language
    if reader.page.locator(".folium-map").count():
        reader.page.wait_for_selector(".folium-map[data-ready]")


def axe(reader: Visit) -> list[str]:
    """Rule, place and reason of everything that axe-core finds, with no rule disabled."""
    if not reader.page.evaluate("'axe' in window"):
        reader.page.evaluate(Axe().axe_script)
    violations, passes = reader.page.evaluate(_LOOK, RULES)
    assert passes > 10, "axe did not look at the page"
    return [f"{v['id']} {n['target']}: {n['failureSummary']}" for v in violations for n in v["nodes"]]
