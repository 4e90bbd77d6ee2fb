"""What the tests of maps, web and command line share: applications over snapshots, small real geodata, hostile text."""

import csv
import gzip
import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from werkzeug.test import TestResponse

from scripts.build_geodata import seal
from ses_map.boundaries import read_gminy, to_topology
from ses_map.planning.dots import entity_tiles
from ses_map.planning.entities import EntityIndex
from ses_map.planning.relations import Relations
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots
from ses_map.settings import Settings
from ses_map.snapshot import Snapshot
from ses_map.store.memory import MemoryStore
from ses_map.web import create_app
from tests.builders import FILES, GEODATA, TODAY, read_rows, write_rows
from tests.markup import Element

POINT = {"lat": "54.1", "lon": "18.93"}
LOOKUP = "/api/v1/lookup?lat=54.1&lon=18.93"
#: Pages with a map: the country, a voivodeship, a centre, and the answer for a powiat, a gmina, a place, a postcode.
MAPS = ("/", "/wojewodztwo/pomorskie", "/owes/owes-debrzno")
ANSWERS = ("/powiat/2207", "/powiat/2214", "/gmina/220703", "/miejsce/0151319", "/kod/82-500")
#: What a search shows: nothing yet, a choice, a topic alone and beside places, a guess, nothing, points.
QUERIES = ("Rakowiec", "pomoc", "dotcja", "dotacja Rakowiec", "Kwidzny", "qqqqqq", "54.1, 18.93", "52.52, 13.4")
SEARCHES = ("/szukaj", *(f"/szukaj?{urlencode({'q': q})}" for q in QUERIES))
PAGES = (*MAPS, *ANSWERS, *SEARCHES, "/osrodki", "/osrodki?service=szkolenia&voivodeship=pomorskie", "/zrodla",
         "/czym-jest-owes", "/dostepnosc")  # fmt: skip
LISTS = ("/api/v1/centres", "/api/v1/areas", "/api/v1/entities", "/api/v1/coverage", "/api/v1/problems")
PROBLEM_KEYS = ["type", "title", "status", "detail", "instance"]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def app_of(*snapshots: Snapshot, today: Callable[[], date] = lambda: TODAY) -> Flask:
    """The application over a store in memory; the last snapshot is current."""
    store = MemoryStore()
    for snapshot in snapshots:
        store.publish(snapshot)
    return create_app(Settings(), store, today)


def tiles_of(snapshot: Snapshot) -> dict[str, bytes]:
    """The tiles of the entity map, as a build writes them."""
    registry = snapshot.registry
    spots = find_spots(registry.entities, Search(snapshot).index)
    return entity_tiles(EntityIndex(registry, Relations(registry), spots))


def asking(path: str, **parameters: str) -> str:
    """An address with further parameters."""
    return f"{path}{'&' if '?' in path else '?'}{urlencode(parameters)}"


def drawn(snapshot: Snapshot) -> Snapshot:
    """A small world with the index of an empty map for the country and each voivodeship."""
    index = {"title": "", "shared": [], "shapes": "", "periods": [{"from": "0001-01-01", "keys": []}]}
    slugs = ["polska", *(v.slug for v in snapshot.registry.voivodeships)]
    return snapshot.with_files({f"maps/{s}.json": json.dumps(index).encode() for s in slugs})


def assert_problem(response: TestResponse, status: int, sentence: str = "") -> dict[str, Any]:
    """Every error for programs has one shape (RFC 9457); ``sentence`` is part of what it says to people."""
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    body = json.loads(response.data)
    assert list(body)[:5] == PROBLEM_KEYS
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert body["title"] and body["instance"].startswith("/")
    assert body["detail"][-1] in ".?" and sentence in body["detail"], body["detail"]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in response.headers
    return body


def assert_error_page(response: TestResponse, status: int, sentence: str = "") -> str:
    """An error for people: a page of ours that says what is wrong and leads home."""
    page = response.get_data(as_text=True)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Cache-Control"] == "no-store"
    assert '<html lang="pl">' in page and 'href="/"' in page and sentence in page
    return page


def assert_inert(tree: Element) -> None:
    """Nothing that a text could have brought: pictures and scripts are ours, data blocks are JSON."""
    assert [e.attributes for e in tree.all("img") if not e["src"].startswith(("/mapa/", "/planowanie/"))] == []
    assert not tree.all("br") and not tree.all("iframe") and not tree.all("object") and not tree.all("style")
    for script in tree.all("script"):
        if script.get("type") == "application/ld+json":
            json.loads("".join(map(str, script.children)))
        else:
            assert not script.children and script["src"].startswith("/assets/"), script.attributes
    assert [a for e in tree.all() for a in e.attributes if a.startswith("on") or a == "style"] == []
    schemes = {e["href"].split(":")[0].lower() for e in tree.all() if ":" in e.get("href").split("/")[0]}
    assert schemes <= {"http", "https", "mailto", "tel", "data"}


def small_geodata(folder: Path, voivodeship: str) -> Path:
    """The real geodata of one voivodeship, sealed: it builds in half a second."""
    for path, data in _small_files(voivodeship).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@cache
def _small_files(voivodeship: str) -> dict[str, bytes]:
    """Cut the country down once per process."""
    with TemporaryDirectory(prefix="small-") as place:
        folder = Path(place)
        shutil.copytree(GEODATA / "sources", folder / "sources")
        for path in (f for f in FILES if f.endswith((".csv", ".csv.gz"))):
            _small_table(folder, path, voivodeship)
        shutil.copy(GEODATA / "registry/patches.toml", folder / "registry")
        _small_layer(folder, voivodeship)
        seal(folder)
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def _small_table(folder: Path, path: str, voivodeship: str) -> None:
    rows = read_rows(path)
    if path == "registry/visits.csv":  # the real ones lead through other voivodeships
        write_rows(folder, path, [], header=list(rows[0]))
    elif rows and _area(rows[0]):
        write_rows(folder, path, [r for r in rows if _area(r).startswith(voivodeship)], header=list(rows[0]))
    else:
        shutil.copy(GEODATA / path, folder / path)


