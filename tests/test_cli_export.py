"""``ses-map export``: a folder that any web server answers from."""

import csv
import json
import signal
import time

import pytest

from ses_map.build import build_snapshot
from ses_map.maps.render import render_maps
from ses_map.store.files import FileStore
from tests.builders import ROOT
from tests.commands import Forked
from tests.copies import DAY, broken, export, files_of, leads, pages_of
from tests.markup import read_html
from tests.serving import environment
from tests.web_builders import EVIL_NAME

pytest_plugins = ["tests.web_fixtures"]

ASSETS = ("assets/", "mapa/")


@pytest.fixture(scope="module")
def store(small, tmp_path_factory):
    """Opolskie alone, published with its maps."""
    folder = tmp_path_factory.mktemp("export") / "store"
    data = build_snapshot(small)
    FileStore(folder).publish(data.with_files(render_maps(data)))
    return folder


@pytest.fixture(scope="module")
def site(store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "site"
    done = export(store, folder, "--date", DAY)
    assert done.exit_code == 0, done.output
    return folder


def test_every_address_leads_to_a_file_of_the_copy(site):
    assert broken(site) == []
    assert sum(len(leads(page)) for page in pages_of(site).values()) > 5_000


def test_every_page_says_what_it_is_and_forbids_what_headers_would(site):
    for path, page in pages_of(site).items():
        policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"})
        assert "default-src 'none'" in policy["content"] and "frame-ancestors" not in policy["content"]
        assert page.one("head").all()[1] is policy, "scripts before the policy would not be held to it"
        said = page.one("p", class_="copied").text
        assert said.startswith(
            {"en": "Static copy, as of 24 November 2026 ·", "uk": "Статична копія, стан на 24 листопада 2026 р. ·"}.get(
                page["lang"], "Kopia statyczna, stan na 24 listopada 2026 r. ·"
            )
        ), path


def test_what_needs_a_server_is_gone(site):
    for path, page in pages_of(site).items():
        assert [f.get("class") for f in page.all("form") if f.get("class") != "search"] == [], path
        assert not page.all("input", type="hidden"), path
    everything = b"".join(files_of(site).values())
    for sign in (b'href="/', b'src="/', b'action="/', b"localhost", b"127.0.0.1", b"?lang=", b"date="):
        assert sign not in everything, sign


def test_all_units_and_centres_have_their_page_in_each_language(site):
    for root in (site, site / "en", site / "uk"):
        counts = {n: len(list((root / n).glob("*/index.html"))) for n in ("wojewodztwo", "powiat", "gmina", "owes")}
        assert (counts["wojewodztwo"], counts["powiat"], counts["gmina"]) == (1, 12, 71)
        assert counts["owes"] >= 2
        assert {p["lang"] for p in pages_of(root / "gmina").values()} == {root.name if root != site else "pl"}


@pytest.mark.parametrize("root", ["", "en/", "uk/"])
def test_what_an_owes_is_is_explained_and_led_to(site, root):
    page = read_html((site / root / "czym-jest-owes/index.html").read_text())
    assert len(page.one("dl").all("dt")) == 9 and page.all("form", class_="search")
    for path in ("index.html", "szukaj/index.html", "powiat/1601/index.html"):
        home = read_html((site / root / path).read_text())
        ways = [a["href"] for a in home.one("footer").all("a")]
        assert f"{'../' * path.count('/')}czym-jest-owes/index.html" in ways
    words = json.loads((site / f"szukaj/indeks/slowa-{root.strip('/') or 'pl'}.json").read_bytes())
    (topic,) = words["topics"]
    assert (topic["page"], topic["name"], words["kinds"][7]) == (
        "czym-jest-owes",
        page.one("h1").text,
        {"": "poradnik", "en/": "guide", "uk/": "порадник"}[root],
    )
    assert {"dotacja", "fundacja", "pomoc", "dopomoga", "grant"} <= set(topic["words"]) and "jak" in words["fillers"]


def test_every_needed_asset_is_there_and_no_other(site):
    used = {a.rsplit("../", 1)[-1] for page in pages_of(site).values() for _, a in leads(page)}
    there = {n for n in files_of(site) if n.startswith(ASSETS)}

    assert there == {a for a in used if a.startswith(ASSETS)}
    assert any(n.startswith("assets/export-search.") for n in there)


def test_the_lists_lead_to_pages_of_the_copy(site):
    rows = json.loads((site / "api/v1/coverage.json").read_bytes())["data"]
    with (site / "api/v1/centres.csv").open(newline="", encoding="utf-8") as file:
        ways = [r["url"] for r in csv.DictReader(file)] + [r["url"] for r in rows]
    features = json.loads((site / "api/v1/areas-powiat.geojson").read_bytes())["features"]

    assert len(rows) == len(features) == 12 and len(ways) > 12
    assert [w for w in ways if not (site / "api/v1" / w).resolve().is_file()] == []


def test_the_same_day_gives_the_same_bytes(store, site, tmp_path):
    assert export(store, tmp_path / "again", "--date", DAY).exit_code == 0

    assert files_of(tmp_path / "again") == files_of(site)


def test_polish_alone(store, tmp_path):
    assert export(store, tmp_path / "pl", "--date", DAY, "--languages", "pl").exit_code == 0

    assert broken(tmp_path / "pl") == []
    assert not (tmp_path / "pl/en").exists()
    for page in pages_of(tmp_path / "pl").values():
        assert not page.all("nav", class_="languages")
        assert [e["hreflang"] for e in page.all("link", rel="alternate")] == ["pl"]


def test_a_folder_that_is_no_export_is_left_alone(store, tmp_path):
    (tmp_path / "diary.txt").write_text("mine")
    refused = export(store, tmp_path, "--date", DAY)

    assert refused.exit_code == 1 and "--force" in refused.stderr and refused.stderr.count("\n") == 1
    assert files_of(tmp_path) == {"diary.txt": b"mine"}


def test_an_earlier_export_is_replaced_whole_and_with_force_anything(store, tmp_path):
    place = tmp_path / "site"
    for name, more in (("stale.txt", ["--force"]), ("older.txt", [])):
        place.mkdir(exist_ok=True)
        (place / name).write_text("old")
        assert export(store, place, "--date", DAY, "--languages", "pl", *more).exit_code == 0
        assert not (place / name).exists() and (place / "index.html").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["site"], "something was left beside"


def test_a_killed_export_leaves_the_old_one(store, tmp_path):
    place, beside = tmp_path / "site", tmp_path / ".site.writing"
    assert export(store, place, "--date", "2019-04-17", "--languages", "pl").exit_code == 0
    before = files_of(place)
    typed = ["--store", str(store), "export", str(place), "--date", DAY]
    process = Forked("ses_map", typed, ROOT, environment(), tmp_path.parent / f"{tmp_path.name}.log")
    end = time.monotonic() + 60
    while not (beside / "index.html").exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL

    assert files_of(place) == before and beside.exists()
    assert export(store, place, "--date", DAY, "--languages", "pl").exit_code == 0
    assert files_of(place) != before and not beside.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--voivodeship", "atlantyda"], "opolskie"),
        (["--languages", "en"], "pl,en,uk"),
        (["--languages", "pl,de"], "pl,en,uk"),
        (["--date", "2026-02-30"], "calendar day"),
        (["--single-file", "--voivodeship", "opolskie", "--voivodeship", "opolskie"], "one --voivodeship"),
    ],
)
def test_what_cannot_be_meant_is_usage(store, tmp_path, arguments, said):
    failed = export(store, tmp_path / "site", *arguments)

    assert failed.exit_code == 2 and said in failed.stderr
    assert not (tmp_path / "site").exists()


