"""The document as a page shows it: operations with their parameters in words, and an address to try."""

from typing import Any
from urllib.parse import urlencode

Body = dict[str, Any]

#: Examples that are tried together; an address with a point and a code at once would be refused.
_TRIED = {"/api/v1/lookup": ("lat", "lon"), "/api/v1/suggest": ("q",), "/api/v1/coverage/diff": ("from",)}
_USUAL = ("voivodeship", "limit")


def operations(document: Body) -> list[Body]:
    """List the operations in the order of the document."""
    return [_operation(path, method, told) for path, own in document["paths"].items() for method, told in own.items()]


def _operation(path: str, method: str, told: Body) -> Body:
    wanted = _TRIED.get(path, _USUAL)
    asked = [(p["name"], p["example"]) for p in told["parameters"] if p["name"] in wanted and "example" in p]
    return {
        "id": told["operationId"],
        "path": path,
        "method": method.upper(),
        "summary": told["summary"],
        "tag": told["tags"][0],
        "parameters": [{**p, "bounds": _bounds(p["schema"])} for p in told["parameters"]],
        "statuses": [s for s in told["responses"] if s != "200"],
        "kinds": list(told["responses"]["200"]["content"]),
        "body": told.get("requestBody", {}).get("content", {}),
        "url": f"{path}?{urlencode(asked)}" if method == "get" else "",
    }


def _bounds(schema: Body) -> str:
    """Describe in Polish what a value may be."""
    if "enum" in schema:
        known = schema["enum"]
        return ", ".join(map(str, known)) if len(known) < 12 else f"jedna z {len(known)} wartości, np. {known[0]}"
    if "minimum" in schema:
        return f"liczba od {schema['minimum']} do {schema['maximum']}"
    return "dzień, RRRR-MM-DD" if schema.get("format") == "date" else "tekst"
