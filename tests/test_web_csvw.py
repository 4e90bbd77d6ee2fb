"""Every CSV file is what its CSVW metadata say: columns, datatypes, keys, and what refers to what."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal, InvalidOperation

import pytest

from ses_map.registry.patches import read_patches
from ses_map.snapshot import Snapshot
from ses_map.vocabulary import LANGUAGES
from ses_map.web.publish.opendata import DATASETS
from tests.builders import GEODATA, known_contacts, read_rows
from tests.web_builders import app_of

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

LEXICAL = {
    "string": r".*",
    "anyURI": r"\S*",
    "date": r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])",
    "integer": r"[-+]?\d+",
    "decimal": r"[-+]?(\d+(\.\d*)?|\.\d+)",
    "boolean": r"true|false",
}


@pytest.fixture(scope="module")
def client(snapshot: Snapshot):
    return app_of(snapshot).test_client()


@pytest.fixture(scope="module")
def hostile_client(hostile: Snapshot):
    return app_of(hostile).test_client()


def read_table(client, url: str) -> list[dict[str, str]]:
    text = client.get(f"/dane/{url}").get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text), strict=True))


def defects(client, metadata: dict) -> list[str]:
    """Whatever a validator of CSVW would say of the first table."""
    table, *_ = metadata["tables"]
    text = client.get(f"/dane/{table['url']}").get_data(as_text=True)
    return list(defects_of(table, text, metadata, lambda url: read_table(client, url)))


def defects_of(table, text, metadata, read):
    columns = {c["name"]: c for c in table["tableSchema"]["columns"]}
    header, *rows = csv.reader(io.StringIO(text), strict=True)
    if header != list(columns) or any(n not in c["titles"]["und"] for n, c in columns.items()):
        yield f"header: {header}"
        return
    yield from (f"{n}: a row has {len(r)} cells" for n, r in enumerate(rows, 2) if len(r) != len(header))
    records = [dict(zip(header, r, strict=True)) for r in rows]
    for line, record in enumerate(records, 2):
        yield from (f"{line} {n}: {why}" for n, c in columns.items() for why in cell_defects(c, record[n]))
    keys = Counter(tuple(r[k] for k in table["tableSchema"].get("primaryKey", ())) for r in records)
    yield from (f"key {key} {n} times" for key, n in keys.items() if n > 1 and key)
    yield from reference_defects(table, records, metadata, read)


def cell_defects(column, text):
    if not text:
        yield from ["is required"] if column.get("required") else []
        return
    datatype = column["datatype"] if isinstance(column["datatype"], dict) else {"base": column["datatype"]}
    for value in text.split(column["separator"]) if "separator" in column else [text]:
        if not re.fullmatch(LEXICAL[datatype["base"]], value, re.DOTALL):
            yield f"{value!r} is no {datatype['base']}"
        elif "format" in datatype and not re.fullmatch(datatype["format"], value):
            yield f"{value!r} does not match {datatype['format']}"
        elif "minimum" in datatype and int(value) < datatype["minimum"]:
            yield f"{value!r} is too small"


def reference_defects(table, records, metadata, read):
    described = {t["url"]: t for t in metadata["tables"]}
    for key in table["tableSchema"].get("foreignKeys", ()):
        column, target = key["columnReference"], key["reference"]
        known = Counter(row[target["columnReference"]] for row in read(described[target["resource"]]["url"]))
        for row in records:
            if row[column] and known[row[column]] != 1:
                yield f"{column}={row[column]!r} is {known[row[column]]} times in {target['resource']}"


def described(client, name: str) -> dict:
    response = client.get(f"/dane/{name}.csv-metadata.json")
    assert (response.status_code, response.mimetype) == (200, "application/csvm+json")
    return json.loads(response.data)


@pytest.mark.parametrize("name", DATASETS)
def test_a_table_is_what_its_metadata_say(client, name):
    assert defects(client, described(client, name)) == []


@pytest.mark.parametrize("name", DATASETS)
def test_a_hostile_registry_breaks_no_table(hostile_client, name):
    found = [d for d in defects(hostile_client, described(hostile_client, name)) if "anyURI" not in d]

    assert [d for d in found if " times in " not in d] == []


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda t: t.replace("unit,", "area,", 1), "header"),
        (lambda t: t.replace("\r\n2,0201,add,", "\r\n2,0201,maybe,", 1), "does not match add|exclude"),
        (lambda t: t.replace("\r\n2,0201,", "\r\n2,0299,", 1), "0 times in areas.csv"),
        (lambda t: t.replace("\r\n3,", "\r\n2,", 1), "key ('2',) 2 times"),
        (lambda t: t.replace("\r\n2,0201,", "\r\n2,,", 1), "is required"),
        (lambda t: t.replace(",2016-06-01,", ",1 June 2016,", 1), "is no date"),
    ],
)
def test_the_checker_finds_what_is_wrong(client, edit, said):
    metadata = described(client, "assignments")
    text = client.get("/dane/assignments.csv").get_data(as_text=True)
    broken = edit(text)

    assert broken != text
    found = list(defects_of(metadata["tables"][0], broken, metadata, lambda url: read_table(client, url)))
    assert found and said in found[0]


@pytest.mark.parametrize("name", DATASETS)
def test_the_metadata_say_whose_and_what(client, name):
    body = described(client, name)
    own = body["tables"][0]

    assert body["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "pl"}]
    assert own["url"] == f"{name}.csv"
    for said in ("dc:title", "dc:description"):
        assert [v["@language"] for v in own[said]] == ["pl", "en"] and all(v["@value"] for v in own[said])
    assert own["dc:license"] == {"@id": "http://localhost/dane#licencja"}
    assert own["dc:source"] or name == "sources"
    for column in own["tableSchema"]["columns"]:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column["name"])
        assert list(column["titles"])[:3] == ["und", "pl", "en"] and all(column["titles"].values())
        assert set(column["titles"]) <= {"und", *LANGUAGES}
    named = {t["url"] for t in body["tables"]}
    keys = [k for t in body["tables"] for k in t["tableSchema"].get("foreignKeys", ())]
    assert {k["reference"]["resource"] for k in keys} <= named and len(named) == len(body["tables"])


@pytest.mark.parametrize("name", DATASETS)
def test_a_file_leads_to_its_metadata_and_licence(client, name):
    response = client.get(f"/dane/{name}.csv")
    (link,) = response.headers.getlist("Link")
    described_by, licence = link.split(", ")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert described_by == f'<{name}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
    assert licence == '</dane#licencja>; rel="license"'


@pytest.mark.parametrize("name", DATASETS)
def test_json_holds_the_same_cells(client, name):
    rows = read_table(client, f"{name}.csv")
    body = json.loads(client.get(f"/dane/{name}.json").data)

    assert body["meta"]["count"] == len(body["data"]) == len(rows)
    for row, record in zip(rows, body["data"], strict=True):
        assert list(row) == list(record)
        assert all(same(text, record[column]) for column, text in row.items()), (row, record)


def same(text, value) -> bool:
    if value is None or isinstance(value, bool):
        return text == {None: "", True: "true", False: "false"}[value]
    if isinstance(value, list):
        return text == "; ".join(value)
    try:
        return (not isinstance(value, str) and Decimal(text) == Decimal(repr(value))) or text.removeprefix("'") == value
    except InvalidOperation:
        return False


TABLES = ["assignments", "centres", "offices", "contacts", "entities", "clusters", "visits", "indicators"]
#: Columns of a published table that further tables of the registry fill.
FILLED = {"centres": {"website"}}


@pytest.mark.parametrize("name", TABLES)
def test_the_whole_table_of_the_registry_is_there(client, name):
    rows, own = read_table(client, f"{name}.csv"), read_rows(f"registry/{name}.csv")
    corrected = {p.column for p in read_patches(GEODATA) if p.table == f"registry/{name}.csv"}
    shared = set(own[0]) & set(rows[0]) - {"value"} - corrected - FILLED.get(name, set())
    plain = Counter(tuple(re.sub(r"; *", ";", r[c].removeprefix("'")) for c in sorted(shared)) for r in rows)

    assert set(own[0]) - set(rows[0]) <= {"register", "entity_order"}
    assert Counter(tuple(re.sub(r"; *", ";", r[c]) for c in sorted(shared)) for r in own) == plain


def test_a_centre_is_reached_as_its_offices_and_contacts_say(client):
    known = {"seat_place": "place"} | {part: part for part in ("street", "postcode", "phone", "email", "website")}
    for row in read_table(client, "centres.csv"):
        told = known_contacts(row["centre_id"], date.max)
        assert {c: row[c].removeprefix("'") for c in known} == {c: told.get(part, "") for c, part in known.items()}
