"""Derive ``geodata/`` from published inputs: tables, base layer and one manifest per source.

    python scripts/build_geodata.py --inputs ../shared           derive everything
    python scripts/build_geodata.py --boundaries gminy.geojson --inputs ../shared     with another boundary file
    python scripts/build_geodata.py --seal                       after an edit on purpose: renew hashes and row counts

The inputs are described in ``geodata/README.md``; they are read, never copied.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from facts_2026_11 import BRANCHES, DOUBTS, gather  # noqa: E402
from founding_facts import (  # noqa: E402
    CLUSTERS,
    COORDINATORS_TITLE,
    COUNTY_NAMES,
    INDICATORS,
    entity_title,
    founding_assignments,
    founding_notes,
    founding_title,
)
from papers import PAPERS  # noqa: E402

from ses_map.boundaries import to_topology  # noqa: E402
from ses_map.model import Powiat  # noqa: E402
from ses_map.schemas import SCHEMAS  # noqa: E402
from ses_map.teryt import is_city, voivodeship_of  # noqa: E402

Rows = list[dict[str, str]]
BASE_LAYER = "boundaries/gminy.topojson"
PATCHES = "registry/patches.toml"


def read_input(inputs: Path, name: str) -> Rows:
    """Read one input table as text."""
    path = inputs / "data" / name
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_table(geodata: Path, path: str, rows: Iterable[Mapping[str, str]]) -> int:
    """Write one of the project's tables in the column order of its schema; the same rows give the same bytes."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(SCHEMAS[path].columns), lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    data = buffer.getvalue().encode()
    target = geodata / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(data, 9, mtime=0) if path.endswith(".gz") else data)
    return count


