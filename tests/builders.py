"""Small worlds, written the way one would say them: ``squares("0201", "0202")``, ``claims("0201>a !020101>a")``."""

import csv
import gzip
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from ses_map.coverage import Claims
from ses_map.crs import LONLAT, METRIC, project, to_lonlat
from ses_map.model import (
    Assignment,
    Centre,
    Confidence,
    Coordinator,
    Coverage,
    Effect,
    FormerName,
    Gmina,
    Office,
    OfficeRole,
    PointCheck,
    Powiat,
    Provenance,
    Registry,
    Serving,
    Voivodeship,
)
from ses_map.schemas import SCHEMAS
from ses_map.snapshot import Layer, Snapshot, encode, encode_layer, registry_files
from ses_map.vocabulary import GminaKind

ROOT = Path(__file__).resolve().parents[1]
GEODATA = ROOT / "geodata"
TODAY = date(2026, 11, 24)
ROPS_MEETING = date(2019, 4, 17)

#: Every file that a manifest describes.
FILES = sorted(p.relative_to(GEODATA).as_posix() for f in ("boundaries", "reference") for p in (GEODATA / f).iterdir())
FILES += sorted(f"registry/{p.name}" for p in (GEODATA / "registry").iterdir())

#: South-west corner of the first square, easting and northing: 19° E (the central meridian), about 52° N.
CORNER = (500_000.0, 460_000.0)
SIDE_M = 10_000.0