def _area(row: Mapping[str, str]) -> str:
    """Code of the area that a row is of; a row about a centre is of its voivodeship."""
    columns = ("unit", "gmina", "teryt", "powiat", "voivodeship", "subject", "centre_id")
    said = next((row[c] for c in columns if row.get(c)), "")
    return _voivodeships().get(said, said)


@cache
def _voivodeships() -> dict[str, str]:
    return {r["centre_id"]: r["voivodeship"] for r in read_rows("registry/centres.csv")}


def _small_layer(folder: Path, voivodeship: str) -> None:
    base = read_gminy(GEODATA / "boundaries/gminy.topojson")
    part = base[base.index.str.startswith(voivodeship)]
    rows = [{"terc": t, "name": n} for t, n in zip(part["terc"], part["name"], strict=True)]
    (folder / "boundaries").mkdir()
    data = to_topology({"gminy": (part.geometry.to_numpy(), rows)}, decimals=5)
    (folder / "boundaries/gminy.topojson").write_bytes(data)


def edit_rows(folder: Path, path: str, where: Mapping[str, str], **changes: str) -> None:
    """Change the rows of a table that match, and seal the folder again."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(folder / path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    hit = [r for r in rows if where.items() <= r.items()]
    assert hit, f"no row of {path} has {where}"
    for row in hit:
        row |= changes
    write_rows(folder, path, rows)
    seal(folder)


#: Text that runs, closes, quotes or turns what it is put into, if it is not escaped. ``__pwned`` tells which one did.
IMG = "<img src=x onerror=\"window.__pwned='img'\">"
SCRIPT = "</script><script>window.__pwned='script'</script>"
QUOTES = "\" ' ` &amp; \\ ${window.__pwned='template'} {{ 7*7 }} {# gone #} </title></td></svg> on\u2028line"
FORMULA = '=HYPERLINK("http://evil.example","click")'
TURNED = "\u202eSEWO\u2066\u200b\u200d\ufeff"
EVIL_NAME = f"{IMG}{SCRIPT} {QUOTES} {TURNED}"
EVIL_URL = "https://evil.example/\"onmouseover=\"window.__pwned='url'"
EVIL_CENTRE = "owes-nadwislanski-dzierzgon"
EVIL_POWIAT = "2207"
#: Two more of its powiats: one by an old source, one until a day that has passed.
EVIL_UNCONFIRMED, EVIL_ENDED = "2209", "2213"
EVIL_GMINA = "220701"
#: Rakowiec, gmina Kwidzyn.
EVIL_PLACE = "0151319"
#: A name of ten thousand characters, with signs that XML cannot hold.
ENDLESS_NAME = "Ż\x0b\x1f\ufffe" + "Źdźbło \u202e\u200b" * 1_100 + IMG + SCRIPT


def hostile_geodata(folder: Path, evil: str = EVIL_NAME) -> Path:
    """Pomorskie, where every text that a source could hold is an attack; and one card of every standing."""
    small_geodata(folder, "22")
    (folder / "registry/patches.toml").write_text("", encoding="utf-8")
    text = dict.fromkeys(("operator", "partners", "note", "services", "audiences"), evil)
    source = {"source_url": EVIL_URL, "source_title": evil}
    entity = dict.fromkeys(("name", "kind", "operator", "founders", "town", "street", "activity"), evil)
    contact = {"phone": "+48 111", "email": "\"><img/src=x/onerror=window.__pwned='mail'>@x"}
    centre = {"name": FORMULA + evil, "website": EVIL_URL, "valid_to": "", **text, **source}
    office = {**dict.fromkeys(("place", "street", "hours"), evil), **source, **contact}
    claim = {"subregion": evil, "sentence": evil, **source}
    edits = {
        "registry/centres.csv": ({"centre_id": EVIL_CENTRE}, centre),
        "registry/assignments.csv": ({"unit": EVIL_POWIAT}, {**claim, "source_date": "2026", "valid_to": ""}),
        "registry/entities.csv": ({"powiat": EVIL_POWIAT}, {**entity, **source}),
        "registry/offices.csv": ({"centre_id": EVIL_CENTRE}, office),
        "registry/contacts.csv": ({"subject": "22"}, {"value": EVIL_URL, **source}),
        "registry/coordinators.csv": ({"voivodeship": "22"}, {"name": evil, "seat_place": evil}),
        "reference/voivodeships.csv": ({"teryt": "22"}, {"name": evil, "locative": evil}),
        "reference/powiaty.csv": ({"teryt": EVIL_POWIAT}, {"name": evil, "seat": evil}),
        "reference/gminy.csv": ({"teryt": EVIL_GMINA}, {"name": evil}),
        "reference/places.csv.gz": ({"simc": EVIL_PLACE}, {"name": evil, "parent_name": evil}),
    }  # fmt: skip
    for path, (where, changes) in edits.items():
        edit_rows(folder, path, where, **changes)
    edit_rows(folder, "registry/assignments.csv", {"unit": EVIL_UNCONFIRMED}, **claim, source_date="2019", valid_to="")
    edit_rows(folder, "registry/assignments.csv", {"unit": EVIL_ENDED}, **claim, valid_to="2020-12-31")
    return folder