def test_a_single_file_is_what_render_writes(store, tmp_path):
    done = export(store, tmp_path / "one.html", "--single-file", "--voivodeship", "opolskie", "--date", DAY)

    assert done.exit_code == 0, done.output
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert "<iframe" not in page and 'src="' not in page and page.count("<tr>") == 13
    assert export(store, tmp_path, "--single-file").exit_code == 1


def test_a_place_that_cannot_be_written_is_one_line(store, tmp_path):
    (tmp_path / "file").write_text("")
    failed = export(store, tmp_path / "file" / "site", "--date", DAY)

    assert failed.exit_code == 1 and failed.stderr.count("\n") == 1


def test_hostile_text_stays_text(hostile, tmp_path):
    FileStore(tmp_path / "store").publish(hostile)
    assert export(tmp_path / "store", tmp_path / "site", "--date", DAY, "--languages", "pl").exit_code == 0

    assert broken(tmp_path / "site") == []
    for path, page in pages_of(tmp_path / "site").items():
        assert [a for e in page.all() for a in e.attributes if a.startswith("on") or a == "style"] == [], path
        assert {e["src"].split("assets/")[0].strip("./") for e in page.all("script", defer="")} <= {""}, path
        assert all("mapa/" in e["src"] for e in page.all("img")), path
    assert EVIL_NAME in page_text(tmp_path / "site/wojewodztwo")


def page_text(folder):
    """Every text of the pages in a folder, as a reader sees it but with its white space."""
    return "".join("".join(page._strings()) for page in pages_of(folder).values())


@pytest.mark.realdata
def test_one_voivodeship_of_the_country(real_store, tmp_path):
    """Its pages alone; what leads elsewhere leads to the page that says so."""
    done = export(real_store, tmp_path / "site", "--voivodeship", "opolskie", "--date", DAY, "--languages", "pl")
    site = tmp_path / "site"

    assert done.exit_code == 0, done.output
    assert broken(site) == []
    assert {p.name[:2] for n in ("powiat", "gmina") for p in (site / n).iterdir()} == {"16"}
    home = pages_of(site)[site / "index.html"]
    assert home.one("div", class_="folium-map")["data-root"] == "none"
    ways = {a.text: a["href"] for a in home.one("ul", class_="regions").all("a")}
    assert (ways["opolskie"], ways["pomorskie"]) == ("wojewodztwo/opolskie/index.html", "o-kopii/index.html")
    assert len(json.loads((site / "api/v1/coverage.json").read_bytes())["data"]) == 12
    assert "Kopia obejmuje tylko te województwa: opolskie" in (site / "szukaj/index.html").read_text("utf-8")
