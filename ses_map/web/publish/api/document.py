"""The OpenAPI 3.1 document, written out of the declarations beside the views, and the page that shows it.

A plain dictionary: ``apispec`` without marshmallow would only have merged the same dictionaries, and frameworks that
bring a schema for every view (apiflask, flask-smorest) would have parsed and written every answer a second time.
"""

from typing import Any
from urllib.parse import urlencode

from flask import Response

from ses_map.web.http import parameters
from ses_map.web.http.formats import to_json
from ses_map.web.http.rendering import render_page
from ses_map.web.publish.api.endpoint import ENDPOINTS, Endpoint, blueprint
from ses_map.web.publish.api.examples import EXAMPLES, WITHOUT
from ses_map.web.publish.api.schemas import SCHEMAS, ref
from ses_map.web.state.loaded_snapshot import LoadedSnapshot
from ses_map.web.state.snapshot_holder import current

Body = dict[str, Any]

#: Version of the contract, not of the program: it grows when something is added.
VERSION = "1.1.0"
MEDIA_TYPE = "application/vnd.oai.openapi+json;version=3.1"

TITLE = "Mapa OWES: kto obsługuje jaki obszar"
PROMISE = (
    "Adresy pod /api/v1 zostają. Klucze odpowiedzi mogą przybyć, nigdy nie zmieniają nazwy ani znaczenia; "
    "to samo dotyczy parametrów. Co musiałoby to złamać, dostanie adres /api/v2, a /api/v1 będzie działać obok."
)
LICENCE = "Dane na licencjach swoich źródeł (zob. /zrodla); każda lista podaje licencje i autorów. Program: MIT."
ENGLISH = (
    "Which social-economy support centre (OWES) serves a place in Poland, as of a day. Addresses under /api/v1 stay; "
    "keys may be added, never renamed. Data keep the licences of their sources; every list names them."
)

_MEANINGS = {
    400: "Nie da się odczytać zapytania; detail mówi, co poprawić.",
    404: "Nic nie ma takiego kodu albo nazwy.",
    405: "Ten adres nie przyjmuje tej metody.",
    413: "Treść jest za długa.",
    415: "Treść nie jest ani JSON, ani CSV.",
    429: "Zbyt wiele zapytań (gdy operator włączył ograniczenie); Retry-After mówi, ile sekund odczekać.",
    500: "Błąd po naszej stronie.",
    503: "Dane nie są jeszcze gotowe; spróbuj za chwilę.",
}
#: Errors that every address can answer with.
_EVERYWHERE = (405, 429, 500, 503)
#: Examples that are tried together; an address with a point and a code at once would be refused.
_TRIED = {"/api/v1/lookup": ("lat", "lon"), "/api/v1/suggest": ("q",), "/api/v1/coverage/diff": ("from",)}
_USUAL = ("voivodeship", "limit")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe the API for programs."""
    parameters.only("date")
    return to_json(document(current()), MEDIA_TYPE)


@blueprint.get("/api")
def api_page() -> str:
    """Describe the API for people."""
    whole = document(current())
    operations = [_shown(path, method, o) for path, own in whole["paths"].items() for method, o in own.items()]
    return render_page("pages/api.html", document=whole, operations=operations, sandbox=EXAMPLES, without=WITHOUT)


def document(loaded: LoadedSnapshot) -> Body:
    """Write the document; the snapshot has the voivodeships, powiats and kinds that parameters can name."""
    paths: dict[str, Body] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, loaded)
    return {
        "openapi": "3.1.0",
        "info": _info(loaded),
        "servers": [{"url": "/", "description": "Ten serwer."}],
        "tags": [{"name": name} for name in dict.fromkeys(e.tag for e in ENDPOINTS)],
        "paths": paths,
        "components": {"schemas": SCHEMAS, "responses": {f"E{n}": _error(n) for n in _MEANINGS}},
    }


def _info(loaded: LoadedSnapshot) -> Body:
    return {
        "title": TITLE,
        "version": VERSION,
        "summary": "Który ośrodek wsparcia ekonomii społecznej (OWES) obsługuje miejsce w Polsce, na dzień.",
        "description": f"{PROMISE}\n\n{LICENCE}\n\n{ENGLISH}",
        "license": {"name": "Licencje źródeł danych; program: MIT", "url": "/zrodla"},
        "x-attribution": sorted({s.attribution for s in loaded.snapshot.sources}),
        "x-licences": sorted({s.licence for s in loaded.snapshot.sources}),
        "x-snapshot": loaded.snapshot.id,
        "x-outcomes-without-example": WITHOUT,
    }


def _operation(endpoint: Endpoint, loaded: LoadedSnapshot) -> Body:
    responses: Body = {"200": _answer(endpoint)}
    for status in sorted({*endpoint.errors, *_EVERYWHERE}):
        responses[str(status)] = {"$ref": f"#/components/responses/E{status}"}
    operation = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "description": endpoint.text,
        "tags": [endpoint.tag],
        "parameters": [p.described(loaded) for p in endpoint.parameters],
        "responses": responses,
    }
    body = {"requestBody": {"required": True, "content": endpoint.body}} if endpoint.body else {}
    return {**operation, **body}


def _answer(endpoint: Endpoint) -> Body:
    content: dict[str, Body] = {kind: {"schema": schema} for kind, schema in endpoint.answers.items()}
    shown = {e.name: e for e in EXAMPLES if e.status == 200 and endpoint.path == "/api/v1/lookup"}
    if shown:
        examples = {name: {"summary": e.text, "externalValue": e.url} for name, e in shown.items()}
        content["application/json"]["examples"] = examples
    return {"description": "Odpowiedź.", "content": content}


def _error(status: int) -> Body:
    content = {"application/problem+json": {"schema": ref("Problem")}}
    whole: Body = {"description": _MEANINGS[status], "content": content}
    if status in (429, 503):
        whole["headers"] = {"Retry-After": {"description": "Sekundy.", "schema": {"type": "integer"}}}
    return whole


def _shown(path: str, method: str, operation: Body) -> Body:
    """Return an operation as the page shows it, with an address to try."""
    wanted = _TRIED.get(path, _USUAL)
    tried = [(p["name"], p["example"]) for p in operation["parameters"] if p["name"] in wanted and "example" in p]
    return {
        "id": operation["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": operation["summary"],
        "tag": operation["tags"][0],
        "parameters": [{**p, "bounds": _bounds(p["schema"])} for p in operation["parameters"]],
        "statuses": [s for s in operation["responses"] if s != "200"],
        "kinds": list(operation["responses"]["200"]["content"]),
        "body": operation.get("requestBody", {}).get("content", {}),
        "url": f"{path}?{urlencode(tried)}" if method == "get" else "",
    }


def _bounds(schema: Body) -> str:
    """Describe in Polish what a value may be."""
    if "enum" in schema:
        known = schema["enum"]
        return ", ".join(map(str, known)) if len(known) < 12 else f"jedna z {len(known)} wartości, np. {known[0]}"
    if "minimum" in schema:
        return f"liczba od {schema['minimum']} do {schema['maximum']}"
    return "dzień, RRRR-MM-DD" if schema.get("format") == "date" else "tekst"
