"""A language more is one entry and its catalogue: pages are in it, lead to it and are copied in it.

What the catalogue lacks is said in Polish, in the forms that Polish has for numbers.
"""

import shutil

import pytest

from tests.changed import copy_package, run
from tests.markup import read_html

pytest_plugins = ["tests.web_fixtures"]
pytestmark = pytest.mark.realdata

LINES = {
    "ses_map/vocabulary.py": (
        '    "en": Language("English", "angielski", "po angielsku", "d MMMM y"),\n',
        '    "de": Language("Deutsch", "niemiecki", "po niemiecku"),\n',
    )
}
CATALOGUE = """\
msgid ""
msgstr ""
"Language: de\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

msgid "Język"
msgstr "Sprache"

msgid "miejska"
msgstr "Stadt"

msgid "Brak podpowiedzi"
msgstr "Keine Vorschläge"
"""

#: Run with the changed package: says what each output has of the language.
SCRIPT = """
import json
from datetime import date
from pathlib import Path

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.settings import Settings
from ses_map.store.files import FileStore
from ses_map.web.app import create_app
from ses_map.web.wording.language import catalogue
from click.testing import CliRunner
from ses_map.cli import main

data = build_snapshot(Path("geodata"))
store = FileStore(Path("store"))
store.publish(data.with_files(render_maps(data)))
client = create_app(Settings(), store, lambda: date(2026, 11, 30)).test_client()
get = lambda path: client.get(path).get_data(as_text=True)
ask = "--store store export site --date 2026-11-24 --voivodeship opolskie --languages pl,de"
done = CliRunner().invoke(main, ask.split())
assert done.exit_code == 0, done.output
api = json.loads(get("/openapi.json"))["paths"]["/api/v1/suggest"]["get"]["parameters"]
print(json.dumps({
    "page": get("/powiat/1601?lang=de"),
    "polish": get("/powiat/1601"),
    "generator": get("/osadzanie"),
    "frame": get("/osadzanie?co=wojewodztwo/opolskie&jezyk=de"),
    "openapi": next(p for p in api if p["name"] == "lang")["description"],
    "help": CliRunner().invoke(main, ["export", "--help"]).output,
    "plurals": [catalogue("de").ungettext("ponad rok temu", "ponad %(num)s lat temu", n) for n in (1, 2, 5)],
    "copy": Path("site/de/index.html").read_text(encoding="utf-8"),
    "words": json.loads(next(Path("site").rglob("slowa-de.json")).read_text(encoding="utf-8")),
}))
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, small):
    tree = tmp_path_factory.mktemp("language")
    copy_package(tree, {file: (before, before + line) for file, (before, line) in LINES.items()})
    (tree / "ses_map/web/wording/catalogues/de.po").write_text(CATALOGUE, encoding="utf-8")
    shutil.copytree(small, tree / "geodata")
    return run(tree, SCRIPT)


def test_a_page_is_in_it_and_in_polish_where_it_lacks_a_text(outputs):
    page = read_html(outputs["page"])
    polish = read_html(outputs["polish"])

    assert page["lang"] == "de"
    assert page.one("input", name="q")["data-none"] == "Keine Vorschläge"
    assert page.one("h1").text == polish.one("h1").text != ""
    assert page.one("nav", class_="languages")["aria-label"] == "Sprache"


@pytest.mark.parametrize("shown", ["page", "polish"])
def test_every_page_leads_to_it(outputs, shown):
    page = read_html(outputs[shown])
    links = {e["hreflang"]: e["href"] for e in page.all("link", rel="alternate") if "hreflang" in e.attributes}
    chosen = {a["hreflang"]: a.text for a in page.one("nav", class_="languages").all("a")}

    assert links["de"] == "http://localhost/powiat/1601?lang=de" and links["pl"] == "http://localhost/powiat/1601"
    assert chosen["de"] == "Deutsch" and links.keys() == chosen.keys() == {"pl", "en", "uk", "de"}


def test_frames_and_the_api_know_it(outputs):
    assert '<option value="de">niemiecki</option>' in outputs["generator"]
    assert ", po niemiecku" in outputs["frame"]
    assert "de" in outputs["openapi"]


def test_numbers_have_the_forms_of_polish_where_it_has_none(outputs):
    assert outputs["plurals"] == ["ponad rok temu", "ponad %(num)s lata temu", "ponad %(num)s lat temu"]


def test_the_copy_and_its_search_are_in_it(outputs):
    page = read_html(outputs["copy"])

    assert page["lang"] == "de"
    assert {a["hreflang"] for a in page.one("nav", class_="languages").all("a")} == {"pl", "de"}
    assert "pl,en,de,uk" in outputs["help"]
    assert outputs["words"]["gminy"] == {"1": "Stadt", "2": "wiejska", "3": "miejsko-wiejska"}
