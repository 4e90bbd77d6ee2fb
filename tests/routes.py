"""Every route of the application with an address that is answered: tests walk them all.

A rule without parameters answers under itself; every other one needs an example here, and tests fail until it has one.
"""

from flask import Flask

SCENARIO = "zmiany=owes-debrzno:2207&date=2026-11-24"
#: Rule → an address that is answered 200, or by a redirect.
GET = {
    "/": "/?date=2026-11-24",
    "/api": "/api",
    "/api/v1/areas": "/api/v1/areas?kind=powiat",
    "/api/v1/centres": "/api/v1/centres",
    "/api/v1/coverage": "/api/v1/coverage",
    "/api/v1/coverage/diff": "/api/v1/coverage/diff?from=2019-04-17&to=2026-11-24",
    "/api/v1/entities": "/api/v1/entities",
    "/api/v1/lookup": "/api/v1/lookup?lat=54.1&lon=18.93",
    "/api/v1/problems": "/api/v1/problems",
    "/api/v1/suggest": "/api/v1/suggest?q=kwi",
    "/assets/<name>": "",  # its name changes with its content: see address_of
    "/collections": "/collections",
    "/collections/<path:rest>": "/collections/gminy",
    "/czym-jest-owes": "/czym-jest-owes",
    "/dane": "/dane",
    "/dane/<file>": "/dane/centres.csv",
    "/dane/katalog.jsonld": "/dane/katalog.jsonld",
    "/dane/katalog.ttl": "/dane/katalog.ttl",
    "/dostepnosc": "/dostepnosc",
    "/embed/<any(poland, search):kind>": "/embed/poland",
    "/embed/<any(voivodeship, centre):kind>/<key>": "/embed/voivodeship/pomorskie",
    "/embed/owes/<key>": "/embed/owes/owes-debrzno",
    "/embed/owes/<key>.geojson": "/embed/owes/owes-debrzno.geojson?entities=1",
    "/embed/polska": "/embed/polska",
    "/embed/szukaj": "/embed/szukaj?q=Kwidzyn",
    "/embed/wojewodztwo/<key>": "/embed/wojewodztwo/pomorskie",
    "/embed/wojewodztwo/<key>.geojson": "/embed/wojewodztwo/pomorskie.geojson?entities=1",
    "/gmina/<code>": "/gmina/220703",
    "/healthz": "/healthz",
    "/kafelki/<digest>/<z>/<x>/<y>.json": "",  # its name changes with its content: see address_of
    "/kod/<code>": "/kod/82-500",
    "/mapa/<name>.svg": "/mapa/pomorskie.svg",
    "/miejsce/<simc>": "/miejsce/0151319",
    "/oembed": "/oembed?url=http://localhost/wojewodztwo/pomorskie",
    "/ogc/": "/ogc/",
    "/ogc/api": "/ogc/api",
    "/ogc/collections": "/ogc/collections",
    "/ogc/collections/<code>": "/ogc/collections/powiaty",
    "/ogc/collections/<code>/filter": "/ogc/collections/powiaty/filter?limit=2",
    "/ogc/collections/<code>/items": "/ogc/collections/powiaty/items?limit=2",
    "/ogc/collections/<code>/items/<path:item_id>": "/ogc/collections/powiaty/items/2207",
    "/ogc/collections/<code>/queryables": "/ogc/collections/powiaty/queryables",
    "/ogc/conformance": "/ogc/conformance",
    "/openapi.json": "/openapi.json",
    "/osadzanie": "/osadzanie",
    "/osadzanie/resize.js": "/osadzanie/resize.js",
    "/osrodki": "/osrodki",
    "/owes/<centre_id>": "/owes/owes-debrzno",
    "/planowanie": "/planowanie",
    "/planowanie/demarkacja": "/planowanie/demarkacja",
    "/planowanie/demarkacja.svg": "/planowanie/demarkacja.svg",
    "/planowanie/do-potwierdzenia": "/planowanie/do-potwierdzenia",
    "/planowanie/do-potwierdzenia/<any(koordynator, osrodek):role>/<key>/arkusz.xlsx": (
        "/planowanie/do-potwierdzenia/koordynator/lubelskie/arkusz.xlsx"
    ),
    "/planowanie/do-potwierdzenia/<any(koordynator, osrodek):role>/<key>/list.<any(pdf, txt):form>": (
        "/planowanie/do-potwierdzenia/koordynator/lubelskie/list.pdf"
    ),
    "/planowanie/kafelki/<z>/<x>/<y>.json": "/planowanie/kafelki/0/0/0.json",
    "/planowanie/podmiot/<entity_id>": "",  # the first entity: see address_of
    "/planowanie/podmioty": "/planowanie/podmioty",
    "/planowanie/podmioty.geojson": "/planowanie/podmioty.geojson",
    "/planowanie/podmioty.svg": "/planowanie/podmioty.svg",
    "/planowanie/powierzchnie": "/planowanie/powierzchnie",
    "/planowanie/raport": "/planowanie/raport",
    "/planowanie/scenariusz": f"/planowanie/scenariusz?{SCENARIO}",
    "/planowanie/scenariusz/bilans": f"/planowanie/scenariusz/bilans?{SCENARIO}",
    "/planowanie/scenariusz/osrodki.csv": f"/planowanie/scenariusz/osrodki.csv?{SCENARIO}",
    "/planowanie/scenariusz/plik.json": f"/planowanie/scenariusz/plik.json?{SCENARIO}",
    "/planowanie/scenariusz/porownanie": "/planowanie/scenariusz/porownanie",
    "/planowanie/statystyki": "/planowanie/statystyki",
    "/planowanie/statystyki.svg": "/planowanie/statystyki.svg",
    "/planowanie/wizyta": "/planowanie/wizyta",
    "/planowanie/wizyta.svg": "/planowanie/wizyta.svg",
    "/planowanie/wskazniki": "/planowanie/wskazniki",
    "/planowanie/wskazniki.svg": "/planowanie/wskazniki.svg",
    "/planowanie/zmiany": "/planowanie/zmiany",
    "/planowanie/zmiany.svg": "/planowanie/zmiany.svg",
    "/popraw": "/popraw?teryt=2207",
    "/powiat": "/powiat?teryt=2207",
    "/powiat/<code>": "/powiat/2207",
    "/punkt": "/punkt",
    "/szukaj": "/szukaj?q=Kwidzyn",
    "/wojewodztwo/<slug>": "/wojewodztwo/pomorskie",
    "/zrodla": "/zrodla",
}  # fmt: skip
#: The same for ``POST``, with what is sent.
POST = {
    "/api/v1/lookup/batch": ("/api/v1/lookup/batch", {"json": {"items": [{"teryt": "2207"}]}}),
    "/planowanie/scenariusz": ("/planowanie/scenariusz", {"data": {"zmiany": "", "date": "2026-11-24"}}),
    "/planowanie/scenariusz/osrodki.csv": ("/planowanie/scenariusz/osrodki.csv", {"data": {}}),
    "/planowanie/scenariusz/plik": ("/planowanie/scenariusz/plik", {"data": {}}),
    "/planowanie/scenariusz/plik.json": ("/planowanie/scenariusz/plik.json", {"data": {}}),
    "/planowanie/scenariusz/porownanie": ("/planowanie/scenariusz/porownanie", {"data": {"a": "", "b": ""}}),
    "/popraw": ("/popraw", {"data": {"teryt": "2207", "rodzaj": "other", "opis": "x"}}),
    "/popraw/poprawka.csv": (
        "/popraw/poprawka.csv",
        {
            "data": {
                "owes": "owes-debrzno",
                "rodzaj": "contact",
                "kontakt": "phone",
                "wartosc": "1",
                "zrodlo": "x",
                "data_zrodla": "2026-11-01",
            }
        },
    ),
    "/punkt": ("/punkt", {"data": {"lat": "54.1", "lon": "18.93"}}),
}


def rules(app: Flask, method: str) -> list[str]:
    """The rules of the application that answer a method."""
    return sorted({r.rule for r in app.url_map.iter_rules() if method in (r.methods or ())})


def missing(app: Flask) -> list[str]:
    """Rules that need an example and have none."""
    return [r for r in rules(app, "GET") if "<" in r and r not in GET] + [
        r for r in rules(app, "POST") if r not in POST
    ]


def address_of(app: Flask, rule: str) -> str:
    """An address of the rule that is answered from the real snapshot."""
    with app.app_context():
        loaded = app.extensions["ses_map"].loaded()
    if rule == "/assets/<name>":
        return "/" + next(n for n in sorted(loaded.snapshot.files) if n.startswith("assets/"))
    if rule == "/kafelki/<digest>/<z>/<x>/<y>.json":
        return f"/kafelki/{loaded.planner.tiles[0]}/0/0/0.json"
    if rule == "/planowanie/podmiot/<entity_id>":
        return f"/planowanie/podmiot/{loaded.snapshot.registry.entities[0].id}"
    return GET.get(rule, rule)


def addresses(app: Flask) -> list[str]:
    """One address of every rule that answers ``GET``."""
    return [address_of(app, rule) for rule in rules(app, "GET")]
