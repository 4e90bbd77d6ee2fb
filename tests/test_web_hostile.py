"""Registry text is hostile: in every page, file and script it arrives as the text it is, and runs nowhere."""

import csv
import io
import json

import pytest

from ses_map.build import build_snapshot
from ses_map.maps.compose import script_json
from tests.markup import read_html
from tests.web_builders import (
    EVIL_CENTRE,
    EVIL_NAME,
    EVIL_POWIAT,
    EVIL_URL,
    FORMULA,
    app_of,
    assert_inert,
    edit_rows,
    small_geodata,
)

pytest_plugins = ["tests.web_fixtures"]

PLAIN = " ".join(EVIL_NAME.split())
PAGES = ["/", "/wojewodztwo/pomorskie", f"/powiat/{EVIL_POWIAT}", f"/owes/{EVIL_CENTRE}", "/zrodla", "/powiat/2209"]
DATA = [
    f"lookup?teryt={EVIL_POWIAT}", "lookup?teryt=220701", "lookup?teryt=22", "lookup?lat=53.73&lon=18.93", "centres",
    "areas?kind=centre", "areas?kind=powiat", "areas?kind=gmina", "areas?kind=subregion", "areas?kind=voivodeship",
    "coverage", "problems",
]  # fmt: skip
LISTS = [d for d in DATA if not d.startswith("lookup")]


@pytest.fixture(scope="module")
def client(hostile):
    return app_of(hostile).test_client()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_element_and_no_attribute_of_theirs(client, path):
    text = client.get(path).get_data(as_text=True)

    assert "__pwned" in text, "the page does not show the text at all"
    assert_inert(read_html(text))


@pytest.mark.parametrize("path", PAGES[:4])
def test_a_page_shows_the_text_as_it_is(client, path):
    assert PLAIN in read_html(client.get(path).get_data(as_text=True)).one("main").text


def test_titles_and_descriptions_hold_the_text(client):
    tree = read_html(client.get(f"/owes/{EVIL_CENTRE}").get_data(as_text=True))

    assert tree.one("title").text == f"{FORMULA}{PLAIN} – Mapa OWES"
    assert PLAIN in " ".join(tree.one("meta", name="description")["content"].split())
    assert tree.one("h1").text == f"{FORMULA}{PLAIN}"


def test_an_address_stays_one_attribute(client):
    tree = read_html(client.get(f"/owes/{EVIL_CENTRE}").get_data(as_text=True))

    assert EVIL_URL in {a["href"] for a in tree.all("a")}
    assert {a["href"].split(":")[0] for a in tree.all("a") if "://" in a["href"]} <= {"http", "https"}


def test_an_address_that_would_run_is_never_published(tmp_path):
    """The schema refuses every scheme but http and https, so no template has to."""
    folder = small_geodata(tmp_path / "geodata", "16")
    edit_rows(folder, "registry/centres.csv", {"voivodeship": "16"}, website="javascript:alert(1)")
    snapshot = build_snapshot(folder)

    assert {p.code for p in snapshot.problems} >= {"invalid-value"}
    assert b"javascript:" not in snapshot.files["registry.json"]


def test_a_phone_number_has_one_country_code(client):
    tree = read_html(client.get(f"/owes/{EVIL_CENTRE}").get_data(as_text=True))

    assert [a["href"] for a in tree.all("a") if a["href"].startswith("tel:")] == ["tel:+48111"] * 2


@pytest.mark.parametrize("path", DATA)
def test_json_is_json_and_carries_the_text_unchanged(client, path):
    response = client.get(f"/api/v1/{path}")

    assert (response.status_code, response.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert response.mimetype == "application/json"
    assert EVIL_NAME in strings(json.loads(response.data))


def strings(value) -> str:
    if isinstance(value, dict):
        return "\0".join(strings(v) for v in value.values())
    return "\0".join(map(strings, value)) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("path", LISTS)
def test_csv_runs_nothing_and_has_the_right_cells(client, path):
    sign = "&" if "?" in path else "?"
    text = client.get(f"/api/v1/{path}{sign}format=csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text, newline="")))

    assert {len(r) for r in rows} == {len(rows[0])}
    assert any(EVIL_NAME in cell for row in rows for cell in row)
    assert [c for row in rows for c in row if c.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_scripts_hold_the_text_only_as_json(hostile):
    scripts = {n: d.decode() for n, d in hostile.files.items() if n.startswith("assets/") and n.endswith(".js")}
    own = {n: d for n, d in scripts.items() if "leaflet" not in n and "map." not in n}

    assert [n for n, d in own.items() if "__pwned" in d]
    for script in own.values():
        assert "<img" not in script and "</script" not in script and "<!--" not in script
        assert "\u2028" not in script and "\u2029" not in script


def test_the_script_says_what_the_registry_says(hostile):
    """Not a character more or less: braces are no template, hash signs no comment."""
    index = json.loads(hostile.files["maps/pomorskie.json"])
    script = hostile.files[f"assets/{index['periods'][-1]['script']}"].decode()

    assert script_json(EVIL_NAME)[1:-1] in script


PATHS = ["/gmina/{}", "/miejsce/{}", "/kod/{}", "/mapa/{}.svg", "/osrodki?voivodeship={}", "/szukaj?q=a&date={}"]


@pytest.mark.parametrize(
    "path", ["/owes/{}", "/wojewodztwo/{}", "/powiat/{}", "/{}", "/assets/{}.js", "/?date={}", *PATHS]
)
def test_an_address_is_hostile_too(client, path):
    response = client.get(path.format("<img src=x onerror=alert(1)>\"'>"), headers={"Accept": "text/html"})

    assert response.status_code in (400, 404)
    assert "<img" not in response.get_data(as_text=True) or response.mimetype == "application/problem+json"


def test_a_host_that_is_no_host_is_refused(client):
    odd = client.get("/", headers={"Host": 'attacker.example"><script>'})

    assert odd.status_code == 400
    assert "attacker.example" not in odd.get_data(as_text=True)


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-Proto", "Referer", "User-Agent"])
def test_a_header_is_hostile_too(client, header):
    plain, odd = client.get("/"), client.get("/", headers={header: 'attacker.example"><script>'})

    assert without_own_address(odd) == without_own_address(plain)
    assert "attacker.example" not in odd.get_data(as_text=True)


def without_own_address(response) -> list[str]:
    """The lines of a page but for the one that tells programs its whole address."""
    return [line for line in response.get_data(as_text=True).splitlines() if "json+oembed" not in line]
