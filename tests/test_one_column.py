"""A column more is one line of a declaration: it is then checked, read, asked for and published everywhere."""

import csv
from hashlib import sha256
from pathlib import Path

import pytest

from tests.changed import copy_package, run
from tests.web_builders import small_geodata

pytestmark = pytest.mark.realdata

#: Table → the line, as somebody would write it, and what it stands before.
LINES = {
    "centres": (
        '    motto: Annotated[str, Column(TEXT, "Dewiza", "dewiza ośrodka", "motto of the centre", "девіз центру", '
        'habit="motto|dewiza|haslo")] = ""\n',
        "    #: Empty where none is known.\n    successor:",
    ),
    "offices": (
        '    parking: Annotated[str, Column(TEXT, "Parking", "gdzie zaparkować", "where to park", "де паркувати")]\n',
        "    valid_from:",
    ),
}
#: Table → the column, the one that it stands before, and what it says of one centre.
VALUES = {
    "centres": ("motto", "successor", "Razem łatwiej; naprawdę"),
    "offices": ("parking", "valid_from", "Za domem"),
}
CENTRE, MOTTO, PARKING = "owes-debrzno", VALUES["centres"][2], VALUES["offices"][2]


def with_values(tree: Path) -> None:
    """Make data with the columns, filled for one centre."""
    small_geodata(tree / "geodata", "22")
    for name, (column, after, value) in VALUES.items():
        table, papers = tree / f"geodata/registry/{name}.csv", tree / f"geodata/sources/registry-{name}.toml"
        before = sha256(table.read_bytes()).hexdigest()
        with table.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = [name for old in rows[0] for name in ([column, old] if old == after else [old])]
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(row | {column: value if row["centre_id"] == CENTRE else ""} for row in rows)
        stated = papers.read_text(encoding="utf-8")
        papers.write_text(stated.replace(before, sha256(table.read_bytes()).hexdigest()), encoding="utf-8")


#: Run with the changed package: builds, and says what each output has of the column.
SCRIPT = """
import io, json, sys
from pathlib import Path
from openpyxl import load_workbook
from ses_map.build import build_snapshot
from ses_map.documents.reply_workbook import to_reply_workbook
from ses_map.imports.offices import office_row
from ses_map.imports.fields import fields_of, recognise
from ses_map.imports.layout import Record
from ses_map.imports.mapping import Mapping
from ses_map.imports.rows import RowResult
from ses_map.planning.recipients import Role, find_recipient
from ses_map.planning.reply_rows import fill_reply
from ses_map.schemas import SCHEMAS
from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.store.postgis import spatial
from ses_map.web.app import create_app
from datetime import date

day, centre = date(2026, 11, 30), "owes-debrzno"
snapshot = build_snapshot(Path("geodata"))
store = MemoryStore()
store.publish(snapshot)
client = create_app(Settings(), store, lambda: day).test_client()
get = lambda path: client.get(path).get_data(as_text=True)
from ses_map.lookup import Lookup
lookup = Lookup(snapshot)
sheet = fill_reply(lookup, find_recipient(lookup, Role.CENTRE, centre, day), day)
book = load_workbook(io.BytesIO(to_reply_workbook(sheet)))
metadata = get("/dane/centres.csv-metadata.json")
found = {
    "schema": "motto" in SCHEMAS["registry/centres.csv"].columns,
    "record": next(c.motto for c in snapshot.registry.centres if c.id == centre),
    "imports": [recognise("centres", "Dewiza"), "motto" in fields_of("centres")],
    "reply": [[str(c.value) for c in row] for row in book["Ośrodki"].iter_rows()],
    "office reply": [[str(c.value) for c in row] for row in book["Biura"].iter_rows()],
    "office": office_row(RowResult(Record("", 2, {}), {"parking": "obok"}), Mapping("offices", "r"))["parking"],
    "api": next(c["motto"] for c in json.loads(get("/api/v1/centres?limit=1000"))["data"] if c["id"] == centre),
    "openapi": json.loads(get("/openapi.json"))["components"]["schemas"]["CentreRow"]["properties"]["motto"],
    "ogc": json.loads(get(f"/ogc/collections/osrodki/items/{centre}?f=json"))["properties"]["motto"],
    "queryables": json.loads(get("/ogc/collections/osrodki/queryables?f=json"))["properties"]["motto"]["title"],
    "csv": get("/dane/centres.csv"),
    "csvw": [c["name"] for c in json.loads(metadata)["tables"][0]["tableSchema"]["columns"]],
    "dictionary": "motto of the centre" in metadata,
    "postgis": spatial.centres.columns["motto"].comment,
    "page": "dewiza ośrodka" in get("/dane"),
}
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    tree = tmp_path_factory.mktemp("column")
    copy_package(tree, {f"ses_map/datasets/{table}.py": (old, line + old) for table, (line, old) in LINES.items()})
    with_values(tree)
    return run(tree, SCRIPT)


def test_it_is_checked_and_read(outputs):
    assert outputs["schema"] is True
    assert outputs["record"] == MOTTO


def test_offices_are_asked_for_it_and_importers_know_it(outputs):
    header, *rows = outputs["reply"]
    place = next(row for row in [header, *rows] if "Dewiza" in row).index("Dewiza")

    assert MOTTO in [row[place] for row in rows]
    assert outputs["imports"] == ["motto", True]


def test_a_column_of_offices_is_asked_for_and_read_back(outputs):
    header, *rows = outputs["office reply"]

    assert PARKING in [row[header.index("Parking")] for row in rows]
    assert outputs["office"] == "obok"


def test_it_is_published_in_every_form(outputs):
    published = next(r for r in csv.DictReader(outputs["csv"].splitlines()) if r["centre_id"] == CENTRE)

    assert outputs["api"] == outputs["ogc"] == published["motto"] == MOTTO
    assert outputs["openapi"] == {"type": ["string", "null"]}
    assert outputs["queryables"] == "Dewiza"
    assert "motto" in outputs["csvw"] and outputs["dictionary"] and outputs["page"]
    assert outputs["postgis"] == "motto of the centre"