def slug(name: str) -> str:
    """Spell a name for an address: ``warmińsko-mazurskie`` → ``warminsko-mazurskie``."""
    plain = unicodedata.normalize("NFKD", name.lower().replace("ł", "l")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", "-", plain).strip("-")


def reference(inputs: Path) -> dict[str, Rows]:
    """Derive names, population and area, by code."""
    voivodeships = [
        {
            "teryt": r["teryt2"],
            "name": r["name"],
            "locative": r["name"].removesuffix("ie") + "im",
            "slug": slug(r["name"]),
        }
        for r in read_input(inputs, "reference/wojewodztwa.csv")
    ]
    powiaty = [
        {"teryt": r["teryt4"], "nuts3": r["nuts3_code"], "seat": r["seats"]}
        | {k: r[k] for k in ("name", "genitive", "locative", "population", "area_km2")}
        for r in read_input(inputs, "reference/powiaty.csv")
    ]
    gminy = [
        {
            "teryt": r["teryt6"],
            "kind": r["teryt7"][6],
            "name": r["name"],
            "population": r["population_20241231"],
            "area_km2": r["area_km2_20250101"],
            "area_km2_2019": r["area_km2_2019"],
        }
        for r in read_input(inputs, "reference/gminy.csv")
    ]
    places = [
        {k: r[k] for k in ("simc", "name", "parent_name", "lat", "lon", "coord_source")}
        | {"kind": r["type"], "gmina": r["gmina_teryt7"][:6]}
        for r in read_input(inputs, "reference/places.csv.gz")
    ]
    return {
        "reference/voivodeships.csv": voivodeships,
        "reference/powiaty.csv": sorted(powiaty, key=lambda r: r["teryt"]),
        "reference/gminy.csv": sorted(gminy, key=lambda r: r["teryt"]),
        "reference/places.csv.gz": sorted(places, key=lambda r: (r["gmina"], r["simc"])),
    }


def other_codes(inputs: Path) -> dict[str, Rows]:
    """Derive the codes that are not TERYT: NUTS 3 and postal codes.

    GeoNames files some codes of a city with powiat rights under the county around it (all of Wałbrzych, which was part
    of one until 2012): a place that bears the name of such a city of its voivodeship is that city.
    """
    powiaty = read_input(inputs, "reference/powiaty.csv")
    cities = {(r["teryt4"][:2], r["name"]): r["teryt4"] for r in powiaty if is_city(r["teryt4"])}
    postal = {
        (r["code"], place, cities.get((r["teryt4"][:2], place), r["teryt4"]))
        for r in read_input(inputs, "reference/postcodes.csv")
        for place in [r["place"].strip()]
    }
    nuts3 = [{"nuts3": r["nuts3_code"], "name": r["nuts3_name"]} for r in read_input(inputs, "reference/nuts3.csv")]
    return {
        "reference/nuts3.csv": sorted(nuts3, key=lambda r: r["nuts3"]),
        "reference/postcodes.csv": [
            {"postcode": code, "place": place, "powiat": powiat} for code, place, powiat in sorted(postal)
        ],
    }


def registry(inputs: Path, powiaty: Rows) -> dict[str, Rows]:
    """Derive the registry tables, the founding facts included."""
    codes = {r["name"]: r["teryt2"] for r in read_input(inputs, "reference/wojewodztwa.csv")}
    known = [Powiat(r["teryt"], r["name"], "", "", "", "", 0, 0.0) for r in powiaty]
    centres = [
        r | {"voivodeship": r["voivodeship_teryt2"], "note": founding_notes(r["centre_id"]), "source_title": ""}
        for r in read_input(inputs, "registry/centres.csv")
    ]
    assignments = [
        r | {"unit": r["unit_teryt"], "source_title": founding_title(r)}
        for r in read_input(inputs, "registry/assignments.csv")
    ]
    entities = [
        r
        | {"kind": r["type"], "source_title": entity_title(r), "voivodeship": codes[r["voivodeship"]]}
        | {"powiat": powiat_by_name(known, r["powiat"], codes[r["voivodeship"]])}
        for r in read_input(inputs, "registry/entities.csv")
    ]
    coordinators = [
        r | {"voivodeship": r["voivodeship_teryt2"]} for r in read_input(inputs, "registry/coordinators.csv")
    ]
    return {
        "registry/centres.csv": centres,
        "registry/offices.csv": main_offices(centres) + BRANCHES,
        "registry/doubts.csv": DOUBTS,
        "registry/imports.csv": [],
        "registry/import_rows.csv": [],
        "registry/contacts.csv": websites(coordinators),
        "registry/assignments.csv": assignments + founding_assignments(assignments),
        "registry/entities.csv": entities,
        "registry/coordinators.csv": coordinators,
        "registry/visits.csv": read_input(inputs, "registry/visits.csv"),
        "registry/clusters.csv": CLUSTERS,
        "registry/indicators.csv": INDICATORS,
    }


def powiat_by_name(powiaty: Iterable[Powiat], name: str, voivodeship: str) -> str:
    """Find the code of a powiat by its nominative name; empty where none or several of the voivodeship have it."""
    found = [p.teryt for p in powiaty if p.name == name and voivodeship_of(p.teryt) == voivodeship]
    return found[0] if len(found) == 1 else ""


def main_offices(centres: Rows) -> Rows:
    """Return the main office of each centre whose row says anything of one; both have one source."""
    told = ("street", "postcode", "phone", "email")
    source = ("centre_id", "source_url", "source_title", "source_date")
    return [
        {"role": "main", "place": r["seat_place"]} | {k: r[k] for k in (*told, *source)}
        for r in centres
        if r["seat_place"] or any(r[k] for k in told)
    ]


def websites(coordinators: Rows) -> Rows:
    """Return the sites of coordinators as contacts; the inputs name no page that they come from."""
    return [
        {"subject": r["voivodeship"], "kind": "website", "value": r["website"], "source_title": COORDINATORS_TITLE}
        for r in coordinators
        if r["website"]
    ]


def base_layer(path: Path) -> tuple[bytes, Rows]:
    """Encode the gmina polygons (5 decimals, shared borders once) and list the names the layer has."""
    frame = gpd.read_file(path)[["terc", "name", "geometry"]].sort_values("terc")
    polygons = shapely.transform(frame.geometry.to_numpy(), lambda a: np.round(a, 5))
    if not (shapely.is_valid(polygons).all() and shapely.coverage_is_valid(polygons)):
        raise SystemExit(f"{path} is not a valid coverage at 5 decimals: use a layer whose neighbours share vertices")
    rows = [{"terc": t, "name": n} for t, n in zip(frame["terc"], frame["name"], strict=True)]
    return to_topology({"gminy": (polygons, rows)}, decimals=5), rows


def former_names(layer: Rows, gminy: Rows) -> Rows:
    """List names that units carried before: stated ones, and those of the layer that differ from TERYT today."""
    today = {r["teryt"]: r["name"] for r in gminy}
    older = [
        {"teryt": r["terc"][:6], "name": r["name"], "valid_to": "", "note": "nazwa w warstwie granic z listopada 2020"}
        for r in layer
        if today.get(r["terc"][:6], r["name"]) != r["name"]
    ]
    return sorted([*COUNTY_NAMES, *older], key=lambda r: r["teryt"])


def write_manifest(geodata: Path, name: str, papers: Mapping[str, str], rows: int) -> None:
    """Write the manifest of one file."""
    digest = hashlib.sha256((geodata / papers["path"]).read_bytes()).hexdigest()
    lines = [f"name = {json.dumps(name)}"]
    lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in papers.items()]
    lines += [f'sha256 = "{digest}"', f"rows = {rows}"]
    (geodata / "sources").mkdir(parents=True, exist_ok=True)
    (geodata / "sources" / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def count_rows(path: Path) -> int:
    """Count the rows of a table, or the polygons of the base layer."""
    if path.suffix == ".toml":
        return len(tomllib.loads(path.read_text(encoding="utf-8")).get("patch", ()))
    if path.suffix == ".topojson":
        return len(json.loads(path.read_text(encoding="utf-8"))["objects"]["gminy"]["geometries"])
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def seal(geodata: Path) -> None:
    """Renew hash and row count of every manifest after an edit on purpose."""
    for path in sorted((geodata / "sources").glob("*.toml")):
        papers = tomllib.loads(path.read_text(encoding="utf-8"))
        kept = {k: v for k, v in papers.items() if k not in ("name", "sha256", "rows")}
        write_manifest(geodata, path.stem, kept, count_rows(geodata / papers["path"]))


def derive(inputs: Path, boundaries: Path, geodata: Path) -> None:
    """Write every table, the base layer and the manifests."""
    tables = reference(inputs) | other_codes(inputs)
    tables |= registry(inputs, tables["reference/powiaty.csv"])
    data, layer = base_layer(boundaries)
    tables["reference/former_names.csv"] = former_names(layer, tables["reference/gminy.csv"])
    with (ROOT / "geodata/reference/other_names.csv").open(encoding="utf-8", newline="") as file:
        tables["reference/other_names.csv"] = list(csv.DictReader(file))  # renewed by other_names.py
    (geodata / BASE_LAYER).parent.mkdir(parents=True, exist_ok=True)
    (geodata / BASE_LAYER).write_bytes(data)
    rows = {
        path: write_table(geodata, path, ({k: r.get(k, "") for k in SCHEMAS[path].columns} for r in t))
        for path, t in tables.items()
    }
    rows[BASE_LAYER] = len(layer)
    (geodata / PATCHES).touch()  # corrections are written by hand, never derived; none are none
    rows[PATCHES] = count_rows(geodata / PATCHES)
    for name, papers in PAPERS.items():
        write_manifest(geodata, name, papers, rows[papers["path"]])
    gather(inputs / "data/registry-2026-11", geodata)


def main() -> None:
    """Read the arguments and derive or seal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=Path, help="folder that holds data/ (and its SOURCES.md)")
    parser.add_argument("--boundaries", type=Path, help="gmina polygons as GeoJSON, e.g. from scripts/fetch_prg.py")
    parser.add_argument("--geodata", type=Path, default=ROOT / "geodata", help="folder to write")
    parser.add_argument("--seal", action="store_true", help="only renew hashes and row counts of the manifests")
    args = parser.parse_args()
    if args.seal:
        seal(args.geodata)
    elif args.inputs:
        derive(args.inputs, args.boundaries or args.inputs / "data/boundaries/gminy-2020.geojson", args.geodata)
    else:
        parser.error("give --inputs, or --seal")


if __name__ == "__main__":
    main()