_CLAIM = re.compile(
    r"(?P<out>!?)(?P<unit>\d+)>(?P<centre>[a-z-]+)"
    r"(?:/(?P<subregion>[^\W\d]+))?"
    r"(?:@(?P<since>[\d-]*)\.\.(?P<until>[\d-]*))?"
    r"(?:~(?P<written>[\d-]+))?(?P<derived>\??)"
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def box(column: float, row: float = 0, wide: float = 1, high: float = 1) -> Any:
    """A rectangle in METRIC, in units of SIDE_M from CORNER; vertices at every corner of the grid it spans."""
    west, south = CORNER[0] + column * SIDE_M, CORNER[1] + row * SIDE_M
    return shapely.box(west, south, west + wide * SIDE_M, south + high * SIDE_M)


def squares(*codes: str) -> gpd.GeoDataFrame:
    """Squares of 10 km, side by side from west to east, METRIC, indexed by code."""
    return gpd.GeoDataFrame(geometry=[box(i) for i in range(len(codes))], index=list(codes), crs=METRIC)


def spot(column: float, row: float = 0.5) -> tuple[float, float]:
    """Latitude and longitude of a place in the grid of squares: ``spot(0.5)`` is the middle of the first."""
    x, y = CORNER[0] + column * SIDE_M, CORNER[1] + row * SIDE_M
    lon, lat = to_lonlat().transform(x, y)
    return lat, lon


def claims(text: str) -> tuple[Assignment, ...]:
    """Claims such as ``0201>a``, ``!020101>a`` (left out), ``0201>a/północny@2019-01-01..2020-12-31~2019-04?``.

    ``/`` names the subregion, ``@`` the days in force, ``~`` the date of the source, ``?`` means derived.
    """
    return tuple(_claim(word, row) for row, word in enumerate(text.split(), start=2))


def _claim(word: str, row: int) -> Assignment:
    found = _CLAIM.fullmatch(word)
    assert found, f"{word!r} is not a claim"
    return Assignment(
        unit=found["unit"],
        effect=Effect.EXCLUDE if found["out"] else Effect.ADD,
        centre_id=found["centre"],
        subregion=found["subregion"] or "",
        valid_from=day(found["since"]) if found["since"] else None,
        valid_to=day(found["until"]) if found["until"] else None,
        source=Provenance(f"https://example.pl/{row}", "", found["written"] or ""),
        confidence=Confidence.DERIVED if found["derived"] else Confidence.STATED,
        sentence="",
        row=row,
    )


def say(coverage: Coverage) -> str:
    """An outcome in a word: ``a``, ``a+b``, ``gap``, ``no-source``, ``expired:a+b``."""
    if coverage.reason:
        return ":".join(filter(None, (coverage.reason.value, names(coverage.last_known))))
    return names(coverage.serving)


def names(serving: Iterable[Serving]) -> str:
    return "+".join(s.centre_id for s in serving)


def who(text: str, unit: str, on: str = "2024-01-01") -> str:
    """Who serves the unit, by these claims, on the day: ``who("0201>a", "0201") == "a"``."""
    return say(Claims(claims(text)).on(unit, day(on)))


def centre(id: str, **changes: Any) -> Centre:
    plain = {
        "name": f"OWES {id}", "operator": "", "partners": (), "note": "", "voivodeship": "02", "website": "",
        "services": (), "audiences": (), "source": Provenance("", "", ""), "confidence": "stated",
    }  # fmt: skip
    return Centre(id=id, **(plain | changes))


def office(centre_id: str, place: str = "", role: str = "main", **changes: Any) -> Office:
    plain = dict.fromkeys(("street", "postcode", "phone", "email", "hours", "step_free"), "")
    plain |= {"source": Provenance("", "", "")} | changes
    return Office(centre_id=centre_id, role=OfficeRole(role), place=place, **plain)


def powiat(teryt: str, name: str = "") -> Powiat:
    return Powiat(teryt, name or f"p{teryt}", "", "", "", "PL515", 1000, 100.0)


def registry(gminy: Sequence[str], text: str = "", former: Sequence[FormerName] = ()) -> Registry:
    """Everything around the gminas: their powiats and voivodeships, the centres named in the claims."""
    assigned = claims(text)
    provinces = sorted({g[:2] for g in gminy})
    return Registry(
        voivodeships=tuple(Voivodeship(v, f"v{v}", f"v{v}", f"slug-{v}") for v in provinces),
        powiaty=tuple(powiat(p) for p in sorted({g[:4] for g in gminy})),
        gminy=tuple(Gmina(g, GminaKind.RURAL, f"g{g}", 100, 100.0) for g in sorted(gminy)),
        former_names=tuple(former),
        centres=tuple(centre(c) for c in sorted({a.centre_id for a in assigned})),
        assignments=assigned,
        entities=(),
        coordinators=tuple(Coordinator(v, f"ROPS {v}", "") for v in provinces),
    )


def country(gminy: str, text: str = "", **changes: Any) -> Snapshot:
    """A snapshot of gminas as squares side by side, from west to east as they are named."""
    layer = squares(*gminy.split())
    codes = tuple(sorted(layer.index))
    shapes = shapely.transform(layer.geometry.loc[list(codes)].to_numpy(), lambda a: project(a, to_lonlat()))
    files = {
        **registry_files(changes.get("registry") or registry(codes, text, changes.get("former", ()))),
        "problems.json": encode([]),
        "sources.json": encode([]),
        "points.json": encode(PointCheck(0, 0)),
        "layers/gminy.npz": encode_layer(Layer(codes, shapes)),
    }
    return Snapshot(files)


def parcel(word: str) -> Snapshot:
    """A snapshot for stores: three files, one of them in a folder, all of them saying the word."""
    return Snapshot({"registry.json": word.encode(), "layers/gminy.npz": word.encode() * 99, "points.json": b"{}"})


_ROWS: dict[str, dict[str, str]] = {
    "reference/voivodeships.csv": {"teryt": "02", "name": "dolnośląskie", "locative": "x", "slug": "dolnoslaskie"},
    "reference/powiaty.csv": {
        "teryt": "0201", "name": "bolesławiecki", "genitive": "x", "locative": "x", "seat": "x", "nuts3": "PL515",
        "population": "87255", "area_km2": "1303.51",
    },
    "reference/gminy.csv": {"teryt": "020101", "kind": "1", "name": "Bolesławiec", "area_km2": "23.5"},
    "reference/former_names.csv": {"teryt": "0206", "name": "jeleniogórski", "valid_to": "2020-12-31", "note": "x"},
    "reference/other_names.csv": {"name": "Bunzlau", "kind": "exonym", "units": "020101", "source_url": "https://x.pl"},
    "reference/nuts3.csv": {"nuts3": "PL515", "name": "Jeleniogórski"},
    "reference/postcodes.csv": {"postcode": "59-700", "place": "Bolesławiec", "powiat": "0201"},
    "reference/postcode_addresses.csv": {"postcode": "59-700", "gmina": "020101", "addresses": "1"},
    "reference/places.csv.gz": {"simc": "0000001", "name": "Wieś", "kind": "wieś", "gmina": "020101"},
    "registry/centres.csv": {"centre_id": "a", "name": "OWES A", "voivodeship": "02", "confidence": "stated"},
    "registry/offices.csv": {"centre_id": "a", "role": "main", "place": "Wrocław"},
    "registry/contacts.csv": {"subject": "02", "kind": "phone", "value": "71 000 00 00", "source_date": "2024"},
    "registry/doubts.csv": {"subject": "a", "detail": "Dwa źródła mówią co innego."},
    "registry/assignments.csv": {"unit": "0201", "effect": "add", "centre_id": "a", "confidence": "stated"},
    "registry/entities.csv": {
        "entity_id": "e", "name": "Spółdzielnia", "kind": "spoldzielnia_socjalna", "voivodeship": "02",
        "powiat": "0201", "powiat_basis": "stated", "status_ps": "unknown", "confidence": "high",
    },
    "registry/clusters.csv": {"cluster_id": "k", "name": "Klaster", "valid_from": "2018-01-01"},
    "registry/indicators.csv": {
        "indicator": "nowe-miejsca-pracy", "name": "Nowe miejsca pracy", "subject": "a", "period": "2024", "value": "1",
    },
    "registry/coordinators.csv": {"voivodeship": "02", "name": "ROPS", "seat_place": "Wrocław"},
    "registry/visits.csv": {"visit_id": "v", "title": "Wizyta", "entity_order": "e"},
    "registry/imports.csv": {
        "import_id": "1", "imported": "2026-11-24", "target": "centres", "register": "wykaz", "file": "wykaz.csv",
        "sha256": "0" * 64,
    },
    "registry/import_rows.csv": {
        "import_id": "1", "table": "registry/centres.csv", "position": "0", "after": '{"centre_id": "a"}',
    },
}  # fmt: skip


def row(path: str, **changes: str) -> dict[str, str]:
    """A good row of the table, with changes."""
    return dict.fromkeys(SCHEMAS[path].columns, "") | _ROWS[path] | changes


def write_rows(geodata: Path, path: str, rows: Iterable[Mapping[str, str]], header: Sequence[str] = ()) -> None:
    """Write a table with the header that its first row has, or with the one given."""
    (geodata / path).parent.mkdir(parents=True, exist_ok=True)
    listed = list(rows)
    opener = gzip.open if path.endswith(".gz") else open
    with opener(geodata / path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(header or listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(listed)


def write_registry(geodata: Path, **rows: Iterable[Mapping[str, str]]) -> Path:
    """Write all tables with one good row each, but for those given: ``assignments=[...]``.

    There are no doubts, no patches and no counted addresses.
    """
    for path in _ROWS:
        name = Path(path).name.split(".")[0]
        if name == "postcode_addresses" and name not in rows:
            continue
        listed = list(rows.get(name, [] if name == "doubts" else [row(path)]))
        write_rows(geodata, path, listed, header=() if listed else list(row(path)))
    (geodata / "registry/patches.toml").write_text("", encoding="utf-8")
    return geodata


def read_rows(path: str) -> list[dict[str, str]]:
    """Rows of a table of the real geodata, read with nothing of ses_map."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(GEODATA / path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def localities() -> tuple[dict[str, str], ...]:
    """The hundred thousand rows of the real table, read once per process: nobody changes them."""
    return tuple(read_rows("reference/places.csv.gz"))


@cache
def official_localities() -> tuple[dict[str, str], ...]:
    """Those with a point of PRNG's own."""
    return tuple(r for r in localities() if r["coord_source"] == "prng")


def known_contacts(centre_id: str, on: date = TODAY) -> dict[str, str]:
    """What the real tables say of reaching a centre on a day: of each part the newest source, the main office first."""
    centre = next(r for r in read_rows("registry/centres.csv") if r["centre_id"] == centre_id)
    offices = [r for r in read_rows("registry/offices.csv") if r["centre_id"] == centre_id and r["role"] == "main"]
    offices = [r for r in offices if r["valid_from"] <= str(on) <= (r["valid_to"] or "9999-12-31")]
    told: list[tuple[str, str, str]] = []
    for row in sorted(offices, key=lambda r: r["source_date"], reverse=True)[:1]:
        told += [(part, row[part], row["source_date"]) for part in ("place", "street", "postcode", "phone", "email")]
    told.append(("website", centre["website"], centre["source_date"]))
    contacts = [r for r in read_rows("registry/contacts.csv") if r["subject"] == centre_id]
    told += [(row["kind"], row["value"], row["source_date"]) for row in contacts]
    known: dict[str, tuple[str, str]] = {}
    for part, text, written in told:
        if text and (part not in known or written > known[part][1]):
            known[part] = (text, written)
    return {part: known.get(part, ("", ""))[0] for part, _, _ in told}


def real_layer() -> list[dict[str, Any]]:
    """Features of the real base layer, as JSON."""
    document = json.loads((GEODATA / "boundaries/gminy.topojson").read_text(encoding="utf-8"))
    return document["objects"]["gminy"]["geometries"]


def vertices(geometry: Any) -> set[tuple[float, float]]:
    return {(float(x), float(y)) for x, y in np.asarray(shapely.get_coordinates(geometry))}


def lonlat(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return layer.to_crs(LONLAT)
