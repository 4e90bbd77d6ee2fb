"""The open data of a copy: the lists of the API as files, with the addresses of the copy."""

import csv
import io
from typing import Any

import orjson

from ses_map.web.state.area_shapes import KINDS
from ses_map.web.static_site.addresses import Addresses, is_ours, list_key, relative

_PATH = "/api/v1/"


def list_files(region: str) -> dict[str, str]:
    """Return address → file of every list.

    Parameters
    ----------
    region : str
        Slug of the only voivodeship that is copied, or empty: then the lists are of the country.
    """
    found = {}
    for name in ("coverage", "centres", "problems"):
        for form in ("json", "csv", "geojson") if name != "problems" else ("json", "csv"):
            found[list_key(_PATH + name, {"format": form})] = f"api/v1/{name}.{form}"
    for kind in KINDS:
        found[list_key(f"{_PATH}areas", {"format": "geojson", "kind": kind})] = f"api/v1/areas-{kind}.geojson"
    return found


def asked_for(key: str, region: str) -> str:
    """Return the address that the application is asked for a list by."""
    return f"{key}&voivodeship={region}" if region and "/problems" not in key else key


def lead(data: bytes, file: str, addresses: Addresses) -> bytes:
    """Change the ``url`` of every row into the way from the list to the page in the copy, or take it out."""
    if file.endswith(".csv"):
        return _lead_csv(data.decode(), file, addresses).encode()
    return orjson.dumps(_lead_json(orjson.loads(data), file, addresses))


def _lead_json(value: Any, file: str, addresses: Addresses) -> Any:
    if isinstance(value, dict):
        return {
            k: _way(v, file, addresses)
            if k == "url" and isinstance(v, str) and is_ours(v)
            else _lead_json(v, file, addresses)
            for k, v in value.items()
        }
    return [_lead_json(v, file, addresses) for v in value] if isinstance(value, list) else value


def _lead_csv(text: str, file: str, addresses: Addresses) -> str:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    column = header.index("url") if "url" in header else None
    if column is None:
        return text
    for row in rows:
        row[column] = (_way(row[column], file, addresses) or "") if is_ours(row[column]) else row[column]
    buffer = io.StringIO()
    csv.writer(buffer).writerows([header, *rows])
    return buffer.getvalue()


def _way(address: str, file: str, addresses: Addresses) -> str | None:
    target = addresses.find(address)
    return relative(target, file) if target else None
