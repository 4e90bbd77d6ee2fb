"""A kind of entity more is one entry, a sign and translations: it is then read, asked for, drawn and published."""

import shutil

import pytest

from tests.changed import copy_package, run

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

ENTRY = (
    '    "kgw": EntityKind(\n'
    '        _("koło gospodyń wiejskich (KGW)"), "KGW", "rural women\'s association",\n'
    '        r"kgw|kol\\w+ gospodyn wiejskich",\n'
    "    ),\n"
)
LINES = {
    "ses_map/vocabulary.py": ("ENTITY_KINDS: dict[str, EntityKind] = {\n", ENTRY),
    "ses_map/maps/signs.py": ("SIGNS = {\n", '    "kgw": Sign("KGW", _CIRCLE, "#ffd1ea"),\n'),
    "ses_map/web/wording/catalogues/en.po": (
        '"Content-Transfer-Encoding: 8bit\\n"\n',
        '\nmsgid "koło gospodyń wiejskich (KGW)"\nmsgstr "rural women\'s association (KGW)"\n',
    ),
}

#: Run with the changed package: builds, imports a row, and says what each output has of the kind.
SCRIPT = """
import json
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from ses_map.build import build_snapshot
from ses_map.cli import main
from ses_map.maps.render import render_maps
from ses_map.planning.dots import entity_tiles
from ses_map.planning.entities import EntityIndex
from ses_map.planning.relations import Relations
from ses_map.search.finding import Search
from ses_map.search.spots import find_spots
from ses_map.settings import Settings
from ses_map.store.memory import MemoryStore
from ses_map.store.postgis import spatial
from ses_map.web.app import create_app

row = "Koło Gospodyń Wiejskich,prudnicki,Prudnik"
Path("register.csv").write_text(f"Nazwa,Powiat,Miejscowość\\n{row}\\n", encoding="utf-8")
ask = "--geodata geodata import entities register.csv --source-title Wykaz --source-date 2026-11-01 --format json"
report = json.loads(CliRunner().invoke(main, ask.split()).stdout)
entity = report["rows"][0]["keys"][0]
data = build_snapshot(Path("geodata"))
index = EntityIndex(data.registry, Relations(data.registry), find_spots(data.registry.entities, Search(data).index))
store = MemoryStore()
store.publish(data.with_files({**render_maps(data), **entity_tiles(index)}))
client = create_app(Settings(), store, lambda: date(2026, 11, 30)).test_client()

def get(path):
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.get_data(as_text=True))
    return answer.get_data(as_text=True)

columns = json.loads(get("/dane/entities.csv-metadata.json"))["tables"][0]["tableSchema"]["columns"]
api = json.loads(get("/openapi.json"))["paths"]["/api/v1/entities"]["get"]["parameters"]
print(json.dumps({
    "id": entity,
    "problems": report["problem_codes"],
    "api": [row["id"] for row in json.loads(get("/api/v1/entities?kind=kgw"))["data"]],
    "openapi": next(p for p in api if p["name"] == "kind")["schema"]["enum"],
    "ogc": [f["id"] for f in json.loads(get("/ogc/collections/podmioty/items?f=json&kind=kgw"))["features"]],
    "queryables": json.loads(get("/ogc/collections/podmioty/queryables?f=json"))["properties"]["kind"]["examples"],
    "csvw": next(c["titles"] for c in columns if c["name"] == "kind"),
    "data": get("/dane"),
    "postgis": spatial.entities.columns["kind"].comment,
    "filter": get("/planowanie/podmioty?rodzaj=kgw"),
    "frame": get("/embed/polska?entities=kgw&lang=en"),
    "generator": get("/osadzanie"),
    "entity": get("/planowanie/podmiot/" + entity),
    "statistics": get("/planowanie/statystyki"),
}))
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, small):
    tree = tmp_path_factory.mktemp("kind")
    copy_package(tree, {file: (before, before + line) for file, (before, line) in LINES.items()})
    shutil.copytree(small, tree / "geodata")
    return run(tree, SCRIPT)


def test_importers_know_it_by_its_words(outputs):
    assert "kol" in outputs["id"] and outputs["problems"] == {}


def test_it_can_be_asked_for(outputs):
    assert outputs["api"] == outputs["ogc"] == [outputs["id"]]
    assert "kgw" in outputs["openapi"] and "kgw" in outputs["queryables"]


def test_it_is_in_the_vocabulary_of_the_data(outputs):
    assert "kgw: koło gospodyń wiejskich (KGW)" in outputs["csvw"]["pl"]
    assert "kgw: rural women's association" in outputs["csvw"]["en"] and "rural women" in outputs["postgis"]
    assert "kgw: koło gospodyń wiejskich (KGW)" in outputs["data"]


def test_pages_name_it_and_draw_its_sign(outputs):
    for page in ("filter", "frame"):
        assert "#ffd1ea" in outputs[page] and "Koło Gospodyń Wiejskich" in outputs[page], page
    assert 'name="rodzaj" value="kgw" checked' in outputs["filter"]
    assert "rural women&#39;s association (KGW)" in outputs["frame"]
    assert "tylko: koło gospodyń wiejskich (KGW)" in outputs["generator"]
    assert "koło gospodyń wiejskich (KGW)" in outputs["entity"] and "KGW" in outputs["statistics"]
