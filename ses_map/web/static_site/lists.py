"""The open data of a copy: the lists of the API as files, with the addresses of the copy."""

import csv
import io
from typing import Any

import orjson

from ses_map.web.state.area_shapes import KINDS
from ses_map.web.static_site.addresses import Addresses, is_ours, list_key, relative

_PATH = "/api/v1/"
_FORMS = {
    "coverage": ("json", "csv", "geojson"),
    "centres": ("json", "csv", "geojson"),
    "problems": ("json", "csv"),
}


def list_files() -> dict[str, str]:
    """Return address → file of every list."""
    found = {
        list_key(_PATH + name, {"format": form}): f"api/v1/{name}.{form}"
        for name, forms in _FORMS.items()
        for form in forms
    }
    for kind in KINDS:
        found[list_key(f"{_PATH}areas", {"format": "geojson", "kind": kind})] = f"api/v1/areas-{kind}.geojson"
    return found


def asked_for(key: str, region: str) -> str:
    """Return the address that the application is asked for a list by, of the country or of one voivodeship (slug)."""
    return f"{key}&voivodeship={region}" if region and "/problems" not in key else key


def lead(data: bytes, file: str, addresses: Addresses) -> bytes:
    """Change the ``url`` of every row into the way from the list to the page in the copy, or take it out."""
    if file.endswith(".csv"):
        return _lead_csv(data.decode(), file, addresses).encode()
    return orjson.dumps(_lead_json(orjson.loads(data), file, addresses))


def _lead_json(value: Any, file: str, addresses: Addresses) -> Any:
    if isinstance(value, list):
        return [_lead_json(v, file, addresses) for v in value]
    if not isinstance(value, dict):
        return value
    found = {name: _lead_json(v, file, addresses) for name, v in value.items()}
    if isinstance(found.get("url"), str):
        found["url"] = _way(found["url"], file, addresses)
    return found


def _lead_csv(text: str, file: str, addresses: Addresses) -> str:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    if "url" not in header:
        return text
    column = header.index("url")
    for row in rows:
        row[column] = _way(row[column], file, addresses) or ""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *rows])
    return buffer.getvalue()


def _way(address: str, file: str, addresses: Addresses) -> str | None:
    """Return the way to the page of an address of ours, ``None`` where the copy has none; others stay."""
    if not is_ours(address):
        return address
    target = addresses.find(address)
    return relative(target, file) if target else None
